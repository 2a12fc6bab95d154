import { describe, expect, test } from 'vitest';
import { settings } from './session-rig.ts';
import {
  atDeposit, atPickup, closed, code, codeRefused, depositOpen, depositShut, finish, follow, found, granted, inShort, late, next,
  notFound, opened, operator, password, pickupOpen, pickupShut, refused, reopen, retract, retracted, retry, scan, signedIn,
  signInRefused, staff, stuck, touch, typed, type SessionRow,
} from './session-words.ts';

const { lockerAccessAfterPickup, dropOffReopenWindow } = settings;

const home: readonly SessionRow[] = [
  { it: 'a code is checked', from: [], on: code, to: 'recipient.checking', says: ['session.started', 'credential.check 4F7K2Q9P'] },
  {
    it: 'a code that is held before the scanner is checked as if typed',
    from: [], on: scan, to: 'recipient.checking', says: ['session.started', 'credential.check 1Z999'],
  },
  { it: 'an operator goes to the sign-in', from: [], on: staff, to: 'staff.signingIn', says: ['session.started'] },
  { it: 'a finger on the home screen starts no session', from: [], on: touch, to: 'home', says: [] },
  { it: 'a door that opens while nobody is there concerns no screen', from: [], on: opened(4), to: 'home', says: [] },
  { it: 'buttons of screens long gone do nothing', from: [...pickupShut, finish], on: reopen, to: 'home', says: [] },
  { it: 'an answer that comes when its person has left opens nothing', from: [code, finish], on: late(granted), to: 'home', says: [] },
  { it: 'a door that opens for somebody who has left shows nothing to the next', from: [...atPickup, settings.returnHomeOnInactivity], on: opened(4), to: 'home', says: [] },
];

const recipient: readonly SessionRow[] = [
  { it: 'a granted code asks for its door', from: [code], on: granted, to: 'recipient.releasing', says: ['door.release 4 pickup'] },
  { it: 'a refused code leads home', from: [code], on: codeRefused, to: 'home', says: ['session.ended'] },
  { it: 'a second code while the first is checked is not taken', from: [code], on: code, to: 'recipient.checking', says: [] },
  { it: 'an answer to the person before opens nothing', from: [code, codeRefused, code], on: late(granted), to: 'recipient.checking', says: [] },
  { it: 'an impatient finger opens nothing twice', from: atPickup, on: code, to: 'recipient.releasing', says: [] },
  { it: 'a second answer to one question opens nothing twice', from: atPickup, on: late(granted), to: 'recipient.releasing', says: [] },
  { it: "a neighbour's door that opens is not theirs", from: atPickup, on: opened(5), to: 'recipient.releasing', says: [] },
  { it: 'their door opens and the screen shows where', from: atPickup, on: opened(4), to: 'recipient.doorOpen', says: [] },
  { it: 'a door that does not open is said', from: atPickup, on: stuck(4), to: 'recipient.doorStuck', says: [] },
  { it: 'a door that the books refuse is said', from: atPickup, on: refused('locker-busy'), to: 'recipient.doorStuck', says: [] },
  {
    it: 'a refusal that comes too late is no refusal',
    from: [...pickupShut, reopen], on: late(refused('window-over')), to: 'recipient.releasing', says: [],
  },
  {
    it: 'they may try a stuck door again',
    from: [...atPickup, stuck(4)], on: retry, to: 'recipient.releasing', says: ['door.release 4 pickup'],
  },
  { it: 'a stuck door that opens after all is open', from: [...atPickup, stuck(4)], on: opened(4), to: 'recipient.doorOpen', says: [] },
  { it: 'they close the door', from: pickupOpen, on: closed(4), to: 'recipient.doorShut.window.open', says: [] },
  { it: "a neighbour's door that closes is not theirs", from: pickupOpen, on: closed(5), to: 'recipient.doorOpen', says: [] },
  { it: 'they reopen the door they have shut', from: pickupShut, on: reopen, to: 'recipient.releasing', says: ['door.release 4 pickup'] },
  { it: 'a door that springs open again is open', from: pickupShut, on: opened(4), to: 'recipient.doorOpen', says: [] },
  {
    it: 'they cannot reopen it when their time is over',
    from: [...pickupShut, lockerAccessAfterPickup], on: reopen, to: 'recipient.doorShut.window.over', says: [],
  },
  { it: 'they cannot say that they put nothing in', from: pickupShut, on: retract, to: 'recipient.doorShut.window.open', says: [] },
  { it: 'they finish with the door open', from: pickupOpen, on: finish, to: 'home', says: ['session.ended'] },
  { it: 'they finish with the door shut', from: pickupShut, on: finish, to: 'home', says: ['session.ended'] },
  { it: 'nobody finishes while their door may still open', from: atPickup, on: finish, to: 'recipient.releasing', says: [] },
];

