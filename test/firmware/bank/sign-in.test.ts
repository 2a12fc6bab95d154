import { describe, expect, test } from 'vitest';
import { badgeTag } from '../../../firmware/bank/codes.ts';
import { asRecipient, checkPassword, passwordTrial } from '../../../firmware/bank/sign-in.ts';
import { isLocked } from '../../../firmware/bank/lockout.ts';
import { leastCost } from '../../../firmware/ports/hasher.ts';
import { CredentialBank, saidBy, toldBy } from '../../support/credential-bank.ts';
import { dayMs } from '../../support/noon.ts';
import { cheap } from '../../support/scrypt.ts';

const recipient = (id: string) => ({ kind: 'recipient', id });
const staff = (id: string, role = 'operator') => ({ kind: 'staff', id, role });

/** The directory is as good as gone from now on. */
function outdate(bank: CredentialBank): void {
  bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs } } };
}

describe('a badge at the reader', () => {
  test('names the one person to whom it belongs', () => {
    const bank = new CredentialBank({ loginMethods: ['badge'] });
    expect(bank.badge('4711\r')).toEqual({ kind: 'granted', identity: recipient('ada'), facts: [] });
    expect(bank.badge('o-1')).toMatchObject({
      kind: 'granted', identity: staff('oli'),
      facts: [{ type: 'staff.signed-in', session: 'session-at-the-kiosk', data: { by: { role: 'operator', id: 'oli' } } }],
    });
  });

  test('is read as the settings say', () => {
    expect(saidBy(new CredentialBank().badge('42'))).toBe('sign-in-refused');
    const bank = new CredentialBank({ badgeNumbers: 'hex-reversed' });
    expect(bank.badge('6712')).toMatchObject({ kind: 'pin-needed', identity: recipient('ada') }); // 0x1267 is 4711.
    expect(bank.badge('4711')).toMatchObject({ kind: 'refused' });
  });

  test('of which nothing can be read is noise, and no guess', () => {
    const bank = new CredentialBank({ badgeNumbers: 'decimal' });
    expect(bank.badge('#!?\r')).toEqual({ kind: 'refused', why: 'sign-in-refused', facts: [] });
  });

  test('that nobody has is refused, and after five of them every badge for a minute', () => {
    const bank = new CredentialBank();
    const says = Array.from({ length: 6 }, () => saidBy(bank.badge('1234')));
    expect(says).toEqual([...new Array<string>(5).fill('sign-in-refused'), 'sign-in-locked']);
    expect(bank.badge('4711')).toEqual({ kind: 'refused', why: 'sign-in-locked', facts: [] });
    expect(bank.signIn('mia', 'parcels-42').kind).toBe('granted');
    bank.wait(60_000);
    expect(bank.badge('4711').kind).toBe('pin-needed');
  });

  test('of a person whom the directory has lost is nobody\'s', () => {
    const bank = new CredentialBank();
    const { directory } = bank.books;
    bank.books = { ...bank.books, directory: { ...directory, recipients: {}, staff: {} } };
    expect(toldBy(bank.badge('4711'))).toEqual(['credential.refused wrong']);
  });

  test('that is right forgives the misses before it', () => {
    const bank = new CredentialBank();
    for (let times = 0; times < 4; times++) bank.badge('1234');
    expect(toldBy(bank.badge('4711'))).toEqual(['note.misses-forgiven']);
    expect(bank.books.misses['badge']?.inARow).toBe(0);
  });

  test('that belongs to two people opens nothing, is reported, and locks nobody out', () => {
    const bank = new CredentialBank();
    const answer = bank.badge('77');
    expect(saidBy(answer)).toBe('two-people');
    expect(toldBy(answer)).toEqual(['credential.refused two-people', 'problem.reported two-people-one-badge']);
    expect(answer.facts.map((fact) => JSON.stringify(fact)).join()).not.toMatch(/bea|cid|77/);
    for (let times = 0; times < 200; times++) bank.badge('77');
    expect(bank.badge('77').facts).toEqual([]);
    expect(isLocked(bank.books, { kind: 'badge' }, bank.now)).toBe(false);
  });

  test('is asked for in vain where the bank takes none', () => {
    expect(new CredentialBank({ loginMethods: ['code'] }).badge('4711')).toEqual({ kind: 'refused', why: 'not-allowed', facts: [] });
  });

  test('of an operator who is a recipient too signs the operator in, who may still ask for their own parcels', () => {
    const bank = new CredentialBank();
    const answer = bank.badge('M-1');
    expect(answer).toMatchObject({ kind: 'granted', identity: staff('mia') });
    if (answer.kind !== 'granted') throw new Error(saidBy(answer));
    expect(asRecipient(bank.books, answer.identity)).toEqual(recipient('mia'));
    expect(asRecipient(bank.books, { kind: 'staff', id: 'oli', role: 'operator' })).toBeNull();
    expect(asRecipient(bank.books, { kind: 'recipient', id: 'ada' })).toBeNull();
  });

  test('of an operator without any right opens nothing', () => {
    const bank = new CredentialBank();
    const answer = bank.badge('N-1');
    expect([saidBy(answer), ...toldBy(answer)]).toEqual(['not-allowed', 'credential.refused not-allowed']);
    expect(answer.facts[0]).toMatchObject({ data: { kind: 'badge', person: 'nil' } });
  });

  test('opens for recipients and for no staff once the directory is too old', () => {
    const bank = new CredentialBank();
    outdate(bank);
    expect(toldBy(bank.badge('O-1'))).toEqual(['credential.refused outdated']);
    expect(bank.badge('4711').kind).toBe('pin-needed');
    expect(bank.badge('M-1')).toMatchObject({ kind: 'granted', identity: recipient('mia') });
    for (let times = 0; times < 20; times++) bank.badge('O-1');
    expect(isLocked(bank.books, { kind: 'badge' }, bank.now)).toBe(false);
  });

  test('is too old for staff so long after the upstream last confirmed the directory', () => {
    const bank = new CredentialBank({ directoryAgeMost: 30 * dayMs });
    bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', sinceMs: bank.nowMs } } };
    bank.wait(30 * dayMs - 1);
    expect(bank.badge('O-1').kind).toBe('granted');
    bank.wait(1);
    expect(saidBy(bank.badge('O-1'))).toBe('not-allowed');
  });

  test('of a carrier obeys the rules for carriers', () => {
    const bank = new CredentialBank({ carrierDirectDropOff: false });
    const { directory } = bank.books;
    const badges = { [badgeTag(bank.keys, 'C1')]: [{ in: 'staff', id: 'carl' }] } as const;
    bank.books = { ...bank.books, directory: { ...directory, badges } };
    expect(toldBy(bank.badge('C1'))).toEqual(['credential.refused not-allowed']);
    bank.set({ carrierDirectDropOff: true });
    expect(bank.badge('C1')).toMatchObject({ kind: 'granted', identity: staff('carl', 'carrier') });
  });
});

