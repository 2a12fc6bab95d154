import { describe, expect, test } from 'vitest';
import type { DoorCommand, DoorEvent } from '../../../statecharts/door/door.events.ts';
import type { DoorSettings } from '../../../statecharts/door/door.settings.ts';
import { ms } from '../../../statecharts/units.ts';
import { DoorRig, usual } from './door-rig.ts';

/** A fact, or a length of time in which nothing happens but timers. */
type Given = DoorEvent | number;

interface Row {
  readonly it: string;
  readonly from: readonly Given[];
  readonly on: Given;
  readonly to: string;
  readonly says: readonly string[];
}

const asked: DoorEvent = { type: 'release.requested', intent: 'i-1' };
const askedAgain: DoorEvent = { type: 'release.requested', intent: 'i-2' };
const pulsed: DoorEvent = { type: 'lock.pulsed', by: 'done' };
const silent: DoorEvent = { type: 'lock.refused', reason: 'silent' };
const opened: DoorEvent = { type: 'sensor.opened' };
const closed: DoorEvent = { type: 'sensor.closed' };
const lost: DoorEvent = { type: 'sensor.lost' };
const { openWithin, closedFor, openWarning, heldOpenAfter } = usual;
const threePulses = [openWithin, openWithin, openWithin];

/** What was said, in short: `door.opened i-1 released`. The locker is 7 in all of it. */
const inShort = ({ type, ...rest }: DoorCommand): string =>
  [type, ...Object.entries(rest).filter(([key]) => key !== 'locker').map(([, value]) => String(value))].join(' ');

async function follow(from: readonly Given[], settings: DoorSettings = usual): Promise<DoorRig> {
  const rig = new DoorRig(settings);
  for (const given of from) await (typeof given === 'number' ? rig.wait(given) : rig.tell(given));
  return rig;
}

const wakingUp: readonly Row[] = [
  { it: 'a door found shut is closed', from: [], on: closed, to: 'closed', says: ['door.closed found'] },
  { it: 'a door found open is open, for nobody', from: [], on: opened, to: 'open', says: ['door.opened null found'] },
  { it: 'a door whose sensor was never heard says so', from: [], on: lost, to: 'unknown', says: ['door.sensor-fault'] },
  { it: 'a door nobody has seen yet still opens for its person', from: [], on: asked, to: 'releasing', says: ['lock.pulse 400'] },
  { it: 'time alone tells nothing of a door nobody sees', from: [], on: heldOpenAfter, to: 'unknown', says: [] },
];

const releasing: readonly Row[] = [
  { it: 'a person asks and the lock is pulsed', from: [closed], on: asked, to: 'releasing', says: ['lock.pulse 400'] },
  { it: 'an impatient finger changes nothing', from: [closed, asked], on: asked, to: 'releasing', says: [] },
  { it: 'an impatient second person changes nothing', from: [closed, asked], on: askedAgain, to: 'releasing', says: [] },
  { it: 'a pulsed lock is a released door', from: [closed, asked], on: pulsed, to: 'releasing', says: ['door.released i-1 1 false'] },
  { it: 'a lock whose board has taken the order is a released door, and says so', from: [closed, asked], on: { type: 'lock.pulsed', by: 'confirmed' }, to: 'releasing', says: ['door.released i-1 1 true'] },
  { it: 'a refusal alone gives nothing up', from: [closed, asked], on: silent, to: 'releasing', says: [] },
  { it: 'a reading that it is still shut changes nothing', from: [closed, asked], on: closed, to: 'releasing', says: [] },
  {
    it: 'the door opens: the lock rests first, then it is said',
    from: [closed, asked, pulsed], on: opened, to: 'open', says: ['lock.rest', 'door.opened i-1 released'],
  },
  {
    it: 'a bolt that stays is pulsed again, after a rest',
    from: [closed, asked], on: openWithin, to: 'releasing', says: ['lock.rest', 'lock.pulse 400'],
  },
  { it: 'the second pulse is counted as the second', from: [closed, asked, openWithin], on: pulsed, to: 'releasing', says: ['door.released i-1 2 false'] },
  {
    it: 'the third pulse is the last',
    from: [closed, asked, openWithin, openWithin], on: openWithin, to: 'stuck', says: ['lock.rest', 'door.did-not-open i-1 stuck'],
  },
  {
    it: 'a lock that refused its last pulse is the reason',
    from: [closed, asked, openWithin, openWithin, silent], on: openWithin, to: 'stuck', says: ['lock.rest', 'door.did-not-open i-1 silent'],
  },
  {
    it: 'a refusal of an earlier pulse is not the reason',
    from: [closed, asked, silent, openWithin, openWithin, pulsed], on: openWithin, to: 'stuck', says: ['lock.rest', 'door.did-not-open i-1 stuck'],
  },
  {
    it: 'a wire that breaks in mid-release rests the lock and answers the person',
    from: [closed, asked], on: lost, to: 'unknown', says: ['lock.rest', 'door.did-not-open i-1 stuck', 'door.sensor-fault', 'lock.rest'],
  },
];

