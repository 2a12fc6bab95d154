import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { BankFrame } from '../../../firmware/bank/commands.ts';
import type { RecipientEntry, StaffEntry } from '../../../firmware/bank/directory.ts';
import { isNote } from '../../../firmware/bank/facts.ts';
import type { Visitor } from '../../../firmware/bank/identity.ts';
import type { Settings } from '../../../firmware/bank/settings.ts';
import { decideWalkIn, decideWalkInOver, type TakenWalkIn, type WalkIn, type WalkInAnswer } from '../../../firmware/bank/walk-in.ts';
import { decideRetract } from '../../../firmware/bank/visits.ts';
import { eventData } from '../../../firmware/contract/events.ts';
import type { LegDeed, Party } from '../../../firmware/contract/parts.ts';
import { holderOf, operator, PaperBank, staffEntry, typesOf } from '../../support/paper-bank.ts';

const ada: Party = { type: 'recipient', id: 'ada' };
const bob: Party = { type: 'recipient', id: 'bob' };
const post: Party = { type: 'department', id: 'post' };
const carrier: Visitor = { identity: { kind: 'staff', id: 'dhl', role: 'carrier' }, session: 's' };
const bobHimself: Visitor = { identity: { kind: 'recipient', id: 'bob' }, session: 's' };

const person = (id: string, change: Partial<RecipientEntry> = {}): RecipientEntry =>
  ({ id, name: id, accessible: false, departments: [], pin: null, ...change });

/** A bank with Mia the operator, a carrier, Ada, Bob, who cannot reach every locker, and a post room. */
function bankWith(settings: Partial<Settings> = {}, dhl: Partial<StaffEntry> = {}): PaperBank {
  const bank = new PaperBank();
  const staff = { mia: staffEntry('mia', ['drop-off', 'open']), dhl: staffEntry('dhl', ['carrier-drop-off'], { role: 'carrier', ...dhl }) };
  const recipients = { ada: person('ada'), bob: person('bob', { accessible: true }) };
  bank.books = {
    ...bank.books, settings: { ...bank.books.settings, ...settings }, documents: { directory: { version: 1, sha256: 'a'.repeat(64) } },
    directory: { ...bank.books.directory, staff, recipients, departments: { post: { id: 'post', name: 'Post', keyContacts: [] } } },
  };
  return bank;
}

function bring(bank: PaperBank, change: Partial<WalkIn> = {}, frame: Partial<BankFrame> = {}): WalkInAnswer {
  const request: WalkIn = { kind: 'delivery', items: ['JD1'], party: ada, visitor: operator, ...change };
  const answer = decideWalkIn(bank.books, { ...bank.frame, ...frame }, request, bank.now);
  if (answer.kind === 'refused') return answer;
  for (const fact of answer.facts) if (!isNote(fact)) expect(v.safeParse(eventData[fact.type], fact.data).issues).toBeUndefined();
  bank.take(answer.facts);
  return answer;
}

function taken(bank: PaperBank, change: Partial<WalkIn> = {}): TakenWalkIn {
  const answer = bring(bank, change);
  if (answer.kind === 'refused') throw new Error(answer.why);
  return answer;
}

/** What is brought is put in, and the door shut. */
function putIn(bank: PaperBank, answer: TakenWalkIn, visitor = operator): void {
  expect(bank.release(answer.wanted, visitor)).toMatchObject({ kind: 'intended' });
  bank.opens(answer.wanted.locker);
  bank.shuts(answer.wanted.locker);
}

const why = (answer: WalkInAnswer) => (answer.kind === 'refused' ? answer.why : 'taken');
const carriers = { carrierDirectDropOff: true, mailroomDirectDropOff: true } as const;

