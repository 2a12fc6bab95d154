import { describe, expect, test } from 'vitest';
import { decideChecked } from '../../../firmware/bank/staff.ts';
import { decideLeftSome } from '../../../firmware/bank/visits.ts';
import { dayMs } from '../../support/noon.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, bea, leg } from '../../support/peopled-bank.ts';

const id = 'p';
const look = { purpose: 'look', locker: 1, reservation: null } as const;
const staff = ['mia', 'oli', 'max', 'rex', 'eve', 'res', 'nil', 'ann', 'cara'];
const allowed = (bank: PeopledBank, wanted: Parameters<PeopledBank['says']>[0]): readonly string[] =>
  staff.filter((one) => bank.says(wanted, asStaff(one)) !== 'not-allowed');

describe('staff look into a locker', () => {
  test('who may open, and nobody else', () => {
    const bank = new PeopledBank().putIn(id);
    expect(allowed(bank, look)).toEqual(['oli', 'max', 'ann']);
    expect(bank.says(look, asRecipient('ada'))).toBe('not-allowed');
    expect(bank.says(look, asHolder(id, 1))).toBe('not-allowed');
  });

  test('of somebody, where an occupied locker opens for its recipient alone, administrators only', () => {
    const bank = new PeopledBank({ addToOccupied: 'nobody' });
    expect(allowed(bank, look)).toEqual(['oli', 'max', 'ann']);
    bank.putIn(id);
    expect(allowed(bank, look)).toEqual(['ann']);
    bank.visit(bank.want('pickup', id), asHolder(id, 1));
    expect(allowed(bank, look)).toEqual(['oli', 'max', 'ann']);
  });

  test('also where its sensor has failed while it stood open for somebody: nobody will see them shut it', () => {
    const bank = new PeopledBank().made(id);
    bank.release(bank.want('deposit', id), asStaff('mia'));
    bank.opens(1);
    expect(bank.says(look, asStaff('oli'))).toBe('locker-busy');
    const checked = () => decideChecked(bank.books, 1, asStaff('oli'), bank.now);
    bank.door({ type: 'door.sensor-fault', locker: 1 });
    expect(bank.says(look, asStaff('mia'))).toBe('not-allowed');
    expect(checked()).toEqual({ kind: 'visit', wanted: look });
    bank.release(look, asStaff('oli'));
    expect(checked()).toEqual({ kind: 'refused', why: 'locker-busy' });
    bank.door({ type: 'door.did-not-open', locker: 1, intent: bank.visitOf(1).intent, why: 'stuck' });
    expect(bank.books.visits).toEqual({});
    expect(bank.books.lockers[1]?.doubt).toBe('sensor-fault');
    expect(typesOf(bank.command('reservation.cancel', { reservation: id, end: false }))).toEqual(['reservation.cancelled']);
  });

  test('which changes nothing about the parcel in it', () => {
    const bank = new PeopledBank().putIn(id);
    const before = bank.books.reservations[id];
    bank.visit(look, asStaff('oli'));
    expect(bank.books.reservations[id]).toEqual(before);
    expect(bank.facts.filter((fact) => fact.type === 'note.intent').at(-1))
      .toMatchObject({ visit: { by: { role: 'operator', id: 'oli' }, reservation: null } });
  });

  test('and whoever it belongs to takes over the open door', () => {
    const bank = new PeopledBank().putIn(id);
    bank.release(look, asStaff('oli'));
    bank.opens(1);
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('opens');
    expect(bank.says(look, asStaff('max'))).toBe('opens');
  });
});

