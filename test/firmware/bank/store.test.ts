import { describe, expect, test } from 'vitest';
import { decideExtend, decideStore, type StoreAnswer, type StoreRequest } from '../../../firmware/bank/store.ts';
import { statusOf } from '../../../firmware/bank/status.ts';
import type { BankFrame } from '../../../firmware/bank/commands.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { hourMs, noonMs } from '../../support/noon.ts';
import { holderOf, typesOf, type PaperBank } from '../../support/paper-bank.ts';
import { administrator, byAmy, recipientOf, staffedBank, staffWith } from '../../support/staffed-bank.ts';

const ada = { type: 'recipient', id: 'ada' } as const;
const sales = { type: 'department', id: 'sales' } as const;
const byAda = { role: 'recipient', id: 'ada' } as const;
const code = { tag: 'd8tag-of-a-new-code---', sealed: null };
const adas: StoreRequest = {
  whose: ada, identity: recipientOf('ada').identity, session: 'session-of-ada', accessible: false, lengthMs: null, newCode: null,
};

function asks(bank: PaperBank, change: Partial<StoreRequest> = {}, frame: Partial<BankFrame> = {}): StoreAnswer {
  return decideStore(bank.books, { ...bank.frame, ...frame }, { ...adas, ...change }, bank.now);
}

type Taken = Extract<StoreAnswer, { kind: 'taken' }>;

/** Somebody gets a locker and opens it; their things are in once the door is shut. */
function stores(bank: PaperBank, change: Partial<StoreRequest> = {}): Taken {
  const answer = asks(bank, change);
  if (answer.kind === 'refused') throw new Error(answer.why);
  bank.take(answer.facts);
  visits(bank, answer.wanted.reservation ?? '', answer.visitor);
  return answer;
}

function visits(bank: PaperBank, reservation: string, visitor: Visitor, ends = false) {
  const locker = bank.lockerOf(reservation);
  const answer = bank.release({ purpose: 'keep', locker, reservation, ends }, visitor);
  if (answer.kind === 'refused') return answer.why;
  return [...typesOf(bank.opens(locker)), ...typesOf(bank.shuts(locker))];
}

function whyOf(bank: PaperBank, change: Partial<StoreRequest>, frame: Partial<BankFrame> = {}): string {
  const answer = asks(bank, change, frame);
  return answer.kind === 'refused' ? answer.why : 'nothing';
}

const own = (answer: Taken) => answer.wanted.reservation ?? '';