const signIn: readonly SessionRow[] = [
  { it: 'name and password are checked', from: [staff], on: password, to: 'staff.checking', says: ['password.check olga secret'] },
  { it: 'a refused password leads back to the sign-in', from: [staff, password], on: signInRefused, to: 'staff.signingIn', says: [] },
  { it: 'they may try again', from: [staff, password, signInRefused], on: password, to: 'staff.checking', says: ['password.check olga secret'] },
  {
    it: 'an answer to the try before signs nobody in',
    from: [staff, password, signInRefused, password], on: late(signedIn), to: 'staff.checking', says: [],
  },
  { it: 'whoever has left the sign-in is not signed in', from: [staff, password, finish], on: late(signedIn), to: 'home', says: [] },
  { it: 'a label before the password finds nothing', from: [staff], on: scan, to: 'staff.signingIn', says: [] },
  { it: 'they think better of it', from: [staff], on: finish, to: 'home', says: ['session.ended'] },
];

const deposits: readonly SessionRow[] = [
  { it: 'a scanned label is looked up', from: operator, on: scan, to: 'staff.finding', says: ['parcel.find 1Z999'] },
  { it: 'a typed number is looked up', from: operator, on: typed, to: 'staff.finding', says: ['parcel.find 1Z888'] },
  { it: 'an unknown parcel leads back to the label', from: [...operator, scan], on: notFound('parcel-unknown'), to: 'staff.ready', says: [] },
  {
    it: 'a parcel that is found asks for its door',
    from: [...operator, scan], on: found, to: 'staff.releasing', says: ['door.release 5 deposit for op-1'],
  },
  { it: 'a second label while one is looked up is not taken', from: [...operator, scan], on: typed, to: 'staff.finding', says: [] },
  {
    it: 'an answer about the label before opens nothing',
    from: [...operator, scan, notFound('parcel-unknown'), typed], on: late(found), to: 'staff.finding', says: [],
  },
  { it: 'their door opens', from: atDeposit, on: opened(5), to: 'staff.doorOpen', says: [] },
  { it: 'a door that does not open is said', from: atDeposit, on: stuck(5), to: 'staff.doorStuck', says: [] },
  { it: 'a door that the books refuse is said', from: atDeposit, on: refused('locker-busy'), to: 'staff.doorStuck', says: [] },
  {
    it: 'they may try a stuck door again',
    from: [...atDeposit, stuck(5)], on: retry, to: 'staff.releasing', says: ['door.release 5 deposit for op-1'],
  },
  { it: 'they leave a stuck door to somebody else', from: [...atDeposit, stuck(5)], on: next, to: 'staff.ready', says: [] },
  { it: 'a label while the door is open is not taken', from: depositOpen, on: typed, to: 'staff.doorOpen', says: [] },
  { it: 'they close the door', from: depositOpen, on: closed(5), to: 'staff.doorShut.window.open', says: [] },
  {
    it: 'they reopen the door they have shut',
    from: depositShut, on: reopen, to: 'staff.releasing', says: ['door.release 5 deposit for op-1'],
  },
  { it: 'they put nothing in', from: depositShut, on: retract, to: 'staff.retracting', says: ['deposit.retract 5 for op-1'] },
  { it: 'a deposit that never was is taken back', from: [...depositShut, retract], on: retracted, to: 'staff.ready', says: [] },
  {
    it: 'a deposit that cannot be taken back any more is said',
    from: [...depositShut, retract], on: refused('window-over'), to: 'staff.ready', says: [],
  },
  { it: 'an answer to another question takes nothing back', from: [...depositShut, retract], on: late(retracted), to: 'staff.retracting', says: [] },
  { it: 'a door that springs open again is open', from: depositShut, on: opened(5), to: 'staff.doorOpen', says: [] },
  { it: 'the next label need not wait for a button', from: depositShut, on: scan, to: 'staff.finding', says: ['parcel.find 1Z999'] },
  { it: 'the next number need not wait for a button', from: depositShut, on: typed, to: 'staff.finding', says: ['parcel.find 1Z888'] },
  {
    it: 'the next label is taken when the reopen window is over, too',
    from: [...depositShut, dropOffReopenWindow], on: scan, to: 'staff.finding', says: ['parcel.find 1Z999'],
  },
  { it: 'the next parcel', from: depositShut, on: next, to: 'staff.ready', says: [] },
  {
    it: 'they cannot reopen the door when the window is over',
    from: [...depositShut, dropOffReopenWindow], on: reopen, to: 'staff.doorShut.window.over', says: [],
  },
  {
    it: 'they cannot take the deposit back when the window is over',
    from: [...depositShut, dropOffReopenWindow], on: retract, to: 'staff.doorShut.window.over', says: [],
  },
  { it: 'they finish with the door open', from: depositOpen, on: finish, to: 'home', says: ['session.ended'] },
  { it: 'they finish with the door shut', from: depositShut, on: finish, to: 'home', says: ['session.ended'] },
];