describe('staff empty a locker', () => {
  const expired = (): PeopledBank => {
    const bank = new PeopledBank().putIn(id);
    bank.wait(bank.books.settings.itemExpiry ?? dayMs);
    return bank;
  };

  test('who may end reservations; who may remove what is expired, only that', () => {
    expect(allowed(new PeopledBank().putIn(id), { ...look, purpose: 'empty', reservation: id })).toEqual(['eve', 'ann']);
    expect(allowed(expired(), { ...look, purpose: 'empty', reservation: id })).toEqual(['rex', 'eve', 'ann']);
  });

  test('of what was told to be expired it stays so, whatever the clock says later', () => {
    const bank = expired();
    const reservation = bank.books.reservations[id];
    if (!reservation) throw new Error('not there');
    bank.books = { ...bank.books, reservations: { [id]: { ...reservation, hasExpired: true } } };
    bank.nowMs = 0;
    expect(bank.says(bank.want('empty', id), asStaff('rex'))).toBe('opens');
  });

  test('without knowing whose it is, and it is told as a pickup by them', () => {
    const bank = expired();
    const facts = bank.visit({ purpose: 'empty', locker: 1, reservation: null }, asStaff('rex'));
    expect(typesOf(facts)).toEqual(['note.intent', 'door.opened', 'pickup.started', 'door.closed', 'pickup.completed']);
    expect(facts.at(-1)).toMatchObject({ data: { reservation: id, items: [{ id: 'label p' }], by: { role: 'operator', id: 'rex' } } });
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', collectedBy: { id: 'rex' } });
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('window-over');
  });

  test('and open it once more', () => {
    const bank = expired();
    bank.visit(bank.want('empty', id), asStaff('rex'));
    expect(bank.says(bank.want('empty', id), asStaff('eve'))).toBe('window-over');
    expect(typesOf(bank.visit(bank.want('empty', id), asStaff('rex')))).toEqual([
      'note.intent', 'door.opened', 'pickup.reopened', 'door.closed', 'note.visit-ended',
    ]);
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    expect(bank.says(bank.want('empty', id), asStaff('rex'))).toBe('window-over');
  });

  test('which clears the doubt about it', () => {
    const bank = new PeopledBank().putIn(id);
    bank.door({ type: 'door.forced', locker: 1 });
    bank.shuts(1);
    expect(typesOf(bank.visit(bank.want('empty', id), asStaff('eve'))).slice(-2)).toEqual(['pickup.completed', 'locker.checked']);
  });

  test('but one thing, or all but one, where several lie there', () => {
    const bank = new PeopledBank().putIn(id, { items: { a: 0, b: 0, c: 0 } });
    bank.visit(bank.want('empty', id, { items: ['a'] }), asStaff('eve'));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'pickup.partial', data: { items: [{ id: 'a' }], left: [{ id: 'b' }, { id: 'c' }] } });
    bank.visit(bank.want('empty', id), asStaff('eve'), () => {
      bank.take(decideLeftSome(bank.books, id, ['c'], asStaff('eve'), bank.now) ?? []);
    });
    expect(bank.facts.at(-1)).toMatchObject({ type: 'pickup.partial', data: { items: [{ id: 'b' }], left: [{ id: 'c' }] } });
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1 });
    expect(bank.says(bank.want('empty', id, { items: ['a'] }), asStaff('eve'))).toBe('window-over');
  });

  test('in the middle of an exchange: all of it is over', () => {
    const legs = [leg('deposit', null), leg('swap', ada), leg('collect', bea)];
    const bank = new PeopledBank().putIn(id, { kind: 'exchange', legs, items: { fresh: 0, worn: 1 } });
    bank.visit(bank.want('empty', id), asStaff('eve'));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'pickup.completed', data: { leg: 2, items: [{ id: 'fresh' }] } });
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', leg: 3 });
    const other = new PeopledBank().putIn(id, { kind: 'exchange', legs, items: { fresh: 0, more: 0, worn: 1 } });
    other.visit(other.want('empty', id, { items: ['more'] }), asStaff('eve'));
    expect(other.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1 });
    expect(other.says(other.want('swap', id), asRecipient('ada'))).toBe('opens');
  });

  test('of belongings: the storage is over', () => {
    const bank = new PeopledBank().made(id, { kind: 'storage' });
    bank.visit(bank.want('keep', id), asHolder(id, 0));
    expect(typesOf(bank.visit(bank.want('empty', id), asStaff('eve')))).toEqual([
      'note.intent', 'door.opened', 'storage.opened', 'door.closed', 'storage.ended',
    ]);
    expect(bank.says(bank.want('keep', id), asHolder(id, 0))).toBe('window-over');
    expect(decideLeftSome(bank.books, id, [], asStaff('eve'), bank.now)).toBeNull();
  });

  test('not where nothing lies, and not where nobody saw the door shut', () => {
    const bank = new PeopledBank().made(id);
    expect(bank.says(bank.want('empty', id), asStaff('eve'))).toBe('window-over');
    expect(bank.says({ purpose: 'empty', locker: 2, reservation: null }, asStaff('eve'))).toBe('window-over');
    bank.visit(bank.want('deposit', id), asStaff('mia'));
    bank.release(bank.want('empty', id), asStaff('eve'));
    bank.opens(1);
    expect(typesOf(bank.door({ type: 'door.closed', locker: 1, how: 'found' }))).toEqual([
      'door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended',
    ]);
    expect(bank.books.reservations[id]?.state).toBe('occupied');
  });

  test('and nobody but staff does', () => {
    const bank = expired();
    expect(bank.says(bank.want('empty', id), asRecipient('ada'))).toBe('not-allowed');
    expect(bank.says(bank.want('empty', id), asHolder(id, 1))).toBe('not-allowed');
  });
});
