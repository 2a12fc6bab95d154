import { beforeEach, describe, test, vi } from 'vitest';
import type { BankFrame } from '../../firmware/bank/commands.ts';
import type * as deadlines from '../../firmware/bank/deadlines.ts';
import type * as degraded from '../../firmware/bank/degraded.ts';
import type * as documents from '../../firmware/contract/documents.ts';
import type * as doorFacts from '../../firmware/bank/door-facts.ts';
import type * as events from '../../firmware/contract/events.ts';
import type * as legRights from '../../firmware/bank/leg-rights.ts';
import type * as lockout from '../../firmware/bank/lockout.ts';
import type * as entry from '../../firmware/journal/entry.ts';
import type * as put from '../../firmware/bank/put.ts';
import type * as reservation from '../../firmware/bank/reservation.ts';
import type * as timekeeper from '../../firmware/journal/timekeeper.ts';
import type * as state from '../../firmware/journal/state.ts';
import type * as status from '../../firmware/bank/status.ts';
import type * as tokens from '../../firmware/bank/tokens.ts';
import { isCaught, isSound, type Hunt } from './caught.ts';

/**
 * Rules that a bank forgets, one at a time: its own modules with one function of them replaced, in this file alone.
 */
const forgotten = vi.hoisted(() => ({ rule: '' }));

const forgets = (rule: string): boolean => forgotten.rule === rule;

vi.mock('../../firmware/bank/status.ts', async (load) => {
  const real = await load<typeof status>();
  return {
    ...real,
    isFree: ((books, locker, now) => {
      if (forgets('that a locker is kept')) return locker.door === 'closed' && locker.doubt === null;
      if (forgets('that a person must look')) return real.isFree(books, { ...locker, doubt: null }, now);
      if (forgets('that a locker is out of service')) return real.isFree(books, { ...locker, outOfService: null }, now);
      return real.isFree(books, locker, now);
    }) satisfies typeof real.isFree,
  };
});

vi.mock('../../firmware/bank/door-facts.ts', async (load) => {
  const real = await load<typeof doorFacts>();
  return {
    ...real,
    decideAfterBoot: ((books) => {
      const isQuiet = forgets('what a power cut interrupted');
      return isQuiet ? real.decideAfterBoot(books).filter(({ type }) => type !== 'locker.check') : real.decideAfterBoot(books);
    }) satisfies typeof real.decideAfterBoot,
    decideDoorFact: ((books, fact, now) => {
      const facts = real.decideDoorFact(books, fact, now);
      return forgets('that nobody saw the door shut') ? facts.filter(({ type }) => type !== 'locker.check') : facts;
    }) satisfies typeof real.decideDoorFact,
  };
});

vi.mock('../../firmware/bank/leg-rights.ts', async (load) => {
  const real = await load<typeof legRights>();
  const mayDoLeg: typeof real.mayDoLeg = (...asked) => forgets('whose a parcel is') || real.mayDoLeg(...asked);
  return { ...real, mayDoLeg };
});

vi.mock('../../firmware/bank/reservation.ts', async (load) => {
  const real = await load<typeof reservation>();
  const isOverdue: typeof real.isOverdue = (...asked) => !forgets('that a parcel has expired') && real.isOverdue(...asked);
  const isLive: typeof real.isLive = (...asked) => !forgets('that a collected locker is kept a while') && real.isLive(...asked);
  return { ...real, isOverdue, isLive };
});

vi.mock('../../firmware/bank/lockout.ts', async (load) => {
  const real = await load<typeof lockout>();
  const isLocked: typeof real.isLocked = (...asked) => !forgets('that a keypad is locked') && real.isLocked(...asked);
  return { ...real, isLocked };
});

vi.mock('../../firmware/contract/events.ts', async (load) => {
  const real = await load<typeof events>();
  const terminalEvents = { has: (type: string) => !forgets('which orders it has carried out') && real.terminalEvents.has(type as never) };
  return { ...real, terminalEvents };
});

vi.mock('../../firmware/contract/documents.ts', async (load) => {
  const real = await load<typeof documents>();
  const mayReplace: typeof real.mayReplace = (...asked) => forgets('that versions do not fall') || real.mayReplace(...asked);
  return { ...real, mayReplace };
});

vi.mock('../../firmware/journal/entry.ts', async (load) => {
  const real = await load<typeof entry>();
  const hashOfRecord: typeof real.hashOfRecord = (text) => real.hashOfRecord(forgets('which record comes before') ? '' : text);
  const hashOfEvent: typeof real.hashOfEvent = (text) => real.hashOfEvent(forgets('which event comes before') ? '' : text);
  return { ...real, hashOfRecord, hashOfEvent };
});

