import { readSettings } from '../firmware/bank/settings.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockersOf } from '../board-profiles/profile.ts';
import { drawingOf } from '../firmware/kiosk/drawing.ts';
import { never } from '../statecharts/never.ts';
import type { AtKiosk } from './at-kiosk.ts';
import type { SimulatedBoards } from './boards/simulated-boards.ts';
import type { Cabinet } from './cabinet/cabinet.ts';
import type { CuttableTransport } from './network.ts';
import type { LooseParcel, SimAction, SimAnswer, SimState, UpstreamView } from './sim-state.ts';
import { plainWish } from './upstream/demo-looks.ts';
import type { Upstream } from './upstream/upstream.ts';
import type { BookedParcel } from './upstream/upstream-books.ts';
import { viewOf } from './upstream/upstream-view.ts';

interface SimulationParts {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly boards: SimulatedBoards;
  readonly atKiosk: AtKiosk;
  readonly network: CuttableTransport;
  /** `null`: the upstream runs elsewhere. */
  readonly upstream: Upstream | null;
  readonly kioskUrl: string;
  readonly mqttUrl: string;
}

type UpstreamAction = Extract<SimAction, { do: 'announce' | 'cancel' | 'open-locker' | 'service' | 'dedicate' | 'set' | 'brand' }>;
type KioskAction = Extract<SimAction, { do: 'scan' | 'show-badge' | 'press' | 'plug' }>;
type CabinetAction = Extract<SimAction, { do: 'put-in' | 'take-out' | 'shut' | 'pull' | 'press-inside' | 'fault' }>;
type BoardAction = Extract<SimAction, { do: 'manner' | 'couple-inputs' | 'brown-out' | 'echo' | 'adapter' }>;

const nobody: UpstreamView = {
  bank: 'never-seen', acknowledged: 0, degraded: [], people: [], departments: [], carriers: [], operators: [], sizes: [],
  lockers: [], parcels: [], events: [], settings: [],
  branding: { wish: plainWish, version: null, answer: 'none', why: null },
};

/** The page shows the latest, and whether there are more. */
const violationsShown = 5;

/** So many things one person carries that nobody has announced. */
const broughtMost = 8;

const done: SimAnswer = { kind: 'done' };
const refused = (why: string): SimAnswer => ({ kind: 'refused', why });
const noSuchBoard = refused('This cabinet has no board that can do so.');
const elsewhere = refused('The upstream runs elsewhere.');

/** The world around the firmware: what the simulator page draws, and what somebody on it can do. */
export class Simulation {
  readonly #parts: SimulationParts;
  readonly #brought = new Set<string>();

  constructor(parts: SimulationParts) {
    this.#parts = parts;
  }

  state(): SimState {
    const { profile, cabinet, boards, atKiosk, upstream, kioskUrl, mqttUrl, network } = this.#parts;
    const lockers = new Map(lockersOf(profile).map((locker) => [locker.number, locker]));
    return {
      profile: { id: profile.id, label: profile.label },
      cabinet: drawingOf(profile),
      kioskUrl,
      mqttUrl,
      doors: cabinet.doors().map(({ locker, leaf, coil, contents, fault }) => (
        {
          locker, size: lockers.get(locker)?.size ?? '', leaf, coil, contents, fault,
          hasInsideRelease: lockers.get(locker)?.insideRelease !== undefined,
        }
      )),
      violations: cabinet.violations().slice(-violationsShown).reverse(),
      buses: boards.state(),
      parcels: this.#looseParcels(),
      atKiosk: atKiosk.state(),
      upstream: upstream ? viewOf(upstream, profile.sizes.map((size) => size.name)) : nobody,
      network: network.isCut ? 'cut' : 'up',
    };
  }

  async perform(action: SimAction): Promise<SimAnswer> {
    switch (action.do) {
      case 'announce':
      case 'cancel':
      case 'open-locker':
      case 'service':
      case 'dedicate':
      case 'set':
      case 'brand':
        return this.#parts.upstream ? this.#ask(this.#parts.upstream, action) : elsewhere;
      case 'scan':
      case 'show-badge':
      case 'press':
      case 'plug':
        return this.#atKiosk(action);
      case 'bring':
        return this.#bring(action.label);
      case 'network':
        if (action.to === 'cut') this.#parts.network.cut();
        else this.#parts.network.mend();
        return done;
      case 'put-in':
      case 'take-out':
      case 'shut':
      case 'pull':
      case 'press-inside':
      case 'fault':
        return this.#handle(action);
      case 'manner':
      case 'couple-inputs':
      case 'brown-out':
      case 'echo':
      case 'adapter':
        return this.#atBoards(action) ? done : noSuchBoard;
      default:
        return never(action, 'action');
    }
  }

