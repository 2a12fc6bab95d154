import { describe, expect, test } from 'vitest';
import { keyVerifier } from '../../../firmware/bank/codes.ts';
import { newBooks } from '../../../firmware/bank/books.ts';
import { fold } from '../../../firmware/bank/fold.ts';
import { checkPassword, findParcel, isLocked, lockedForMs, operatorOf } from '../../../firmware/bank/people.ts';
import { dayMs, hourMs } from '../../support/noon.ts';
import { bankProfile, PaperBank, recipient, typesOf } from '../../support/paper-bank.ts';

const code = (id: string): string => `CODE-${id}`;
const guess = (bank: PaperBank, times: number): readonly string[] =>
  Array.from({ length: times }, () => bank.code('WRONG-777')).map((answer) => (answer.kind === 'refused' ? answer.why : answer.kind));

/** A bank with a directory: Mia may drop off, Tom may not. */
function staffedBank(): PaperBank {
  const bank = new PaperBank();
  const person = (id: string, permissions: readonly string[]) =>
    ({ id, name: id, permissions, verifier: keyVerifier(bank.keys, `scrypt$16$1$1$c2FsdHNhbHQ$${hash(id).toString('base64url')}`) });
  bank.books = { ...bank.books, directory: { recipients: {}, operators: { mia: person('mia', ['drop-off']), tom: person('tom', []) } } };
  return bank;
}
const hash = (of: string): Buffer => Buffer.from(`hash of ${of}'s password`);
const signIn = (bank: PaperBank, username: string, typed: Uint8Array) => {
  const answer = checkPassword(bank.books, bank.keys, username, typed, bank.nowMs, 'session-1');
  bank.take(answer.facts);
  return answer;
};

describe('a pickup code at the kiosk', () => {
  test('opens the locker in which the parcel lies', () => {
    const bank = new PaperBank();
    const locker = bank.delivered('parcel-1');
    expect(bank.code(' code parcel 1 ')).toEqual({
      kind: 'granted',
      visit: { purpose: 'pickup', locker, reservation: 'parcel-1' },
      facts: [],
    });
  });

  test('opens it again while the recipient may reopen it, and not a moment longer', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    bank.wait(bank.books.settings.lockerAccessAfterPickup - 1);
    expect(bank.code(code('parcel-1')).kind).toBe('granted');
    bank.wait(1);
    expect(bank.code(code('parcel-1')).kind).toBe('refused');
  });

  test('that is wrong, used, expired, or too early gets one and the same answer', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-early');
    bank.delivered('parcel-used');
    bank.pickUp('parcel-used');
    bank.delivered('parcel-expired');
    bank.wait(bank.books.settings.itemExpiry);
    const answers = ['WRONG-777', code('parcel-used'), code('parcel-expired'), code('parcel-early')].map((typed) => bank.code(typed));
    for (const { kind, facts, ...told } of answers) {
      expect([kind, told]).toEqual(['refused', { why: 'code-refused' }]);
      expect(facts).toHaveLength(1);
      expect(facts[0]).toMatchObject({ type: 'credential.refused', subject: 'bank', session: 'session-of-ada', data: { kind: 'code' } });
    }
    const whys = answers.flatMap(({ facts }) => facts).map((fact) => (fact.type === 'credential.refused' ? fact.data.why : ''));
    expect(whys).toEqual(['wrong', 'used', 'expired', 'nothing-in-yet']);
  });

  test('whose parcel was cancelled is as good as none', () => {
    const bank = new PaperBank();
    bank.reserve('parcel-1');
    bank.command('reservation.cancel', { reservation: 'parcel-1' });
    expect(bank.code(code('parcel-1'))).toMatchObject({ kind: 'refused', why: 'code-refused', facts: [{ data: { why: 'wrong' } }] });
  });

  test.each([
    '', ' ', '__proto__', 'constructor', 'x'.repeat(10_000), '\u0000', '💣',
  ])('that is no code at all is refused like any other [%#]', (typed) => {
    expect(new PaperBank().code(typed)).toMatchObject({ kind: 'refused', why: 'code-refused' });
  });
});

