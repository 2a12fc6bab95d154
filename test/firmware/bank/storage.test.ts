import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reservation } from '../../../firmware/bank/reservation.ts';
import { usualBankSettings, type Settings } from '../../../firmware/bank/settings.ts';
import {
  choiceOfLaterEnds, choiceOfLengths, isOffered, latestEndMs, startedStorageEndMs, storageEndMs,
} from '../../../firmware/bank/storage.ts';
import { dayMs, hourMs, noonMs } from '../../support/noon.ts';

const flexible: Settings = { ...usualBankSettings, storageDuration: 'flexible', storageLongest: 24 * hourMs, storageStep: hourMs };
const fixed: Settings = { ...usualBankSettings, storageDuration: 'fixed', storageEndsAt: '18:00', timeZone: 'Europe/Berlin' };
const unlimited: Settings = { ...usualBankSettings, storageDuration: 'unlimited' };
const now = { ms: noonMs, ageMs: 0 };

function storage(change: Partial<Reservation> = {}): Reservation {
  const party = { type: 'recipient', id: 'ada' } as const;
  return {
    id: 'bag', kind: 'storage', party, items: [], locker: 1, size: 'small', accessible: false, shared: false,
    legs: [{ does: 'keep', party, untilMs: null, tags: [] }], leg: 0, state: 'reserved', untilMs: null, hasExpired: false,
    putInBy: null, depositedMs: null, collectedBy: null, reopenUntilAgeMs: null, accessUntilAgeMs: null, ...change,
  };
}

function begun(untilMs: number | null, startedMs = noonMs): Reservation {
  return storage({ state: 'occupied', depositedMs: startedMs, untilMs });
}

describe('belongings may stay', () => {
  test('where it is fixed, until the next end of the day on the wall of the bank', () => {
    expect(latestEndMs(fixed, noonMs)).toBe(Date.UTC(2026, 10, 22, 17));
    expect(latestEndMs(fixed, Date.UTC(2026, 10, 22, 17))).toBe(Date.UTC(2026, 10, 23, 17));
    expect(latestEndMs(fixed, Date.UTC(2026, 9, 24, 17))).toBe(Date.UTC(2026, 9, 25, 17));
  });

  test('where it is flexible, for the longest time from the beginning', () => {
    expect(latestEndMs(flexible, noonMs)).toBe(noonMs + dayMs);
  });

  test('where it is unlimited, until their holder ends it', () => {
    expect(latestEndMs(unlimited, noonMs)).toBeNull();
  });
});

describe('an end that is asked for', () => {
  test('stands when it is ahead and not too late', () => {
    expect(storageEndMs(flexible, noonMs + hourMs, noonMs, noonMs)).toBe(noonMs + hourMs);
    expect(storageEndMs(flexible, noonMs + dayMs, noonMs, noonMs)).toBe(noonMs + dayMs);
    expect(storageEndMs(fixed, noonMs + hourMs, noonMs, noonMs)).toBe(noonMs + hourMs);
    expect(storageEndMs(unlimited, noonMs + 400 * dayMs, noonMs, noonMs)).toBe(noonMs + 400 * dayMs);
  });

  test('is measured from the beginning of the storage, not from now', () => {
    expect(storageEndMs(flexible, noonMs + dayMs, noonMs, noonMs - 1)).toBe('too-long');
  });

  test.each([
    ['beyond the longest time', flexible, noonMs + dayMs + 1, 'too-long'],
    ['beyond the end of the day', fixed, Date.UTC(2026, 10, 22, 17) + 1, 'too-long'],
    ['over already', flexible, noonMs, 'too-short'],
    ['over already, where nothing is too long', unlimited, noonMs - 1, 'too-short'],
  ] as const)('is refused when it is %s', (_why, settings, asked, answer) => {
    expect(storageEndMs(settings, asked, noonMs, noonMs)).toBe(answer);
  });

  test('where there is none, is the latest that the settings allow', () => {
    expect([flexible, fixed, unlimited].map((settings) => storageEndMs(settings, null, noonMs, noonMs)))
      .toEqual([noonMs + dayMs, Date.UTC(2026, 10, 22, 17), null]);
  });
});

