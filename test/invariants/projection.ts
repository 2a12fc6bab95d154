import type { JournalRecord, RecordedEvent, RecordedVisit } from './journal-on-disk.ts';

/**
 * What anybody could say of the bank who knows nothing but the records that are for sure on its disk: written for
 * examining, in as few words as possible, and not a line of it shared with the firmware's own fold.
 */
interface LockerSeen {
  door: 'open' | 'closed' | 'unknown';
  doubt: string | null;
  outOfService: boolean;
}

export interface ReservationSeen {
  readonly id: string;
  readonly kind: string;
  readonly locker: number;
  readonly party: string;
  readonly legs: number;
  /** How many of the legs take out. */
  readonly collects: number;
  state: 'reserved' | 'occupied' | 'collected';
  /** What lies in the locker by its labels; belongings have none. */
  inside: ReadonlySet<string>;
  leg: number;
  until: number | null;
  hasExpired: boolean;
  /** Until which age of the bank whoever collected may open once more. */
  accessUntilAgeMs: number;
  /** How often everything was taken out, less what was found to be left after all. */
  completed: number;
}

export interface IntentSeen extends RecordedVisit {
  readonly n: number;
  readonly ageMs: number;
  /** The door was seen to open or not to open for it, or the bank was started anew: it is not to be pulsed for any more. */
  isOver: boolean;
  /** The door stood open already when it was released: the pulse may still wait for its coil. */
  isOpenAlready: boolean;
}

type Data = Readonly<Record<string, unknown>>;

const terminal = new Set([
  'reservation.made', 'reservation.refused', 'reservation.changed', 'reservation.cancelled', 'locker.in-service',
  'locker.out-of-service', 'locker.dedicated', 'locker.released', 'command.done', 'command.refused', 'command.expired',
  'command.interrupted',
]);

/** Five minutes: what the settings say where nothing else was declared. */
const usualAccessMs = 300_000;

export class Projection {
  readonly lockers = new Map<number, LockerSeen>();
  readonly reservations = new Map<string, ReservationSeen>();
  readonly intents: IntentSeen[] = [];
  /** Ids of commands, and the events that ended each. */
  readonly ended = new Map<string, string[]>();
  /** Every version that was ever in force, by kind, in order. */
  readonly documents = new Map<string, number[]>();
  readonly degraded = new Set<string>();
  /** Token → the session whose intent used it up. */
  readonly burned = new Map<string, string | null>();
  settings: Data = {};
  ageMs = 0;
  floorMs = 0;
  boots = 0;

  take(record: JournalRecord): void {
    this.ageMs = record.ageMs;
    this.floorMs = Math.max(this.floorMs, record.floorMs ?? record.atMs);
    for (const fact of record.facts) {
      if ('event' in fact) this.#takeEvent(fact.event, fact.kept);
      else if (fact.note.visit) this.#takeIntent(fact.note.visit, record);
      else if (fact.note.type === 'note.door-found' && fact.note.locker !== undefined) this.locker(fact.note.locker).door = 'closed';
    }
  }

  locker(number: number): LockerSeen {
    const found = this.lockers.get(number) ?? { door: 'unknown', doubt: null, outOfService: false };
    this.lockers.set(number, found);
    return found;
  }

  /** The newest intent for a door. */
  intentFor(locker: number): IntentSeen | undefined {
    return this.intents.findLast((intent) => intent.locker === locker);
  }

  /** Reservations that have a claim on a locker, apart from one. */
  claimsOn(locker: number, but: string | null = null): readonly ReservationSeen[] {
    return [...this.reservations.values()].filter((one) =>
      one.locker === locker && one.id !== but && (one.state !== 'collected' || this.ageMs < one.accessUntilAgeMs));
  }

