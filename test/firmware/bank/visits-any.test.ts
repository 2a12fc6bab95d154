import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Purpose, Visit } from '../../../firmware/bank/books.ts';
import { aboutLocker } from '../../../firmware/bank/facts.ts';
import { byOf, type Visitor } from '../../../firmware/bank/identity.ts';
import { isLive, itemsAt, parcelOf, type Reservation } from '../../../firmware/bank/reservation.ts';
import { claimOn, isFree, statusOf } from '../../../firmware/bank/status.ts';
import { decideEnding, decideLeftSome, decideRetract, type WantedVisit } from '../../../firmware/bank/visits.ts';
import { eventData, type EventType } from '../../../firmware/contract/events.ts';
import * as v from 'valibot';
import {
  PeopledBank, ada, asHolder, asRecipient, asStaff, bea, directory, law, leg, type MadeReservation,
} from '../../support/peopled-bank.ts';

/**
 * People, doors and power cuts in any order. The people are honest about what they put in and take out; everything
 * else may go wrong. What truly lies in the lockers is kept beside the books, and held against them.
 */
const shapes: readonly MadeReservation[] = [
  {},
  { items: { a: 0, b: 0 } },
  { items: {}, party: law },
  { kind: 'return', legs: [leg('deposit', ada), leg('collect', null)] },
  { kind: 'exchange', legs: [leg('deposit', null), leg('swap', law), leg('collect', bea)], items: { fresh: 0, worn: 1 } },
  { kind: 'exchange', legs: [leg('deposit', ada), leg('collect', bea), leg('deposit', bea), leg('collect', ada)], items: { a: 0, b: 2 } },
  { kind: 'storage' },
  { kind: 'storage', party: law, shared: true },
];
const ids = shapes.map((_, index) => `r${String(index)}`);
const minute = 60_000;
const purposes: readonly Exclude<Purpose, 'remote'>[] = ['deposit', 'pickup', 'swap', 'keep', 'empty', 'look'];

/** The bank, and what truly lies in the three lockers that the reservations share. */
interface World {
  readonly bank: PeopledBank;
  readonly truth: Map<number, Set<string>>;
}
type Step = (world: World) => void;

const lockers = [1, 2, 3];
const id = fc.constantFrom(...ids);
const visitors: readonly Visitor[] = [
  ...['ada', 'bea', 'cid', 'zed'].map(asRecipient), ...Object.keys(directory.staff).map((one) => asStaff(one)),
  asStaff('mia', 'administrator'), asStaff('gone'),
];
const visitor = fc.oneof(
  fc.constantFrom(...visitors),
  fc.record({ id, at: fc.nat(3) }).map(({ id: reservation, at }) => asHolder(reservation, at)),
);

interface Wish {
  readonly purpose: WantedVisit['purpose'];
  readonly id: string;
  readonly ends: boolean;
  readonly items: readonly string[] | undefined;
  readonly locker: number;
}
const wish: fc.Arbitrary<Wish> = fc.record({
  purpose: fc.constantFrom(...purposes), id, ends: fc.boolean(), locker: fc.constantFrom(...lockers),
  items: fc.constantFrom(undefined, ['a'], ['b'], ['fresh'], ['more']),
});

function wantedIn(bank: PeopledBank, asked: Wish): WantedVisit {
  const { purpose, ends, items } = asked;
  if (purpose === 'look') return { purpose, locker: asked.locker, reservation: null };
  return { ...bank.want(purpose, asked.id), ends, ...(items ? { items } : {}) };
}

/** A claim as the bank gives it: on a free locker, and not before the last one of this name is over. */
function claim({ bank }: World, index: number): void {
  const before = bank.books.reservations[`r${String(index)}`];
  if (before && isLive(before, bank.now)) return;
  const locker = lockers.find((one) => isFree(bank.books, bank.books.lockers[one] as never, bank.now));
  if (locker !== undefined) bank.made(`r${String(index)}`, { ...shapes[index], locker });
}

/**
 * An honest person before an open door: takes out what is theirs to take, puts in what they came to put in, and does not
 * shut the door on what belongs to nobody, if they are one of those whose visit says that all is well again.
 */