describe('a parcel that nobody has announced', () => {
  test('gets a locker, is put in, and waits for its recipient like any other', () => {
    const bank = bankWith();
    const answer = taken(bank, { items: ['JD1', 'JD2'], size: 'medium' });
    expect(answer).toMatchObject({
      facts: [{
        type: 'reservation.made', session: 'session-of-mia', data: {
          reservation: 'bank-log-1', kind: 'delivery', locker: 4, items: [{ id: 'JD1' }, { id: 'JD2' }], party: ada,
          by: { role: 'operator', id: 'mia' }, legs: [{ does: 'deposit', party: null }, { does: 'collect', party: ada }],
        },
      }],
      wanted: { purpose: 'deposit', locker: 4, reservation: 'bank-log-1' },
    });
    putIn(bank, answer);
    expect(bank.books.reservations['bank-log-1']).toMatchObject({ state: 'occupied', items: [{ place: 'in' }, { place: 'in' }] });
  });

  test('has a name that no other has had or will have', () => {
    const bank = bankWith();
    const names = [1, 2, 3].map((n) => {
      const answer = taken(bank, { items: [`JD${String(n)}`], another: true });
      bank.take(decideWalkInOver(bank.books, answer));
      return answer.wanted.reservation;
    });
    expect(names).toEqual(['bank-log-1', 'bank-log-2', 'bank-log-3']);
    expect(bank.books.reservations).toEqual({});
  });

  test('is put where somebody can reach it, by the directory or because they say so', () => {
    expect(taken(bankWith(), { party: bob }).wanted.locker).toBe(3);
    expect(taken(bankWith(), { accessible: true }).wanted.locker).toBe(3);
    expect(taken(bankWith()).wanted.locker).toBe(1);
  });

  test('is refused with the reason where no locker is free', () => {
    expect(why(bring(bankWith(), { size: 'enormous' }))).toBe('no-free-locker-of-size');
    expect(why(bring(bankWith(), { locker: 1, accessible: true }))).toBe('no-accessible-locker');
    const bank = bankWith();
    bank.reserve('other', { locker: 1, party: post });
    expect(why(bring(bank, { locker: 1 }))).toBe('locker-occupied');
  });

  test('is refused for somebody whom the directory does not know, and without anybody unless the settings let it be', () => {
    expect(why(bring(bankWith(), { party: { type: 'recipient', id: 'eve' } }))).toBe('unknown-party');
    expect(why(bring(bankWith(), { party: null }))).toBe('recipient-needed');
    const bank = bankWith({ reservationWithoutRecipient: true });
    expect(taken(bank, { party: null })).toMatchObject({ facts: [{ data: { party: { type: 'recipient', id: '?' } } }] });
    expect(bank.books.reservations['bank-log-1']?.legs).toMatchObject([{}, { does: 'collect', party: null }]);
  });

  test('without a recipient is nobody\'s until the upstream names them, and then theirs', () => {
    const bank = bankWith({ reservationWithoutRecipient: true });
    putIn(bank, taken(bank, { party: null }));
    const wanted = { purpose: 'pickup', locker: 1, reservation: 'bank-log-1' } as const;
    const herself: Visitor = { identity: { kind: 'recipient', id: 'ada' }, session: 's' };
    expect(bank.release(wanted, herself).kind).toBe('refused');
    expect(typesOf(bank.put('bank-log-1', { codes: ['NEWCODE-1'], items: [] }))).toEqual(['reservation.changed']);
    expect(bank.code('NEWCODE-1').kind).toBe('granted');
    expect(bank.release(wanted, herself).kind).toBe('intended');
  });

  test('needs a label that can be kept, or a photo where the settings let it be', () => {
    for (const items of [[], ['  '], ['x'.repeat(65)]]) expect(why(bring(bankWith(), { items }))).toBe('label-needed');
    expect(why(bring(bankWith({ photoWithoutBarcode: true }), { items: [] }))).toBe('taken');
    expect(why(bring(bankWith(), { items: Array.from({ length: 21 }, (_, n) => String(n)) }))).toBe('too-many-items');
    expect(taken(bankWith(), { items: [' JD1', 'jd 1', 'JD2'] }).added).toEqual(['JD1', 'JD2']);
  });

  test('is not put in where the bank does not take it: without the network, with a full disk, for another purpose', () => {
    const offline = (settings: Partial<Settings>) => why(bring(bankWith(settings), {}, { isOnline: false }));
    expect(offline({})).toBe('taken');
    expect(offline({ offlineFlows: ['storage', 'return'] })).toBe('offline');
    const full = bankWith();
    full.books = { ...full.books, degraded: ['disk-full'] };
    expect(why(bring(full))).toBe('bank-trouble');
    expect(why(bring(bankWith({ bankModes: ['asset'] })))).toBe('not-allowed');
    expect(why(bring(bankWith({ bankModes: ['asset'] }), { kind: 'asset' }))).toBe('taken');
  });
});

