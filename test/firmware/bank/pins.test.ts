import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../firmware/bank/identity.ts';
import { isEasyPin, pinVerifier } from '../../../firmware/bank/pins.ts';
import { CredentialBank, saidBy, toldBy } from '../../support/credential-bank.ts';

const ada: Identity = { kind: 'recipient', id: 'ada' };
const mia: Identity = { kind: 'staff', id: 'mia', role: 'operator' };

const pinsOf = (bank: CredentialBank, pins: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(pins).map(([id, pin]) => [id, { pin: bank.verifier(pin) }]));

describe('a person with a PIN', () => {
  test('is asked for it after the badge, and let in once it is right', () => {
    const bank = new CredentialBank();
    expect(bank.badge('4711')).toEqual({ kind: 'pin-needed', identity: ada, facts: [] });
    expect(bank.pin(ada, '7294')).toEqual({ kind: 'granted', identity: ada, facts: [] });
  });

  test('is not asked for it where the bank asks for none, nor with a password', () => {
    const bank = new CredentialBank({ loginMethods: ['badge', 'password'] });
    bank.knows({}, { mia: { pin: bank.verifier('7294') } });
    expect(bank.badge('4711').kind).toBe('granted');
    expect(bank.signIn('mia', 'parcels-42').kind).toBe('granted');
    expect(pinVerifier(bank.books, ada)).toBeNull();
    bank.set({ loginMethods: ['badge', 'password', 'pin'] });
    expect(bank.signIn('mia', 'parcels-42').kind).toBe('granted');
  });

  test('who works there has signed in once it is right, and no sooner', () => {
    const bank = new CredentialBank();
    bank.knows({}, { mia: { pin: bank.verifier('7294') } });
    expect(toldBy(bank.badge('M-1'))).toEqual([]);
    expect(toldBy(bank.pin(mia, '7294'))).toEqual(['staff.signed-in']);
  });

  test.each([['a recipient', { mia: '7294' }, {}], ['somebody who works there', {}, { mia: '7294' }]] as const)(
    'who is both is asked for the one that they have as %s, whichever of the two the badge lets in', (_, recipients, staff) => {
      const bank = new CredentialBank();
      bank.knows(pinsOf(bank, recipients), pinsOf(bank, staff));
      expect(bank.badge('M-1')).toMatchObject({ kind: 'pin-needed', identity: mia });
      expect(bank.pin(mia, '7294').kind).toBe('granted');
      bank.books = { ...bank.books, documents: { directory: { version: 1, sha256: '', validUntilMs: bank.nowMs } } };
      expect(bank.badge('M-1')).toMatchObject({ kind: 'pin-needed', identity: { kind: 'recipient', id: 'mia' } });
      expect(bank.pin({ kind: 'recipient', id: 'mia' }, '7294').kind).toBe('granted');
    });

  test('is locked out alone after five misses', () => {
    const bank = new CredentialBank();
    bank.knows({ cid: { pin: bank.verifier('8302') } });
    const says = Array.from({ length: 6 }, () => saidBy(bank.pin(ada, '7295')));
    expect(says).toEqual([...new Array<string>(5).fill('sign-in-refused'), 'sign-in-locked']);
    expect(bank.facts.at(-1)).toMatchObject({ type: 'credential.locked-out', data: { kind: 'pin', person: 'ada' } });
    expect(saidBy(bank.pin(ada, '7294'))).toBe('sign-in-locked');
    expect(bank.pin({ kind: 'recipient', id: 'cid' }, '8302').kind).toBe('granted');
    bank.wait(60_000);
    expect(toldBy(bank.pin(ada, '7294'))).toEqual(['note.misses-forgiven']);
  });

  test('who was given one that everybody tries first is not let in with it, and the try counts', () => {
    const bank = new CredentialBank();
    bank.knows({ ada: { pin: bank.verifier('1234') } });
    expect(saidBy(bank.pin(ada, '1234'))).toBe('pin-too-easy');
    expect(bank.books.misses['pin/ada']?.inARow).toBe(1);
  });

  test('gives it for a pickup by code, too, where a signature is wanted', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1');
    const holder: Identity = { kind: 'holder', reservation: 'parcel-1', leg: 1, token: null };
    expect(bank.pin(holder, '7294')).toEqual({ kind: 'granted', identity: holder, facts: [] });
    expect(saidBy(bank.pin(holder, '7295'))).toBe('sign-in-refused');
    expect(bank.books.misses['pin/ada']?.inARow).toBe(1);
  });

  test('and nobody else has one: without a PIN, or without an entry, nothing is let in by it', () => {
    const bank = new CredentialBank();
    bank.delivered('parcel-1', { party: { type: 'department', id: 'law' } });
    const nobodies: readonly Identity[] = [
      { kind: 'recipient', id: 'cid' }, { kind: 'recipient', id: '__proto__' }, { kind: 'staff', id: 'ada', role: 'operator' },
      { kind: 'holder', reservation: 'parcel-1', leg: 1, token: null }, { kind: 'holder', reservation: 'none', leg: 1, token: null },
    ];
    for (const identity of nobodies) expect(bank.pin(identity, '7294')).toEqual({ kind: 'refused', why: 'not-allowed', facts: [] });
  });
});

describe('a PIN', () => {
  test.each([
    '', '123', '0000', '1111', '999999', '1234', '2345', '456789', '4321', '987654', '7890', '8901', '0987', '1212', '252525', '123123',
    '1984', '2004', 'abcd', '12 34',
  ])('that everybody tries first is none [%s]', (pin) => {
    expect(isEasyPin(pin)).toBe(true);
  });

  test.each(['7294', '2580', '1357', '1123', '1221', '135791', '198400', '2104', '73915'])('is good otherwise [%s]', (pin) => {
    expect(isEasyPin(pin)).toBe(false);
  });

  test('is hardly ever refused that chance has made', () => {
    const pins = Array.from({ length: 10_000 }, (_, pin) => String(pin).padStart(4, '0'));
    expect(pins.filter(isEasyPin).length).toBeLessThan(340); // 200 of these are years.
    fc.assert(fc.property(fc.string({ maxLength: 20 }), (text) => {
      expect(typeof isEasyPin(text)).toBe('boolean');
    }));
  });
});