describe('Ada stores her bag at the kiosk', () => {
  test('and gets a locker that is hers from the moment its door shuts, for as long as she chose', () => {
    const bank = staffedBank();
    const answer = asks(bank, { lengthMs: 3 * hourMs });
    expect(answer).toMatchObject({
      kind: 'taken', visitor: recipientOf('ada'), wanted: { purpose: 'keep', locker: 1, reservation: 'bank-log-1' },
      facts: [{ type: 'reservation.made', session: 'session-of-ada', data: { kind: 'storage', party: ada, by: byAda } }],
    });
    bank.take(answer.kind === 'taken' ? answer.facts : []);
    bank.wait(60_000);
    expect(visits(bank, 'bank-log-1', recipientOf('ada'))).toContain('storage.started');
    expect(bank.books.reservations['bank-log-1']).toMatchObject({
      state: 'occupied', depositedMs: noonMs + 60_000, untilMs: noonMs + 3 * hourMs, legs: [{ does: 'keep', untilMs: null }],
    });
  });

  test('and keeps it for the longest time where she chose none', () => {
    const bank = staffedBank();
    const id = own(stores(bank));
    expect(bank.books.reservations[id]?.untilMs).toBe(noonMs + bank.books.settings.storageLongest);
  });

  test('until the end of the day where that is fixed, and for ever where nothing ends it', () => {
    const endIn = (settings: Partial<Settings>) => {
      const bank = staffedBank(settings);
      const id = own(stores(bank));
      return bank.books.reservations[id]?.untilMs;
    };
    expect(endIn({ storageDuration: 'fixed', storageEndsAt: '13:30' })).toBe(noonMs + 1.5 * hourMs);
    expect(endIn({ storageDuration: 'unlimited' })).toBeNull();
  });

  test('and opens it again at will, until she ends it and the locker is free', () => {
    const bank = staffedBank({ lockerAccessAfterPickup: 0 as Settings['lockerAccessAfterPickup'] });
    const id = own(stores(bank));
    expect(visits(bank, id, recipientOf('ada'))).toContain('storage.opened');
    expect(visits(bank, id, recipientOf('ada'))).not.toContain('storage.started');
    expect(visits(bank, id, recipientOf('ada'), true)).toContain('storage.ended');
    const locker = bank.books.lockers[1];
    expect(locker && statusOf(bank.books, locker, bank.now)).toBe('available');
  });

  test('with a code if she wants one, which opens it too', () => {
    const bank = staffedBank();
    const id = own(stores(bank, { newCode: code }));
    expect(bank.books.codeTags).toEqual({ [code.tag]: id });
    expect(visits(bank, id, holderOf(id, 0))).toContain('storage.opened');
  });

  test('in a locker within reach, where the directory says that she needs it', () => {
    const bank = staffedBank();
    const cleo = { type: 'recipient', id: 'cleo' } as const;
    expect(stores(bank, { whose: cleo, identity: recipientOf('cleo').identity }).wanted.locker).toBe(3);
  });

  test('and the claim is withdrawn when she walks away without opening the door', () => {
    const bank = staffedBank({ dropOffReopenWindow: 0 as Settings['dropOffReopenWindow'] });
    const answer = asks(bank);
    bank.take(answer.kind === 'taken' ? answer.facts : []);
    bank.wait(59_999);
    expect(bank.due()).toEqual([]);
    bank.wait(1);
    expect(bank.due()).toMatchObject([{ type: 'reservation.cancelled', data: { reservation: 'bank-log-1', by: null } }]);
    expect(bank.books.reservations).toEqual({});
  });
});

describe('a visitor who is in no directory', () => {
  const visitor = { whose: 'visitor', identity: null, newCode: code } as const;

  test('stores where a locker can be had without a recipient, and comes back with the code', () => {
    const bank = staffedBank({ reservationWithoutRecipient: true });
    const answer = stores(bank, visitor);
    const party = { type: 'recipient', id: 'visitor-bank-log-1' };
    expect(bank.books.reservations['bank-log-1']).toMatchObject({ state: 'occupied', party });
    expect(answer.visitor.identity).toEqual(holderOf('bank-log-1', 0).identity);
    expect(visits(bank, 'bank-log-1', holderOf('bank-log-1', 0))).toContain('storage.opened');
    expect(visits(bank, 'bank-log-1', recipientOf('ada'))).toBe('not-allowed');
  });

  test('is refused elsewhere, and without a code everywhere', () => {
    expect(whyOf(staffedBank(), visitor)).toBe('not-allowed');
    expect(whyOf(staffedBank({ reservationWithoutRecipient: true }), { ...visitor, newCode: null })).toBe('no-code');
  });

  test('is refused where no codes are taken: nobody could come back', () => {
    const bank = staffedBank({ reservationWithoutRecipient: true, loginMethods: ['qr', 'barcode'] });
    expect(whyOf(bank, { whose: 'visitor', identity: null, newCode: code })).toBe('no-code');
    expect(whyOf(bank, { whose: 'visitor', identity: administrator.identity, newCode: code })).toBe('no-code');
    expect(whyOf(bank, {})).toBe('nothing');
  });

  test('is served by staff who may reserve', () => {
    const bank = staffedBank();
    const { facts } = stores(bank, { ...visitor, identity: administrator.identity });
    expect(facts).toMatchObject([{ data: { party: { id: 'visitor-bank-log-1' }, by: byAmy } }]);
    expect(bank.books.reservations['bank-log-1']?.state).toBe('occupied');
  });
});

