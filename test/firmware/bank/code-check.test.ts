import { describe, expect, test } from 'vitest';
import { carrierCodeTag, keyedTag } from '../../../firmware/bank/codes.ts';
import { isLocked, lockedForMs } from '../../../firmware/bank/lockout.ts';
import { checkCode } from '../../../firmware/bank/code-check.ts';
import type { CommandArgs } from '../../../firmware/contract/command-args.ts';
import { CredentialBank, saidBy, toldBy } from '../../support/credential-bank.ts';
import { dayMs, hourMs } from '../../support/noon.ts';
import { holderOf, PaperBank, typesOf } from '../../support/paper-bank.ts';
import { ada, bea } from '../../support/peopled-bank.ts';

const code = (id: string): string => `CODE-${id}`;
const holder = (reservation: string, leg = 1) => ({ kind: 'holder', reservation, leg, token: null });
const guess = (bank: CredentialBank, times: number) => Array.from({ length: times }, () => saidBy(bank.types('WRONG-777')));

describe('a pickup code at the kiosk', () => {
  test('stands for whoever may collect the parcel that lies there', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    expect(bank.types(' code parcel 1 ')).toEqual({ kind: 'granted', identity: holder('parcel-1'), facts: [] });
    expect(bank.scans('CODE-PARCEL-1').kind).toBe('granted');
  });

  test('opens again while the recipient may reopen the locker, and not a moment longer', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    bank.wait(bank.books.settings.lockerAccessAfterPickup - 1);
    expect(bank.types(code('parcel-1')).kind).toBe('granted');
    bank.wait(1);
    expect(bank.types(code('parcel-1')).kind).toBe('refused');
  });

  test('does not open again where somebody else has emptied the locker', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    bank.visit({ purpose: 'empty', locker: bank.lockerOf('parcel-1'), reservation: 'parcel-1' },
      { identity: { kind: 'staff', id: 'ann', role: 'administrator' }, session: 's' });
    expect(toldBy(bank.types(code('parcel-1')))).toEqual(['credential.refused used']);
  });

  test('that is wrong, used, expired, or too early gets one and the same answer', () => {
    const bank = new CredentialBank({ missesBeforeLock: 10 });
    bank.reserve('parcel-early');
    bank.delivered('parcel-used');
    bank.delivered('parcel-expired');
    const expiry = bank.books.settings.itemExpiry ?? 0;
    bank.wait(expiry - hourMs);
    bank.pickUp('parcel-used');
    bank.wait(hourMs);
    const answers = ['WRONG-777', code('parcel-used'), code('parcel-expired'), code('parcel-early')].map((typed) => bank.types(typed));
    expect(answers.map(saidBy)).toEqual(new Array(4).fill('code-refused'));
    expect(answers.flatMap(toldBy)).toEqual(['wrong', 'used', 'expired', 'nothing-in-yet'].map((why) => `credential.refused ${why}`));
    for (const { facts: [fact] } of answers) {
      expect(fact).toMatchObject({ subject: 'bank', session: 'session-at-the-kiosk', data: { kind: 'code' } });
      expect(Object.keys(fact && 'data' in fact ? fact.data : {}).toSorted()).toEqual(['kind', 'why']);
    }
    expect(bank.books.misses['code']?.inARow).toBe(4);
  });

  test('whose parcel was cancelled is as good as none', () => {
    const bank = new CredentialBank();
    bank.reserve('parcel-1');
    bank.command('reservation.cancel', { reservation: 'parcel-1', end: false });
    expect(toldBy(bank.types(code('parcel-1')))).toEqual(['credential.refused wrong']);
  });

  test('opens nothing at a bank that takes no codes', () => {
    const bank = new CredentialBank({ loginMethods: ['badge'] });
    bank.delivered('parcel-1');
    const answer = bank.types(code('parcel-1'));
    expect([saidBy(answer), ...toldBy(answer)]).toEqual(['code-refused', 'credential.refused not-here']);
  });

  test('goes on opening after the program has been renewed: older journals keep tags that do not say of what kind a code is', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { codes: [], tags: [keyedTag(bank.keys.lookup, 'pickup', '12345678')] });
    expect(bank.types('1234-5678')).toMatchObject({ kind: 'granted', identity: holder('parcel-1') });
  });

  test('is accepted where the locker does not open just now: the door says why', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    bank.changeLocker(bank.lockerOf('parcel-1'), { door: 'unknown', doubt: 'forced' });
    expect(bank.types(code('parcel-1')).kind).toBe('granted');
  });

  test.each(['', ' ', '__proto__', 'constructor', 'x'.repeat(10_000), '\u0000', '💣'])(
    'that is no code at all is refused like any other [%#]', (typed) => {
      expect(saidBy(new CredentialBank().types(typed))).toBe('code-refused');
    });
});

