import { describe, expect, test } from 'vitest';
import { decideEnding, decideLeftSome, decideRetract } from '../../../firmware/bank/visits.ts';
import { statusOf } from '../../../firmware/bank/status.ts';
import { hourMs, noonMs } from '../../support/noon.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, ada, asHolder, asRecipient, asStaff, law, leg, type MadeReservation } from '../../support/peopled-bank.ts';

const id = 's';
const holder = asHolder(id, 0);

function reserved(change: MadeReservation = {}, settings: ConstructorParameters<typeof PeopledBank>[0] = {}): PeopledBank {
  return new PeopledBank(settings).made(id, { kind: 'storage', ...change });
}

/** Ada's belongings lie in locker 1. */
function stored(change: MadeReservation = {}, settings: ConstructorParameters<typeof PeopledBank>[0] = {}): PeopledBank {
  const bank = reserved(change, settings);
  bank.visit(bank.want('keep', id), change.shared ? asRecipient('ada') : holder);
  return bank;
}

function statusIn(bank: PeopledBank): string {
  const locker = bank.books.lockers[1];
  return locker ? statusOf(bank.books, locker, bank.now) : 'none';
}

describe('belongings are stored', () => {
  test('from the first time that the door shuts, as long as was asked for', () => {
    const endsMs = noonMs + 3 * hourMs;
    const bank = reserved({ legs: [leg('keep', ada, endsMs)], untilMs: noonMs + hourMs });
    const facts = bank.visit(bank.want('keep', id), holder);
    expect(typesOf(facts)).toEqual(['note.intent', 'door.opened', 'storage.opened', 'door.closed', 'storage.started']);
    expect(facts.at(-1))
      .toMatchObject({ data: { reservation: id, kind: 'storage', until: new Date(endsMs).toISOString(), by: { id: 'ada' } } });
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', leg: 0, untilMs: endsMs, depositedMs: noonMs });
    expect(bank.books.visits).toEqual({});
  });

  test('and the door opens again and again, as long as they are', () => {
    const bank = stored();
    for (let times = 0; times < 3; times++) {
      bank.wait(hourMs);
      expect(typesOf(bank.visit(bank.want('keep', id), holder))).toEqual([
        'note.intent', 'door.opened', 'storage.opened', 'door.closed', 'note.visit-ended',
      ]);
    }
    expect(bank.says(bank.want('keep', id), asRecipient('ada'))).toBe('again');
    expect(bank.books.reservations[id]).toMatchObject({ state: 'occupied', depositedMs: noonMs });
  });

  test('for nobody else: not another code, another recipient, or staff', () => {
    const bank = stored();
    for (const other of [asHolder(id, 1), asHolder('r', 0), asRecipient('cid'), asStaff('res'), asStaff('oli'), asStaff('ann')]) {
      expect(bank.says(bank.want('keep', id), other)).toBe('not-allowed');
    }
    expect(bank.says(bank.want('pickup', id), holder)).toBe('window-over');
    expect(bank.says(bank.want('deposit', id), asStaff('mia'))).toBe('not-allowed');
    expect(decideRetract(bank.books, bank.want('deposit', id), holder, bank.now)).toBeNull();
    expect(decideLeftSome(bank.books, id, [], holder, bank.now)).toBeNull();
  });

  test('for somebody by staff who may reserve, who open the empty locker and never again', () => {
    const bank = reserved();
    expect(['res', 'ann', 'mia', 'cara'].map((one) => bank.says(bank.want('keep', id), asStaff(one)))).toEqual([
      'opens', 'opens', 'not-allowed', 'not-allowed',
    ]);
    bank.visit(bank.want('keep', id), asStaff('res'));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'storage.started', data: { by: { role: 'operator', id: 'res' } } });
    expect(bank.says(bank.want('keep', id), asStaff('res'))).toBe('not-allowed');
  });

  test('in no locker that is out of service, silent, in doubt, or while the disk is full; those that are stored stay open', () => {
    for (const change of [{ outOfService: 'hinge' }, { door: 'unknown' as const }, { doubt: 'forced' }]) {
      const [waiting, begun] = [reserved(), stored()];
      waiting.changeLocker(1, change);
      begun.changeLocker(1, change);
      expect([waiting.says(waiting.want('keep', id), holder), begun.says(begun.want('keep', id), holder)])
        .toEqual(['locker-busy', 'again']);
    }
    const full = reserved();
    full.books = { ...full.books, degraded: ['disk-full'] };
    expect(full.says(full.want('keep', id), holder)).toBe('bank-trouble');
  });

  test('nowhere anybody else\'s things lie', () => {
    const bank = stored().putIn('p', { locker: 2, party: { type: 'recipient', id: 'bea' } });
    const p = bank.books.reservations['p'];
    if (!p) throw new Error('not there');
    bank.books = { ...bank.books, reservations: { ...bank.books.reservations, p: { ...p, locker: 1 } }, claims: { 1: [id, 'p'] } };
    expect(bank.says(bank.want('keep', id), holder)).toBe('not-allowed');
  });
});