function act({ bank, truth }: World, locker: number): void {
  const visit = bank.books.visits[locker];
  const inside = truth.get(locker) ?? new Set<string>();
  if (!visit) return;
  const reservation = visit.reservation === null ? undefined : bank.books.reservations[visit.reservation];
  const isStaff = visit.by !== null && visit.by.role !== 'recipient';
  if (!visit.again || visit.purpose === 'keep') inside.delete('contraband');
  if (visit.purpose === 'look' && claimOn(bank.books, locker, bank.now)?.state !== 'occupied') inside.clear();
  if (!reservation || (visit.again && visit.purpose !== 'keep')) return;
  const stays = (thing: string): boolean => visit.leaving.includes(thing) || (visit.items !== null && !visit.items.includes(thing));
  const [takesOut, putsIn] = [['pickup', 'swap', 'empty'].includes(visit.purpose), ['deposit', 'swap'].includes(visit.purpose)];
  if (putsIn && isStaff && reservation.state === 'reserved') inside.clear();
  if (takesOut) for (const thing of inside) if (visit.purpose === 'swap' || !stays(thing)) inside.delete(thing);
  if (putsIn) for (const thing of namesOf(reservation, visit)) inside.add(thing);
  if (visit.purpose === 'keep' && reservation.state !== 'collected') {
    if (visit.ends && !reservation.shared) inside.clear();
    else inside.add('belongings');
  }
}

function namesOf(reservation: Reservation, { items, leg: at }: Pick<Visit, 'items' | 'leg'>): readonly string[] {
  const named = items ?? itemsAt(reservation, 'expected').filter((item) => item.leg === at).map((item) => item.id);
  return named.length > 0 ? named : ['unlabelled'];
}

/** A door does what it does. Whoever finds it open without a right may put something in: hence the doubt. */
function doorSays({ bank, truth }: World, locker: number, says: string): void {
  const visit = bank.books.visits[locker];
  const { door } = bank.books.lockers[locker] ?? {};
  switch (says) {
    case 'opens':
      if (visit?.phase !== 'intended') return;
      bank.door({ type: 'door.opened', locker, intent: visit.intent, how: door === 'open' ? 'already' : 'released' });
      return;
    case 'shuts':
      if (door !== 'open') return;
      act({ bank, truth }, locker);
      bank.shuts(locker);
      return;
    case 'shuts unseen':
      if (door !== 'closed') bank.door({ type: 'door.closed', locker, how: 'found' });
      return;
    case 'is found open':
      if (door === 'unknown') bank.door({ type: 'door.opened', locker, intent: null, how: 'found' });
      return;
    case 'is forced':
      if (door !== 'closed' || visit) return;
      bank.door({ type: 'door.forced', locker });
      truth.get(locker)?.add('contraband');
      return;
    case 'sticks':
      if (visit?.phase === 'intended') bank.door({ type: 'door.did-not-open', locker, intent: visit.intent, why: 'stuck' });
      return;
    default:
      bank.door({ type: 'door.sensor-fault', locker });
  }
}

const doorWords = ['opens', 'opens', 'shuts', 'shuts', 'shuts unseen', 'is found open', 'is forced', 'sticks', 'falls silent'];