describe('whoever guesses', () => {
  test('is locked out after five misses in a row, for a minute', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    expect(guess(bank, 6)).toEqual([...new Array<string>(5).fill('code-refused'), 'keypad-locked']);
    expect(typesOf(bank.facts.slice(-2))).toEqual(['credential.refused', 'credential.locked-out']);
    expect(bank.facts.at(-1)).toMatchObject({
      data: { until: new Date(bank.nowMs + 60_000).toISOString() },
    });
    expect(lockedForMs(bank.books, 'code', bank.nowMs)).toBe(60_000);
    expect(bank.code(code('parcel-1'))).toEqual({ kind: 'refused', why: 'keypad-locked', facts: [] });
    bank.wait(60_000);
    expect(lockedForMs(bank.books, 'code', bank.nowMs)).toBe(0);
    expect(bank.code(code('parcel-1')).kind).toBe('granted');
  });

  test('waits twice as long each time, up to a quarter of an hour', () => {
    const bank = new PaperBank();
    const waits = Array.from({ length: 7 }, () => {
      guess(bank, 5);
      const waitMs = lockedForMs(bank.books, 'code', bank.nowMs);
      bank.wait(waitMs);
      return waitMs / 60_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 15]);
  });

  test('is forgotten after a day without a lock', () => {
    const bank = new PaperBank();
    guess(bank, 5);
    bank.wait(lockedForMs(bank.books, 'code', bank.nowMs));
    guess(bank, 5);
    bank.wait(120_000 + dayMs);
    guess(bank, 5);
    expect(lockedForMs(bank.books, 'code', bank.nowMs)).toBe(60_000);
  });

  test('wins nothing by pulling the plug: misses and locks are in the journal', () => {
    const bank = new PaperBank();
    const replayed = () =>
      bank.facts.reduce((books, fact) => fold(books, fact, { atMs: bank.nowMs, sequence: null }), newBooks(bankProfile()));
    guess(bank, 4);
    expect(replayed().misses.code.inARow).toBe(4);
    guess(bank, 1);
    expect(replayed().misses).toEqual(bank.books.misses);
    expect(isLocked(replayed(), 'code', bank.nowMs)).toBe(true);
  });

  test('a lock from a journal that did not keep its end in milliseconds holds, too', () => {
    const bank = new PaperBank();
    guess(bank, 5);
    const last = bank.facts.at(-1);
    if (last?.type !== 'credential.locked-out') throw new Error('there is no lock');
    const { kept: _kept, ...bare } = last;
    expect(fold(newBooks(bankProfile()), bare, { atMs: bank.nowMs, sequence: 1 }).misses.code.lockedUntilMs).toBe(bank.nowMs + 60_000);
  });

  test('does not lock out the operators', () => {
    const bank = staffedBank();
    guess(bank, 5);
    expect(isLocked(bank.books, 'code', bank.nowMs)).toBe(true);
    expect(signIn(bank, 'mia', hash('mia')).kind).toBe('granted');
    for (let times = 0; times < 5; times++) signIn(bank, 'mia', hash('nobody'));
    bank.wait(60_000);
    expect(isLocked(bank.books, 'code', bank.nowMs)).toBe(false);
  });

  test('is forgiven by a parcel that was fetched, once its door is shut', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    guess(bank, 4);
    bank.pickUp('parcel-1');
    expect(bank.books.misses.code.inARow).toBe(0);
  });

  test('is not forgiven by a right code alone: whoever leaves a door open could guess for ever', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    guess(bank, 4);
    expect(bank.code(code('parcel-1'))).toMatchObject({ kind: 'granted', facts: [] });
    expect(guess(bank, 2)).toEqual(['code-refused', 'keypad-locked']);
  });

  test('is not forgiven by reopening a locker: with one used code nobody guesses for ever', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1');
    bank.pickUp('parcel-1');
    guess(bank, 4);
    expect(bank.code(code('parcel-1'))).toMatchObject({ kind: 'granted', facts: [] });
    expect(guess(bank, 2)).toEqual(['code-refused', 'keypad-locked']);
  });
});

