import { lockBoardFamily, type BoardModel, type LockBoardFamily } from '../../board-profiles/board.schema.ts';
import { lockersOf, usualSettings } from '../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { never } from '../../statecharts/never.ts';
import { Cabinet, type CabinetChange } from '../cabinet/cabinet.ts';
import { memoryOfOneRun } from '../cabinet/cabinet-memory.ts';
import { cabinetFaults } from '../cabinet/faults.ts';
import { EmulatedBuses } from './emulated-buses.ts';
import type { EmulatedLine } from './line.ts';
import { LineWords } from './line-words.ts';
import { boardManners } from './manners.ts';

/** A pulse of boards that are told its length, at most. */
const orderedPulseMs = 1000;
const bus = { id: 'line', kind: 'serial', port: '/dev/line' } as const;

interface WorkbenchOptions {
  readonly model: BoardModel & { readonly family: LockBoardFamily };
  readonly addresses: readonly number[];
  readonly clock: Clock;
  /** Told line by line what passes and what happens to doors. */
  readonly tell: (line: string) => void;
}

/** What somebody may type, and what it does. */
export const workbenchHelp = `
  doors                       which are open, or have a fault
  pull 5 | shut 5             somebody pulls door 5 open, or pushes it to
  jammed 5                    gives door 5 a fault, or takes it away; there are
                              ${cabinetFaults.join(' ')}
  late | late 1               gives the boards bad manners, or board 1 alone, or takes them away; there are
                              ${boardManners.join(' ')}
  coupled | coupled 1         the inputs of the boards switch their relays, or of board 1 alone, or no more
  echo                        the adapter gives back what the host says, or does not any more
  brown-out | brown-out 1     the power of the boards dips
  unplug | plug               the adapter is pulled out, or plugged in
  ?                           this
`;

/** Lock boards on a workbench: boards of one model, each with its doors, on one line, worked by words that somebody types. */
export class Workbench {
  readonly line: EmulatedLine;
  readonly #profile: Profile;
  readonly #tell: (line: string) => void;
  readonly #cabinet: Cabinet;
  readonly #buses: EmulatedBuses;
  readonly #bad = new Set<string>();

  constructor({ model, addresses, clock, tell }: WorkbenchOptions) {
    this.#profile = workbenchProfile(model, addresses);
    this.#tell = (line) => tell(`${(clock.monoMs() / 1000).toFixed(3).padStart(9)}  ${line}`);
    this.#cabinet = new Cabinet({ profile: this.#profile, clock, memory: memoryOfOneRun() });
    this.#buses = new EmulatedBuses({ profile: this.#profile, cabinet: this.#cabinet, clock });
    this.line = this.#buses.bus(bus.id).line;
    const words = new LineWords(model.family, this.#profile.boards);
    this.line.overhear((from, bytes) => {
      this.#tell(from === 'host' ? `host    ${words.ofHost(bytes)}` : `${from.padEnd(7)} ${words.ofBoard(bytes)}`);
    });
    this.#cabinet.onChange((change) => this.#tellChange(change));
  }

  /** Which doors hang at which board. */
  layout(): string {
    return this.#profile.boards.map((board) => {
      const lockers = lockersOf(this.#profile).filter(({ lock }) => lock.board === board.id);
      const doors = rangeOf(lockers.map(({ number }) => number));
      return `Board ${String(board.address)}: doors ${doors} at its locks ${rangeOf(lockers.map(({ lock }) => lock.channel))}\n`;
    }).join('');
  }

