import { describe, expect, test } from 'vitest';
import type { Books } from '../../../firmware/bank/books.ts';
import { decideWalkIn } from '../../../firmware/bank/walk-in.ts';
import { frame, largeBank, live, lockersMost, now, put, remembered } from '../../support/large-bank.ts';
import { operator } from '../../support/paper-bank.ts';

/** The same record; `seen` counts every entry that is read, and all of them at once whenever they are listed. */
function counted<T extends object>(record: T, seen: { count: number }): T {
  const note = <A>(answer: A): A => (seen.count++, answer);
  return new Proxy(record, {
    get: (target, key) => note(Reflect.get(target, key)),
    getOwnPropertyDescriptor: (target, key) => note(Reflect.getOwnPropertyDescriptor(target, key)),
    ownKeys: (target) => note(Reflect.ownKeys(target)),
  });
}

describe('in a bank of 240 lockers and 20,000 people, a place for one more thing', () => {
  const books = largeBank();
  const walkIn = { kind: 'delivery', items: ['JD1'], party: { type: 'recipient', id: 'p9' }, visitor: operator } as const;
  const decisions: Record<string, (of: Books) => unknown> = {
    'that was announced': (of) => put(of, 'new'),
    'to be stored': (of) => put(of, 'new', { kind: 'storage', items: [] }),
    'that somebody brings': (of) => decideWalkIn(of, frame, walkIn, now),
  };

  test.each(Object.entries(decisions))('%s is found without asking who else there is', (_what, decide) => {
    const asked = { count: 0 };
    const recipients = counted(books.directory.recipients, asked);
    expect(decide({ ...books, directory: { ...books.directory, recipients } })).toEqual(decide(books));
    expect(asked.count).toBeGreaterThan(0);
    expect(asked.count).toBeLessThan(1_000);
  });

  test.each(Object.entries(decisions))('%s is found without reading the books more than a few times', (_what, decide) => {
    const read = { count: 0 };
    decide({ ...books, reservations: counted(books.reservations, read) });
    expect(read.count).toBeGreaterThan(lockersMost);
    expect(read.count).toBeLessThan(8 * (live + remembered));
  });
});
