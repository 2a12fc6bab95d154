import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseToken } from '../../../firmware/bank/tokens.ts';
import { CredentialBank, saidBy, toldBy } from '../../support/credential-bank.ts';
import { dayMs } from '../../support/noon.ts';
import { holderOf } from '../../support/paper-bank.ts';
import { ada, bea } from '../../support/peopled-bank.ts';

function deliveredBank(settings: Partial<CredentialBank['books']['settings']> = {}): CredentialBank {
  const bank = new CredentialBank(settings);
  bank.delivered('parcel-1');
  return bank;
}

describe('a QR token whose signature is good', () => {
  test('stands for whoever may collect, and says by which token', () => {
    const bank = deliveredBank();
    const expMs = bank.nowMs + 60_000;
    expect(bank.token({ jti: 'token-1', reservation: 'parcel-1', expMs })).toEqual({
      kind: 'granted', identity: { kind: 'holder', reservation: 'parcel-1', leg: 1, token: { id: 'token-1', untilMs: expMs } }, facts: [],
    });
  });

  test('opens once: the intent that it leads to uses it up, over every restart', () => {
    const bank = deliveredBank();
    const answer = bank.token({ reservation: 'parcel-1', expMs: bank.nowMs + dayMs });
    if (answer.kind !== 'granted') throw new Error(saidBy(answer));
    bank.release(bank.want('pickup', 'parcel-1'), { identity: answer.identity, session: 's' });
    bank.boot(); // The power was cut before the door had moved.
    expect(toldBy(bank.token({ reservation: 'parcel-1', expMs: bank.nowMs + dayMs }))).toEqual(['credential.refused used']);
    expect(bank.token({ jti: 'token-2', reservation: 'parcel-1' }).kind).toBe('granted');
  });

  test('is remembered as used for as long as it could be shown, whatever an untrusted clock says meanwhile', () => {
    const bank = deliveredBank();
    const expMs = bank.nowMs + dayMs;
    const use = (jti: string, until: number) => {
      const identity = { kind: 'holder', reservation: 'parcel-1', leg: 1, token: { id: jti, untilMs: until } } as const;
      return bank.release(bank.want('pickup', 'parcel-1'), { identity, session: 's' });
    };
    expect(use('token-1', expMs).kind).toBe('intended');
    bank.boot();
    bank.wait(2 * dayMs - 1);
    use('token-2', bank.nowMs + 1);
    expect(Object.keys(bank.books.burned)).toEqual(['token-1', 'token-2']);
    bank.boot();
    bank.wait(2);
    use('token-3', bank.nowMs + 1);
    expect(Object.keys(bank.books.burned)).toEqual(['token-2', 'token-3']);
  });

  test('opens up to its end and not from then on; for a pickup as much later as clocks may be wrong', () => {
    const bank = deliveredBank();
    const expMs = bank.nowMs + 1_000;
    bank.wait(999);
    expect(bank.token({ reservation: 'parcel-1', expMs }).kind).toBe('granted');
    bank.wait(1);
    expect(toldBy(bank.token({ reservation: 'parcel-1', expMs }))).toEqual(['credential.refused expired']);
    bank.set({ tokenSkew: 300_000 as CredentialBank['books']['settings']['tokenSkew'] });
    expect(bank.token({ reservation: 'parcel-1', expMs })).toMatchObject({ identity: { token: { untilMs: expMs + 300_000 } } });
    bank.wait(300_000);
    expect(bank.token({ reservation: 'parcel-1', expMs }).kind).toBe('refused');
    bank.reserve('return-1', { party: ada });
    expect(toldBy(bank.token({ reservation: 'return-1', leg: 0, expMs: bank.nowMs }))).toEqual(['credential.refused expired']);
    expect(toldBy(bank.token({ reservation: 'parcel-1', expMs: NaN }))).toEqual(['credential.refused expired']);
  });

  test('opens up to five minutes before it begins to be good, for banks whose clock is behind', () => {
    const bank = deliveredBank();
    const nbfMs = bank.nowMs + 300_001;
    const expMs = bank.nowMs + dayMs;
    expect(toldBy(bank.token({ reservation: 'parcel-1', nbfMs, expMs }))).toEqual(['credential.refused not-yet']);
    bank.wait(1);
    expect(bank.token({ reservation: 'parcel-1', nbfMs, expMs }).kind).toBe('granted');
  });

  test('opens for the leg and at the locker that it names, and for the last leg where it names none', () => {
    const bank = new CredentialBank({ returnsAndExchanges: true });
    bank.put('return-1', { kind: 'return', party: bea, codes: [], legs: [
      { does: 'deposit', party: ada, codes: [], tags: [], oneTime: false },
      { does: 'collect', party: bea, codes: [], tags: [], oneTime: false },
    ] });
    const locker = bank.lockerOf('return-1');
    expect(bank.token({ reservation: 'return-1', leg: 0, locker })).toMatchObject({ kind: 'granted', identity: { leg: 0 } });
    expect(toldBy(bank.token({ reservation: 'return-1' }))).toEqual(['credential.refused nothing-in-yet']);
    expect(toldBy(bank.token({ reservation: 'return-1', leg: 0, locker: locker + 1 }))).toEqual(['credential.refused wrong']);
    expect(toldBy(bank.token({ reservation: 'return-1', leg: 7 }))).toEqual(['credential.refused used']);
    bank.visit(bank.want('deposit', 'return-1'), holderOf('return-1', 0));
    expect(bank.token({ reservation: 'return-1' })).toMatchObject({ kind: 'granted', identity: { leg: 1 } });
  });

  test('opens nothing for a parcel that the bank does not know, that has been collected, or that has expired', () => {
    const bank = deliveredBank();
    expect(toldBy(bank.token({ reservation: 'parcel-2' }))).toEqual(['credential.refused wrong']);
    expect(toldBy(bank.token({ reservation: '__proto__' }))).toEqual(['credential.refused wrong']);
    bank.delivered('parcel-3');
    bank.wait(bank.books.settings.itemExpiry ?? 0);
    expect(toldBy(bank.token({ reservation: 'parcel-1' }))).toEqual(['credential.refused expired']);
    const other = deliveredBank();
    other.pickUp('parcel-1');
    other.wait(other.books.settings.lockerAccessAfterPickup);
    expect(toldBy(other.token({ reservation: 'parcel-1' }))).toEqual(['credential.refused used']);
  });

  test('is asked for in vain where the bank takes none', () => {
    expect(toldBy(deliveredBank({ loginMethods: ['code'] }).token({ reservation: 'parcel-1' }))).toEqual(['credential.refused not-here']);
  });
});

