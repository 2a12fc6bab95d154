import { describe, expect, test } from 'vitest';
import { namedLeg, puttingLeg, usualLegs } from '../../../firmware/bank/legs.ts';
import { eventData } from '../../../firmware/contract/events.ts';
import { reservationKinds, type LegDeed, type ReservationKind } from '../../../firmware/contract/parts.ts';
import { PeopledBank, ada, asRecipient, asStaff, bea, law, leg } from '../../support/peopled-bank.ts';

describe('the legs of a reservation for which nobody has named any', () => {
  const frame = { untilMs: 7, tags: ['tag'] };

  test.each(reservationKinds.filter((kind) => kind !== 'storage'))('staff put it in, and its party collects it [%s]', (kind) => {
    expect(usualLegs(kind, ada, frame)).toEqual([
      { does: 'deposit', party: null, untilMs: 7, tags: [] }, { does: 'collect', party: ada, untilMs: null, tags: ['tag'] },
    ]);
  });

  test('belongings come and go in one leg, whose end is not that of the claim', () => {
    expect(usualLegs('storage', law, frame)).toEqual([{ does: 'keep', party: law, untilMs: null, tags: ['tag'] }]);
  });

  test('a kind that this version does not know has none', () => {
    expect(() => usualLegs('vending' as ReservationKind, ada, frame)).toThrow('kind of reservation');
  });
});

function atLeg(deeds: readonly LegDeed[], next: number) {
  const { reservations } = new PeopledBank().made('r', { legs: deeds.map((does) => leg(does, ada)) }).books;
  const made = reservations['r'];
  if (!made) throw new Error('not made');
  return { ...made, leg: next };
}

describe('which leg has put in what lies in the locker', () => {
  test.each([
    [['deposit', 'collect'], 0, -1], [['deposit', 'collect'], 1, 0], [['deposit', 'swap', 'collect'], 2, 1],
    [['deposit', 'collect', 'deposit', 'collect'], 2, 0], [['keep'], 0, -1],
  ] as const)('of %s, with leg %i next, it is leg %i', (deeds, next, putting) => {
    expect(puttingLeg(atLeg(deeds, next))).toBe(putting);
  });
});

describe('which leg an event names', () => {
  test.each([
    ['in', ['deposit', 'collect'], 0, {}], ['out', ['deposit', 'collect'], 1, {}],
    ['in', ['deposit', 'swap', 'collect'], 0, { leg: 0 }], ['in', ['deposit', 'swap', 'collect'], 1, { leg: 1 }],
    ['out', ['deposit', 'swap', 'collect'], 1, { leg: 1 }], ['out', ['deposit', 'swap', 'collect'], 2, { leg: 2 }],
    ['in', ['collect', 'deposit'], 1, { leg: 1 }], ['out', ['collect', 'deposit'], 0, { leg: 0 }],
  ] as const)('for what goes %s of %s, leg %i: %o', (sort, deeds, at, named) => {
    expect(namedLeg(atLeg(deeds, 0), at, sort)).toEqual(named);
  });

  test('and the fold takes it for the same leg where it is left out', () => {
    const bank = new PeopledBank().putIn('r');
    expect(bank.books.reservations['r']).toMatchObject({ leg: 1, state: 'occupied' });
    bank.visit(bank.want('pickup', 'r'), asRecipient('ada'));
    expect(bank.books.reservations['r']).toMatchObject({ leg: 2, state: 'collected' });
    expect(bank.facts.some((fact) => 'data' in fact && 'leg' in fact.data)).toBe(false);
  });

  test('eight legs are as many as the contract can count', () => {
    const deeds = Array.from({ length: 4 }, () => [leg('deposit', ada), leg('collect', bea)]).flat();
    const bank = new PeopledBank().made('r', { kind: 'exchange', legs: deeds, items: { a: 0, b: 2, c: 4, d: 6 } });
    for (let round = 0; round < 4; round++) {
      bank.visit(bank.want('deposit', 'r'), asRecipient('ada'));
      bank.visit(bank.want('pickup', 'r'), asRecipient('bea'));
    }
    expect(bank.books.reservations['r']).toMatchObject({ leg: 8, state: 'collected' });
    const last = bank.facts.findLast((fact) => fact.type === 'pickup.completed');
    expect(last).toMatchObject({ data: { leg: 7, items: [{ id: 'd' }], by: { role: 'recipient', id: 'bea' } } });
    expect(eventData['pickup.completed'].entries.leg).toBeDefined();
    expect(bank.says(bank.want('deposit', 'r'), asStaff('mia'))).toBe('window-over');
  });
});