describe('who may bring what nobody has announced', () => {
  test('is staff who may drop off, where the settings let them do it directly', () => {
    expect(why(bring(bankWith({ mailroomDirectDropOff: false })))).toBe('not-allowed');
    const bank = bankWith();
    bank.books = { ...bank.books, directory: { ...bank.books.directory, staff: { mia: staffEntry('mia', ['open']) } } };
    expect(why(bring(bank))).toBe('not-allowed');
    for (const visitor of [bobHimself, holderOf('parcel-1')]) expect(why(bring(bankWith(), { visitor }))).toBe('not-allowed');
  });

  test('is carriers who deliver, where the settings let them, at their hours and into their sizes', () => {
    const brought = (settings: Partial<Settings>, dhl: Partial<StaffEntry> = {}, change: Partial<WalkIn> = {}) =>
      bring(bankWith(settings, dhl), { visitor: carrier, ...change });
    expect(why(brought({}))).toBe('not-allowed');
    expect(why(brought({ ...carriers, mailroomDirectDropOff: false }))).toBe('not-allowed');
    expect(why(brought(carriers))).toBe('taken');
    expect(why(brought(carriers, {}, { kind: 'asset' }))).toBe('not-allowed');
    expect(why(brought(carriers, { permissions: ['drop-off'] }))).toBe('not-allowed');
    expect(why(brought(carriers, { hours: [{ days: [0], fromMinute: 0, untilMinute: 720 }] }))).toBe('not-allowed');
    expect(why(brought(carriers, { hours: [{ days: [0], fromMinute: 720, untilMinute: 721 }] }))).toBe('taken');
    expect(brought(carriers, { sizes: ['medium'] })).toMatchObject({ wanted: { locker: 4 } });
    expect(why(brought(carriers, { sizes: ['medium'] }, { size: 'large' }))).toBe('no-free-locker-of-size');
  });

  test('is whoever brings something back themselves, with or without a label, for somebody or for the house', () => {
    const on = { returnsAndExchanges: true } as const;
    const back: Partial<WalkIn> = { kind: 'return', visitor: bobHimself, items: [] };
    expect(why(bring(bankWith(), { ...back, party: post }))).toBe('not-allowed');
    const bank = bankWith(on);
    const answer = taken(bank, { ...back, party: post });
    expect(answer).toMatchObject({
      facts: [{ data: {
        kind: 'return', locker: 3, party: post, by: { role: 'recipient', id: 'bob' }, legs: [{ party: bob }, { party: post }],
      } }],
    });
    putIn(bank, answer, bobHimself);
    const forTheHouse = { party: bob, legs: [{ party: bob }, { party: null }] };
    expect(taken(bankWith(on), { ...back, party: null })).toMatchObject({ facts: [{ data: forTheHouse }] });
    const stranger: Visitor = { identity: { kind: 'recipient', id: 'eve' }, session: 's' };
    expect(why(bring(bankWith(on), { ...back, party: post, visitor: stranger }))).toBe('not-allowed');
    expect(why(decideWalkIn(bankWith({ ...on, offlineFlows: ['deposit'] }).books, { ...bank.frame, isOnline: false },
      { kind: 'return', items: [], party: post, visitor: bobHimself }, bank.now))).toBe('offline');
  });
});

describe('a parcel that has been announced after all', () => {
  test('goes where it was announced to, with what nobody has announced beside it', () => {
    const bank = bankWith({ mailroomDirectDropOff: false });
    bank.reserve('parcel-1', { locker: 6, items: [{ id: 'JD 1' }, { id: 'JD2' }] });
    expect(taken(bank, { items: ['jd1'], size: 'small' })).toEqual({
      kind: 'taken', facts: [], added: [], wanted: { purpose: 'deposit', locker: 6, reservation: 'parcel-1', items: ['JD 1'] },
    });
    expect(why(bring(bank, { items: ['JD1', 'JD3'] }))).toBe('not-allowed');
    bank.books = { ...bank.books, settings: { ...bank.books.settings, mailroomDirectDropOff: true } };
    const answer = taken(bank, { items: ['JD3', 'JD1'], party: null });
    expect(answer).toMatchObject({ facts: [{ type: 'reservation.changed' }], added: ['JD3'], wanted: { items: ['JD 1', 'JD3'] } });
    putIn(bank, answer);
    expect(bank.books.reservations['parcel-1']?.items).toMatchObject([
      { id: 'JD 1', place: 'in' }, { id: 'JD2', place: 'expected' }, { id: 'JD3', place: 'in' },
    ]);
  });

  test('makes nobody a way to what is somebody else\'s: beside it only those announce more who may put it in', () => {
    const bank = bankWith({ ...carriers, returnsAndExchanges: true }, { sizes: ['medium'] });
    bank.reserve('parcel-1', { locker: 1, items: [{ id: 'JD1' }] });
    expect(why(bring(bank, { kind: 'return', items: ['JD1', 'JD2'], party: null, visitor: bobHimself }))).toBe('not-allowed');
    expect(why(bring(bank, { items: ['JD1', 'JD2'], visitor: carrier }))).toBe('not-allowed');
    expect(why(bring(bank, { items: ['JD1', 'JD2'] }))).toBe('taken');
  });

  test('is not put in for somebody else, nor together with one that goes elsewhere, nor a second time', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { items: [{ id: 'JD1' }] });
    bank.reserve('parcel-2', { items: [{ id: 'JD2' }] });
    bank.delivered('parcel-3', { items: [{ id: 'JD3' }] });
    expect(why(bring(bank, { party: bob }))).toBe('announced-for-others');
    expect(why(bring(bank, { items: ['JD1', 'JD2'] }))).toBe('announced-apart');
    expect(why(bring(bank, { items: ['JD1', 'JD3'] }))).toBe('parcel-already-in');
  });

  test('is put in anew once it was collected', () => {
    const bank = bankWith();
    bank.delivered('parcel-1', { items: [{ id: 'JD1' }] });
    bank.pickUp('parcel-1');
    expect(taken(bank).wanted.reservation).toBe('bank-log-1');
  });

  test('to an exchange goes in when its turn has come, and in the way that its turn is', () => {
    const bank = bankWith({ returnsAndExchanges: true });
    const leg = (does: LegDeed, party: Party | null, items?: { id: string }[]) =>
      ({ does, party, codes: [], tags: [], oneTime: false, ...(items ? { items } : {}) });
    const legs = [leg('deposit', null, [{ id: 'new' }]), leg('swap', null, [{ id: 'old' }]), leg('collect', ada)];
    bank.put('swap-1', { kind: 'exchange', codes: [], items: [], legs });
    expect(taken(bank, { items: ['old'] }).wanted.reservation).toBe('bank-log-1');
    putIn(bank, taken(bank, { items: ['new'] }));
    bank.take(decideWalkInOver(bank.books, { added: [], wanted: { purpose: 'deposit', locker: 3, reservation: 'bank-log-1' } }));
    bank.put('swap-1', { kind: 'exchange', codes: [], items: [{ id: 'old' }, { id: 'more' }] });
    expect(why(bring(bank, { items: ['old', 'more'] }))).toBe('announced-apart');
    expect(taken(bank, { items: ['OLD'] }).wanted).toEqual({ purpose: 'swap', locker: 1, reservation: 'swap-1', items: ['old'] });
  });
});