describe('a department', () => {
  test('shares what staff begin for it: it has no end, every member opens it, nobody ends it at the kiosk', () => {
    const bank = staffedBank();
    const id = own(stores(bank, { whose: sales, identity: administrator.identity, lengthMs: hourMs }));
    expect(bank.books.reservations[id]).toMatchObject({ shared: true, state: 'occupied', untilMs: null });
    expect(visits(bank, id, recipientOf('ben'))).toContain('storage.opened');
    expect(visits(bank, id, recipientOf('cleo'), true)).not.toContain('storage.ended');
    expect(visits(bank, id, recipientOf('ada'))).toBe('not-allowed');
  });

  test('gets nothing from a member who wants to begin it', () => {
    expect(whyOf(staffedBank(), { whose: sales, identity: recipientOf('cleo').identity })).toBe('not-allowed');
  });
});

describe('nothing is stored', () => {
  const ben = recipientOf('ben').identity;
  const eve = { type: 'recipient', id: 'eve' } as const;
  const off = { storageDuration: 'fixed' } as const;
  const kept = { deliveryOnlyMinimum: { small: 3 }, sizeStepUp: false };
  test.each<[string, Partial<Settings>, Partial<StoreRequest>, string]>([
    ['at a bank that is not for it', { bankModes: ['delivery'] }, {}, 'not-allowed'],
    ['by Ben for Ada', {}, { identity: ben }, 'not-allowed'],
    ['by somebody who has shown nothing', {}, { identity: null }, 'not-allowed'],
    ['by somebody who has left the directory', {}, { whose: eve, identity: recipientOf('eve').identity }, 'not-allowed'],
    ['by whoever has a code for something else', {}, { identity: holderOf('parcel').identity }, 'not-allowed'],
    ['by an operator who may only drop off', {}, { identity: { kind: 'staff', id: 'mia', role: 'operator' } }, 'not-allowed'],
    ['by staff for somebody whom nobody knows', {}, { whose: eve, identity: administrator.identity }, 'unknown-party'],
    ['for half an hour where the step is an hour', {}, { lengthMs: hourMs / 2 }, 'not-offered'],
    ['for longer than the longest', {}, { lengthMs: 25 * hourMs }, 'not-offered'],
    ['for a length of one\'s own where the end is fixed', off, { lengthMs: hourMs }, 'not-offered'],
    ['in a size that there is none of', {}, { size: 'huge' }, 'no-free-locker-of-size'],
    ['in a locker that is kept for deliveries', kept, { size: 'small' }, 'only-delivery-lockers-left'],
  ])('%s', (_when, settings, change, why) => {
    expect(whyOf(staffedBank(settings), change)).toBe(why);
  });

  test('without the network, where the settings want it', () => {
    expect(whyOf(staffedBank({ offlineFlows: ['deposit'] }), {}, { isOnline: false })).toBe('offline');
    expect(whyOf(staffedBank(), {}, { isOnline: false })).toBe('nothing');
  });

  test('when the disk is full', () => {
    const bank = staffedBank();
    bank.books = { ...bank.books, degraded: ['disk-full'] };
    expect(whyOf(bank, {})).toBe('bank-trouble');
  });

  test('in a second locker where each person has one, until the first is ended', () => {
    const bank = staffedBank();
    const id = own(stores(bank));
    expect(whyOf(bank, {})).toBe('too-many');
    expect(whyOf(bank, { identity: administrator.identity })).toBe('too-many');
    visits(bank, id, recipientOf('ada'), true);
    expect(whyOf(bank, {})).toBe('nothing');
  });

  test('under a code that opens something already', () => {
    const bank = staffedBank({ storagePerPerson: 2 });
    stores(bank, { newCode: code });
    expect(whyOf(bank, { newCode: code })).toBe('code-in-use');
  });
});

