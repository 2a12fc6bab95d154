import { describe, expect, test } from 'vitest';
import { Answers } from '../../../firmware/kiosk/answers.ts';
import type { Desk, Stored } from '../../../firmware/desk.ts';
import type { WalkInAnswer } from '../../../firmware/bank/walk-in.ts';
import type { Ledger } from '../../../firmware/journal/ledger.ts';
import type { SessionCommand } from '../../../statecharts/session/session.events.ts';
import { PeopledBank } from '../../support/peopled-bank.ts';

const bank = new PeopledBank();
const ledger = { books: bank.books, now: () => bank.now } as unknown as Ledger;
const wanted = { purpose: 'deposit', locker: 3, reservation: '~1' } as const;
const taken: WalkInAnswer = { kind: 'taken', facts: [], wanted, added: ['NEW-1'] };
const place = { size: 'small', beside: null, accessible: false };
const findPlace = {
  type: 'place.find', ask: 7, parcel: { label: 'NEW-1', party: { type: 'recipient', id: 'ada' } }, place,
} as const satisfies SessionCommand;

/** A desk that says what it is told to say, and notes what was undone. */
function deskWith(says: Partial<Desk>) {
  const over: unknown[] = [];
  const walkInOver: Desk['walkInOver'] = async (claim) => void over.push(claim);
  const find: Desk['find'] = () => ({ kind: 'refused', why: 'parcel-unknown' });
  const desk = { visitor: null, lockers: () => [], find, mayBring: () => true, walkInOver, ...says } as Desk;
  return { answers: new Answers({ desk, ledger }), over };
}

describe('a locker that was found for a parcel', () => {
  test('whose bringer left while it was written down is nobody\'s again', async () => {
    let letGo: (answer: WalkInAnswer) => void = () => undefined;
    const { answers, over } = deskWith({ walkIn: () => new Promise((resolve) => (letGo = resolve)) });
    const answering = answers.to(findPlace);
    await Promise.resolve();
    await answers.end();
    letGo(taken);
    await answering;
    expect(over).toEqual([{ wanted, added: ['NEW-1'] }]);
    expect(answers.isBrought('~1')).toBe(false);
  });

  test('is let go once they bring the next one, and when they go', async () => {
    const { answers, over } = deskWith({ walkIn: async () => taken });
    expect(await answers.to(findPlace)).toEqual({ type: 'place.found', ask: 7, visit: wanted });
    expect([answers.isBrought('~1'), answers.isBrought('r-9'), over.length]).toEqual([true, false, 0]);
    await answers.to({ type: 'parcel.find', ask: 8, label: 'NEW-2' });
    expect(over).toHaveLength(1);
    await answers.end();
    expect(over).toHaveLength(2); // The books say whether there is still something to be undone.
  });

  test('has no end of claims to be looked after in one session', async () => {
    const { answers, over } = deskWith({ walkIn: async () => taken });
    for (let times = 0; times < 100; times++) await answers.to(findPlace);
    over.length = 0;
    await answers.end();
    expect(over.length).toBeLessThanOrEqual(64);
  });

  test.each([
    ['no-free-locker-of-size', 'no-locker-of-this-size'], ['nothing-to-add-to', 'no-locker-of-this-size'],
    ['only-delivery-lockers-left', 'kept-for-deliveries'], ['locker-occupied', 'locker-busy'], ['announced-apart', 'announced-for-others'],
    ['too-many-items', 'too-many'], ['unknown-party', 'not-allowed'], ['label-needed', 'not-allowed'], ['offline', 'offline'],
  ] as const)('or why there is none, in the words for people [%s]', async (why, said) => {
    const { answers } = deskWith({ walkIn: async () => ({ kind: 'refused', why }) });
    expect(await answers.to(findPlace)).toEqual({ type: 'place.refused', ask: 7, why: said });
  });

  test('is found for nobody who is not known', async () => {
    const { answers } = deskWith({ walkIn: async () => null });
    expect(await answers.to(findPlace)).toMatchObject({ type: 'place.refused', why: 'not-allowed' });
  });
});

describe('a visitor\'s code', () => {
  const visitor = { identity: { kind: 'holder', reservation: '~1', leg: 0, token: null }, session: 's' } as const;
  const stored: Stored = { answer: { kind: 'taken', facts: [], wanted: { ...wanted, purpose: 'keep' }, visitor }, code: '12345678' };
  const begin = { type: 'storage.begin', ask: 1, place, lengthMs: null } as const;

  test('is shown beside their own locker alone, until they go', async () => {
    const { answers } = deskWith({ store: async () => stored });
    await answers.to(begin);
    expect([answers.codeFor('~1'), answers.codeFor('r-9'), answers.codeFor(null)]).toEqual(['12345678', null, null]);
    await answers.end();
    expect(answers.codeFor('~1')).toBeNull();
  });

  test('is shown to nobody who came after them', async () => {
    let letGo: (answer: Stored) => void = () => undefined;
    const { answers, over } = deskWith({ store: () => new Promise((resolve) => (letGo = resolve)) });
    const answering = answers.to(begin);
    await answers.end();
    letGo(stored);
    await answering;
    expect(answers.codeFor('~1')).toBeNull();
    expect(over).toHaveLength(1);
  });

  test('is not for staff, who store nothing of their own', async () => {
    const { answers } = deskWith({ visitor: { identity: { kind: 'staff', id: 'mia', role: 'operator' }, session: 's' } });
    expect(await answers.to(begin)).toEqual({ type: 'place.refused', ask: 1, why: 'not-allowed' });
  });
});

test('a door that is not released after somebody has left is nothing that the next person is told of', async () => {
  let letGo: () => void = () => undefined;
  const refused = { kind: 'refused', why: 'locker-busy' } as const;
  const { answers } = deskWith({ release: () => new Promise((resolve) => (letGo = () => resolve(refused))) });
  const answering = answers.to({ type: 'door.release', visit: wanted });
  await answers.end();
  letGo();
  expect(await answering).toBeNull();
});

describe('somebody who leaves while the disk is still writing', () => {
  test('has no more lockers seen to under the rights of whoever comes next', async () => {
    const decided: number[] = [];
    let written: () => void = () => undefined;
    const decide: Desk['decide'] = (decision) => {
      decided.push(decision.length);
      return new Promise((resolve) => (written = () => resolve({ kind: 'facts', facts: [] })));
    };
    const { answers } = deskWith({ decide });
    const saying = { about: 'lockers', deed: 'in-service', lockers: [3, 4], why: null } as const;
    const answering = answers.to({ type: 'saying.take', ask: 1, saying });
    await answers.end();
    written();
    await answering;
    expect(decided).toHaveLength(1);
  });

  test('gets no locker that would be found for whoever comes next', async () => {
    const walkIns: unknown[] = [];
    const { answers } = deskWith({
      walkIn: async (request) => (walkIns.push(request), taken),
      walkInOver: () => new Promise((resolve) => setImmediate(resolve)),
    });
    await answers.to(findPlace);
    const answering = answers.to(findPlace);
    await answers.end();
    expect(await answering).toEqual({ type: 'place.refused', ask: 7, why: 'not-allowed' });
    expect(walkIns).toHaveLength(1);
  });
});