describe('a walk-in that comes to nothing', () => {
  test('leaves no claim behind when the door stays shut or the parcel is taken back, and does so once', () => {
    const bank = bankWith();
    const answer = taken(bank);
    const over = () => bank.take(decideWalkInOver(bank.books, answer));
    expect(over()).toMatchObject([{ type: 'reservation.cancelled', data: { reservation: 'bank-log-1', by: null } }]);
    expect(over()).toEqual([]);
    expect(bank.books.claims).toEqual({});
  });

  test('leaves none behind either when the parcel was in and is said not to be', () => {
    const bank = bankWith();
    const answer = taken(bank);
    putIn(bank, answer);
    bank.take(decideRetract(bank.books, answer.wanted, operator, bank.now) ?? []);
    expect(typesOf(bank.take(decideWalkInOver(bank.books, answer)))).toEqual(['reservation.cancelled']);
    expect(bank.books.reservations).toEqual({});
  });

  test('is over only once nobody is there any more, and not at all once the parcel is in', () => {
    const bank = bankWith();
    const answer = taken(bank);
    bank.release(answer.wanted, operator);
    expect(decideWalkInOver(bank.books, answer)).toEqual([]);
    bank.opens(1);
    expect(decideWalkInOver(bank.books, answer)).toEqual([]);
    bank.shuts(1);
    expect(decideWalkInOver(bank.books, answer)).toEqual([]);
    expect(bank.books.reservations['bank-log-1']?.state).toBe('occupied');
  });

  test('is not called off any more once the upstream has made more of it, and something has been put in', () => {
    const bank = bankWith();
    const answer = taken(bank);
    putIn(bank, answer);
    const leg = (does: LegDeed) => ({ does, party: does === 'deposit' ? null : ada, codes: [], tags: [], oneTime: false });
    bank.put('bank-log-1', { items: [], codes: [], legs: [leg('deposit'), leg('collect'), leg('deposit'), leg('collect')] });
    bank.pickUp('bank-log-1');
    expect(bank.books.reservations['bank-log-1']).toMatchObject({ state: 'reserved', leg: 2 });
    expect(decideWalkInOver(bank.books, answer)).toEqual([]);
  });

  test('lapses by itself where nobody says so, after the reopen window of a drop-off', () => {
    const bank = bankWith();
    taken(bank);
    bank.wait(299_999);
    expect(bank.due()).toEqual([]);
    bank.wait(1);
    expect(typesOf(bank.due())).toEqual(['reservation.cancelled']);
  });

  test('takes back what an announced reservation had only just learnt of, and nothing else', () => {
    const bank = bankWith();
    bank.reserve('parcel-1', { items: [{ id: 'JD1' }] });
    const answer = taken(bank, { items: ['JD1', 'JD3'] });
    const facts = bank.take(decideWalkInOver(bank.books, answer));
    expect(facts).toMatchObject([{ type: 'reservation.changed', data: { items: [{ id: 'JD1' }] } }]);
    expect(decideWalkInOver(bank.books, answer)).toEqual([]);
    expect(bank.books.reservations['parcel-1']?.items).toEqual([{ id: 'JD1', leg: 0, place: 'expected' }]);
  });
});
