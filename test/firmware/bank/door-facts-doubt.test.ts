import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../firmware/bank/status.ts';
import type { WantedVisit } from '../../../firmware/bank/visits.ts';
import { typesOf } from '../../support/paper-bank.ts';
import { PeopledBank, asHolder, asRecipient, asStaff, leg, ada, bea } from '../../support/peopled-bank.ts';

const look: WantedVisit = { purpose: 'look', locker: 1, reservation: null };

function statusIn(bank: PeopledBank): string {
  const locker = bank.books.lockers[1];
  return locker ? statusOf(bank.books, locker, bank.now) : 'none';
}

describe('what puts a locker in doubt', () => {
  test('a forced door, once', () => {
    const bank = new PeopledBank();
    expect(typesOf(bank.door({ type: 'door.forced', locker: 2 }))).toEqual(['door.forced', 'locker.check']);
    expect(typesOf(bank.shuts(2))).toEqual(['door.closed']);
    expect(typesOf(bank.door({ type: 'door.forced', locker: 2 }))).toEqual(['door.forced']);
    expect(bank.books.lockers[2]).toMatchObject({ door: 'open', doubt: 'forced' });
  });

  test.each([
    [
      'while its door stands open', 'sensor-fault',
      (bank: PeopledBank) => void bank.door({ type: 'door.opened', locker: 1, intent: null, how: 'already' }),
    ],
    ['while its door is about to open', 'sensor-fault', (bank: PeopledBank) => void bank.release(look, asStaff('oli'))],
    ['while its door is shut and idle', null, () => undefined],
    ['while it holds a parcel behind a shut door', null, (bank: PeopledBank) => void bank.putIn('p')],
  ])('a sensor that fails %s: %s', (_, doubt, happens) => {
    const bank = new PeopledBank();
    happens(bank);
    const facts = bank.door({ type: 'door.sensor-fault', locker: 1 });
    expect(typesOf(facts)).toEqual(doubt === null ? ['door.sensor-fault'] : ['door.sensor-fault', 'locker.check']);
    expect(bank.books.lockers[1]).toMatchObject({ door: 'unknown', doubt });
  });

  test.each([
    ['a door that stuck gives way to a door that was forced', ['stuck', 'forced'], 'forced'],
    ['a door that was forced stays forced, whatever sticks later', ['forced', 'stuck'], 'forced'],
    ['an opening from afar is what counts in the end', ['forced', 'remote', 'stuck'], 'opened-remotely'],
  ])('%s', (_, happens, doubt) => {
    const bank = new PeopledBank().putIn('p');
    for (const what of happens) {
      if (what === 'forced') bank.door({ type: 'door.forced', locker: 1 });
      if (what === 'stuck') bank.door({ type: 'door.did-not-open', locker: 1, intent: 'i', why: 'stuck' });
      if (what === 'remote') {
        const visit = {
          intent: 'remote', locker: 1, purpose: 'remote', again: false, reservation: 'p', leg: 0, items: null, leaving: [], ends: false,
          by: null, command: null, session: null, token: null, newCode: null, phase: 'intended',
        } as const;
        bank.take([{ type: 'note.intent', visit }]);
        bank.opens(1);
      }
      bank.shuts(1);
    }
    expect(bank.books.lockers[1]?.doubt).toBe(doubt);
    expect(statusIn(bank)).toBe('check');
  });
});