/** Ada brings something back, Bea takes it out and puts something else in, Ada collects that. */
function exchangeBank(): CredentialBank {
  const bank = new CredentialBank({ returnsAndExchanges: true });
  const legs: CommandArgs<'reservation.put'>['legs'] = [
    { does: 'deposit', party: ada, codes: ['11111111'], tags: [], oneTime: true },
    { does: 'swap', party: bea, codes: ['22222222'], tags: [], oneTime: true, items: [{ id: 'new one' }] },
    { does: 'collect', party: ada, codes: ['33333333'], tags: [], oneTime: false },
  ];
  bank.put('swap-1', { kind: 'exchange', party: ada, codes: [], items: [{ id: 'old one' }], legs });
  return bank;
}

describe('a one-time PIN', () => {
  test('opens for its own leg, once it is that leg\'s turn, and then for the reopen window', () => {
    const bank = exchangeBank();
    const opens = () => ['11111111', '22222222', '33333333'].map((pin) =>
      saidBy(checkCode(bank.books, bank.keys, { how: 'typed', code: pin }, bank.now, null)));
    expect(opens()).toEqual(['granted', 'code-refused', 'code-refused']);
    bank.visit(bank.want('deposit', 'swap-1'), holderOf('swap-1', 0));
    expect(opens()).toEqual(['granted', 'granted', 'code-refused']);
    bank.wait(bank.books.settings.dropOffReopenWindow);
    expect(opens()).toEqual(['code-refused', 'granted', 'code-refused']);
    bank.visit(bank.want('swap', 'swap-1'), holderOf('swap-1', 1));
    expect(opens()).toEqual(['code-refused', 'granted', 'granted']);
    bank.visit(bank.want('pickup', 'swap-1'), holderOf('swap-1', 2));
    expect(opens()).toEqual(['code-refused', 'code-refused', 'granted']);
  });

  test('has an end of its own', () => {
    const bank = exchangeBank();
    bank.wait(bank.books.settings.oneTimePinLife - 1);
    expect(bank.types('11111111').kind).toBe('granted');
    bank.wait(1);
    expect(toldBy(bank.types('11111111'))).toEqual(['credential.refused expired']);
  });

  test('before its turn is told to the journal as what it is', () => {
    const bank = exchangeBank();
    expect(toldBy(bank.types('22222222'))).toEqual(['credential.refused nothing-in-yet']);
    bank.visit(bank.want('deposit', 'swap-1'), holderOf('swap-1', 0));
    expect(toldBy(bank.types('33333333'))).toEqual(['credential.refused not-yet']);
  });
});

describe('the code of storage', () => {
  function stored(settings: Partial<CredentialBank['books']['settings']> = {}): CredentialBank {
    const bank = new CredentialBank({ bankModes: ['storage'], ...settings });
    bank.put('things', { kind: 'storage', items: [], codes: ['12345678'] });
    bank.visit(bank.want('keep', 'things'), holderOf('things', 0));
    return bank;
  }

  test('opens at will until it ends, and then as the setting says', () => {
    for (const [overdueStorage, says] of [['open', 'granted'], ['staff-only', 'code-refused']] as const) {
      const bank = stored({ overdueStorage });
      bank.wait(hourMs);
      expect(saidBy(bank.types('12345678'))).toBe('granted');
      bank.wait(30 * dayMs);
      expect(saidBy(bank.types('12345678'))).toBe(says);
    }
  });
});

describe('whoever guesses at the keypad', () => {
  test('is locked out after five misses, valid codes included', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    expect(guess(bank, 6)).toEqual([...new Array<string>(4).fill('code-refused'), 'keypad-locked', 'keypad-locked']);
    expect(lockedForMs(bank.books, { kind: 'code' }, bank.now)).toBe(60_000);
    expect(bank.types(code('parcel-1'))).toEqual({ kind: 'refused', why: 'keypad-locked', facts: [] });
    bank.wait(60_000);
    expect(bank.types(code('parcel-1')).kind).toBe('granted');
  });

  test('locks out nobody with a badge, a barcode, a token or a password', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    guess(bank, 5);
    const qr = bank.token({ reservation: 'parcel-1' });
    const answers = [bank.badge('4711'), bank.scans('LOGIN CID 99'), qr, bank.signIn('mia', 'parcels-42')];
    expect(answers.map(saidBy)).toEqual(['pin-needed', 'granted', 'granted', 'granted']);
  });

  test('is forgiven by a parcel that was fetched, once its door is shut', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    guess(bank, 4);
    bank.pickUp('parcel-1');
    expect(bank.books.misses['code']?.inARow).toBe(0);
  });

  test('is not forgiven by a right code alone: with one code nobody guesses for ever', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    guess(bank, 4);
    expect(bank.types(code('parcel-1'))).toMatchObject({ kind: 'granted', facts: [] });
    expect(guess(bank, 2)).toEqual(['keypad-locked', 'keypad-locked']);
  });
});