describe('Ada extends', () => {
  function begun(settings: Partial<Settings> = {}) {
    const bank = staffedBank(settings);
    return { bank, id: own(stores(bank, { lengthMs: settings.storageDuration === undefined ? 2 * hourMs : null })) };
  }
  const extend = (bank: PaperBank, id: string, untilMs: number, who = recipientOf('ada')) =>
    decideExtend(bank.books, id, untilMs, who, bank.now);

  test('what she stores, up to the longest time from its beginning', () => {
    const { bank, id } = begun();
    bank.wait(hourMs);
    const answer = extend(bank, id, noonMs + 24 * hourMs);
    expect(answer).toMatchObject({
      kind: 'facts',
      facts: [{ type: 'storage.extended', session: 'session-of-ada', data: { by: byAda, until: '2026-11-23T12:00:00.000Z' } }],
    });
    bank.take(answer.kind === 'facts' ? answer.facts : []);
    expect(bank.books.reservations[id]).toMatchObject({ untilMs: noonMs + 24 * hourMs, hasExpired: false });
    expect(extend(bank, id, noonMs + 25 * hourMs)).toEqual({ kind: 'refused', why: 'window-over' });
  });

  test.each([
    ['beyond that', 25, 'not-offered'],
    ['to the end it has', 2, 'not-offered'],
    ['to an earlier one', 1, 'not-offered'],
    ['by half a step', 2.5, 'not-offered'],
  ])('not %s', (_how, hours, why) => {
    const { bank, id } = begun();
    expect(extend(bank, id, noonMs + hours * hourMs)).toEqual({ kind: 'refused', why });
  });

  test.each(['fixed', 'unlimited'] as const)('nothing where storage is %s', (storageDuration) => {
    const { bank, id } = begun({ storageDuration });
    expect(extend(bank, id, noonMs + 9 * hourMs)).toEqual({ kind: 'refused', why: 'window-over' });
  });

  test('nothing that is not hers, that is no storage, or that there is not', () => {
    const { bank, id } = begun();
    bank.delivered('parcel-1');
    for (const [which, who] of [[id, recipientOf('ben')], ['parcel-1', recipientOf('ada')], ['nothing', recipientOf('ada')]] as const) {
      expect(extend(bank, which, noonMs + 3 * hourMs, who)).toEqual({ kind: 'refused', why: 'not-allowed' });
    }
  });

  test('what is overdue only where she may still open it; staff who may reserve extend it all the same', () => {
    const { bank, id } = begun();
    bank.wait(3 * hourMs);
    bank.due();
    expect(extend(bank, id, noonMs + 4 * hourMs).kind).toBe('facts');
    bank.books = { ...bank.books, settings: { ...bank.books.settings, overdueStorage: 'staff-only' } };
    expect(extend(bank, id, noonMs + 4 * hourMs)).toEqual({ kind: 'refused', why: 'window-over' });
    const answer = extend(bank, id, noonMs + 4 * hourMs, staffWith(bank, 'reserve'));
    bank.take(answer.kind === 'facts' ? answer.facts : []);
    expect(bank.books.reservations[id]).toMatchObject({ hasExpired: false, untilMs: noonMs + 4 * hourMs });
    expect(visits(bank, id, recipientOf('ada'))).toContain('storage.opened');
  });
});

describe('storage that is overdue', () => {
  test('is told once, and its holder opens it once more, which ends it', () => {
    const bank = staffedBank();
    const id = own(stores(bank, { lengthMs: hourMs }));
    bank.wait(hourMs);
    expect(bank.due()).toMatchObject([{ type: 'storage.overdue', subject: 'locker/1', data: { reservation: id, party: ada } }]);
    expect(bank.due()).toEqual([]);
    expect(visits(bank, id, recipientOf('ada'))).toContain('storage.ended');
  });

  test('opens for staff alone where the settings say so', () => {
    const bank = staffedBank({ overdueStorage: 'staff-only' });
    const id = own(stores(bank, { lengthMs: hourMs }));
    bank.wait(hourMs);
    expect(visits(bank, id, recipientOf('ada'))).toBe('window-over');
    expect(bank.release({ purpose: 'empty', locker: 1, reservation: id }, administrator).kind).toBe('intended');
  });
});
