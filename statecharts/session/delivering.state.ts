import { and } from 'xstate';
import { sessionSetup } from './session.setup.ts';

/** A label is looked up, at a door as well. */
export const find = ['takeLabel', 'countAsk', 'findParcel'] as const;
const place = ['takePlaceWanted', 'countAsk', 'findPlace'] as const;

/** Two open doors would be one too many for one pair of hands. */
const waitsForDoor = { target: '#shutting', actions: 'holdPlace' } as const;

/** An operator or carrier puts in what they have brought, parcel after parcel. */
export const delivering = sessionSetup.createStateConfig({
  id: 'delivering',
  initial: 'labelling',
  states: {
    labelling: {
      entry: ['turn', 'forgetDoors'],
      exit: 'clearNotice',
      on: {
        'label.entered': { target: 'finding', actions: [...find] },
        'label.scanned': { target: 'finding', actions: [...find] },
        'no-label.chosen': { target: 'naming', actions: 'forgetParcel' },
        'visiting.chosen': { guard: 'mayReceive', target: '#listing', actions: 'goVisit' },
        'administering.chosen': { guard: 'mayAdminister', target: '#administering', actions: 'goAdminister' },
      },
    },
    /**
     * Whoever comes from a door goes back to it when nothing is found: the last parcel may still have to come out again. Without
     * a door there is nothing to decide, and the next label is asked for. What was looked up is forgotten on that way: whoever then
     * wants a larger locker means what lies behind the door.
     */
    finding: {
      id: 'finding',
      entry: 'turn',
      on: {
        'place.found': [
          { guard: and(['isAnswerToMe', 'isBehindAnother']), ...waitsForDoor },
          { guard: 'isAnswerToMe', target: '#doors', actions: 'takePlace' },
        ],
        'parcel.unknown': { guard: 'isAnswerToMe', target: 'naming' },
        'place.refused': { guard: 'isAnswerToMe', target: '#deciding', actions: ['forgetParcel', 'takeNotice'] },
      },
    },
    /** Whose it is. */
    naming: {
      entry: 'turn',
      on: {
        'party.chosen': { target: 'sizing', actions: 'takeParty' },
        'label.scanned': { guard: 'isAnotherLabel', target: 'finding', actions: [...find] },
        'back.chosen': { target: '#deciding', actions: 'forgetParcel' },
      },
    },
    sizing: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'size.chosen': { target: 'placing', actions: [...place] },
        'beside.chosen': { target: 'placing', actions: [...place] },
        'back.chosen': 'naming',
      },
    },
    placing: {
      entry: 'turn',
      on: {
        'place.found': [
          { guard: and(['isAnswerToMe', 'isBehindAnother']), ...waitsForDoor },
          { guard: 'isAnswerToMe', target: '#doors', actions: 'takePlace' },
        ],
        'place.refused': { guard: 'isAnswerToMe', target: 'sizing', actions: 'takeNotice' },
      },
    },
    /** It was not put in after all. Recipients who bring something back say so, too. */
    takingBack: {
      id: 'taking-back',
      entry: 'turn',
      on: {
        'saying.taken': [
          { guard: and(['isAnswerToMe', 'isDelivering']), target: 'labelling', actions: 'noteTaken' },
          { guard: 'isAnswerToMe', target: '#listing', actions: 'noteTaken' },
        ],
        'saying.refused': { guard: 'isAnswerToMe', target: '#deciding', actions: 'takeNotice' },
      },
    },
    /** It did not fit. */
    enlarging: {
      id: 'enlarging',
      entry: 'turn',
      on: {
        'saying.taken': { guard: 'isAnswerToMe', target: 'sizing', actions: ['forgetDoors', 'noteTaken'] },
        'saying.refused': { guard: 'isAnswerToMe', target: '#deciding', actions: 'takeNotice' },
      },
    },
  },
});