describe('the code of a carrier', () => {
  test('stands for the carrier, at the keypad and at the scanner', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    const identity = { kind: 'staff', id: 'carl', role: 'carrier' };
    expect(bank.types('65 43 21')).toMatchObject({ kind: 'granted', identity });
    expect(typesOf(bank.facts.slice(-1))).toEqual(['staff.signed-in']);
    expect(bank.facts.at(-1)).toMatchObject({ data: { by: { role: 'carrier', id: 'carl' } } });
    expect(bank.scans('654321')).toMatchObject({ kind: 'granted', identity });
    expect(bank.typesAsCarrier('654321')).toMatchObject({ kind: 'granted', identity });
  });

  test('held before the scanner is the carrier\'s, also where a label reads the same', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    bank.delivered('parcel-1', { items: [{ id: '654 321' }] });
    expect(bank.scans('654321').kind).toBe('granted');
  });

  test.each([
    ['carriers do not come directly', { carrierDirectDropOff: false }, 'not-allowed'],
    ['the mailroom does not either', { mailroomDirectDropOff: false }, 'not-allowed'],
  ] as const)('opens nothing where %s', (_, settings, why) => {
    const bank = new CredentialBank(settings);
    bank.carriesCode('654321');
    const answer = bank.types('654321');
    expect([saidBy(answer), ...toldBy(answer)]).toEqual(['code-refused', `credential.refused ${why}`]);
  });

  test('opens nothing before its time, nor after it, nor for somebody who is no carrier any more', () => {
    const bank = new CredentialBank();
    bank.carriesCode('111111', { fromMs: bank.nowMs + 1 });
    bank.carriesCode('222222', { untilMs: bank.nowMs });
    bank.carriesCode('333333', { carrier: 'mia' });
    bank.carriesCode('444444', { carrier: 'nobody' });
    const told = ['111111', '222222', '333333', '444444'].map((typed) => toldBy(bank.types(typed))[0]);
    expect(told).toEqual(['not-yet', 'expired', 'wrong', 'wrong'].map((why) => `credential.refused ${why}`));
    bank.wait(60_000);
    expect(bank.types('111111').kind).toBe('granted');
  });

  test('opens nothing out of hours, in the time of the place where the bank stands', () => {
    const bank = new CredentialBank({ timeZone: 'Asia/Tokyo' }); // Sunday noon in Greenwich is nine in the evening there.
    bank.carriesCode('654321');
    bank.knows({}, { carl: { hours: [{ days: [0], fromMinute: 9 * 60, untilMinute: 21 * 60 }] } });
    bank.nowMs -= 1;
    expect(bank.types('654321').kind).toBe('granted');
    bank.nowMs += 1;
    expect(toldBy(bank.types('654321'))).toEqual(['credential.refused not-yet']);
  });

  test('opens nothing without the permission, and nothing once the directory is too old, while parcels are still collected', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    bank.delivered('parcel-1');
    bank.knows({}, { carl: { permissions: ['open'] } });
    expect(toldBy(bank.types('654321'))).toEqual(['credential.refused not-allowed']);
    bank.knows({}, { carl: { permissions: ['carrier-drop-off'] } });
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs } } };
    expect(toldBy(bank.types('654321'))).toEqual(['credential.refused outdated']);
    expect(bank.types(code('parcel-1')).kind).toBe('granted');
  });

  test('that two carriers have opens nothing, and is reported', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    bank.carriesCode('654321', { carrier: 'cara' });
    const answer = bank.types('654321');
    expect(saidBy(answer)).toBe('code-refused');
    expect(toldBy(answer)).toEqual(['credential.refused two-people', 'problem.reported two-people-one-code']);
  });

  test('that one carrier has twice, with times that overlap, opens for that carrier', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321', { untilMs: bank.nowMs + 1 });
    bank.carriesCode('654321', { fromMs: bank.nowMs });
    expect(bank.types('654321').kind).toBe('granted');
  });

  test('that is mistyped counts one miss and no two, and forgives none at the keypad', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    bank.types('654322');
    expect(bank.books.misses['code']?.inARow).toBe(1);
    expect(bank.books.misses['carrier-code']).toBeUndefined();
    bank.types('654321');
    expect(bank.books.misses['code']?.inARow).toBe(1);
  });

  test('has a lock of its own where nothing else is asked for', () => {
    const bank = new CredentialBank();
    bank.carriesCode('654321');
    bank.delivered('parcel-1');
    const says = Array.from({ length: 6 }, () => saidBy(bank.typesAsCarrier('654322')));
    expect(says).toEqual([...new Array<string>(4).fill('code-refused'), 'keypad-locked', 'keypad-locked']);
    expect(bank.types(code('parcel-1')).kind).toBe('granted');
    expect(saidBy(bank.typesAsCarrier(code('parcel-1')))).toBe('keypad-locked');
    bank.wait(60_000);
    expect(saidBy(bank.typesAsCarrier('654321'))).toBe('granted');
    expect(bank.books.misses['carrier-code']?.isStrict).toBe(false);
  });
});

