import { describe, expect, test } from 'vitest';
import { decideDedicate } from '../../../firmware/bank/dedicate.ts';
import type { PaperBank } from '../../support/paper-bank.ts';
import { administrator, byAmy, staffedBank, staffWith } from '../../support/staffed-bank.ts';
import type { Party } from '../../../firmware/contract/parts.ts';

const ada = { type: 'recipient', id: 'ada' } as const;
const ben = { type: 'recipient', id: 'ben' } as const;
const sales = { type: 'department', id: 'sales' } as const;

const decide = (bank: PaperBank, locker: number, party: Party | null, who = administrator) =>
  decideDedicate(bank.books, { locker, party }, who, bank.now);

function dedicate(bank: PaperBank, locker: number, party: Party | null): void {
  const decision = decide(bank, locker, party);
  if (decision.kind === 'facts') bank.take(decision.facts);
}

describe('a locker dedicated at the kiosk', () => {
  test.each([['a person', ben], ['a department', sales]] as const)('belongs to %s until it is released', (_who, party) => {
    const bank = staffedBank();
    expect(decide(bank, 1, party)).toMatchObject({
      kind: 'facts', facts: [{ type: 'locker.dedicated', session: 'session-of-amy', data: { locker: 1, party, by: byAmy } }],
    });
    dedicate(bank, 1, party);
    expect(bank.reserve('for-ada')).toBe(2);
    expect(bank.reserve('for-them', { party })).toBe(1);
    dedicate(bank, 1, null);
    expect(bank.books.lockers[1]?.dedicatedTo).toBeNull();
  });

  test('is told of only where something changes', () => {
    const bank = staffedBank();
    expect(decide(bank, 1, null)).toEqual({ kind: 'facts', facts: [] });
    dedicate(bank, 1, ben);
    expect(decide(bank, 1, { ...ben })).toEqual({ kind: 'facts', facts: [] });
    expect(decide(bank, 1, sales)).toMatchObject({ kind: 'facts', facts: [{ data: { party: sales } }] });
  });

  test('throws nobody out: what lies there is collected first, or is the party\'s own', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    expect(decide(bank, 1, ben)).toEqual({ kind: 'refused', why: 'occupied' });
    expect(decide(bank, 1, ada).kind).toBe('facts');
    bank.pickUp('parcel-1');
    expect(decide(bank, 1, ben).kind).toBe('facts');
  });

  test('may still be reserved for somebody else, who is served and goes', () => {
    const bank = staffedBank();
    bank.reserve('parcel-1');
    dedicate(bank, 1, ben);
    expect(bank.deposit('parcel-1')).toBe(1);
  });

  test('is refused for strangers, for a locker that there is not, and to whoever may not', () => {
    const bank = staffedBank();
    expect(decide(bank, 1, { type: 'recipient', id: 'eve' })).toEqual({ kind: 'refused', why: 'unknown-party' });
    expect(decide(bank, 99, ada)).toEqual({ kind: 'refused', why: 'unknown-locker' });
    expect(decide(bank, 1, ada, staffWith(bank, 'reserve', 'end-reservations'))).toEqual({ kind: 'refused', why: 'not-allowed' });
    expect(decide(bank, 1, ada, staffWith(bank, 'dedicate')).kind).toBe('facts');
  });
});
