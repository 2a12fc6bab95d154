import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionEvent } from '../../../statecharts/session/session.events.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import { ms } from '../../../statecharts/units.ts';
import { deposit, olga, settings } from './session-rig.ts';
import {
  atDeposit, atPickup, code, codeRefused, depositOpen, depositShut, follow, opened, operator, password, pickupOpen, pickupShut, reopen,
  closed, retract, scan, staff, stuck, touch, type Given,
} from './session-words.ts';

interface Limit {
  readonly timer: keyof SessionSettings;
  readonly where: string;
  readonly from: readonly Given[];
  readonly at: string;
  readonly to: string;
}

const limits: readonly Limit[] = [
  { timer: 'returnHomeOnInactivity', where: 'while a code is checked', from: [code], at: 'recipient.checking', to: 'home' },
  { timer: 'returnHomeOnInactivity', where: 'while a door is released', from: atPickup, at: 'recipient.releasing', to: 'home' },
  { timer: 'returnHomeOnInactivity', where: 'at a stuck door', from: [...atPickup, stuck(4)], at: 'recipient.doorStuck', to: 'home' },
  { timer: 'returnHomeAfterPickup', where: 'with the door open', from: pickupOpen, at: 'recipient.doorOpen', to: 'home' },
  {
    timer: 'lockerAccessAfterPickup', where: 'when the door is shut', from: pickupShut,
    at: 'recipient.doorShut.window.open', to: 'recipient.doorShut.window.over',
  },
  { timer: 'returnHomeOnInactivity', where: 'at the sign-in', from: [staff], at: 'staff.signingIn', to: 'home' },
  { timer: 'returnHomeOnInactivity', where: 'while a password is checked', from: [staff, password], at: 'staff.checking', to: 'home' },
  { timer: 'adminSessionTimeout', where: 'before the next label', from: operator, at: 'staff.ready', to: 'home' },
  { timer: 'adminSessionTimeout', where: 'while a parcel is looked up', from: [...operator, scan], at: 'staff.finding', to: 'home' },
  { timer: 'adminSessionTimeout', where: 'while a door is released', from: atDeposit, at: 'staff.releasing', to: 'home' },
  { timer: 'adminSessionTimeout', where: 'with the door open', from: depositOpen, at: 'staff.doorOpen', to: 'home' },
  {
    timer: 'dropOffReopenWindow', where: 'when the door is shut', from: depositShut,
    at: 'staff.doorShut.window.open', to: 'staff.doorShut.window.over',
  },
  {
    timer: 'adminSessionTimeout', where: 'while a deposit is taken back', from: [...depositShut, retract],
    at: 'staff.retracting', to: 'home',
  },
  { timer: 'adminSessionTimeout', where: 'at a stuck door', from: [...atDeposit, stuck(5)], at: 'staff.doorStuck', to: 'home' },
];