describe('what clears a doubt', () => {
  function forced(bank: PeopledBank): PeopledBank {
    bank.door({ type: 'door.forced', locker: 1 });
    bank.shuts(1);
    return bank;
  }

  test('a look by staff with the right to open, once they have shut the door', () => {
    const bank = forced(new PeopledBank());
    bank.release(look, asStaff('oli'));
    expect(typesOf(bank.opens(1))).toEqual(['door.opened']);
    expect(statusIn(bank)).toBe('check');
    expect(bank.shuts(1)).toMatchObject([
      { type: 'door.closed' },
      { type: 'locker.checked', data: { locker: 1, by: { role: 'operator', id: 'oli' } } },
      { type: 'note.visit-ended' },
    ]);
    expect(statusIn(bank)).toBe('available');
  });

  test('no look whose end nobody saw', () => {
    const bank = forced(new PeopledBank());
    bank.release(look, asStaff('oli'));
    bank.opens(1);
    expect(typesOf(bank.door({ type: 'door.closed', locker: 1, how: 'found' }))).toEqual(['door.closed', 'note.visit-ended']);
    expect(statusIn(bank)).toBe('check');
  });

  test('a look into a locker about which there is no doubt says nothing', () => {
    const bank = new PeopledBank();
    expect(typesOf(bank.visit(look, asStaff('oli')))).toEqual(['note.intent', 'door.opened', 'door.closed', 'note.visit-ended']);
  });

  test.each([
    ['all of it', []], ['some of it', ['a']],
  ])('the pickup of its own recipient, who takes %s', (_, items) => {
    const bank = forced(new PeopledBank().putIn('p', { items: { a: 0, b: 0 } }));
    bank.visit({ ...bank.want('pickup', 'p'), items }, asRecipient('ada'));
    expect(bank.facts.at(-1)?.type).toBe('locker.checked');
  });

  test('no reopening by whoever has collected: the locker is not theirs any more', () => {
    const bank = new PeopledBank().putIn('p');
    bank.visit(bank.want('pickup', 'p'), asRecipient('ada'));
    forced(bank);
    bank.visit(bank.want('pickup', 'p'), asRecipient('ada'));
    expect(bank.books.lockers[1]?.doubt).toBe('forced');
  });

  test('the exchange of whoever takes out what lies there', () => {
    const legs = [leg('deposit', null), leg('swap', ada), leg('collect', bea)];
    const bank = forced(new PeopledBank().putIn('p', { kind: 'exchange', legs, items: { new: 0, old: 1 } }));
    bank.visit(bank.want('swap', 'p'), asRecipient('ada'));
    expect(bank.facts.at(-1)?.type).toBe('locker.checked');
  });
});

describe('a deposit into a locker in doubt', () => {
  test.each([
    ['forced', 'locker-busy', 'opens'], ['found-open', 'locker-busy', 'opens'], ['sensor-fault', 'locker-busy', 'opens'],
    ['opened-remotely', 'locker-busy', 'opens'], ['not-emptied', 'locker-busy', 'opens'],
    ['what an older version wrote', 'locker-busy', 'opens'],
    ['did-not-open', 'opens', 'opens'], ['interrupted', 'opens', 'opens'], ['unconfirmed', 'opens', 'opens'],
  ])('that is %s: whoever may only drop off is told %s, whoever may also look %s', (doubt, mia, max) => {
    const bank = new PeopledBank().made('p');
    bank.changeLocker(1, { doubt });
    expect(bank.says(bank.want('deposit', 'p'), asStaff('mia'))).toBe(mia);
    expect(bank.says(bank.want('deposit', 'p'), asStaff('max'))).toBe(max);
  });

  test('clears it for staff who may look, and for nobody else', () => {
    const bank = new PeopledBank().made('p');
    bank.changeLocker(1, { doubt: 'did-not-open' });
    bank.visit(bank.want('deposit', 'p'), asStaff('mia'));
    expect(bank.books.lockers[1]?.doubt).toBe('did-not-open');
    bank.visit(bank.want('pickup', 'p'), asHolder('p', 1));
    expect(bank.books.lockers[1]?.doubt).toBeNull();
    const other = new PeopledBank().made('p');
    other.changeLocker(1, { doubt: 'forced' });
    expect(typesOf(other.visit(other.want('deposit', 'p'), asStaff('max'))).slice(-2)).toEqual(['deposit.completed', 'locker.checked']);
  });

  test.each([
    ['its sensor is silent', { door: 'unknown' as const }],
    ['it is out of service', { outOfService: 'hinge' }],
  ])('is refused to everybody where %s', (_, change) => {
    const bank = new PeopledBank().made('p');
    bank.changeLocker(1, change);
    for (const id of ['mia', 'max', 'ann']) expect(bank.says(bank.want('deposit', 'p'), asStaff(id))).toBe('locker-busy');
  });

  test('what lies in a locker that is out of service is collected all the same', () => {
    const bank = new PeopledBank().putIn('p');
    bank.changeLocker(1, { outOfService: 'hinge', door: 'unknown' });
    expect(bank.says(bank.want('pickup', 'p'), asRecipient('ada'))).toBe('opens');
  });

  test('is refused while the disk is full; what lies there is collected all the same', () => {
    const bank = new PeopledBank().made('p').putIn('q', { locker: 2 });
    bank.books = { ...bank.books, degraded: ['disk-full'] };
    expect(bank.says(bank.want('deposit', 'p'), asStaff('mia'))).toBe('bank-trouble');
    expect(bank.says(bank.want('pickup', 'q'), asRecipient('ada'))).toBe('opens');
  });
});