describe('whatever is held before the scanner', () => {
  test('counts as a guess where it could be a code', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { codes: ['12345678'] });
    expect(toldBy(bank.scans('87654321'))).toEqual(['credential.refused wrong']);
    expect(bank.books.misses['code']?.inARow).toBe(1);
    for (let times = 0; times < 5; times++) bank.scans('87654321');
    expect(isLocked(bank.books, { kind: 'code' }, bank.now)).toBe(true);
  });

  test('is no guess where it is the label of a parcel, or what no live code looks like', () => {
    const bank = new CredentialBank();
    bank.books = { ...bank.books, directory: { ...bank.books.directory, barcodes: {} } };
    bank.delivered('parcel-1', { codes: ['12345678'], items: [{ id: '99 99 99 99' }] });
    bank.reserve('parcel-2', { codes: ['23456789'], items: [{ id: '88 88 88 88' }] });
    for (const text of ['99999999', '88888888', '1Z999AA10123456784', 'https://example.org', '123456']) {
      expect(bank.scans(text)).toEqual({ kind: 'refused', why: 'code-refused', facts: [] });
    }
    bank.carriesCode('654321');
    expect(toldBy(bank.scans('123456'))).toEqual(['credential.refused wrong']);
  });

  test('opens the locker where it is both a code and what is printed on the parcel', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { codes: ['JD0145'], items: [{ id: 'JD0145' }] });
    expect(bank.scans('JD0145')).toMatchObject({ kind: 'granted', identity: holder('parcel-1') });
  });

  test('is the barcode of a person, also while the keypad is locked', () => {
    const bank = new CredentialBank();
    guess(bank, 5);
    expect(bank.scans('login cid 99')).toEqual({ kind: 'granted', identity: { kind: 'recipient', id: 'cid' }, facts: [] });
  });

  test('is counted once where it is neither a code nor a barcode, and never without end', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { codes: ['12345678'], items: [{ id: 'LABEL 1' }] });
    bank.scans('87654321');
    expect([bank.books.misses['code']?.inARow, bank.books.misses['barcode']?.inARow]).toEqual([1, undefined]);
    bank.scans('LOGIN CID 98');
    expect([bank.books.misses['code']?.inARow, bank.books.misses['barcode']?.inARow]).toEqual([1, 1]);
    bank.scans('label1');
    expect([bank.books.misses['code']?.inARow, bank.books.misses['barcode']?.inARow]).toEqual([1, 1]);
    guess(bank, 4);
    expect(saidBy(bank.scans('87654321'))).toBe('keypad-locked');
    expect([bank.books.misses['code']?.inARow, bank.books.misses['barcode']?.inARow]).toEqual([0, 2]);
    for (let times = 0; times < 3; times++) bank.scans('LOGIN CID 98');
    expect(isLocked(bank.books, { kind: 'barcode' }, bank.now)).toBe(true);
    expect(bank.scans('87654321').facts).toEqual([]);
  });

  test('is no barcode of a person where the bank takes none', () => {
    const bank = new CredentialBank({ loginMethods: ['code'] });
    expect(saidBy(bank.scans('LOGIN CID 99'))).toBe('code-refused');
  });
});

describe('one code', () => {
  test('names the next leg first where several legs have it', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { codes: ['12345678'] });
    const before = bank.books.reservations['parcel-1'];
    if (!before) throw new Error('there is no parcel');
    const tags = before.legs[1]?.tags ?? [];
    bank.books = { ...bank.books, reservations: { 'parcel-1': { ...before, legs: before.legs.map((leg) => ({ ...leg, tags })) } } };
    const answer = checkCode(bank.books, bank.keys, { how: 'typed', code: '12345678' }, bank.now, null);
    expect(answer).toMatchObject({ identity: holder('parcel-1', 1) });
  });

  test('names nobody where its reservation has lost the leg', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { codes: ['12345678'] });
    bank.books = { ...bank.books, reservations: {} };
    expect(checkCode(bank.books, bank.keys, { how: 'typed', code: '12345678' }, bank.now, null).kind).toBe('refused');
  });

  test('is a parcel\'s first and a carrier\'s only after that', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { codes: ['12345678'] });
    bank.carriesCode('12345678');
    expect(Object.keys(bank.books.directory.carrierCodes)).toEqual([carrierCodeTag(bank.keys, '12345678')]);
    expect(bank.types('12345678')).toMatchObject({ identity: holder('parcel-1') });
  });
});