describe('the timers of a session', () => {
  test.each(limits.map((limit) => [limit.timer, limit.where, limit] as const))(
    '%s ends at its own setting, and not a millisecond before, %s', async (_timer, _where, { timer, from, at, to }) => {
      const rig = await follow([...from, settings[timer] - 1]);
      expect(rig.place.at).toBe(at);
      await rig.wait(1);
      expect(rig.place.at).toBe(to);
      expect(rig.records.at(-1)?.said).toEqual(to === 'home' ? [{ type: 'session.ended' }] : []);
    },
  );

  test.each([
    ['returnHomeAfterPickup', pickupShut, 'recipient.doorShut.window.over'],
    ['adminSessionTimeout', depositShut, 'staff.doorShut.window.over'],
  ] as const)('%s leads home with the door shut as well, though the reopen window ended before', async (timer, from, at) => {
    const rig = await follow([...from, settings[timer] - 1]);
    expect(rig.place.at).toBe(at);
    await rig.wait(1);
    expect(rig.place.at).toBe('home');
  });

  test('why a code was refused goes from the home screen after a while', async () => {
    const rig = await follow([code, codeRefused, settings.returnHomeOnInactivity - 1]);
    expect(rig.place.context.notice).toBe('code-refused');
    await rig.wait(1);
    expect(rig.place).toMatchObject({ at: 'home', context: { notice: null } });
  });

  test.each([
    ['at an open door', 'returnHomeAfterPickup', pickupOpen],
    ['at a shut door', 'returnHomeAfterPickup', pickupShut],
    ['at a stuck door', 'returnHomeOnInactivity', [...atPickup, stuck(4)]],
    ['at the sign-in', 'returnHomeOnInactivity', [staff]],
    ['at the label', 'adminSessionTimeout', operator],
    ["at a deposit's open door", 'adminSessionTimeout', depositOpen],
    ["at a deposit's shut door", 'adminSessionTimeout', depositShut],
    ["at a deposit's stuck door", 'adminSessionTimeout', [...atDeposit, stuck(5)]],
  ] as const)('a person who touches the screen has the whole time anew, %s', async (_where, timer, from) => {
    const rig = await follow([...from, settings[timer] - 1, touch, settings[timer] - 1]);
    expect(rig.place.at).not.toBe('home');
    await rig.wait(1);
    expect(rig.place.at).toBe('home');
  });

  test('a person who touches the screen reads for longer why the code was refused', async () => {
    const { returnHomeOnInactivity } = settings;
    const rig = await follow([code, codeRefused, returnHomeOnInactivity - 1, touch, returnHomeOnInactivity - 1]);
    expect(rig.place.context.notice).toBe('code-refused');
    await rig.wait(1);
    expect(rig.place.context.notice).toBeNull();
  });

  test.each([
    ['lockerAccessAfterPickup', pickupShut, 'recipient'],
    ['dropOffReopenWindow', depositShut, 'staff'],
  ] as const)('touching the screen does not make %s any longer', async (timer, from, who) => {
    const rig = await follow([...from, settings[timer] - 1, touch]);
    expect(rig.place.at).toBe(`${who}.doorShut.window.open`);
    await rig.wait(1);
    expect(rig.place.at).toBe(`${who}.doorShut.window.over`);
  });

  test('a door that was reopened and shut has its reopen window anew', async () => {
    const { lockerAccessAfterPickup } = settings;
    const rig = await follow([...pickupShut, lockerAccessAfterPickup - 1, reopen, opened(4), closed(4), lockerAccessAfterPickup - 1]);
    expect(rig.place.at).toBe('recipient.doorShut.window.open');
  });

  test('a session at home waits for nobody and for nothing but its notice', async () => {
    const rig = await follow([...pickupOpen, settings.returnHomeAfterPickup, settings.returnHomeOnInactivity]);
    expect(rig.clock.waiting()).toEqual([]);
  });
});

describe('settings that change while somebody is there', () => {
  const shorter: SessionSettings = { ...settings, returnHomeAfterPickup: ms(5_000) };
  const changed: SessionEvent = { type: 'settings.changed', settings: shorter };

  test('a time that runs ends as it began', async () => {
    const rig = await follow([...pickupOpen, changed, settings.returnHomeAfterPickup - 1]);
    expect(rig.place.at).toBe('recipient.doorOpen');
  });

  test('the next screen has the new time', async () => {
    const rig = await follow([...pickupOpen, changed, closed(4), 4_999]);
    expect(rig.place.at).toBe('recipient.doorShut.window.open');
    await rig.wait(1);
    expect(rig.place.at).toBe('home');
  });

  test('the next person has it too', async () => {
    const rig = await follow([changed, ...pickupOpen, 5_000]);
    expect(rig.place.at).toBe('home');
  });

  test('a reopen window that is set to nothing is over at once', async () => {
    const none: SessionEvent = { type: 'settings.changed', settings: { ...settings, lockerAccessAfterPickup: ms(0) } };
    const rig = await follow([none, ...pickupShut, 0, reopen]);
    expect(rig.place.at).toBe('recipient.doorShut.window.over');
  });
});

describe('a session whose memory was tampered with', () => {
  const context = { settings, ask: 1, visit: null, staff: null, notice: null };
  const wrongly = (inside: 'ready' | 'doorStuck', known: object) =>
    sessionChart.resolveState({ value: { staff: inside }, context: { ...context, ...known } });

  test('no deposit is taken back in nobody\'s name', () => {
    const shut = sessionChart.resolveState({
      value: { staff: { doorShut: { window: 'open', person: 'present' } } }, context: { ...context, visit: deposit },
    });
    expect(() => transition(sessionChart, shut, { type: 'retract.chosen' })).toThrow('nobody is signed in');
  });

  test('no door is asked for without a visit', () => {
    expect(() => transition(sessionChart, wrongly('doorStuck', { staff: olga }), { type: 'retry.chosen' })).toThrow('there is no visit');
    expect(() => transition(sessionChart, wrongly('doorStuck', { staff: olga, visit: deposit }), { type: 'retry.chosen' })).not.toThrow();
  });
});