describe('an operator at the kiosk', () => {
  test('signs in with the right password', () => {
    const bank = staffedBank();
    const answer = signIn(bank, 'mia', hash('mia'));
    expect(answer).toMatchObject({
      kind: 'granted',
      operator: { id: 'mia' },
      facts: [{ type: 'staff.signed-in', data: { by: { role: 'operator', id: 'mia' } }, session: 'session-1' }],
    });
  });

  test.each([['mia', hash('tom')], ['nobody', hash('mia')], ['', hash('mia')], ['__proto__', hash('mia')], ['constructor', hash('mia')]])(
    'is refused in one way for a wrong password and for a name that nobody has [%s]', (username, typed) => {
      expect(signIn(staffedBank(), username, typed)).toMatchObject({
        kind: 'refused', why: 'sign-in-refused', facts: [{ type: 'credential.refused', data: { kind: 'password', why: 'wrong' } }],
      });
    });

  test('is told so where the right password brings no right', () => {
    expect(signIn(staffedBank(), 'tom', hash('tom'))).toEqual({ kind: 'refused', why: 'not-allowed', facts: [] });
  });

  test('is locked out after five misses, and the keypad is not', () => {
    const bank = staffedBank();
    bank.delivered('parcel-1');
    for (let times = 0; times < 5; times++) signIn(bank, 'mia', hash('nobody'));
    expect(signIn(bank, 'mia', hash('mia'))).toEqual({ kind: 'refused', why: 'sign-in-locked', facts: [] });
    expect(bank.code(code('parcel-1')).kind).toBe('granted');
  });

  test('who hits at the fifth try has no misses any more', () => {
    const bank = staffedBank();
    for (let times = 0; times < 4; times++) signIn(bank, 'mia', hash('nobody'));
    expect(typesOf(signIn(bank, 'mia', hash('mia')).facts)).toEqual(['note.misses-forgiven', 'staff.signed-in']);
    expect(bank.books.misses.password.inARow).toBe(0);
  });

  test('is looked up by user name and by nothing else', () => {
    expect(operatorOf(staffedBank().books, 'mia')?.id).toBe('mia');
    expect(operatorOf(staffedBank().books, 'toString')).toBeNull();
  });
});

describe('the label of a parcel', () => {
  test('leads to the locker that waits for it, however it is typed', () => {
    const bank = new PaperBank();
    const locker = bank.reserve('parcel-1', { items: [{ id: 'JD 0002' }, { id: 'JD 0003' }] });
    for (const label of ['JD 0002', 'jd0003', ' j d 0 0 0 2 ']) {
      expect(findParcel(bank.books, label)).toEqual({ kind: 'found', visit: { purpose: 'deposit', locker, reservation: 'parcel-1' } });
    }
  });

  test('that nobody knows is said to be unknown', () => {
    expect(findParcel(new PaperBank().books, 'JD 0002')).toEqual({ kind: 'refused', why: 'parcel-unknown' });
  });

  test('whose parcel lies in its locker is said to be in already, and once collected to be unknown', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { items: [{ id: 'JD1' }] });
    expect(findParcel(bank.books, 'JD1')).toEqual({ kind: 'refused', why: 'parcel-already-in' });
    bank.release({ purpose: 'pickup', locker: bank.lockerOf('parcel-1'), reservation: 'parcel-1' }, recipient);
    bank.opens(1);
    bank.shuts(1);
    expect(findParcel(bank.books, 'JD1')).toEqual({ kind: 'refused', why: 'parcel-unknown' });
  });

  test('of a parcel that comes back leads to the place that waits for it now', () => {
    const bank = new PaperBank();
    bank.delivered('parcel-1', { items: [{ id: 'JD1' }] });
    bank.wait(hourMs);
    const locker = bank.reserve('parcel-2', { items: [{ id: 'JD1' }], codes: ['CODE-OTHER'] });
    expect(findParcel(bank.books, 'JD1')).toMatchObject({ kind: 'found', visit: { locker } });
  });
});