  /** Does what somebody has typed. @returns whether it was understood */
  obey(words: string): boolean {
    const [word = '', number] = words.trim().split(/\s+/);
    const door = number === undefined ? undefined : this.#cabinet.lockers().find((one) => String(one) === number);
    const boards = this.#profile.boards.filter(({ address }) => number === undefined || String(address) === number);
    const fault = cabinetFaults.find((one) => one === word);
    const manner = boardManners.find((one) => one === word);
    if (fault !== undefined && door !== undefined) {
      this.#cabinet.setFault(door, this.#toggle(`door ${String(door)}`, fault, this.#cabinet.door(door).fault !== fault) ? fault : null);
    } else if (manner !== undefined && boards.length > 0) {
      for (const { id } of boards) this.line.setManner(id, manner, this.#toggle(id, manner));
    } else if (word === 'pull' && door !== undefined) {
      this.#cabinet.pull(door);
    } else if (word === 'shut' && door !== undefined) {
      this.#cabinet.shut(door);
    } else if (word === 'brown-out' && boards.length > 0) {
      for (const { id } of boards) this.line.brownOut(id);
      this.#tell('the power dips');
    } else if (word === 'coupled' && boards.length > 0) {
      for (const { id } of boards) if (!this.#couple(id)) return false;
    } else if (word === 'echo' && number === undefined) {
      this.line.setEcho(this.#toggle('the adapter', 'echo'));
    } else if (word === 'doors' && number === undefined) {
      this.#tellDoors();
    } else {
      return false;
    }
    return true;
  }

  /** @returns whether boards of this model can be set so */
  #couple(id: string): boolean {
    const is = !this.#bad.has(`${id} coupled`);
    if (!this.line.coupleInputs(id, is)) return false;
    this.#toggle(id, 'coupled', is);
    return true;
  }

  stop(): void {
    this.#buses.stop();
    this.#cabinet.stop();
  }

  /** @returns what it is now */
  #toggle(what: string, trait: string, is = !this.#bad.has(`${what} ${trait}`)): boolean {
    if (is) this.#bad.add(`${what} ${trait}`);
    else this.#bad.delete(`${what} ${trait}`);
    this.#tell(`${what} is ${is ? '' : 'no longer '}${trait}`);
    return is;
  }

  #tellDoors(): void {
    const doors = this.#cabinet.doors().filter(({ leaf, fault }) => leaf === 'open' || fault !== null);
    for (const { locker, leaf, fault } of doors) this.#tell(`door ${String(locker)} is ${leaf}${fault === null ? '' : `, ${fault}`}`);
    if (doors.length === 0) this.#tell('every door is closed, and well');
  }

  #tellChange(change: CabinetChange): void {
    switch (change.kind) {
      case 'door': {
        const { leaf, coil } = this.#cabinet.door(change.locker);
        this.#tell(`door ${String(change.locker)} is ${leaf}, its coil ${coil}`);
        break;
      }
      case 'violation':
        this.#tell(`WRONG: ${change.violation.kind} ${JSON.stringify(change.violation)}`);
        break;
      case 'level':
      case 'inside':
        break; // What the boards read is told by what they say.
      default:
        never(change, 'change of a cabinet');
    }
  }
}

/** A cabinet for as many doors as the boards have locks. */
function workbenchProfile(model: WorkbenchOptions['model'], addresses: readonly number[]): Profile {
  const { locks = { first: 1, last: 1 }, pulse, family } = model;
  // An SKB reads a shut door as 0; all others, as it is usual, as 1.
  const closedIs = family === 'upus-skb' ? 'low' : 'high';
  const lastsMs = pulse?.timedBy === 'board' ? pulse.lastsMs : null;
  const boards: readonly ProfileBoard[] = addresses.map((address) => (
    { id: `board ${String(address)}`, model, bus, address, closedIs, lastsMs, settings: { ...usualSettings, ...model.settings } }
  ));
  const count = locks.last - locks.first + 1;
  const lockers = boards.flatMap(({ id }, at) => Array.from({ length: count }, (_, place): ProfileLocker => {
    const terminal = { board: id, channel: locks.first + place };
    return { number: at * count + place + 1, size: 'usual', accessible: false, heightMm: 300, lock: terminal, contact: terminal };
  }));
  return {
    profileVersion: 2, id: 'workbench', version: 1, label: model.label, source: 'made for boards on a workbench',
    sizes: [{ name: 'usual', widthMm: 400, heightMm: 300, depthMm: 500 }],
    lock: { pulseMs: lastsMs ?? orderedPulseMs, restMs: 500, currentMa: 650, closedIs },
    buses: [bus], boards, readers: [], plinthMm: 0, columns: [{ widthMm: 500, kioskMm: 0, lockers }],
  };
}

function rangeOf(numbers: readonly number[]): string {
  return `${String(Math.min(...numbers))} to ${String(Math.max(...numbers))}`;
}

/** Whether boards of this model hang on a line and can be emulated. */
export function isLockBoard(model: BoardModel): model is BoardModel & { readonly family: LockBoardFamily } {
  return lockBoardFamily(model.family) !== null;
}
