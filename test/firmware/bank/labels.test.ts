import { describe, expect, test } from 'vitest';
import { findLabels } from '../../../firmware/bank/labels.ts';
import { operator, type PaperBank } from '../../support/paper-bank.ts';
import { ada, bankWith, leg } from '../../support/put-rig.ts';

const found = (bank: PaperBank, ...labels: string[]) => {
  const { awaited, isAnyIn } = findLabels(bank.books, labels);
  return { isAnyIn, awaited: [...awaited].map(([label, { reservation, item }]) => [label, reservation.id, item.leg]) };
};

describe('the label of a parcel', () => {
  test('leads to the reservation that awaits it, however it is written', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { items: [{ id: 'JD 00 1' }, { id: 'JD2' }] });
    expect(found(bank, 'jd001', 'JD2', 'JD3')).toEqual({ isAnyIn: false, awaited: [['jd001', 'parcel-1', 0], ['JD2', 'parcel-1', 0]] });
  });

  test('that lies in a locker leads nowhere, and is known to lie there; once collected it is as good as new', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { items: [{ id: 'JD1' }] });
    expect(found(bank, 'JD1')).toEqual({ isAnyIn: true, awaited: [] });
    bank.put('parcel-1', { items: [{ id: 'JD2' }], codes: [] });
    expect(found(bank, 'JD2')).toEqual({ isAnyIn: false, awaited: [['JD2', 'parcel-1', 0]] });
    bank.pickUp('parcel-1');
    expect(found(bank, 'JD1', 'JD2')).toEqual({ isAnyIn: false, awaited: [] });
  });

  test('leads to a leg whose turn it is, and neither to a later one nor to one that is over', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const legs = [
      leg('deposit', null, { items: [{ id: 'out' }, { id: 'late' }] }), leg('collect', ada),
      leg('deposit', null, { items: [{ id: 'back' }] }), leg('collect', ada),
    ];
    bank.put('loan', { kind: 'exchange', items: [], codes: [], legs });
    expect(found(bank, 'out', 'back').awaited).toEqual([['out', 'loan', 0]]);
    bank.release({ purpose: 'deposit', locker: 1, reservation: 'loan', items: ['out'] }, operator);
    bank.opens(1);
    bank.shuts(1);
    expect(found(bank, 'late', 'back').awaited).toEqual([['late', 'loan', 0]]);
    bank.pickUp('loan');
    expect(found(bank, 'out', 'late', 'back')).toEqual({ isAnyIn: false, awaited: [['back', 'loan', 2]] });
  });
});
