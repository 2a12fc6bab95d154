import type { BoardModel } from '../../board-profiles/board.schema.ts';
import { lockersOf, usualSettings } from '../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { Cabinet } from '../cabinet/cabinet.ts';
import { memoryOfOneRun } from '../cabinet/cabinet-memory.ts';
import { cabinetFaults } from '../cabinet/faults.ts';
import { BootableLine } from './bootable-line.ts';
import { chipFaults, type Chip, type ChipFault } from './chip.ts';
import type { FirmataBoard } from './firmata.ts';
import { FirmataLine } from './firmata-line.ts';

interface FirmataBenchOptions {
  readonly model: BoardModel;
  readonly clock: Clock;
  /** Told line by line what happens to doors. */
  readonly tell: (line: string) => void;
}

const bus = { id: 'line', kind: 'serial', port: '/dev/line' } as const;

/** What somebody may type, and what it does. */
export const firmataBenchHelp = `
  pull 5 | shut 5             somebody pulls door 5 open, or pushes it to
  jammed 5                    gives door 5 a fault, or takes it away; there are
                              ${cabinetFaults.join(' ')}
  brown-out                   the power dips
  worn-flash                  gives the microcontroller a fault, or takes it away; there are
                              ${chipFaults.join(' ')}
  unplug | plug               the cable is pulled out, or plugged in
  ?                           this
`;

/** A microcontroller on a workbench: the lower half of its pins has coils, the upper half the contacts of the same doors. */
export class FirmataBench {
  /** What a program hears that opens the port. */
  readonly line: FirmataLine | BootableLine;
  readonly #board: FirmataBoard;
  readonly #chip: Chip | null;
  readonly #tell: (line: string) => void;
  readonly #profile: Profile;
  readonly #cabinet: Cabinet;

  constructor({ model, clock, tell }: FirmataBenchOptions) {
    const board: ProfileBoard = {
      id: 'board', model, bus, address: 0, closedIs: 'low', lastsMs: null, settings: { ...usualSettings, ...model.settings },
    };
    this.#profile = benchProfile(board);
    this.#cabinet = new Cabinet({ profile: this.#profile, clock, memory: memoryOfOneRun() });
    const line = new FirmataLine({ profile: this.#profile, board, cabinet: this.#cabinet });
    const bootable = model.mcu && new BootableLine({ line, mcu: model.mcu, clock });
    this.line = bootable ?? line;
    this.#board = line.board;
    this.#chip = bootable?.chip ?? null;
    const say = (text: string): void => tell(`${(clock.monoMs() / 1000).toFixed(3).padStart(9)}  ${text}`);
    this.#tell = say;
    this.#cabinet.onChange((change) => {
      if (change.kind === 'violation') say(`WRONG: ${change.violation.kind} ${JSON.stringify(change.violation)}`);
      if (change.kind !== 'door') return;
      const { leaf, coil, fault } = this.#cabinet.door(change.locker);
      say(`door ${String(change.locker)} is ${leaf}, its coil ${coil}${fault === null ? '' : `, ${fault}`}`);
    });
  }

  /** Which door hangs at which pins. */
  layout(): string {
    const column = (number: number): string => String(number).padEnd(3);
    return lockersOf(this.#profile).map(({ number, lock, contact }) =>
      `Door ${column(number)} coil at pin ${column(lock.channel)} contact at pin ${String(contact.channel)}\n`).join('');
  }

  /** Does what somebody has typed. @returns whether it was understood */
  obey(words: string): boolean {
    const [word = '', number] = words.trim().split(/\s+/);
    const door = this.#cabinet.lockers().find((one) => String(one) === number);
    const fault = cabinetFaults.find((one) => one === word);
    const chipFault = chipFaults.find((one) => one === word);
    if (word === 'brown-out' && number === undefined) this.#board.brownOut();
    else if (chipFault !== undefined && this.#chip !== null && number === undefined) this.#toggle(this.#chip, chipFault);
    else if (door === undefined) return false;
    else if (fault !== undefined) this.#cabinet.setFault(door, this.#cabinet.door(door).fault === fault ? null : fault);
    else if (word === 'pull') this.#cabinet.pull(door);
    else if (word === 'shut') this.#cabinet.shut(door);
    else return false;
    return true;
  }

  stop(): void {
    this.line.stop();
    this.#cabinet.stop();
  }

  #toggle({ faults }: Chip, fault: ChipFault): void {
    if (!faults.delete(fault)) faults.add(fault);
    this.#tell(`the microcontroller is ${faults.has(fault) ? '' : 'no longer '}${fault}`);
  }
}

function benchProfile(board: ProfileBoard): Profile {
  const { locks = { first: 2, last: 19 } } = board.model;
  const pins = Array.from({ length: locks.last - locks.first + 1 }, (_, index) => locks.first + index)
    .filter((pin) => !('but' in locks && locks.but?.includes(pin)));
  const doors = Math.floor(pins.length / 2);
  const at = (pin: number | undefined) => ({ board: board.id, channel: pin ?? 0 });
  const lockers = Array.from({ length: doors }, (_, index): ProfileLocker => ({
    number: index + 1, size: 'usual', accessible: false, heightMm: 300, lock: at(pins[index]), contact: at(pins[doors + index]),
  }));
  return {
    profileVersion: 2, id: 'workbench', version: 1, label: board.model.label, source: 'made for a microcontroller on a workbench',
    sizes: [{ name: 'usual', widthMm: 400, heightMm: 300, depthMm: 500 }],
    lock: { pulseMs: 400, restMs: 500, currentMa: 650, closedIs: 'low' },
    buses: [bus], boards: [board], readers: [], plinthMm: 0, columns: [{ widthMm: 500, kioskMm: 0, lockers }],
  };
}