describe('the barcode of a person', () => {
  test('names them, however the scanner writes it', () => {
    const bank = new CredentialBank();
    expect(bank.barcode('login  cid99\r\n')).toMatchObject({ kind: 'granted', identity: recipient('cid') });
    expect(bank.barcode('LOGIN OLI 77')).toMatchObject({ kind: 'granted', identity: staff('oli') });
  });

  test('has a lock of its own', () => {
    const bank = new CredentialBank();
    expect(Array.from({ length: 6 }, () => saidBy(bank.barcode('LOGIN CID 98'))).at(-1)).toBe('sign-in-locked');
    expect(bank.badge('4711').kind).toBe('pin-needed');
  });
});

describe('an operator with user name and password', () => {
  test('signs in, with spaces around the name and capitals in it, too', () => {
    const bank = new CredentialBank();
    for (const name of ['mia', ' Mia ', 'MIA']) {
      const answer = bank.signIn(name, 'parcels-42');
      expect(answer).toMatchObject({ kind: 'granted', identity: staff('mia'), facts: [{ type: 'staff.signed-in' }] });
    }
  });

  test.each([
    ['mia', 'parcels-43'], ['nobody', 'parcels-42'], ['', 'parcels-42'], ['__proto__', 'parcels-42'], ['constructor', 'parcels-42'],
    ['ann', 'parcels-42'],
  ])(
    'is refused in one way for a wrong password, for a name that nobody has, and for one without a password [%s]', (username, password) => {
      const answer = new CredentialBank().signIn(username, password);
      expect([saidBy(answer), ...toldBy(answer)]).toEqual(['sign-in-refused', 'credential.refused wrong']);
    });

  test('is told so where the right password brings no right', () => {
    const bank = new CredentialBank();
    const answer = bank.signIn('nil', 'nothing-here');
    expect([saidBy(answer), ...toldBy(answer)]).toEqual(['not-allowed', 'credential.refused not-allowed']);
    outdate(bank);
    expect(toldBy(bank.signIn('mia', 'parcels-42'))).toEqual(['credential.refused outdated']);
    const other = new CredentialBank({ loginMethods: ['badge'] });
    expect(other.signIn('mia', 'parcels-42')).toEqual({ kind: 'refused', why: 'not-allowed', facts: [] });
  });

  test('is locked out alone after five misses, under whichever form of the name', () => {
    const bank = new CredentialBank();
    for (const name of ['mia', 'Mia', ' mia', 'MIA', 'mia']) bank.signIn(name, 'wrong');
    expect(bank.facts.at(-1)).toMatchObject({ type: 'credential.locked-out', data: { kind: 'password', person: 'mia' } });
    expect(bank.signIn('mia', 'parcels-42')).toEqual({ kind: 'refused', why: 'sign-in-locked', facts: [] });
    expect(saidBy(bank.signIn('nil', 'nothing-here'))).toBe('not-allowed');
    bank.wait(60_000);
    expect(toldBy(bank.signIn('mia', 'parcels-42'))).toEqual(['note.misses-forgiven', 'staff.signed-in']);
  });

  test('whom nobody knows is locked out alike, under a name that says nothing of what was typed', () => {
    const bank = new CredentialBank();
    const says = Array.from({ length: 6 }, () => saidBy(bank.signIn('hunter2', 'my name in the wrong field')));
    expect(says).toEqual([...new Array<string>(5).fill('sign-in-refused'), 'sign-in-locked']);
    expect(JSON.stringify(bank.facts)).not.toContain('hunter2');
    expect(saidBy(bank.signIn('hunter3', ''))).toBe('sign-in-refused');
  });
});

