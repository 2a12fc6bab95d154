import type { CabinetFault } from '../cabinet/faults.ts';
import type { SimState, UpstreamLocker, UpstreamParcel, UpstreamView } from '../sim-state.ts';

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
