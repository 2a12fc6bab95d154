import { describe, expect, test } from 'vitest';
import type { OpenHours, StaffEntry } from '../../../firmware/bank/directory.ts';
import type { Leg } from '../../../firmware/bank/reservation.ts';
import { decideLeftSome, decideRetract } from '../../../firmware/bank/visits.ts';
import type { Party } from '../../../firmware/contract/parts.ts';
import { noonMs } from '../../support/noon.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, bea, directory, law, leg } from '../../support/peopled-bank.ts';

const id = 'r';
const cid = { type: 'recipient', id: 'cid' } as const;

describe('a return', () => {
  const legs = [leg('deposit', ada, noonMs + 1), leg('collect', null)];
  const made = (): PeopledBank => new PeopledBank().made(id, { kind: 'return', legs, untilMs: noonMs + 1 });

  test('is put in by the one who returns it, and collected by staff who may open', () => {
    const bank = made();
    expect(bank.says(bank.want('deposit', id), asStaff('ann'))).toBe('not-allowed');
    expect(typesOf(bank.visit(bank.want('deposit', id), asRecipient('ada')))).toContain('deposit.completed');
    expect(bank.says(bank.want('deposit', id), asRecipient('ada'))).toBe('again');
    expect(['mia', 'oli', 'cara', 'nil'].map((one) => bank.says(bank.want('pickup', id), asStaff(one)))).toEqual([
      'not-allowed', 'opens', 'not-allowed', 'not-allowed',
    ]);
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('not-allowed');
    expect(bank.visit(bank.want('pickup', id), asStaff('oli')).at(-1))
      .toMatchObject({ type: 'pickup.completed', data: { by: { role: 'operator', id: 'oli' } } });
    expect(bank.books.reservations[id]?.state).toBe('collected');
    expect(bank.says(bank.want('pickup', id), asStaff('oli'))).toBe('again');
    expect(bank.says(bank.want('pickup', id), asStaff('max'))).toBe('window-over');
  });

  test('is put in with a one-time PIN until that has lapsed, and reopened with it within the window all the same', () => {
    const bank = made();
    const pin = asHolder(id, 0);
    expect(bank.says(bank.want('deposit', id), pin)).toBe('opens');
    bank.visit(bank.want('deposit', id), pin);
    bank.nowMs++;
    expect(bank.says(bank.want('deposit', id), pin)).toBe('again');
    expect(decideRetract(bank.books, bank.want('deposit', id), pin, bank.now)).toMatchObject([{ type: 'deposit.abandoned' }]);
    const late = made();
    late.nowMs++;
    expect(late.says(late.want('deposit', id), pin)).toBe('not-allowed');
    expect(late.says(late.want('deposit', id), asRecipient('ada'))).toBe('opens');
  });

  test('what has expired opens for nobody who comes for it, and is the house\'s to hand out', () => {
    const bank = new PeopledBank().putIn(id, { legs: [leg('deposit', null), leg('collect', ada, noonMs)] });
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('window-over');
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('window-over');
  });
});