describe.each(Object.entries({ home, recipient, signIn, deposits }))('at the kiosk, %s', (_name, rows) => {
  test.each(rows.map((row) => [row.it, row] as const))('%s', async (_it, { from, on, to, says }) => {
    const rig = await follow([...from, on]);
    expect(rig.place.at).toBe(to);
    expect(rig.records.at(-1)?.said.map(inShort)).toEqual(says);
  });
});

describe('what the screen says', () => {
  test.each([
    ['the next person why the code was refused', [code, codeRefused], 'code-refused'],
    ['nothing of it any more once a code is entered', [code, codeRefused, code], null],
    ['nothing of it any more once an operator comes', [code, codeRefused, staff], null],
    ['an operator why the sign-in was refused, touch or no touch', [staff, password, signInRefused, touch], 'sign-in-refused'],
    ['an operator that a parcel is in already', [...operator, scan, notFound('parcel-already-in')], 'parcel-already-in'],
    ['an operator that the deposit is taken back', [...depositShut, retract, retracted], 'deposit-retracted'],
    ['a person why the door was refused', [...atPickup, refused('locker-busy')], 'locker-busy'],
    ['nothing of it any more while it is tried again', [...atPickup, refused('locker-busy'), retry], null],
    ['an operator who leaves a stuck door nothing of it at the next parcel', [...atDeposit, refused('locker-busy'), next], null],
    ['nothing of a refusal at the next parcel when the door opened after all', [...atDeposit, refused('locker-busy'), opened(5), closed(5), next], null],
  ] as const)('it tells %s', async (_it, steps, notice) => {
    expect((await follow(steps)).place.context.notice).toBe(notice);
  });

  test('what an operator took back is nobody\'s visit any more', async () => {
    const { place } = await follow([...depositShut, retract, retracted]);
    expect(place.context.visit).toBeNull();
  });
});
