import { and } from 'xstate';
import { sessionSetup } from './session.setup.ts';

/** An operator or carrier puts in what they have brought, parcel after parcel. */
export const delivering = sessionSetup.createStateConfig({
  id: 'delivering',
  initial: 'labelling',
  states: {
    labelling: {
      entry: 'turn',
      on: {
        'label.entered': { target: 'finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
        'label.scanned': { target: 'finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
        'no-label.chosen': { target: 'naming', actions: 'takeNoLabel' },
        'administering.chosen': { guard: 'mayAdminister', target: '#administering', actions: 'goAdminister' },
      },
    },
    finding: {
      id: 'finding',
      entry: 'turn',
      on: {
        'place.found': { guard: 'isAnswerToMe', target: '#doors', actions: 'takePlace' },
        'parcel.unknown': { guard: 'isAnswerToMe', target: 'naming' },
        'place.refused': { guard: 'isAnswerToMe', target: 'labelling', actions: 'takeNotice' },
      },
    },
    /** Whose it is. */
    naming: {
      entry: 'turn',
      on: {
        'party.chosen': { target: 'sizing', actions: 'takeParty' },
        'label.scanned': { target: 'finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
        'back.chosen': 'labelling',
      },
    },
    sizing: {
      entry: 'turn',
      on: {
        'size.chosen': { target: 'placing', actions: ['countAsk', 'findPlace'] },
        'beside.chosen': { target: 'placing', actions: ['countAsk', 'findPlace'] },
        'back.chosen': 'naming',
      },
    },
    placing: {
      entry: 'turn',
      on: {
        'place.found': { guard: 'isAnswerToMe', target: '#doors', actions: 'takePlace' },
        'place.refused': { guard: 'isAnswerToMe', target: 'sizing', actions: 'takeNotice' },
      },
    },
    /** It was not put in after all. */
    takingBack: {
      id: 'taking-back',
      entry: 'turn',
      on: {
        'saying.taken': { guard: 'isAnswerToMe', target: 'labelling', actions: ['goDeliver', 'noteRetracted'] },
        'saying.refused': { guard: 'isAnswerToMe', target: 'labelling', actions: ['goDeliver', 'takeNotice'] },
      },
    },
    /** It did not fit. */
    enlarging: {
      id: 'enlarging',
      entry: 'turn',
      on: {
        'saying.taken': [
          { guard: and(['isAnswerToMe', 'hasParty']), target: 'sizing', actions: 'forgetDoors' },
          { guard: 'isAnswerToMe', target: 'naming', actions: 'forgetDoors' },
        ],
        'saying.refused': { guard: 'isAnswerToMe', target: 'labelling', actions: ['goDeliver', 'takeNotice'] },
      },
    },
  },
});