describe('storage that begins as its door shuts', () => {
  const asking = (untilMs: number | null) => storage({ legs: [{ does: 'keep', party: null, untilMs, tags: [] }] });

  test('ends when its holder asked for', () => {
    expect(startedStorageEndMs(flexible, asking(noonMs + hourMs), now)).toBe(noonMs + hourMs);
    expect(startedStorageEndMs(unlimited, asking(noonMs + hourMs), now)).toBe(noonMs + hourMs);
  });

  test('ends no later than the settings of today allow, whatever was asked for when they were others', () => {
    expect(startedStorageEndMs(flexible, asking(noonMs + 9 * dayMs), now)).toBe(noonMs + dayMs);
  });

  test('lasts as long as the settings say where nobody asked', () => {
    expect(startedStorageEndMs(flexible, asking(null), now)).toBe(noonMs + dayMs);
    expect(startedStorageEndMs(unlimited, asking(null), now)).toBeNull();
  });

  test('has no end where a department shares it', () => {
    expect(startedStorageEndMs(flexible, storage({ shared: true }), now)).toBeNull();
  });
});

describe('the kiosk offers', () => {
  test('lengths in whole steps up to the longest, which always is one of them', () => {
    const choice = choiceOfLengths({ ...flexible, storageLongest: 150 * 60_000 });
    expect(choice).toEqual({ firstMs: hourMs, lastMs: 150 * 60_000, stepMs: hourMs });
    const offered = [0, 30, 60, 90, 120, 150, 180].filter((minutes) => choice !== null && isOffered(choice, minutes * 60_000));
    expect(offered).toEqual([60, 120, 150]);
    expect(choice !== null && isOffered(choice, Number.NaN)).toBe(false);
  });

  test('no lengths where the end is fixed or there is none', () => {
    expect([choiceOfLengths(fixed), choiceOfLengths(unlimited)]).toEqual([null, null]);
  });

  test('later ends, a step after the present one, up to the longest time from the beginning', () => {
    expect(choiceOfLaterEnds(flexible, begun(noonMs + 2 * hourMs), now))
      .toEqual({ firstMs: noonMs + 3 * hourMs, lastMs: noonMs + dayMs, stepMs: hourMs });
    expect(choiceOfLaterEnds(flexible, begun(noonMs + dayMs - 1), now)).toMatchObject({ firstMs: noonMs + dayMs, lastMs: noonMs + dayMs });
  });

  test('later ends that are still to come, where the storage is overdue', () => {
    const late = { ms: noonMs + 5 * hourMs, ageMs: 0 };
    expect(choiceOfLaterEnds(flexible, begun(noonMs + 2 * hourMs), late)?.firstMs).toBe(noonMs + 6 * hourMs);
  });

  test.each([
    ['as long as can be', flexible, begun(noonMs + dayMs), now],
    ['overdue beyond the longest time', flexible, begun(noonMs + hourMs), { ms: noonMs + dayMs, ageMs: 0 }],
    ['without an end', flexible, begun(null), now],
    ['not begun', flexible, storage({ untilMs: noonMs + hourMs }), now],
    ['of a fixed length', fixed, begun(noonMs + hourMs), now],
  ] as const)('no later end for storage that is %s', (_how, settings, reservation, at) => {
    expect(choiceOfLaterEnds(settings, reservation, at)).toBeNull();
  });

  test('only ends that are later than the present one, ahead, and not too long', () => {
    const of = fc.integer({ min: 1, max: 60 * 24 }).map((minutes) => minutes * 60_000);
    fc.assert(fc.property(of, of, of, fc.integer({ min: 0, max: 30 }), (length, step, passed, steps) => {
      const reservation = begun(noonMs + length);
      const at = { ms: noonMs + passed, ageMs: 0 };
      const settings = { ...flexible, storageStep: step };
      const choice = choiceOfLaterEnds(settings, reservation, at);
      expect(choice === null).toBe(Math.max(length, passed) >= dayMs);
      if (!choice) return;
      for (const endMs of [choice.firstMs, choice.lastMs, Math.min(choice.firstMs + steps * step, choice.lastMs)]) {
        expect(isOffered(choice, endMs)).toBe(true);
        expect(endMs).toBeGreaterThan(Math.max(reservation.untilMs ?? 0, at.ms));
        expect(storageEndMs(settings, endMs, at.ms, noonMs)).toBe(endMs);
      }
    }));
  });
});
