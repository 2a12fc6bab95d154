import type { AskedRelease, Checker, Examined } from './checker.ts';
import type { JournalRecord } from './journal-on-disk.ts';
import type { IntentSeen } from './projection.ts';

/** As many as a door chart may ever give for one intent. */
const pulsesMost = 3;

/** Invariants 1 to 3, 6 and 7: no door moves without a reason on the disk, and no locker is given to two people. */
export class DoorChecker implements Checker {
  readonly #examined: Examined;
  readonly #pulses = new Map<string, number>();
  /** In which life of the bank each intent was written. */
  readonly #lives = new Map<string, number>();
  /** For which intent a door came open last, and in which life of the bank. */
  readonly #openFor = new Map<number, { readonly intent: IntentSeen; readonly life: number }>();
  #asked: AskedRelease[] = [];

  constructor(examined: Examined) {
    this.#examined = examined;
  }

  asked(asked: AskedRelease): void {
    this.#asked.push(asked);
  }

  pulsed(locker: number): void {
    const { seen, complain, cabinet, life } = this.#examined;
    const intent = seen.intentFor(locker);
    const where = `locker ${String(locker)}`;
    if (!intent) return complain(1, `a pulse for ${where}, for which nothing durable asks`);
    const count = (this.#pulses.get(intent.intent) ?? 0) + 1;
    this.#pulses.set(intent.intent, count);
    if (this.#lives.get(intent.intent) !== life()) complain(1, `a pulse for ${where} on an intent of another life of the bank`);
    if (intent.isOver) complain(1, `a pulse for ${where}, whose intent is over`);
    if (count > pulsesMost) complain(1, `${String(count)} pulses for ${where} on one intent`);
    const inUse = this.#openFor.get(locker);
    const isTakenOver = seen.locker(locker).door === 'unknown' && isOfTheHouse(intent);
    if (cabinet.door(locker).leaf === 'open' && inUse && inUse.life === life() && !goesOn(inUse.intent, intent) && !isTakenOver) {
      complain(7, `${where} stands open for ${nameOf(inUse.intent)}, and is pulsed for ${nameOf(intent)}`);
    }
    this.#openFor.set(locker, { intent, life: life() });
  }

  recorded(record: JournalRecord, isLate: boolean): void {
    for (const fact of record.facts) {
      if ('note' in fact) {
        const { visit } = fact.note;
        if (visit) this.#lives.set(visit.intent, this.#examined.life());
        if (visit?.command === null) this.#wasAsked(visit);
      } else if (fact.event.type === 'lockerbank.reservation.made.v1') {
        this.#mayAllocate(Number(fact.event.data['locker']), String(fact.event.data['reservation']), isLate);
      }
    }
  }

  settled(): void {
    const { cabinet, complain } = this.#examined;
    for (const { kind, atMs } of cabinet.violations()) complain(kind === 'too-many-coils' ? 3 : 2, `${kind} at ${String(atMs)}`);
    const statuses = this.#reported();
    for (const { locker, leaf, contents } of cabinet.doors()) {
      const status = statuses.get(locker);
      if (leaf === 'open' || status === undefined || status === 'check') continue;
      const isFull = status === 'occupied' || status === 'expired';
      const where = `locker ${String(locker)} is reported ${status}`;
      if (contents.length > 0 && !isFull) complain(7, `${where}, and holds ${contents.join(', ')}`);
      if (isFull && this.#isRobbed(locker, contents)) complain(7, `${where}, and what lay there is gone`);
    }
  }

  /** Nothing is there of all that was put in by its label. */
  #isRobbed(locker: number, contents: readonly string[]): boolean {
    const claims = [...this.#examined.seen.reservations.values()].filter((one) => one.locker === locker);
    const inside = claims.flatMap((one) => [...one.inside]);
    return inside.length > 0 && !inside.some((label) => contents.includes(label));
  }

  /** One intent for each time that somebody asked, and for that very door. */
  #wasAsked({ locker, session, reservation }: { locker: number; session: string | null; reservation: string | null }): void {
    const at = this.#asked.findIndex(({ wanted, session: asked }) =>
      asked === session && wanted.locker === locker && (wanted.reservation ?? reservation) === reservation);
    if (at < 0) this.#examined.complain(1, `an intent for locker ${String(locker)} that nobody asked for`);
    else this.#asked.splice(at, 1);
  }

  #mayAllocate(locker: number, reservation: string, isLate: boolean): void {
    const { seen, cabinet } = this.#examined;
    const { door, doubt, outOfService } = seen.locker(locker);
    const complain = (why: string): void => this.#examined.complain(6, `${reservation} got locker ${String(locker)}, ${why}`);
    if (door === 'open') complain('whose door is open');
    if (doubt !== null) complain(`about which there is doubt: ${doubt}`);
    if (outOfService) complain('which is out of service');
    for (const other of seen.claimsOn(locker, reservation)) complain(`which is ${other.state} by ${other.id}`);
    if (isLate) return;
    const { leaf, contents } = cabinet.door(locker);
    if (leaf === 'open') complain('which stands open');
    if (contents.length > 0) complain(`which holds ${contents.join(', ')}`);
  }

  #reported(): ReadonlyMap<number, string> {
    const [, text] = [...this.#examined.broker.retained].find(([topic]) => topic.endsWith('/up/report')) ?? [];
    const { lockers } = JSON.parse(text ?? '{"lockers":[]}') as { lockers: readonly { number: number; status: string }[] };
    return new Map(lockers.map(({ number, status }) => [number, status]));
  }
}

/** Whoever only looks, and the upstream from afar, complete nothing: anybody with a right takes the open door over. */
function goesOn(before: IntentSeen, next: IntentSeen): boolean {
  if (before.purpose === 'look' || before.purpose === 'remote') return true;
  return before.reservation === next.reservation && before.purpose === next.purpose;
}

/** Where the sensor has failed nobody sees a visit end: staff and the upstream get at what lies there all the same. */
function isOfTheHouse({ purpose }: IntentSeen): boolean {
  return purpose === 'look' || purpose === 'empty' || purpose === 'remote';
}

function nameOf({ purpose, reservation }: IntentSeen): string {
  return `${purpose} of ${reservation ?? 'nothing'}`;
}
