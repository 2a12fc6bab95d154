import type { Checker, Examined } from './checker.ts';
import { roomTaken, type JournalRecord } from './journal-on-disk.ts';

/** What the contract allows on its way at once, and in one message. */
const inFlightMost = 8;
const payloadMost = 64 * 1024;

export interface RoomLimits {
  readonly filesMost: number;
  readonly bytesMost: number;
}

/** Invariants 23, 24 and 25: time and deadlines, and everything ends. */
export class LimitChecker implements Checker {
  readonly #examined: Examined;
  readonly #limits: RoomLimits;
  #ageMs = 0;
  #floorMs = 0;
  #published = 0;

  constructor(examined: Examined, limits: RoomLimits) {
    this.#examined = examined;
    this.#limits = limits;
  }

  recorded(record: JournalRecord): void {
    const { seen, complain, trueMs, hasWokenWrong } = this.#examined;
    const floorMs = record.floorMs ?? record.atMs;
    const which = `record ${String(record.n)}`;
    if (record.ageMs < this.#ageMs) complain(23, `the bank is younger at ${which} than before`);
    if (floorMs < this.#floorMs) complain(23, `the floor falls at ${which}`);
    if (record.atMs < this.#floorMs) complain(23, `${which} is told to be earlier than the floor`);
    this.#ageMs = Math.max(this.#ageMs, record.ageMs);
    this.#floorMs = Math.max(this.#floorMs, floorMs);
    for (const fact of record.facts) {
      if ('note' in fact) {
        const isNew = fact.note.visit?.purpose === 'deposit' && !fact.note.visit.again;
        if (isNew && (seen.degraded.has('disk-full') || this.#hasNoRoom()))
          complain(25, 'something is put in while the disk is all but full');
        continue;
      }
      const { type, data } = fact.event;
      const isEnd = type === 'lockerbank.reservation.expired.v1' || type === 'lockerbank.storage.overdue.v1';
      const until = seen.reservations.get(String(data['reservation']))?.until ?? null;
      const isEarly = until !== null && trueMs() < until - 2_000 && !hasWokenWrong();
      if (isEnd && isEarly) complain(23, `${String(data['reservation'])} ends before its time`);
    }
  }

  settled(): void {
    this.#look();
  }

  ended(): void {
    this.#look();
  }

  #look(): void {
    const { seen, complain, broker, files, cabinet } = this.#examined;
    for (const { id, until, state, hasExpired, locker } of seen.reservations.values()) {
      const isDue = state !== 'collected' && !hasExpired && until !== null && until < this.#floorMs - 2_000;
      const isAlone = cabinet.door(locker).leaf === 'closed' && seen.locker(locker).door === 'closed';
      if (isDue && isAlone && !this.#isVisited(locker)) complain(24, `${id} was due long ago, and nothing has come of it`);
    }
    for (const { payload, topic } of broker.published.slice(this.#published)) {
      if (Buffer.byteLength(payload) > payloadMost) complain(25, `a message on ${topic} is too long`);
    }
    this.#published = broker.published.length;
    for (const [client, most] of broker.inFlightMost)
      if (client !== 'upstream' && most > inFlightMost) complain(25, `${String(most)} messages at once`);
    const room = roomTaken(files);
    if (room.files > this.#limits.filesMost || room.bytes > this.#limits.bytesMost) {
      complain(25, `the disk holds ${String(room.files)} files of ${String(room.bytes)} bytes`);
    }
  }

  /** Nothing more fits, and the segment that is being written is the last for which there is room. */
  #hasNoRoom(): boolean {
    const { files, isFull } = this.#examined;
    return isFull() && files.paths.filter((path) => path.startsWith('journal/spare-')).length < 2;
  }

  #isVisited(locker: number): boolean {
    const intent = this.#examined.seen.intentFor(locker);
    return intent !== undefined && !intent.isOver;
  }
}