vi.mock('../../firmware/journal/state.ts', async (load) => {
  const real = await load<typeof state>();
  const takeFact: typeof real.takeFact = (books, at, fact, sequence) => {
    real.takeFact(books, at, fact, sequence);
    if (forgets('that no number is left out') && fact.type === 'pickup.completed') books.head++;
  };
  return { ...real, takeFact };
});

vi.mock('../../firmware/journal/timekeeper.ts', async (load) => {
  const real = await load<typeof timekeeper>();
  class Timekeeper extends real.Timekeeper {
    readonly #wallMs: () => number;
    constructor(...given: ConstructorParameters<typeof real.Timekeeper>) {
      super(...given);
      this.#wallMs = () => given[0].wallMs();
    }
    override stamp(): ReturnType<timekeeper.Timekeeper['stamp']> {
      const stamp = super.stamp();
      return forgets('how late it was already') ? { ...stamp, floorMs: Math.min(stamp.floorMs, this.#wallMs()) } : stamp;
    }
  }
  return { ...real, Timekeeper };
});

vi.mock('../../firmware/bank/deadlines.ts', async (load) => {
  const real = await load<typeof deadlines>();
  const decideDue: typeof real.decideDue = (...asked) => (forgets('what is due') ? [] : real.decideDue(...asked));
  const nextDueMs: typeof real.nextDueMs = (...asked) => (forgets('what is due') ? null : real.nextDueMs(...asked));
  return { ...real, decideDue, nextDueMs };
});

vi.mock('../../firmware/bank/degraded.ts', async (load) => {
  const real = await load<typeof degraded>();
  const decideDegraded: typeof real.decideDegraded = (books, why, isWrong) =>
    (forgets('that the disk is full') && why === 'disk-full' ? [] : real.decideDegraded(books, why, isWrong));
  return { ...real, decideDegraded };
});

vi.mock('../../firmware/bank/tokens.ts', async (load) => {
  const real = await load<typeof tokens>();
  const checkToken: typeof real.checkToken = (books, claims, now, session) =>
    real.checkToken(forgets('that a token opens once') ? { ...books, burned: {} } : books, claims, now, session);
  return { ...real, checkToken };
});

vi.mock('../../firmware/bank/put.ts', async (load) => {
  const real = await load<typeof put>();
  const decidePut: typeof real.decidePut = (books, frame: BankFrame, command, now) => {
    const facts = real.decidePut(books, frame, command, now);
    if (!forgets('that codes are secret')) return facts;
    return facts.map((fact) => (fact.type === 'reservation.made' ? { ...fact, subject: command.args.codes.join() } : fact));
  };
  return { ...real, decidePut };
});

interface ForgottenRule extends Hunt {
  readonly rule: string;
}

const rules: readonly ForgottenRule[] = [
  { rule: 'that a locker is kept', invariant: 6, story: 'guessed at' },
  { rule: 'that a collected locker is kept a while', invariant: 6, story: 'guessed at' },
  { rule: 'that a person must look', invariant: 6, story: 'torn open' },
  { rule: 'that a locker is out of service', invariant: 6, story: 'orders everything' },
  { rule: 'what a power cut interrupted', invariant: 7, story: 'guessed at', cuts: /^locks\.pulse/ },
  { rule: 'that nobody saw the door shut', invariant: 7, story: 'guessed at', cuts: /^sensors\.opened|^disk\.sync/ },
  { rule: 'that a token opens once', invariant: 9, story: 'QR token' },
  { rule: 'whose a parcel is', invariant: 10, story: 'an asset' },
  { rule: 'that a keypad is locked', invariant: 11, story: 'guesses all day' },
  { rule: 'that a parcel has expired', invariant: 12, story: 'removed by staff' },
  { rule: 'that codes are secret', invariant: 13, story: 'guessed at' },
  { rule: 'which record comes before', invariant: 15, story: 'guessed at', says: /^record \d+ does not continue the chain/ },
  { rule: 'which event comes before', invariant: 15, story: 'guessed at', says: /^event \S+ does not continue the chain/ },
  { rule: 'that no number is left out', invariant: 15, story: 'guessed at', says: /^event \S+ comes where \d+ should/ },
  { rule: 'which orders it has carried out', invariant: 18, story: 'orders everything' },
  { rule: 'that versions do not fall', invariant: 20, story: 'older ones do not come back' },
  { rule: 'how late it was already', invariant: 23, story: 'ten years forward' },
  { rule: 'what is due', invariant: 24, story: 'removed by staff' },
  { rule: 'that the disk is full', invariant: 25, story: 'disk fills up' },
];

describe('a bank is caught that forgets', () => {
  beforeEach(() => {
    forgotten.rule = '';
  });

  test.each(rules.map((rule) => [rule.rule, rule.invariant, rule] as const))('%s [invariant %i]', async (_rule, _invariant, hunt) => {
    await isSound(hunt);
    forgotten.rule = hunt.rule;
    await isCaught(hunt);
  }, 60_000);
});