describe('an exchange behind one door', () => {
  const legs = [leg('deposit', null), leg('swap', ada), leg('collect', bea)];
  const brought = (): PeopledBank => new PeopledBank().putIn(id, { kind: 'exchange', legs, items: { fresh: 0, worn: 1 } });

  test('the new thing goes out and the old one in, in one visit, and each leg is told by its number', () => {
    const bank = brought();
    expect(bank.facts.at(-1)).toMatchObject({ type: 'deposit.completed', data: { leg: 0, items: [{ id: 'fresh' }] } });
    bank.release(bank.want('swap', id), asRecipient('ada'));
    expect(bank.opens(1)).toMatchObject([
      { type: 'door.opened' },
      { type: 'pickup.started', data: { leg: 1, items: [{ id: 'fresh' }] } },
      { type: 'deposit.started', data: { leg: 1, items: [{ id: 'worn' }] } },
    ]);
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' },
      { type: 'pickup.completed', data: { leg: 1, items: [{ id: 'fresh' }] } },
      { type: 'deposit.completed', data: { leg: 1, items: [{ id: 'worn' }], by: { role: 'recipient', id: 'ada' } } },
    ]);
    expect(bank.books.reservations[id]).toMatchObject({
      state: 'occupied', leg: 2, items: [{ id: 'fresh', place: 'out' }, { id: 'worn', place: 'in' }], putInBy: { id: 'ada' },
    });
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('not-allowed');
    expect(bank.visit(bank.want('pickup', id), asRecipient('bea')).at(-1))
      .toMatchObject({ type: 'pickup.completed', data: { leg: 2, items: [{ id: 'worn' }] } });
    expect(bank.books.reservations[id]?.state).toBe('collected');
  });

  test('is reopened by whoever exchanged, and taken back: then the old thing alone is awaited', () => {
    const bank = brought();
    bank.visit(bank.want('swap', id), asRecipient('ada'));
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('again');
    expect(bank.says(bank.want('swap', id), asRecipient('bea'))).toBe('not-allowed');
    expect(typesOf(bank.visit(bank.want('swap', id), asRecipient('ada')))).toEqual([
      'note.intent', 'door.opened', 'deposit.reopened', 'door.closed', 'note.visit-ended',
    ]);
    bank.take(decideRetract(bank.books, bank.want('swap', id), asRecipient('ada'), bank.now) ?? []);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'reserved', leg: 1, items: [{ place: 'out' }, { place: 'expected' }] });
    expect(typesOf(bank.visit(bank.want('swap', id), asRecipient('ada')))).toEqual([
      'note.intent', 'door.opened', 'deposit.started', 'door.closed', 'deposit.completed',
    ]);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('window-over');
  });

  test('goes on where the door is still open, and is unconfirmed where nobody saw it shut', () => {
    const bank = brought();
    bank.release(bank.want('swap', id), asRecipient('ada'));
    bank.opens(1);
    bank.release(bank.want('swap', id, { items: ['worn'] }), asRecipient('ada'));
    expect(typesOf(bank.opensAgain(1))).toEqual(['door.opened']);
    expect(bank.door({ type: 'door.closed', locker: 1, how: 'found' })).toMatchObject([
      { type: 'door.closed' }, { type: 'pickup.unconfirmed', data: { leg: 1 } }, { type: 'locker.check' }, { type: 'note.visit-ended' },
    ]);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1 });
  });

  test('nothing stays behind in it: whoever comes next would take it along', () => {
    const bank = brought();
    bank.release(bank.want('swap', id), asRecipient('ada'));
    bank.opens(1);
    expect(decideLeftSome(bank.books, id, ['fresh'], asRecipient('ada'), bank.now)).toBeNull();
  });

  test('needs a locker in service with a sensor that speaks; a doubt stops nobody from what is theirs', () => {
    const bank = brought();
    bank.changeLocker(1, { doubt: 'forced' });
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('opens');
    expect(bank.says(bank.want('swap', id, { items: ['fresh'] }), asRecipient('ada'))).toBe('window-over');
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('window-over');
    bank.books = { ...bank.books, degraded: ['disk-full'] };
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('opens');
    bank.changeLocker(1, { outOfService: 'hinge' });
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('locker-busy');
    bank.changeLocker(1, { outOfService: null, door: 'unknown' });
    expect(bank.says(bank.want('swap', id), asRecipient('ada'))).toBe('locker-busy');
  });

  test('by staff: whoever may drop off, but no carrier', () => {
    const bank = new PeopledBank()
      .putIn(id, { kind: 'exchange', legs: [leg('deposit', null), leg('swap', null), leg('collect', ada)], items: { a: 0, b: 1 } });
    expect(['mia', 'oli', 'cara'].map((one) => bank.says(bank.want('swap', id), asStaff(one))))
      .toEqual(['opens', 'not-allowed', 'not-allowed']);
  });
});