const unseen: readonly Row[] = [
  {
    it: 'a door behind a broken wire is pulsed once: a second pulse could open it behind a person who has left',
    from: [lost, asked], on: openWithin, to: 'unknown', says: ['lock.rest', 'door.did-not-open i-1 stuck', 'lock.rest'],
  },
  {
    it: 'whoever opened it unseen is no burglar when the wire is mended',
    from: [lost, asked, openWithin], on: opened, to: 'open', says: ['door.opened null found'],
  },
  {
    it: 'it is known to be shut again when the wire is mended',
    from: [lost, asked, ...threePulses], on: closed, to: 'closed', says: ['door.closed found'],
  },
  {
    it: 'once the wire is mended the next person has all the pulses',
    from: [lost, asked, openWithin, closed, askedAgain], on: openWithin, to: 'releasing', says: ['lock.rest', 'lock.pulse 400'],
  },
  { it: 'a wire mended in mid-release tells that it is shut, once', from: [lost, asked], on: closed, to: 'releasing', says: ['door.closed found'] },
  { it: 'a wire mended in mid-release: telling it twice changes nothing', from: [lost, asked, closed], on: closed, to: 'releasing', says: [] },
  {
    it: 'a wire mended in mid-release: a door that stays shut is stuck',
    from: [lost, asked, closed, openWithin, openWithin], on: openWithin, to: 'stuck', says: ['lock.rest', 'door.did-not-open i-1 stuck'],
  },
  {
    it: 'a wire mended in mid-release: the door opens for its person',
    from: [lost, asked, closed], on: opened, to: 'open', says: ['lock.rest', 'door.opened i-1 released'],
  },
];

const stuck: readonly Row[] = [
  {
    it: 'a person tries again and has all the pulses anew',
    from: [closed, asked, ...threePulses], on: askedAgain, to: 'releasing', says: ['lock.pulse 400'],
  },
  { it: 'a late answer of its lock changes nothing', from: [closed, asked, ...threePulses], on: pulsed, to: 'stuck', says: [] },
  { it: 'a reading that it is shut is no news', from: [closed, asked, ...threePulses], on: closed, to: 'stuck', says: [] },
  { it: 'a door that was given up and is opened is forced', from: [closed, asked, ...threePulses], on: opened, to: 'forced', says: ['door.forced'] },
  { it: 'a broken wire is said', from: [closed, asked, ...threePulses], on: lost, to: 'unknown', says: ['door.sensor-fault', 'lock.rest'] },
];

const open: readonly Row[] = [
  {
    it: 'a second person with a right to it finds it open already',
    from: [closed, asked, opened], on: askedAgain, to: 'open', says: ['lock.pulse 400', 'door.opened i-2 already'],
  },
  { it: 'a late answer of its lock changes nothing', from: [closed, asked, opened], on: pulsed, to: 'open', says: [] },
  { it: 'a reading that it is open still is no news', from: [closed, asked, opened], on: opened, to: 'open', says: [] },
  { it: 'the leaf touches the frame, and nothing is said yet', from: [closed, asked, opened], on: closed, to: 'closing', says: ['lock.rest'] },
  { it: 'a door that is left open says so on the spot', from: [closed, asked, opened], on: openWarning, to: 'open', says: ['door.left-open'] },
  { it: 'a door found open says so, too', from: [opened], on: openWarning, to: 'open', says: ['door.left-open'] },
  { it: 'it says so once', from: [closed, asked, opened, openWarning], on: heldOpenAfter - openWarning - 1, to: 'open', says: [] },
  { it: 'a door that is still open then is held open', from: [closed, asked, opened, openWarning], on: heldOpenAfter - openWarning, to: 'heldOpen', says: ['door.held-open'] },
  { it: 'the end of both is that it is shut', from: [closed, asked, opened, heldOpenAfter, closed], on: closedFor, to: 'closed', says: ['door.closed seen'] },
  { it: 'the end of the first alone is, too', from: [closed, asked, opened, openWarning, closed], on: closedFor, to: 'closed', says: ['door.closed seen'] },
  { it: 'a door that nobody released says nothing on the spot: it is forced', from: [closed, opened], on: openWarning, to: 'forced', says: [] },
  { it: 'held open is said once, however long', from: [closed, asked, opened, heldOpenAfter], on: heldOpenAfter * 10, to: 'heldOpen', says: [] },
  { it: 'a held-open door that is shut is closing', from: [closed, asked, opened, heldOpenAfter], on: closed, to: 'closing', says: ['lock.rest'] },
  {
    it: 'a person comes back to a held-open door',
    from: [closed, asked, opened, heldOpenAfter], on: askedAgain, to: 'open', says: ['lock.pulse 400', 'door.opened i-2 already'],
  },
  { it: 'a broken wire at an open door is said', from: [closed, asked, opened], on: lost, to: 'unknown', says: ['door.sensor-fault', 'lock.rest'] },
  {
    it: 'a broken wire at a held-open door is said',
    from: [closed, asked, opened, heldOpenAfter], on: lost, to: 'unknown', says: ['door.sensor-fault', 'lock.rest'],
  },
];