describe('storage ends', () => {
  test('with the visit that it was said for beforehand', () => {
    const bank = stored();
    expect(typesOf(bank.visit(bank.want('keep', id, { ends: true }), holder)).slice(-2)).toEqual(['door.closed', 'storage.ended']);
    expect(bank.books.reservations[id]).toMatchObject({ state: 'collected', collectedBy: { role: 'recipient', id: 'ada' } });
    expect(statusIn(bank)).toBe('reserved');
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    expect(statusIn(bank)).toBe('available');
  });

  test('with the visit during which it was said', () => {
    const bank = stored();
    bank.visit(bank.want('keep', id), holder, () => {
      const facts = decideEnding(bank.books, id, holder, bank.now);
      expect(facts).toEqual([{ type: 'note.visit-said', locker: 1, leaving: [], ends: true }]);
      bank.take(facts ?? []);
    });
    expect(bank.facts.at(-1)?.type).toBe('storage.ended');
  });

  test('also where the open door was released again after that was said', () => {
    const bank = stored();
    bank.release(bank.want('keep', id, { ends: true }), holder);
    bank.opens(1);
    bank.release(bank.want('keep', id), holder);
    bank.opensAgain(1);
    expect(bank.shuts(1).at(-1)?.type).toBe('storage.ended');
  });

  test('also where it had not begun: nothing was put in after all', () => {
    const bank = reserved();
    expect(bank.visit(bank.want('keep', id, { ends: true }), holder).at(-1)?.type).toBe('storage.ended');
  });

  test.each([['the first visit', 0], ['a later one', 1]])('after %s, once the door is shut, and not much later', (_, visits) => {
    const bank = stored();
    for (let times = 0; times < visits; times++) {
      bank.wait(hourMs);
      bank.visit(bank.want('keep', id), holder);
    }
    bank.wait(bank.books.settings.lockerAccessAfterPickup - 1);
    const says = () => decideEnding(bank.books, id, asRecipient('ada'), bank.now);
    expect(says()).toMatchObject([{ type: 'storage.ended', data: { by: { role: 'recipient', id: 'ada' } }, session: 'session-of-ada' }]);
    expect(decideEnding(bank.books, id, asRecipient('cid'), bank.now)).toBeNull();
    expect(decideEnding(bank.books, 'constructor', holder, bank.now)).toBeNull();
    bank.wait(1);
    expect(says()).toBeNull();
  });

  test('for nobody at a door that is about to open, that another session has opened, or that has been forced', () => {
    const bank = stored();
    bank.release(bank.want('keep', id), holder);
    expect(decideEnding(bank.books, id, holder, bank.now)).toBeNull();
    bank.opens(1);
    expect(decideEnding(bank.books, id, { ...holder, session: 'another' }, bank.now)).toBeNull();
    bank.shuts(1);
    bank.door({ type: 'door.forced', locker: 1 });
    expect(decideEnding(bank.books, id, holder, bank.now)).toBeNull();
  });

  test('and no word of it ends a delivery', () => {
    const bank = new PeopledBank().putIn('p');
    expect(decideEnding(bank.books, 'p', asHolder('p', 1), bank.now)).toBeNull();
  });

  test('and whoever ended it opens once more within the time that was promised', () => {
    const bank = stored();
    bank.visit(bank.want('keep', id, { ends: true }), holder);
    expect(typesOf(bank.visit(bank.want('keep', id, { ends: true }), holder))).toEqual([
      'note.intent', 'door.opened', 'storage.opened', 'door.closed', 'note.visit-ended',
    ]);
    expect(bank.says(bank.want('keep', id), asRecipient('cid'))).toBe('not-allowed');
    bank.wait(bank.books.settings.lockerAccessAfterPickup);
    expect(bank.says(bank.want('keep', id), holder)).toBe('window-over');
  });
});