describe('legs that the upstream changes while the door stands open', () => {
  const asked = (does: Leg['does'], party: Party | null) => ({ does, party, codes: [], tags: [], oneTime: false });
  const delivery = [['deposit', null], ['collect', ada]] as const;
  const exchange = [['deposit', null], ['swap', ada], ['collect', bea]] as const;

  test.each([
    ['pickup', 'swap', delivery, exchange],
    ['swap', 'pickup', exchange, delivery],
  ] as const)('what was a %s and is to be a %s has not been done: all stays, and somebody looks', (purpose, _, first, then) => {
    const legs = first.map(([does, party]) => leg(does, party));
    const others = then.map(([does, party]) => asked(does, party));
    const bank = new PeopledBank({ returnsAndExchanges: true }).putIn(id, { kind: 'exchange', legs, items: { one: 0, two: 1 } });
    bank.release(bank.want(purpose, id), asRecipient('ada'));
    bank.opens(1);
    bank.put(id, { kind: 'exchange', items: [], codes: [], legs: others });
    expect(typesOf(bank.shuts(1))).toEqual(['door.closed', 'pickup.unconfirmed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 1, items: [{ place: 'in' }, { place: 'expected' }] });
  });
});

describe('an exchange in two visits', () => {
  test('the next thing goes in when the one before is out, within the same reservation', () => {
    const legs = [leg('deposit', ada), leg('collect', bea), leg('deposit', bea, noonMs + 5), leg('collect', ada)];
    const bank = new PeopledBank().made(id, { kind: 'exchange', legs, items: { a: 0, b: 2 } });
    bank.visit(bank.want('deposit', id), asRecipient('ada'));
    expect(bank.says(bank.want('deposit', id), asRecipient('bea'))).toBe('not-allowed');
    bank.visit(bank.want('pickup', id), asRecipient('bea'));
    expect(bank.books.reservations[id]).toMatchObject({ state: 'reserved', leg: 2, untilMs: noonMs + 5 });
    expect(decideLeftSome(bank.books, id, ['a'], asRecipient('bea'), bank.now)).toBeNull();
    bank.visit(bank.want('deposit', id), asRecipient('bea'));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'deposit.completed', data: { leg: 2, items: [{ id: 'b' }] } });
    bank.visit(bank.want('pickup', id), asRecipient('ada'));
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', leg: 4 });
  });
});

describe('what is a department\'s', () => {
  const says = (bank: PeopledBank, purpose: 'deposit' | 'pickup' | 'swap', people = ['ada', 'bea', 'cid']) =>
    people.map((one) => bank.says(bank.want(purpose, id), asRecipient(one)));

  test.each([
    ['nobody', ['not-allowed', 'not-allowed', 'not-allowed']],
    ['key-contacts', ['not-allowed', 'opens', 'not-allowed']],
    ['members', ['opens', 'opens', 'not-allowed']],
  ] as const)('is collected by %s, besides whoever has the code: a member, the key contact, a stranger', (departmentPickup, answers) => {
    const bank = new PeopledBank({ departmentPickup }).putIn(id, { party: law });
    expect(says(bank, 'pickup')).toEqual(answers);
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('opens');
    const legs = [leg('deposit', null), leg('swap', law), leg('collect', cid)];
    const exchanged = new PeopledBank({ departmentPickup }).putIn(id, { kind: 'exchange', legs });
    expect(says(exchanged, 'swap')).toEqual(answers);
  });

  test('is put in by every member, whatever the setting says, and told as the person who came', () => {
    const bank = new PeopledBank().made(id, { kind: 'return', legs: [leg('deposit', law), leg('collect', null)] });
    expect(says(bank, 'deposit')).toEqual(['opens', 'opens', 'not-allowed']);
    bank.visit(bank.want('deposit', id), asRecipient('ada'));
    expect(bank.facts.at(-1)).toMatchObject({ data: { by: { role: 'recipient', id: 'ada' } } });
    expect(says(bank, 'deposit')).toEqual(['again', 'window-over', 'not-allowed']);
  });

  test('is collected with a code by nobody whose name is known, and reopened with the same code', () => {
    const bank = new PeopledBank({ departmentPickup: 'members' }).putIn(id, { party: law });
    expect(bank.visit(bank.want('pickup', id), asHolder(id, 1)).at(-1)).toMatchObject({ type: 'pickup.completed', data: { by: null } });
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('again');
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('window-over');
  });
});