  #takeIntent(visit: RecordedVisit, { n, ageMs }: JournalRecord): void {
    this.intents.push({ ...visit, n, ageMs, isOver: false, isOpenAlready: false });
    if (visit.token && !this.burned.has(visit.token.id)) this.burned.set(visit.token.id, visit.session);
  }

  #takeEvent(event: RecordedEvent, kept: Data | undefined): void {
    const type = event.type.replace(/^lockerbank\.|\.v1$/g, '');
    const { data, causationid } = event;
    if (causationid !== undefined && terminal.has(type)) this.ended.set(causationid, [...(this.ended.get(causationid) ?? []), type]);
    const locker = typeof data['locker'] === 'number' ? this.locker(data['locker']) : null;
    const [family] = type.split('.');
    if (family === 'reservation') this.#takeClaim(type, data);
    else if (family === 'deposit' || family === 'pickup' || family === 'storage') this.#takeVisit(type, data);
    else if (locker && (family === 'door' || family === 'locker')) this.#takeLocker(type, data, locker);
    else this.#takeBank(type, data, kept);
  }

  #takeBank(type: string, data: Data, kept: Data | undefined): void {
    if (type === 'bank.booted') {
      this.boots++;
      for (const intent of this.intents) intent.isOver = true;
    }
    if (type === 'bank.degraded') this.degraded.add(String(data['why']));
    if (type === 'bank.recovered') this.degraded.delete(String(data['why']));
    if (type !== 'document.applied' && type !== 'document.rolled-back') return;
    const kind = String(data['kind']);
    this.documents.set(kind, [...(this.documents.get(kind) ?? []), Number(data['version'])]);
    if (kept?.['settings']) this.settings = kept['settings'] as Data;
  }

  #takeLocker(type: string, data: Data, locker: LockerSeen): void {
    const intent = this.intents.find((one) => one.intent === data['intent']);
    if (intent && type === 'door.opened' && data['how'] === 'already') intent.isOpenAlready = true;
    else if (intent && (type === 'door.opened' || type === 'door.did-not-open')) intent.isOver = true;
    if (type === 'door.closed') for (const one of this.intents) one.isOver ||= one.isOpenAlready && one.locker === data['locker'];
    if (type === 'door.opened' || type === 'door.forced') locker.door = 'open';
    if (type === 'door.closed') locker.door = 'closed';
    if (type === 'door.sensor-fault') locker.door = 'unknown';
    if (type === 'locker.check') locker.doubt = String(data['why']);
    if (type === 'locker.checked') locker.doubt = null;
    if (type === 'locker.out-of-service') locker.outOfService = true;
    if (type === 'locker.in-service') locker.outOfService = false;
  }

  #takeClaim(type: string, data: Data): void {
    const id = String(data['reservation']);
    const known = this.reservations.get(id);
    if (type === 'reservation.made') {
      const usual = data['kind'] === 'storage' ? ['keep'] : ['deposit', 'collect'];
      const deeds = (data['legs'] as readonly { readonly does: string }[] | undefined)?.map(({ does }) => does) ?? usual;
      this.reservations.set(id, {
        id, kind: String(data['kind']), locker: Number(data['locker']), party: (data['party'] as { id: string }).id,
        legs: deeds.length, collects: deeds.filter((deed) => deed === 'collect' || deed === 'swap').length,
        state: 'reserved', inside: new Set(), leg: 0, until: timeOf(data['until']), hasExpired: false, accessUntilAgeMs: 0, completed: 0,
      });
    }
    if (!known) return;
    if (type === 'reservation.cancelled' || (type === 'reservation.expired' && data['occupied'] !== true)) this.reservations.delete(id);
    if (type === 'reservation.expired') known.hasExpired = true;
    if (type === 'reservation.changed') this.#moveEnd(known, data);
  }

  #moveEnd(known: ReservationSeen, data: Data): void {
    const until = timeOf(data['until']);
    if (until !== known.until) known.hasExpired = false;
    known.until = until;
  }

  #takeVisit(type: string, data: Data): void {
    const known = this.reservations.get(String(data['reservation']));
    if (!known) return;
    const items = (data['items'] as readonly { readonly id: string }[]).map(({ id }) => id);
    const usualLeg = type.startsWith('deposit') ? 0 : known.legs - 1;
    const leg = Number(data['leg'] ?? usualLeg);
    switch (type) {
      case 'deposit.completed':
        known.inside = new Set([...known.inside, ...items]);
        Object.assign(known, { state: 'occupied', leg: Math.max(known.leg, leg + 1) });
        return this.#moveEnd(known, data);
      case 'deposit.abandoned':
        known.inside = new Set([...known.inside].filter((id) => !items.includes(id)));
        if (known.inside.size === 0) Object.assign(known, { state: 'reserved', leg });
        return;
      case 'pickup.completed':
        known.completed++;
        known.inside = new Set();
        return leg + 1 < known.legs ? void Object.assign(known, { state: 'reserved', leg: leg + 1, until: null }) : this.#over(known);
      case 'pickup.partial':
        if (known.state === 'collected') known.completed--;
        known.inside = new Set((data['left'] as readonly { readonly id: string }[]).map(({ id }) => id));
        return void Object.assign(known, { state: 'occupied', leg, accessUntilAgeMs: 0 });
      case 'storage.started':
        known.state = 'occupied';
        return this.#moveEnd(known, data);
      case 'storage.extended':
        return this.#moveEnd(known, data);
      case 'storage.overdue':
        known.hasExpired = true;
        return;
      case 'storage.ended':
        return this.#over(known);
      default:
        return; // The others only tell what has begun.
    }
  }

  #over(known: ReservationSeen): void {
    const access = Number(this.settings['lockerAccessAfterPickup'] ?? usualAccessMs);
    Object.assign(known, { state: 'collected', leg: known.legs, accessUntilAgeMs: this.ageMs + access });
  }
}

function timeOf(iso: unknown): number | null {
  return typeof iso === 'string' ? Date.parse(iso) : null;
}
