import { never } from '../../statecharts/never.ts';
import type { BoardManner } from '../boards/manners.ts';
import type { Violation } from '../cabinet/coil-watch.ts';
import type { CabinetFault } from '../cabinet/faults.ts';
import type { SimBoard, SimState, UpstreamLocker, UpstreamParcel, UpstreamView } from '../sim-state.ts';

export const faultWords: Readonly<Record<CabinetFault, string>> = {
  'jammed': 'Jammed',
  'slow-spring': 'Slow spring',
  'bouncing': 'Bouncing',
  'sensor-lost': 'Sensor lost',
  'sensor-stuck-open': 'Sensor stuck open',
  'sensor-stuck-closed': 'Sensor stuck closed',
};

export const faultHints: Readonly<Record<CabinetFault, string>> = {
  'jammed': 'The lock pulses and the door stays shut',
  'sensor-stuck-open': 'The sensor says open, whatever the door does',
  'sensor-stuck-closed': 'The sensor says closed, whatever the door does',
  'sensor-lost': 'The sensor does not answer',
  'slow-spring': 'The door opens late',
  'bouncing': 'A worn contact: the sensor flickers whenever the door moves',
};

export const mannerWords: Readonly<Record<BoardManner, string>> = {
  'silent': 'Silent',
  'dead': 'Dead',
  'late': 'Late',
  'short': 'Cut short',
  'corrupt': 'Corrupt',
  'wrong-address': 'Wrong address',
  'twin': 'Twin',
  'stale': 'Stale bytes',
  'busy': 'Busy',
};

export const mannerHints: Readonly<Record<BoardManner, string>> = {
  'silent': 'It does what it is told, and says nothing',
  'dead': 'It does nothing, and says nothing',
  'late': 'Its answers come after nobody waits for them',
  'short': 'The last byte of each answer is missing',
  'corrupt': 'One byte of each answer is wrong, or lost',
  'wrong-address': 'Another address stands in its answers',
  'twin': 'A second board has its address, too',
  'stale': 'Before an answer comes its last one again',
  'busy': 'After a pulse it hears nothing for a while',
};

/** How the bank finds a board. */
export function boardStateWords({ state, trouble }: Pick<SimBoard, 'state' | 'trouble'>): string {
  if (state === 'well') return 'well';
  if (state === 'new') return 'not known yet';
  switch (trouble) {
    case 'missing':
    case 'unplugged':
      return 'its line is gone';
    case 'garbled':
      return 'makes no sense';
    case 'refused':
      return 'refuses';
    case 'coupled':
      return 'moves its coils by itself';
    case 'silent':
    case null:
      return 'silent';
    default:
      return never(trouble, 'trouble of a board');
  }
}

/** What a coil, or the supply of them all, does not bear. */
export function violationInWords(violation: Violation): string {
  switch (violation.kind) {
    case 'too-many-coils':
      return `The coils of doors ${violation.lockers.join(' and ')} were on at once: more than the supply bears.`;
    case 'coil-too-long':
      return `The coil of door ${String(violation.locker)} is on for longer than it bears.`;
    case 'coil-not-rested':
      return `The coil of door ${String(violation.locker)} was energised before it had rested.`;
    case 'no-gap':
      return `The coil of door ${String(violation.locker)} was energised too soon after another one.`;
    default:
      return never(violation, 'violation');
  }
}

/** `1–7, 9` @param numbers from the smallest to the largest */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${String(from)}–${String(to)}`)).join(', ');
}

/** `unknown`: the upstream has not heard of the locker yet. */
export type Status = UpstreamLocker['status'] | 'unknown';

export const statusWords: Readonly<Record<Status, string>> = {
  'available': 'available',
  'reserved': 'reserved',
  'occupied': 'occupied',
  'expired': 'expired',
  'check': 'check',
  'out-of-service': 'out of service',
  'unknown': 'not heard of yet',
};

export const bankWords: Readonly<Record<UpstreamView['bank'], string>> = {
  'online': 'Bank online',
  'offline': 'Bank offline',
  'lost': 'Bank lost',
  'never-seen': 'Bank never seen',
};

/** What the upstream last heard of a locker. */
export function statusOf(upstream: UpstreamView, locker: number): Status {
  return upstream.lockers.find((l) => l.locker === locker)?.status ?? 'unknown';
}

export const kindWords: Readonly<Record<UpstreamParcel['kind'], string>> = {
  delivery: 'Delivery', asset: 'Asset', return: 'Return', exchange: 'Exchange', storage: 'Storage',
};

/** Who is in no directory has a name that begins so. */
export const visitorPrefix = 'visitor-';

/** The name of a person, a department, or somebody in no directory, by id. */
export function nameOf(upstream: UpstreamView, id: string): string {
  const found = [...upstream.people, ...upstream.departments].find((one) => one.id === id);
  if (found) return found.name;
  if (id === '?') return 'nobody known';
  return id.startsWith(visitorPrefix) ? 'a visitor' : id;
}

/** The parcel that a locker is meant for or holds, as the upstream sees it. */
export function parcelOf(upstream: UpstreamView, locker: number): UpstreamParcel | null {
  return upstream.parcels.find((p) => p.locker === locker && ['reserved', 'delivered', 'stored', 'expired'].includes(p.state)) ?? null;
}

/** What is printed on things begins so, that they are told apart at a glance. */
export type LabelPrefix = 'PKG' | 'AST' | 'BAG';

/** One higher than any number seen, so that no two things share a label. */
export function nextLabel(state: SimState, justUsed: readonly string[], prefix: LabelPrefix = 'PKG'): string {
  const seen = [
    ...state.upstream.parcels.flatMap((p) => p.labels),
    ...state.parcels.map((p) => p.tracking),
    ...state.doors.flatMap((door) => door.contents),
    ...justUsed,
  ];
  const numbers = seen.map((tracking) => Number(new RegExp(`^${prefix}-(\\d{1,9})$`).exec(tracking)?.[1] ?? 0));
  return `${prefix}-${String(Math.max(1000, ...numbers) + 1)}`;
}

/** The time of day on this machine's clock; anything that is no date is shown as it came. */
export function timeOfDay(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleTimeString('en-GB');
}