describe('storage that is overdue', () => {
  const overdue = (overdueStorage: 'open' | 'staff-only'): PeopledBank => {
    const bank = stored({ legs: [leg('keep', ada, noonMs + hourMs)] }, { overdueStorage });
    bank.wait(hourMs);
    return bank;
  };

  test('opens once more, and is over with that', () => {
    const bank = overdue('open');
    expect(statusIn(bank)).toBe('expired');
    expect(bank.visit(bank.want('keep', id), holder).at(-1)?.type).toBe('storage.ended');
  });

  test('is for staff alone, where the setting says so', () => {
    const bank = overdue('staff-only');
    expect(bank.says(bank.want('keep', id), holder)).toBe('window-over');
    expect(bank.says(bank.want('empty', id), asStaff('rex'))).toBe('opens');
  });
});

describe('storage that a department shares', () => {
  const shared = (): PeopledBank => stored({ party: law, shared: true });

  test('opens for every member and key contact, whatever the setting says of parcels, and is told as who came', () => {
    const bank = shared();
    expect(['ada', 'bea', 'cid'].map((one) => bank.says(bank.want('keep', id), asRecipient(one))))
      .toEqual(['again', 'again', 'not-allowed']);
    bank.visit(bank.want('keep', id), asRecipient('bea'));
    expect(bank.facts.find((fact) => fact.type === 'storage.opened' && fact.data.by?.id === 'bea')).toBeDefined();
    expect(bank.books.reservations[id]?.untilMs).toBeNull();
  });

  test('never ends at the kiosk, whatever a member says', () => {
    const bank = shared();
    expect(bank.answer(bank.want('keep', id, { ends: true }), asRecipient('ada'))).toMatchObject({ visit: { ends: false } });
    bank.visit(bank.want('keep', id, { ends: true }), asRecipient('ada'), () => {
      expect(decideEnding(bank.books, id, asRecipient('ada'), bank.now)).toBeNull();
      bank.take([{ type: 'note.visit-said', locker: 1, leaving: [], ends: true }]);
    });
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    expect(decideEnding(bank.books, id, asRecipient('ada'), bank.now)).toBeNull();
    const waiting = reserved({ party: law, shared: true });
    expect(waiting.visit(waiting.want('keep', id, { ends: true }), asRecipient('ada')).at(-1)?.type).toBe('storage.started');
  });

  test('is ended by an administrator, and by nobody else of the staff', () => {
    const bank = shared();
    expect(['eve', 'rex', 'ann'].map((one) => bank.says(bank.want('empty', id), asStaff(one))))
      .toEqual(['not-allowed', 'not-allowed', 'opens']);
    bank.visit(bank.want('empty', id), asStaff('ann'));
    expect(bank.facts.at(-1)).toMatchObject({ type: 'storage.ended', data: { by: { role: 'administrator', id: 'ann' } } });
  });
});

test('what is a department\'s without being shared opens for whom the setting says', () => {
  for (const [departmentPickup, answers] of [['nobody', 0], ['key-contacts', 1], ['members', 2]] as const) {
    const bank = reserved({ party: law }, { departmentPickup });
    expect(['bea', 'ada'].filter((one) => bank.says(bank.want('keep', id), asRecipient(one)) === 'opens')).toHaveLength(answers);
  }
});

describe('doubt about storage', () => {
  test('comes with a door that nobody saw shut, and goes with the holder\'s next visit', () => {
    const bank = stored();
    bank.release(bank.want('keep', id, { ends: true }), holder);
    bank.opens(1);
    expect(typesOf(bank.door({ type: 'door.closed', locker: 1, how: 'found' })))
      .toEqual(['door.closed', 'locker.check', 'note.visit-ended']);
    expect(bank.books.reservations[id]?.state).toBe('occupied');
    bank.visit(bank.want('keep', id), holder);
    expect(typesOf(bank.facts.slice(-2))).toEqual(['note.visit-ended', 'locker.checked']);
    expect(statusIn(bank)).toBe('occupied');
  });

  test('stays where a first visit was not seen to end: belongings may lie in a locker whose claim lapses', () => {
    const bank = reserved();
    bank.release(bank.want('keep', id), holder);
    bank.opens(1);
    bank.door({ type: 'door.closed', locker: 1, how: 'found' });
    expect(bank.books.reservations[id]?.state).toBe('reserved');
    expect(statusIn(bank)).toBe('check');
    bank.visit(bank.want('keep', id), holder);
    expect(statusIn(bank)).toBe('occupied');
  });
});
