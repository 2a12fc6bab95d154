import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expiredOf, lockersOf } from '../../../firmware/bank/lockers-of.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import type { Purpose } from '../../../firmware/bank/books.ts';
import { hourMs } from '../../support/noon.ts';
import { ada, asHolder, asRecipient, asStaff, bea, law, leg, PeopledBank } from '../../support/peopled-bank.ts';

/** A bank at which a few things have been reserved, and people have come and gone. */
type Step = (bank: PeopledBank) => void;

const reservations: readonly (readonly [string, Step])[] = [
  ['parcel', (bank) => bank.made('parcel')],
  ['post', (bank) => bank.made('post', { locker: 2, party: law })],
  ['things', (bank) => bank.made('things', { locker: 3, kind: 'storage', untilMs: bank.nowMs + hourMs })],
  ['shelf', (bank) => bank.made('shelf', { locker: 4, kind: 'storage', party: law, shared: true })],
  ['return', (bank) =>
    bank.made('return', { locker: 5, kind: 'return', party: bea, legs: [leg('deposit', ada, bank.nowMs + hourMs), leg('collect', bea)] })],
  ['swap', (bank) => bank.made('swap', {
    locker: 6, kind: 'exchange', legs: [leg('deposit', law), leg('swap', bea), leg('collect', ada)], items: { old: 0, new: 1 },
  })],
];
const id = fc.constantFrom(...reservations.map(([name]) => name));
const purposes: readonly Exclude<Purpose, 'remote' | 'look' | 'empty'>[] = ['deposit', 'pickup', 'swap', 'keep'];
const people: readonly Visitor[] = [
  ...['ada', 'bea', 'cid'].map(asRecipient), asStaff('mia'), asStaff('ann'),
  ...reservations.flatMap(([name]) => [0, 1, 2].map((index) => asHolder(name, index))),
];

const visit = fc.tuple(id, fc.constantFrom(...purposes), fc.constantFrom(...people)).map(([name, purpose, who]): Step => (bank) => {
  const wanted = bank.want(purpose, name);
  if (['opens', 'again'].includes(bank.says(wanted, who))) bank.visit(wanted, who);
});
const wait = fc.constantFrom(60_000, 6 * 60_000, hourMs, 80 * hourMs).map((forMs): Step => (bank) => bank.wait(forMs));
const sensor = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('closed', 'unknown'))
  .map(([locker, door]): Step => (bank) => bank.changeLocker(locker, { door }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: visit }, { weight: 2, arbitrary: wait }, { weight: 1, arbitrary: sensor },
);
const settings: fc.Arbitrary<Partial<Settings>> = fc.record({
  departmentPickup: fc.constantFrom('nobody', 'key-contacts', 'members'), departmentSplit: fc.boolean(),
  overdueStorage: fc.constantFrom('open', 'staff-only'), addToOccupied: fc.constantFrom('nobody', 'staff', 'anyone'),
});

function anyBank(change: Partial<Settings>, steps: readonly Step[]): PeopledBank {
  const bank = new PeopledBank(change);
  for (const [, make] of reservations) make(bank);
  for (const one of steps) one(bank);
  return bank;
}

describe('whatever has happened at a bank', () => {
  test('each locker that somebody is shown opens for them as it is shown, or says why not just now', () => {
    let shown = 0;
    fc.assert(fc.property(settings, fc.array(step, { maxLength: 30 }), (change, steps) => {
      const bank = anyBank(change, steps);
      for (const who of people) {
        for (const { visit, again, trouble } of lockersOf(bank.books, who.identity, bank.now)) {
          shown++;
          // What is kept is opened again and again; that is no reopening of something over.
          const isReopened = visit.purpose !== 'keep' && again;
          const says = bank.says(visit, who);
          if (visit.purpose === 'keep' && trouble === null) expect(['opens', 'again']).toContain(says);
          else expect(says).toBe(trouble ?? (isReopened ? 'again' : 'opens'));
        }
      }
    }), { numRuns: 150 });
    expect(shown).toBeGreaterThan(500);
  });

  test('each locker that opens for a recipient is one that they are shown, but for what has expired', () => {
    fc.assert(fc.property(settings, fc.array(step, { maxLength: 30 }), (change, steps) => {
      const bank = anyBank(change, steps);
      for (const who of people) {
        if (who.identity.kind === 'staff') continue;
        const shown = new Set(lockersOf(bank.books, who.identity, bank.now).map(({ visit }) => visit.reservation));
        const expired = new Set(expiredOf(bank.books, who.identity, bank.now).map((reservation) => reservation.id));
        for (const [name] of reservations) {
          const { untilMs = null } = bank.books.reservations[name] ?? {};
          const isOverdue = untilMs !== null && bank.nowMs >= untilMs;
          const opens = purposes.some((purpose) => ['opens', 'again'].includes(bank.says(bank.want(purpose, name), who)));
          if (opens && !isOverdue) expect(shown).toContain(name);
          if (expired.has(name)) expect(isOverdue).toBe(true);
        }
      }
    }), { numRuns: 150 });
  });

  test('nobody is shown one locker in two places, or a reservation twice', () => {
    fc.assert(fc.property(settings, fc.array(step, { maxLength: 30 }), (change, steps) => {
      const bank = anyBank(change, steps);
      for (const who of people) {
        const shown = lockersOf(bank.books, who.identity, bank.now).map(({ visit }) => visit.reservation);
        expect(new Set(shown).size).toBe(shown.length);
      }
    }), { numRuns: 50 });
  });
});
