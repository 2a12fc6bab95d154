import { readSettings } from '../firmware/bank/settings.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockersOf } from '../board-profiles/profile.ts';
import { drawingOf } from '../firmware/kiosk/drawing.ts';
import { never } from '../statecharts/never.ts';
import type { Cabinet } from './cabinet/cabinet.ts';
import type { SimulatedScanner } from './cabinet/scanner.ts';
import type { CuttableTransport } from './network.ts';
import type { LooseParcel, SimAction, SimAnswer, SimState, UpstreamView } from './sim-state.ts';
import type { Upstream } from './upstream/upstream.ts';
import { viewOf } from './upstream/upstream-view.ts';

export interface SimulationParts {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly scanner: SimulatedScanner;
  readonly network: CuttableTransport;
  /** `null`: the upstream runs elsewhere. */
  readonly upstream: Upstream | null;
  readonly kioskUrl: string;
  readonly mqttUrl: string;
}

type UpstreamAction = Extract<SimAction, { do: 'reserve' | 'cancel' | 'open-locker' | 'service' | 'set' }>;
type CabinetAction = Extract<SimAction, { do: 'put-in' | 'take-out' | 'shut' | 'pull' | 'fault' }>;

const nobody: UpstreamView = {
  bank: 'never-seen', acknowledged: 0, people: [], operators: [], sizes: [], lockers: [], parcels: [], events: [], settings: [],
};

const done: SimAnswer = { kind: 'done' };
const refused = (why: string): SimAnswer => ({ kind: 'refused', why });
const elsewhere = refused('The upstream runs elsewhere.');

/** The world around the firmware: what the simulator page draws, and what somebody on it can do. */
export class Simulation {
  readonly #parts: SimulationParts;

  constructor(parts: SimulationParts) {
    this.#parts = parts;
  }

  state(): SimState {
    const { profile, cabinet, upstream, kioskUrl, mqttUrl, network } = this.#parts;
    const sizes = new Map(lockersOf(profile).map((locker) => [locker.number, locker.size]));
    return {
      cabinet: drawingOf(profile),
      kioskUrl,
      mqttUrl,
      doors: cabinet.doors().map(({ locker, leaf, coil, contents, fault }) => (
        { locker, size: sizes.get(locker) ?? '', leaf, coil, contents, fault }
      )),
      parcels: this.#looseParcels(),
      upstream: upstream ? viewOf(upstream, profile.sizes.map((size) => size.name)) : nobody,
      network: network.isCut ? 'cut' : 'up',
    };
  }

  async perform(action: SimAction): Promise<SimAnswer> {
    switch (action.do) {
      case 'reserve':
      case 'cancel':
      case 'open-locker':
      case 'service':
      case 'set':
        return this.#parts.upstream ? this.#ask(this.#parts.upstream, action) : elsewhere;
      case 'scan':
        return this.#parts.scanner.scan(action.text) ? done : refused('The scanner could not read that.');
      case 'network':
        if (action.to === 'cut') this.#parts.network.cut();
        else this.#parts.network.mend();
        return done;
      case 'put-in':
      case 'take-out':
      case 'shut':
      case 'pull':
      case 'fault':
        return this.#handle(action);
      default:
        return never(action, 'action');
    }
  }

  async #ask(upstream: Upstream, action: UpstreamAction): Promise<SimAnswer> {
    switch (action.do) {
      case 'reserve':
        await upstream.reserve(action);
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
      case 'set': {
        const reading = readSettings({ ...upstream.books.settings, [action.name]: action.value });
        if (reading.kind === 'refused') return refused(reading.why);
        await upstream.set(action.name, action.value);
        return done;
      }
      default:
        return never(action, 'question to the upstream');
    }
  }

  #handle(action: CabinetAction): SimAnswer {
    const { cabinet } = this.#parts;
    if (!cabinet.lockers().includes(action.locker)) return refused(`There is no locker ${String(action.locker)}.`);
    switch (action.do) {
      case 'put-in':
        return cabinet.putIn(action.locker, action.label) ? done : refused('The door is shut.');
      case 'take-out':
        return cabinet.takeOut(action.locker).length > 0 ? done : refused('There is nothing to take, or the door is shut.');
      case 'shut':
        return cabinet.shut(action.locker) ? done : refused('The door is shut already.');
      case 'pull':
        return cabinet.pull(action.locker) ? done : refused('The door is open already.');
      case 'fault':
        cabinet.setFault(action.locker, action.fault);
        return done;
      default:
        return never(action, 'thing to do at the cabinet');
    }
  }

  /** What is on the trolley: parcels that are wished for or reserved, and lie in no locker. */
  #looseParcels(): readonly LooseParcel[] {
    const { cabinet, upstream } = this.#parts;
    const inside = new Set(cabinet.doors().flatMap((door) => door.contents));
    const parcels = [...(upstream?.books.parcels.values() ?? [])];
    return parcels
      .filter((parcel) => (parcel.state === 'asked' || parcel.state === 'reserved') && !inside.has(parcel.tracking))
      .map(({ tracking, recipient }) => ({ tracking, recipient }));
  }
}