describe('a QR token that is refused', () => {
  test('gets one answer whatever the reason, and locks nobody out', () => {
    const bank = deliveredBank();
    for (let times = 0; times < 200; times++) {
      expect(saidBy(bank.token({ reservation: 'parcel-2' }))).toBe('code-refused');
      bank.take(refuseToken(bank.books, 'wrong', bank.now, null).facts);
    }
    expect(bank.token({ reservation: 'parcel-1' }).kind).toBe('granted');
    expect(bank.facts.filter(({ type }) => type === 'credential.refused')).toHaveLength(96);
    expect(bank.facts.some(({ type }) => type === 'credential.locked-out')).toBe(false);
  });

  test('tells nobody what it said', () => {
    const bank = deliveredBank();
    const { facts } = bank.token({ jti: 'secret-name', reservation: 'parcel-2' });
    expect(facts).toEqual([expect.objectContaining({ data: { kind: 'qr', why: 'wrong' } })]);
  });
});

describe('whatever a token claims', () => {
  test('ends in an answer, and opens no other reservation than the one it names', () => fc.assert(fc.property(
    fc.record({
      jti: fc.string(), reservation: fc.constantFrom('parcel-1', 'parcel-2', '__proto__'), leg: fc.option(fc.integer({ min: -2, max: 9 })),
      locker: fc.option(fc.integer({ min: 0, max: 9 })), expMs: fc.oneof(fc.double(), fc.constant(Number.MAX_SAFE_INTEGER)),
    }),
    (claims) => {
      const answer = deliveredBank().token(claims);
      if (answer.kind === 'granted') expect(answer.identity).toMatchObject({ kind: 'holder', reservation: 'parcel-1' });
    },
  ), { numRuns: 60 }));
});
