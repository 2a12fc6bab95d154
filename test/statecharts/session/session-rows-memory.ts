import { anna, deposit8, deposit9, empty4, keep7, offers, olga, pickup5 } from './session-people.ts';
import { settings } from './session-rig.ts';
import {
  atTwo, back, badge, choose, choosing, closed, confirm, deed, depositOpen, depositShut, emptying, found, known, leave, listed, lockers,
  mark, marked, naming, next, noLabel, opened, operatorToo, party, pickupOpen, pickupShut, plug, reopen, report, retract, retry, scan, size,
  stuck, taken, toAdminister, toDeliver, toOwn, toRemove, touch, twoInOne, unplug, way, type SessionRow,
} from './session-words.ts';

const { returnHomeOnInactivity, inactivityWarning, doorStagger } = settings;
const thanked = [...pickupOpen, leave(4, 'i-1'), taken()] as const;
const atOnce = { allDoorsAtOnce: true } as const;
const otherList = [...pickupShut, next, listed(offers([pickup5, keep7]))] as const;

const left = [...pickupOpen, leave(4, 'i-1')] as const;
const brought = [scan, found(deposit8), opened(8), closed(8)] as const;
const emptied = [mark(4), deed('remove'), confirm, taken(empty4), opened(4), closed(4)] as const;
const done = [...marked, deed('open'), confirm, taken()] as const;

/** What a session keeps in mind, and what it forgets. */
export const memory: readonly SessionRow[] = [
  { it: "somebody else's door takes no news away", from: thanked, on: opened(9), to: 'doors.open', notice: 'left' },
  { it: "a door that waits and is opened from afar takes none away either", from: [...atTwo, opened(4), leave(4, 'i-1'), taken()],
    on: opened(5), to: 'doors.open', notice: 'left', doors: '4 open, 5 waiting' },
  { it: 'a leaf that stands open for one visit gets no coil for the other', bank: atOnce, doors: '4 stuck did-not-open, 4 open',
    from: [...twoInOne, stuck(4), doorStagger, opened(4)], on: retry(4), to: 'doors.open' },
  { it: 'what the list has anew can be chosen', from: otherList, on: choose(7), to: 'doors.opening', says: ['door.release keep 7'] },
  { it: 'what it has no longer cannot', from: otherList, on: choose(6), to: 'visiting.choosing' },
  { it: 'whoever collects is not asked whether storage ends', from: choosing, on: choose(5), to: 'doors.opening',
    says: ['door.release pickup 5'], bank: { storageDuration: 'unlimited' } },
  { it: 'whoever hears no more has the time of those who see', from: [way('code'), plug, unplug, touch],
    on: returnHomeOnInactivity - inactivityWarning, to: 'identifying.asking and warned', says: ['person.warned'] },
  { it: 'a parcel without a label has not the label of the one before', from: [...naming, back, noLabel, party], on: size,
    to: 'delivering.placing', says: ['place.find no label for p-1: small within reach'] },
  { it: 'nor that of the one that was taken back', from: [...depositShut, retract, taken(), noLabel, party], on: size,
    to: 'delivering.placing', says: ['place.find no label for p-1: small within reach'] },
];

/** News is read on the screen on which it came, and goes with it. */
export const news: readonly SessionRow[] = [
  { it: 'from a shut door', from: [...left, closed(4), taken()], on: reopen(4), to: 'doors.opening', says: ['door.release pickup 4'],
    notice: null },
  { it: 'from a door that is opening', from: [...left, closed(4), reopen(4), taken()], on: opened(4), to: 'doors.open', notice: null },
  { it: 'from a stuck door', from: [...atTwo, stuck(4), doorStagger, opened(5), leave(5, 'i-1'), closed(5), taken()], on: retry(4),
    to: 'doors.opening', says: ['door.release pickup 4'], notice: null, bank: atOnce },
  { it: 'from the pause between two doors', from: [...emptying, opened(4), taken()], on: doorStagger, to: 'doors.opening',
    says: ['door.release empty 5'], notice: null },
  { it: 'from what is wrong with a locker', from: [...left, report, taken()], on: back, to: 'doors.open', notice: null },
  { it: 'from a door that is to be shut first', from: [...depositOpen, scan, found(deposit9), taken()], on: closed(8), to: 'doors.opening',
    says: ['door.release deposit 9'], notice: null, bank: { batchDropOff: true } },
  { it: 'from the list of lockers, to all of them', from: done, on: toAdminister, to: 'administering.listing', notice: null },
  { it: 'from the list of lockers, to what has expired', from: done, on: toRemove, to: 'administering.listing', notice: null },
];

/** When their doors are shut, people go on with what they came for. */
export const onwards: readonly SessionRow[] = [
  { it: 'whoever turned from the lockers to parcels brings the next', from: [...lockers, toDeliver, ...brought], on: next,
    to: 'delivering.labelling' },
  { it: 'whoever turned from their own to parcels brings the next', from: [...operatorToo, toDeliver, ...brought], on: next,
    to: 'delivering.labelling' },
  { it: 'whoever turned from their own to the lockers sees to the next', from: [...operatorToo, toAdminister, ...emptied], on: next,
    to: 'administering.listing' },
  { it: 'whoever turned from parcels to their own has their list', on: next, to: 'visiting.listing', says: ['offers.list'],
    from: [...operatorToo, toDeliver, toOwn, listed(offers([pickup5])), choose(5), opened(5), closed(5)] },
  { it: 'whoever turned from the lockers to their own has their list', on: next, to: 'visiting.listing', says: ['offers.list'],
    from: [...operatorToo, toAdminister, toOwn, listed(offers([pickup5])), choose(5), opened(5), closed(5)] },
  { it: 'an administrator sees to the next locker', from: [badge, known(anna, offers([])), ...emptied], on: next,
    to: 'administering.listing' },
  { it: 'whoever removes what has expired removes more of it', from: [badge, known(olga, offers([], { expired: 2 })), ...emptied], on: next,
    to: 'administering.listing' },
];