describe('rights are judged by the directory in force', () => {
  test('a recipient who has left it gets nothing by name, but the code still opens', () => {
    const bank = new PeopledBank().putIn(id);
    bank.books = { ...bank.books, directory: { ...directory, recipients: {} } };
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('not-allowed');
    expect(bank.says(bank.want('pickup', id), asHolder(id, 1))).toBe('opens');
  });

  test('staff who have lost the right, or have another role now, or are gone, are refused at the next release', () => {
    const bank = new PeopledBank().made(id);
    const mia = directory.staff['mia'] as StaffEntry;
    const withMia = (change: Partial<StaffEntry> | null): string => {
      bank.books = { ...bank.books, directory: { ...directory, staff: change ? { mia: { ...mia, ...change } } : {} } };
      return bank.says(bank.want('deposit', id), asStaff('mia', 'operator'));
    };
    expect(withMia({})).toBe('opens');
    for (const change of [{ permissions: ['open'] }, { role: 'administrator' }, { role: 'carrier' }, null] as const) {
      expect(withMia(change)).toBe('not-allowed');
    }
    expect(bank.says(bank.want('deposit', id), asStaff('__proto__'))).toBe('not-allowed');
  });

  test('a directory that is too old is good for recipients, and not for staff', () => {
    const bank = new PeopledBank().putIn(id).made('s', { locker: 2 });
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs } } };
    expect(bank.says(bank.want('deposit', 's'), asStaff('mia'))).toBe('not-allowed');
    expect(bank.says(bank.want('pickup', id), asRecipient('ada'))).toBe('opens');
  });
});

describe('a carrier', () => {
  const noon: OpenHours = { days: [0], fromMinute: 12 * 60, untilMinute: 12 * 60 + 1 };

  function withCara(change: Partial<StaffEntry>, timeZone = 'UTC'): PeopledBank {
    const bank = new PeopledBank({ timeZone }).made(id);
    const cara = directory.staff['cara'] as StaffEntry;
    bank.books = { ...bank.books, directory: { ...directory, staff: { ...directory.staff, cara: { ...cara, ...change } } } };
    return bank;
  }
  const says = (bank: PeopledBank) => bank.says(bank.want('deposit', id), asStaff('cara'));

  test.each([
    ['at any time and into any size, where nothing else is said', {}, 'opens'],
    ['within their hours', { hours: [noon] }, 'opens'],
    ['on none of their days', { hours: [{ ...noon, days: [1, 2, 3, 4, 5, 6] }] }, 'not-allowed'],
    ['before their hours', { hours: [{ ...noon, fromMinute: 12 * 60 + 1, untilMinute: 1440 }] }, 'not-allowed'],
    ['after their hours', { hours: [{ ...noon, fromMinute: 0, untilMinute: 12 * 60 }] }, 'not-allowed'],
    ['without any hours', { hours: [] }, 'not-allowed'],
    ['into a size that is theirs', { sizes: ['small'] }, 'opens'],
    ['into no other size', { sizes: ['large'] }, 'not-allowed'],
    ['without the permission', { permissions: ['drop-off'] }, 'not-allowed'],
  ] as const)('puts in %s: %s', (_, change, answer) => {
    expect(says(withCara(change))).toBe(answer);
  });

  test('their hours are those of the clock on the wall', () => {
    expect(says(withCara({ hours: [noon] }, 'Europe/Berlin'))).toBe('not-allowed');
    expect(says(withCara({ hours: [{ ...noon, fromMinute: 13 * 60, untilMinute: 13 * 60 + 1 }] }, 'Europe/Berlin'))).toBe('opens');
  });

  test('reopens what they have just put in, also once their hours are over', () => {
    const bank = withCara({ hours: [noon] });
    bank.visit(bank.want('deposit', id), asStaff('cara'));
    bank.wait(60_000);
    expect(says(bank)).toBe('again');
  });

  test('adds nothing to what lies in a locker once their hours are over', () => {
    const bank = withCara({ hours: [noon] }).putIn('p', { locker: 2 }).announced('p', 'more');
    bank.set({ addToOccupied: 'anyone' });
    expect(bank.says(bank.want('deposit', 'p', { items: ['more'] }), asStaff('cara'))).toBe('opens');
    bank.wait(60_000);
    expect(bank.says(bank.want('deposit', 'p', { items: ['more'] }), asStaff('cara'))).toBe('not-allowed');
  });

  test('does nothing but put in, whatever else their list says', () => {
    const bank = withCara({}).putIn('p', { locker: 2 }).made('s', { kind: 'storage', locker: 3 });
    expect(bank.says({ purpose: 'look', locker: 4, reservation: null }, asStaff('cara'))).toBe('not-allowed');
    expect(bank.says(bank.want('empty', 'p'), asStaff('cara'))).toBe('not-allowed');
    expect(bank.says(bank.want('keep', 's'), asStaff('cara'))).toBe('not-allowed');
  });
});
