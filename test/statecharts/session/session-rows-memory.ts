import { keep7, offers, pickup5 } from './session-people.ts';
import { settings } from './session-rig.ts';
import {
  atTwo, back, choose, choosing, leave, listed, naming, next, noLabel, opened, party, pickupOpen, pickupShut,
  plug, retry, size, stuck, taken, touch, twoInOne, unplug, way, type SessionRow,
} from './session-words.ts';

const { returnHomeOnInactivity, inactivityWarning, doorStagger } = settings;
const thanked = [...pickupOpen, leave(4, 'i-1'), taken()] as const;
const atOnce = { allDoorsAtOnce: true } as const;
const otherList = [...pickupShut, next, listed(offers([pickup5, keep7]))] as const;

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
];
