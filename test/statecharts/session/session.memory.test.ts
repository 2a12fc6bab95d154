import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionContext } from '../../../statecharts/session/session.context.ts';
import { deposit8, deposit9, offers, olgaToo, pickup4, rosa } from './session-people.ts';
import { settings, type SessionSnapshot } from './session-rig.ts';
import {
  back, badge, choosing, closed, depositOpen, depositShut, follow, found, known, label, labelThen, lockers, naming, next, noLabel, noPlace,
  operatorToo, party, plug, remote, scan, scanNext, several, size, toAdminister, toDeliver, toOwn, toRemove, touch, unplug, way, type Given,
} from './session-words.ts';

const { returnHomeOnInactivity, returnHomeAfterPickup, inactivityWarning } = settings;
const idle = returnHomeOnInactivity - inactivityWarning;

async function knownAfter(...from: readonly Given[]): Promise<SessionContext> {
  return (await follow(from)).place.context;
}

describe('what the screen is told besides its state', () => {
  test('which door was opened from afar, and why, until it is told no more', async () => {
    expect((await knownAfter(remote)).remote).toEqual({ locker: 9, why: 'support' });
    expect((await knownAfter(remote, returnHomeAfterPickup)).remote).toBeNull();
    const second: Given = { type: 'door.opened-remotely', locker: 3, why: 'cleaning' };
    expect((await knownAfter(remote, second)).remote).toEqual({ locker: 3, why: 'cleaning' });
  });

  test('how long it stays for a person who does nothing', async () => {
    expect((await knownAfter()).stay).toBeNull();
    expect((await knownAfter(way('code'))).stay).toEqual({ ms: returnHomeOnInactivity });
    expect((await knownAfter(way('code'), idle)).stay).toEqual({ ms: inactivityWarning });
    expect((await knownAfter(way('code'), plug)).stay).toEqual({ ms: 3 * returnHomeOnInactivity });
    expect((await knownAfter(way('code'), idle, inactivityWarning)).stay).toBeNull();
  });

  test('that it stays for as long once more, for a person who touches it', async () => {
    const rig = await follow([way('code')]);
    const { stay } = rig.place.context;
    rig.tell(touch);
    expect(rig.place.context.stay).toEqual(stay);
    expect(rig.place.context.stay).not.toBe(stay);
  });

  test('which way to sign in they have chosen last', async () => {
    expect((await knownAfter(way('code'), way('password'))).way).toBe('password');
  });

  test.each<readonly [list: SessionContext['errand'], from: readonly Given[]]>([
    ['removing', [badge, known(olgaToo, offers([], { expired: 2 }))]],
    ['removing', [badge, known(olgaToo, offers([pickup4], { expired: 2 })), toRemove]],
    ['removing', [...lockers, toRemove]],
    ['administering', [...lockers, toRemove, toAdminister]],
  ])('which lockers are listed: %s [%#]', async (list, from) => {
    expect((await knownAfter(...from)).errand).toBe(list);
  });

  test('whether the person hears it', async () => {
    expect((await knownAfter(plug)).hears).toBe(true);
    expect((await knownAfter(plug, unplug)).hears).toBe(false);
  });
});

describe('of one parcel nothing is left for the next', () => {
  const none = { label: null, party: null };

  test.each<readonly [when: string, from: readonly Given[]]>([
    ['which has no label', [...naming, back, noLabel]],
    ['once its door is shut', [...naming, party, size, found(deposit8), { type: 'door.opened', locker: 8 }, closed(8), next]],
    ['where the courier thought better of it', [...naming, back]],
    ['after the lockers were seen to', [...lockers, toDeliver]],
    ['after an operator looked for their own', [...operatorToo, toDeliver, toOwn]],
    ['once a person was led to what its label is about', [...labelThen(rosa, several), found(pickup4)]],
    ['once a person was told that it is not theirs', [...labelThen(rosa, several), noPlace('not-yours')]],
  ])('%s', async (_when, from) => {
    expect((await knownAfter(...from)).parcel).toEqual(none);
  });
});

describe('what waits for a door to be shut', () => {
  const waiting = [...depositOpen, scan, found(deposit9)] as const;

  test.each<readonly [what: string, then: readonly Given[]]>([
    ['is the next to open, and then waits no longer', [closed(8)]],
    ['is forgotten where the courier thinks better of it', [back]],
    ['is forgotten where they scan another label', [scanNext]],
    ['is forgotten where they type another number', [label]],
  ])('%s', async (_what, then) => {
    expect((await follow(waiting, { batchDropOff: true })).place.context.held).toEqual(deposit9);
    expect((await follow([...waiting, ...then], { batchDropOff: true })).place.context.held).toBeNull();
  });
});

describe('what a session cannot know opens nothing', () => {
  const tampered = (snapshot: SessionSnapshot, errand: object, changed: Partial<SessionContext>): SessionSnapshot =>
    sessionChart.resolveState({
      value: { ...snapshot.value, errand } as typeof snapshot.value, context: { ...snapshot.context, ...changed },
    });

  test('no door is released where none is known', async () => {
    const { snapshot, ask } = await follow(choosing);
    const proven = tampered(snapshot, { visiting: 'proving' }, { doors: [] });
    expect(() => transition(sessionChart, proven, { type: 'saying.taken', ask, visits: [] })).toThrow('the session does not know');
  });

  test('no parcel is put behind a door that is not being kept for it', async () => {
    const { snapshot } = await follow(depositShut);
    const waiting = tampered(snapshot, { doors: 'shutting' }, { held: null });
    expect(() => transition(sessionChart, waiting, closed(8))).toThrow('the session does not know');
  });
});

describe('whoever is nobody here', () => {
  const visitor: readonly Given[] = [
    { type: 'storing.chosen' }, size, { type: 'length.chosen', lengthMs: 3_600_000 },
    (ask) => ({ type: 'place.found', ask, visit: { purpose: 'keep', locker: 7, reservation: 'r-7' } }),
    { type: 'door.opened', locker: 7 }, closed(7), next,
    (ask) => ({ type: 'offers.listed', ask, offers: { visits: [], stores: true, alters: false, expired: 2 } }),
  ];

  test.each([
    ['delivers nothing', toDeliver], ['sees to no lockers', toAdminister], ['removes nothing', { type: 'removing.chosen' } as const],
  ])('%s', async (_what, wish) => {
    const rig = await follow(visitor);
    expect(rig.place.at).toBe('visiting.choosing');
    rig.tell(wish);
    expect(rig.place.at).toBe('visiting.choosing');
  });
});
