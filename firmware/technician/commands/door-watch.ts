import { seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BankClient } from '../socket/client.ts';
import type { DoorRow, OpenAnswer } from '../socket/protocol.ts';
import { askDoors } from './looking.ts';

/** A contact is believed once it has been steady for half a second, and its board is asked in turn with others. */
const contactsAreLate = seconds(1);

/** All doors of a bank, as they move, while somebody has one of them opened: the one that moves may be another. */
export class DoorWatch {
  readonly #client: BankClient;
  readonly #clock: Clock;
  readonly #rows = new Map<number, DoorRow>();
  readonly #listeners = new Set<() => void>();
  /**
   * Which doors were shut and have opened since the last order, and nobody was at them: somebody may have shut the wrong one
   * again by now. One whose contact has only come back may have stood open for long.
   */
  readonly #openedUnasked = new Set<number>();
  /** Of which doors nothing was known any more at some time since the last order. */
  readonly #lost = new Set<number>();
  #isStopped = false;

  private constructor(client: BankClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** Resolves once every door has said how it is. */
  static async begin(client: BankClient, clock: Clock): Promise<DoorWatch> {
    const watch = new DoorWatch(client, clock);
    const total = (await askDoors(client)).length;
    await new Promise<void>((resolve, reject) => {
      client.ask({ ask: 'watch' }, (part) => {
        watch.#heard(part as DoorRow);
        if (watch.#rows.size === total) resolve();
      }).catch((error: unknown) => {
        watch.stop();
        reject(error as Error);
      });
    });
    return watch;
  }

  /** How a door is now. */
  row(locker: number): DoorRow {
    const row = this.#rows.get(locker);
    if (!row) throw new RangeError(`nothing was heard of locker ${String(locker)}`);
    return row;
  }

  /**
   * Has a door opened.
   * @throws Refused where the bank refuses
   */
  async open(locker: number, reason: string, unlessOccupied = false): Promise<OpenAnswer> {
    this.#openedUnasked.clear();
    this.#lost.clear();
    return await this.#client.ask({ ask: 'open', locker, reason, unlessOccupied }) as OpenAnswer;
  }

  /** Waits until every contact has had the time to say what the same order has done to another door. */
  allHeard(): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimer('contacts are late', contactsAreLate, resolve));
  }

  /** Which other doors have opened since the last order, and the bank had ordered it for nobody: by the same order, or by hand. */
  othersThan(locker: number): readonly number[] {
    return [...this.#openedUnasked].filter((one) => one !== locker);
  }

  /** Whether the contact of a door fell silent since the last order, and had been known before. */
  wasLost(locker: number): boolean {
    return this.#lost.has(locker);
  }

  /** Why a door did not open at the last order. */
  whyNot({ locker, outcome, why }: OpenAnswer): WhyNot {
    if (outcome === 'nothing-heard') return { kind: 'contact-unknown', says: 'nothing was heard of it' };
    return whyNot(this.row(locker), why, this.wasLost(locker));
  }

  /** Waits until a door's contact says closed and nobody is taken to be at it. @returns false where nobody shuts it in time */
  isShut(locker: number, patience: Milliseconds): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isShut: boolean) => {
        this.#clock.cancel(timer);
        this.#listeners.delete(look);
        resolve(isShut);
      };
      const look = () => {
        const { door, isVisited } = this.row(locker);
        if (door === 'closed' && !isVisited) end(true);
        else if (this.#isStopped) end(false);
      };
      const timer = this.#clock.setTimer('somebody shuts the door', patience, () => end(false));
      this.#listeners.add(look);
      look();
    });
  }

  /** Nobody waits for a door any more. */
  stop(): void {
    this.#isStopped = true;
    for (const listener of this.#listeners) listener();
  }

  #heard(row: DoorRow): void {
    const before = this.#rows.get(row.locker)?.door;
    if (row.door === 'open' && before === 'closed' && !row.isVisited) this.#openedUnasked.add(row.locker);
    if (row.door === 'unknown' && before !== undefined && before !== 'unknown') this.#lost.add(row.locker);
    this.#rows.set(row.locker, row);
    for (const listener of this.#listeners) listener();
  }
}

/** Why a door did not open, as far as its boards and its contact can know, and in words. */
interface WhyNot {
  readonly kind: 'board-silent' | 'contact-unknown' | 'did-not-open';
  readonly says: string;
}

/**
 * Reads it from how the door is now.
 * @param why what its board said of the order @param wasLost its contact fell silent since
 */
export function whyNot(
  { lock, contact, board, door }: Pick<DoorRow, 'lock' | 'contact' | 'board' | 'door'>, why: string | null, wasLost: boolean,
): WhyNot {
  const ofLock = boardIn(lock);
  if (board === 'silent') return { kind: 'board-silent', says: `board ${boardIn(contact)} is silent` };
  if (why === 'silent' && boardIn(contact) !== ofLock) return { kind: 'board-silent', says: `board ${ofLock} is silent` };
  switch (why) {
    case 'silent':
      return { kind: 'did-not-open', says: `board ${ofLock} answers, but took no order` };
    case 'garbled':
      return { kind: 'did-not-open', says: `what board ${ofLock} answers is garbled` };
    case 'cooling':
      return { kind: 'did-not-open', says: 'its coil had to rest' };
    case 'busy':
      return { kind: 'did-not-open', says: 'too many orders wait for the boards' };
    default:
      // A bolt that stays looks like a contact that does: only whoever stands there has seen which.
      if (door !== 'unknown') return { kind: 'did-not-open', says: 'the order went out, and its contact has not moved' };
      return { kind: 'contact-unknown', says: wasLost ? 'its contact fell silent meanwhile' : 'nothing is known of its contact' };
  }
}

/** `b6` of `b6/3`. */
function boardIn(terminal: string): string {
  return terminal.split('/')[0] ?? terminal;
}