describe('the name that nobody has', () => {
  test('costs as much to hash as one that somebody has, and has the same salt at every try', () => {
    const bank = new CredentialBank();
    const trial = passwordTrial(bank.books, bank.keys, 'nobody');
    expect(trial.verifier).toMatchObject(cheap); // As the passwords of this directory are.
    expect(Buffer.from(trial.verifier.salt, 'base64url')).toHaveLength(16);
    expect(passwordTrial(bank.books, bank.keys, ' NOBODY ')).toEqual(trial);
    expect(passwordTrial(bank.books, bank.keys, 'nobody else').verifier.salt).not.toBe(trial.verifier.salt);
    const verifier = bank.books.directory.staff['mia']?.password;
    expect(passwordTrial(bank.books, bank.keys, 'mia')).toEqual({ guess: { kind: 'password', person: 'mia' }, verifier });
  });

  test('costs what the contract recommends where no password is known at all', () => {
    const bank = new CredentialBank();
    bank.books = { ...bank.books, directory: { ...bank.books.directory, staff: {} } };
    expect(passwordTrial(bank.books, bank.keys, 'nobody').verifier).toMatchObject(leastCost);
  });

  test('opens nothing, even with the hash that its verifier would stand for', () => {
    const bank = new CredentialBank();
    const { tag } = passwordTrial(bank.books, bank.keys, 'nobody').verifier;
    for (const hash of [Buffer.from(tag, 'base64url'), new Uint8Array(32), new Uint8Array()]) {
      expect(checkPassword(bank.books, bank.keys, { username: 'nobody', hash }, bank.now, null).kind).toBe('refused');
    }
  });
});