const steps: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> }[] = [
  { weight: 4, arbitrary: fc.nat(shapes.length - 1).map((index) => (world) => claim(world, index)) },
  {
    weight: 5,
    arbitrary: fc.record({ asked: wish, who: visitor })
      .map(({ asked, who }) => ({ bank }) => void bank.release(wantedIn(bank, asked), who)),
  },
  { weight: 12, arbitrary: fc.record({ id, whole: fc.boolean() }).map(({ id: one, whole }) => (world) => rightly(world, one, whole)) },
  { weight: 4, arbitrary: fc.constantFrom(...lockers).map((locker) => (world) => act(world, locker)) },
  {
    weight: 8,
    arbitrary: fc.record({ locker: fc.constantFrom(...lockers), says: fc.constantFrom(...doorWords) })
      .map(({ locker, says }) => (world) => doorSays(world, locker, says)),
  },
  {
    weight: 3,
    arbitrary: fc.record({ id, items: fc.constantFrom([], ['a'], ['b'], ['more']) })
      .map(({ id: one, items }) => (world) => takesBack(world, one, items)),
  },
  {
    weight: 2, arbitrary: fc.record({ id, who: visitor, left: fc.constantFrom([], ['a'], ['b'], ['fresh']) })
      .map(({ id: one, who, left }) => ({ bank, truth }) => {
        const facts = decideLeftSome(bank.books, one, left, who, bank.now) ?? [];
        // Said once the door is shut, it was true before.
        if (facts[0]?.type === 'pickup.partial') for (const thing of left) truth.get(bank.want('pickup', one).locker)?.add(thing);
        bank.take(facts);
      }),
  },
  {
    weight: 2, arbitrary: fc.record({ id, who: visitor }).map(({ id: one, who }) => ({ bank, truth }) => {
      const facts = decideEnding(bank.books, one, who, bank.now) ?? [];
      if (facts[0]?.type === 'storage.ended') truth.get(bank.want('keep', one).locker)?.clear();
      bank.take(facts);
    }),
  },
  { weight: 3, arbitrary: fc.constantFrom(1, minute, 6 * minute, 100 * 60 * minute).map((forMs) => ({ bank }) => bank.wait(forMs)) },
  {
    weight: 3,
    arbitrary: fc.record({ id, lapses: fc.boolean() }).map(({ id: one, lapses }) => ({ bank }) => claimChanges(bank, one, lapses)),
  },
  { weight: 1, arbitrary: fc.constant<Step>(powerCut) },
  { weight: 1, arbitrary: fc.constantFrom('hinge', null).map((outOfService) => ({ bank }) => bank.changeLocker(1, { outOfService })) },
];

/** A claim lapses for which nothing has been put in; or one more thing is announced for it. */
function claimChanges(bank: PeopledBank, one: string, lapses: boolean): void {
  const reservation = bank.books.reservations[one];
  if (!reservation || reservation.state === 'collected' || bank.books.visits[reservation.locker]) return;
  if (!lapses && !reservation.items.some((item) => item.id === 'more') && reservation.kind !== 'storage') bank.announced(one, 'more');
  if (lapses && reservation.state === 'reserved') {
    bank.take([aboutLocker('reservation.expired', reservation.locker, { ...parcelOf(reservation), occupied: false })]);
  }
}

/** The lamps go out; whoever stands before an open door shuts it, or does not. */
function powerCut({ bank }: World): void {
  bank.boot();
  for (const locker of lockers) {
    const isOpen = bank.books.lockers[locker]?.door === 'open';
    if (isOpen && locker % 2 === 1) bank.door({ type: 'door.closed', locker, how: 'found' });
    else if (isOpen) bank.door({ type: 'door.opened', locker, intent: null, how: 'found' });
  }
}

/** Somebody entitled does the next thing, from the release to the shut door or only up to the open one. */
function rightly(world: World, one: string, isWhole: boolean): void {
  const { bank } = world;
  const reservation = bank.books.reservations[one];
  if (!reservation) return;
  const does = reservation.legs[reservation.leg]?.does ?? 'collect';
  const purpose = does === 'collect' ? 'pickup' : does;
  const who = visitors.concat(asHolder(one, reservation.leg)).findLast((other) => bank.says(bank.want(purpose, one), other) === 'opens');
  if (!who || bank.release(bank.want(purpose, one), who).kind !== 'intended') return;
  doorSays(world, reservation.locker, 'opens');
  act(world, reservation.locker);
  if (isWhole) doorSays(world, reservation.locker, 'shuts');
}

/** Taken back is only said by who has the things in hand again. */
function takesBack({ bank, truth }: World, one: string, items: readonly string[]): void {
  const putInBy = bank.books.reservations[one]?.putInBy;
  const who = visitors.find(({ identity }) => identity.kind !== 'holder' && identity.id === putInBy?.id);
  const facts = (who && decideRetract(bank.books, { ...bank.want('deposit', one), items }, who, bank.now)) ?? [];
  const [fact] = facts;
  if (fact?.type === 'deposit.abandoned') {
    const inside = truth.get(fact.data.locker);
    for (const { id: thing } of fact.data.items) inside?.delete(thing);
    if (fact.data.items.length === 0) inside?.delete('unlabelled');
  }
  bank.take(facts);
}

