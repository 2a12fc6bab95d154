import { describe, expect, test } from 'vitest';
import { decideDeed } from '../../../firmware/kiosk/deeds.ts';
import { ada, asRecipient, asStaff, leg, PeopledBank } from '../../support/peopled-bank.ts';

const decide = (bank: PeopledBank, deed: Parameters<typeof decideDeed>[1]['deed'], locker = 1) =>
  decideDeed(bank.books, { deed, locker, why: null }, asStaff('ann'), bank.now);

describe('staff open a locker', () => {
  test('to take out what is the house\'s, such as a return', () => {
    const bank = new PeopledBank({ returnsAndExchanges: true });
    bank.made('ret-1', { kind: 'return', legs: [leg('deposit', ada), leg('collect', null)] });
    bank.visit(bank.want('deposit', 'ret-1'), asRecipient('ada'));
    expect(decide(bank, 'open')).toEqual({ kind: 'visit', wanted: { purpose: 'pickup', locker: 1, reservation: 'ret-1' } });
  });

  test('only to look, where something is somebody\'s, or nothing is there', () => {
    const bank = new PeopledBank().putIn('r-1');
    const look = (locker: number) => ({ kind: 'visit', wanted: { purpose: 'look', locker, reservation: null } });
    expect([decide(bank, 'open', 1), decide(bank, 'open', 2)]).toEqual([look(1), look(2)]);
  });
});

describe('what has expired is taken out', () => {
  test('also where something else in that locker has time', () => {
    const bank = new PeopledBank().putIn('old');
    const old = bank.books.reservations['old'];
    if (!old) throw new Error('it is gone');
    bank.books = {
      ...bank.books,
      reservations: { fresh: { ...old, id: 'fresh' }, old: { ...old, hasExpired: true } }, claims: { 1: ['fresh', 'old'] },
    };
    expect(decide(bank, 'remove')).toEqual({ kind: 'visit', wanted: { purpose: 'empty', locker: 1, reservation: 'old' } });
  });

  test.each(['remove', 'end', 'check'] as const)('and where nothing is to be done to a locker, it is said so [%s]', (deed) => {
    expect(decide(new PeopledBank(), deed)).toEqual({ kind: 'refused', why: 'nothing-there' });
  });
});