  async #ask(upstream: Upstream, action: UpstreamAction): Promise<SimAnswer> {
    switch (action.do) {
      case 'announce':
        await upstream.announce(action.wish);
        return done;
      case 'cancel':
        await upstream.cancel(action.reservation);
        return done;
      case 'open-locker':
        await upstream.openLocker(action.locker, action.reason);
        return done;
      case 'service':
        await upstream.service(action.locker, action.to);
        return done;
      case 'dedicate':
        await upstream.dedicate(action.locker, action.party);
        return done;
      case 'set': {
        const reading = readSettings({ ...upstream.settings, [action.name]: action.value });
        if (reading.kind === 'refused') return refused(reading.why);
        await upstream.set(action.name, action.value);
        return done;
      }
      case 'brand':
        await upstream.declareBranding(action.wish);
        return done;
      default:
        return never(action, 'question to the upstream');
    }
  }

  #atKiosk(action: KioskAction): SimAnswer {
    const { atKiosk } = this.#parts;
    switch (action.do) {
      case 'scan':
        return atKiosk.scanner.read(action.text) ? done : refused('The scanner could not read that.');
      case 'show-badge':
        return atKiosk.badges.read(action.text) ? done : refused('The reader could not read that.');
      case 'press':
        atKiosk.press(action.key);
        return done;
      case 'plug':
        return atKiosk.plug(action.to) ? done : refused(`The plug is ${action.to} already.`);
      default:
        return never(action, 'thing to do at the kiosk');
    }
  }

  #bring(label: string): SimAnswer {
    if (this.#brought.size >= broughtMost) return refused('Nobody can carry more than that.');
    const isHere = this.#inside().has(label) || this.#looseParcels().some(({ tracking }) => tracking === label);
    if (isHere) return refused(`${label} is here already.`);
    this.#brought.add(label);
    return done;
  }

  #handle(action: CabinetAction): SimAnswer {
    const { cabinet } = this.#parts;
    if (!cabinet.lockers().includes(action.locker)) return refused(`There is no locker ${String(action.locker)}.`);
    switch (action.do) {
      case 'put-in':
        if (!cabinet.putIn(action.locker, action.label)) return refused('The door is shut.');
        this.#brought.delete(action.label);
        return done;
      case 'take-out':
        return cabinet.takeOut(action.locker).length > 0 ? done : refused('There is nothing to take, or the door is shut.');
      case 'shut':
        return cabinet.shut(action.locker) ? done : refused('The door is shut already.');
      case 'pull':
        return cabinet.pull(action.locker) ? done : refused('The door is open already.');
      case 'press-inside':
        return cabinet.pressInside(action.locker) ? done : refused('There is no button inside, or it is pressed already.');
      case 'fault':
        cabinet.setFault(action.locker, action.fault);
        return done;
      default:
        return never(action, 'thing to do at the cabinet');
    }
  }

  #atBoards(action: BoardAction): boolean {
    const { boards } = this.#parts;
    switch (action.do) {
      case 'manner':
        return boards.setManner(action.board, action.manner, action.is);
      case 'couple-inputs':
        return boards.coupleInputs(action.board, action.is);
      case 'brown-out':
        return boards.brownOut(action.of);
      case 'echo':
        return boards.setEcho(action.bus, action.is);
      case 'adapter':
        return boards.setAdapter(action.bus, action.to);
      default:
        return never(action, 'thing to do at the boards');
    }
  }

  /** What is on the trolley: what nobody has announced, and what is wished for or reserved and lies in no locker. */
  #looseParcels(): readonly LooseParcel[] {
    const inside = this.#inside();
    const parcels = [...(this.#parts.upstream?.books.parcels.values() ?? [])];
    const announced = parcels.flatMap((parcel) => inHands(parcel).map((tracking) => ({ tracking, recipient: parcel.recipient })));
    const known = new Set(announced.map(({ tracking }) => tracking));
    const brought = [...this.#brought].filter((label) => !known.has(label)).map((tracking) => ({ tracking, recipient: '' }));
    return [...announced, ...brought].filter(({ tracking }) => !inside.has(tracking));
  }

  #inside(): ReadonlySet<string> {
    return new Set(this.#parts.cabinet.doors().flatMap((door) => door.contents));
  }
}

/** What of a parcel has not been put in yet; belongings come and go. */
function inHands({ kind, state, labels, back, putIn }: BookedParcel): readonly string[] {
  switch (state) {
    case 'asked':
    case 'reserved':
    case 'delivered':
    case 'collected':
      return state === 'collected' && kind !== 'exchange' ? [] : [...labels, ...back].filter((label) => !putIn.includes(label));
    case 'stored':
      return labels;
    case 'refused':
    case 'cancelled':
    case 'expired':
    case 'ended':
      return [];
    default:
      return never(state, 'state of a parcel');
  }
}