const settings = fc.record({
  addToOccupied: fc.constantFrom('nobody', 'staff', 'same-carrier', 'anyone'),
  departmentPickup: fc.constantFrom('nobody', 'key-contacts', 'members'),
  overdueStorage: fc.constantFrom('open', 'staff-only'), batchDropOff: fc.boolean(),
}) as fc.Arbitrary<ConstructorParameters<typeof PeopledBank>[0]>;
const anyDay = fc.record({ settings, day: fc.array(fc.oneof(...steps), { minLength: 20, maxLength: 90, size: 'max' }) });

function worldOf(change: ConstructorParameters<typeof PeopledBank>[0]): World {
  const world = { bank: new PeopledBank(change), truth: new Map(lockers.map((locker) => [locker, new Set<string>()])) };
  shapes.slice(0, 3).forEach((_, index) => claim(world, index));
  return world;
}

function runs(check: (world: World) => void, numRuns: number): void {
  fc.assert(fc.property(anyDay, ({ settings: change, day }) => {
    const world = worldOf(change);
    for (const step of day) {
      step(world);
      check(world);
    }
  }), { numRuns });
}

describe('on any day of visits, whatever doors, sensors and the power do', () => {
  test('no locker in which something lies is ever given out, and none reads available that the books call full', () => {
    runs(({ bank, truth }) => {
      for (const number of lockers) {
        const locker = bank.books.lockers[number];
        if (!locker) continue;
        const claims = (bank.books.claims[number] ?? []).map((one) => bank.books.reservations[one]);
        const isFull = claims.some((one) => one && (one.state === 'occupied' || itemsAt(one, 'in').length > 0));
        const status = statusOf(bank.books, locker, bank.now);
        if (status === 'available') expect(isFull).toBe(false);
        expect(status === 'check').toBe(locker.doubt !== null);
        if (isFree(bank.books, locker, bank.now)) expect([...(truth.get(number) ?? [])]).toEqual([]);
      }
    }, 250);
  });

  test('what the books say lies in a locker does lie there, as long as nothing is in doubt', () => {
    runs(({ bank, truth }) => {
      for (const number of lockers) {
        const locker = bank.books.lockers[number];
        if (locker?.door !== 'closed' || locker.doubt !== null || bank.books.visits[number]) continue;
        const said = (bank.books.claims[number] ?? []).flatMap((one) => itemsAt(bank.books.reservations[one] as Reservation, 'in'));
        const labelled = [...(truth.get(number) ?? [])].filter((thing) => !['unlabelled', 'belongings', 'contraband'].includes(thing));
        expect(labelled.toSorted()).toEqual(said.map((item) => item.id).toSorted());
      }
    }, 100);
  });

  test('state, legs and items of a reservation never contradict each other', () => {
    runs(({ bank }) => {
      for (const { state, legs, leg: next, items } of Object.values(bank.books.reservations)) {
        if (state !== 'occupied') expect(items.filter(({ place }) => place === 'in')).toEqual([]);
        expect(state === 'collected').toBe(next === legs.length);
        if (state === 'occupied') expect(['collect', 'swap', 'keep']).toContain(legs[next]?.does);
        if (state === 'reserved') expect(legs[next]?.does).not.toBe('collect');
      }
    }, 80);
  });

  test('each pickup is completed once at most for what was put in, and every event is one that the contract knows', () => {
    fc.assert(fc.property(anyDay, ({ settings: change, day }) => {
      const world = worldOf(change);
      for (const step of day) step(world);
      const full = new Map<string, boolean>();
      const begun = new Map<number, string>();
      for (const fact of world.bank.facts) {
        if (fact.type.startsWith('note.') || !('data' in fact)) continue;
        const schema = eventData[fact.type as EventType];
        expect(v.safeParse(schema, fact.data).issues ?? []).toEqual([]);
        if (fact.type === 'reservation.made') full.set(fact.data.reservation, false);
        if (fact.type === 'deposit.completed') full.set(fact.data.reservation, true);
        if (fact.type === 'pickup.completed') {
          expect(full.get(fact.data.reservation)).toBe(true);
          full.set(fact.data.reservation, false);
        }
        if (fact.type === 'door.closed') begun.delete(fact.data.locker);
        if (fact.type === 'pickup.started') {
          const what = `${fact.data.reservation} by ${fact.data.by?.id ?? 'nobody'}`;
          expect(begun.get(fact.data.locker)).not.toBe(what);
          begun.set(fact.data.locker, what);
        }
        if (fact.type === 'pickup.partial') full.set(fact.data.reservation, true);
      }
    }), { numRuns: 80 });
  });

  test('no stranger is ever let in: not at any door, for any purpose, with any word', () => {
    const strangers = ['cid', 'zed', '__proto__'].map(asRecipient).concat(
      asStaff('nil'), asStaff('gone'), asStaff('ann', 'operator'), asStaff('mia', 'administrator'), asHolder('none', 0), asHolder('r0', 7),
    );
    fc.assert(fc.property(anyDay, fc.array(wish, { minLength: 5, maxLength: 15 }), ({ settings: change, day }, wishes) => {
      const world = worldOf(change);
      for (const step of day) step(world);
      const { bank } = world;
      for (const one of wishes) {
        const asked = wantedIn(bank, one);
        for (const stranger of strangers) {
          expect(bank.answer(asked, stranger).kind).toBe('refused');
          expect(decideRetract(bank.books, asked, stranger, bank.now)).toBeNull();
          expect(decideLeftSome(bank.books, one.id, [], stranger, bank.now)).toBeNull();
          expect(decideEnding(bank.books, one.id, stranger, bank.now)).toBeNull();
        }
      }
    }), { numRuns: 60 });
  });

  test('who is let in is told by name, and nobody takes over a door that stands open for another purpose', () => {
    const lastBooks = new WeakMap<PeopledBank, PeopledBank['books']>();
    runs(({ bank }) => {
      const before = lastBooks.get(bank);
      lastBooks.set(bank, bank.books);
      for (const visit of Object.values(bank.books.visits)) {
        const reservation = bank.books.reservations[visit.reservation ?? ''];
        const who = visitors.find(({ session }) => session === visit.session);
        const isRenamed = who?.identity.kind === 'staff' && directory.staff[who.identity.id]?.role !== who.identity.role;
        if (who && !isRenamed) expect(visit.by).toEqual(byOf(who.identity, reservation));
        const was = before?.visits[visit.locker];
        if (!was || was.intent === visit.intent || was.phase !== 'open' || was.purpose === 'look') continue;
        // Whether it stands open still nobody knows whose sensor has failed: staff look, or take out what lies there.
        const isUnseen = before.lockers[visit.locker]?.door === 'unknown';
        if (isUnseen && (visit.purpose === 'look' || visit.purpose === 'empty')) continue;
        expect([visit.purpose, visit.reservation]).toEqual([was.purpose, was.reservation]);
      }
    }, 80);
  });
});

test('an honest day leaves the books and the lockers in agreement', () => {
  const bank = new PeopledBank();
  for (const [index, shape] of shapes.entries()) {
    const world = { bank, truth: new Map<number, Set<string>>([[1, new Set()]]) };
    const one = `r${String(index)}`;
    bank.made(one, { ...shape, locker: 1 });
    for (let times = 0; times < 8 && bank.books.reservations[one]?.state !== 'collected'; times++) {
      if (times > 5) bank.take([{ type: 'note.visit-ended', locker: 1 }]);
      rightly(world, one, true);
      if (bank.books.reservations[one]?.kind === 'storage') bank.visit(bank.want('empty', one), asStaff('ann'), () => act(world, 1));
    }
    expect(bank.books.reservations[one]?.state).toBe('collected');
    expect([...(world.truth.get(1) ?? [])]).toEqual([]);
    const over = bank.books.reservations[one];
    if (over) bank.take([aboutLocker('reservation.cancelled', 1, parcelOf(over))]);
  }
});