const closing: readonly Row[] = [
  {
    it: 'a door that stays shut for a while is closed',
    from: [closed, asked, opened, closed], on: closedFor, to: 'closed', says: ['door.closed seen'],
  },
  { it: 'a door that bounces off its latch is open still', from: [closed, asked, opened, closed], on: opened, to: 'open', says: [] },
  {
    it: 'a person who wants it again at once need not wait',
    from: [closed, asked, opened, closed], on: askedAgain, to: 'releasing', says: ['door.closed seen', 'lock.pulse 400'],
  },
  {
    it: 'a broken wire at a closing door is said',
    from: [closed, asked, opened, closed], on: lost, to: 'unknown', says: ['door.sensor-fault', 'lock.rest'],
  },
];

const forced: readonly Row[] = [
  { it: 'a shut door that opens without a release is forced', from: [closed], on: opened, to: 'forced', says: ['door.forced'] },
  { it: 'the same once more after a visit', from: [closed, asked, opened, closed, closedFor], on: opened, to: 'forced', says: ['door.forced'] },
  { it: 'a late answer of a lock releases nothing', from: [closed], on: pulsed, to: 'closed', says: [] },
  { it: 'a reading that it is shut still is no news', from: [closed], on: closed, to: 'closed', says: [] },
  { it: 'a forced door says so once, however long', from: [closed, opened], on: heldOpenAfter * 10, to: 'forced', says: [] },
  { it: 'a forced door that is pushed shut is closing', from: [closed, opened], on: closed, to: 'closing', says: ['lock.rest'] },
  {
    it: 'a person with a right to a forced door has it',
    from: [closed, opened], on: asked, to: 'open', says: ['lock.pulse 400', 'door.opened i-1 already'],
  },
  { it: 'a broken wire at a shut door is no burglar', from: [closed], on: lost, to: 'unknown', says: ['door.sensor-fault', 'lock.rest'] },
];

const table = { wakingUp, releasing, unseen, stuck, open, closing, forced };

describe.each(Object.entries(table))('a door, %s', (_name, rows) => {
  test.each(rows.map((row) => [row.it, row] as const))('%s', async (_it, { from, on, to, says }) => {
    const rig = await follow([...from, on]);
    expect(rig.state).toBe(to);
    expect(rig.records.at(-1)?.said.map(inShort)).toEqual(says);
  });
});

describe('the limits of a door', () => {
  const limits = [
    { limit: 'openWithin', state: 'releasing', from: [closed, asked, pulsed], then: ['lock.rest', 'lock.pulse 400'] },
    { limit: 'closedFor', state: 'closing', from: [closed, asked, opened, closed], then: ['door.closed seen'] },
    { limit: 'openWarning', state: 'open', from: [closed, asked, opened], then: ['door.left-open'] },
    { limit: 'heldOpenAfter', state: 'open', from: [closed, asked, opened, 41_000], then: ['door.held-open'] },
  ] as const;

  test.each(limits.map((row) => [row.limit, row] as const))('%s ends at its own setting, and not a millisecond before', async (_limit, { limit, state, from, then }) => {
    const settings: DoorSettings = { openWithin: ms(4000), pulsesMax: 2, closedFor: ms(700), openWarning: ms(41_000), heldOpenAfter: ms(90_000) };
    const waitedMs = from.reduce<number>((sum, given) => sum + (typeof given === 'number' ? given : 0), 0);
    const rig = await follow([...from, settings[limit] - waitedMs - 1], settings);
    expect(rig.state).toBe(state);
    expect(rig.records.at(-1)?.said).toEqual([]);
    await rig.wait(1);
    expect(rig.records.at(-1)?.said.map(inShort)).toEqual(then);
  });

  test.each([1, 2, 3])('a bolt that stays costs as many pulses as the settings allow [pulsesMax %i]', async (pulsesMax) => {
    const rig = await follow([closed, asked, 60_000], { ...usual, pulsesMax });
    const said = rig.records.flatMap((record) => record.said.map((command) => command.type));
    expect(said.filter((type) => type === 'lock.pulse')).toHaveLength(pulsesMax);
    expect(said.at(-1)).toBe('door.did-not-open');
    expect(rig.state).toBe('stuck');
  });

  test('a door that bounces is held open only after the whole time once more', async () => {
    const rig = await follow([closed, asked, opened, heldOpenAfter - 1, closed, opened, heldOpenAfter - 1]);
    expect(rig.state).toBe('open');
    await rig.wait(1);
    expect(rig.state).toBe('heldOpen');
  });

  test('a door that closes leaves no timer behind', async () => {
    const rig = await follow([closed, asked, pulsed, opened, closed, closedFor]);
    expect(rig.clock.waiting()).toEqual([]);
  });
});
