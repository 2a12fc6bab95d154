import { and } from 'xstate';
import { sessionSetup } from './session.setup.ts';

/** Staff see to the lockers: all of them, or those with something that is to be removed. */
export const administering = sessionSetup.createStateConfig({
  id: 'administering',
  initial: 'listing',
  states: {
    listing: {
      entry: ['turn', 'forgetDoors'],
      on: {
        'lockers.marked': { target: 'listing', reenter: true, actions: 'takeMarked' },
        'deed.chosen': [
          { guard: and(['hasMarked', 'isForReason']), target: 'reasoning', actions: 'takeDeed' },
          { guard: 'hasMarked', target: 'confirming', actions: 'takeDeed' },
        ],
        'delivering.chosen': { guard: 'mayDeliver', target: '#delivering', actions: 'goDeliver' },
        'administering.chosen': { target: 'listing', reenter: true, actions: 'goAdminister' },
        'removing.chosen': { target: 'listing', reenter: true, actions: 'goRemove' },
      },
    },
    reasoning: {
      entry: 'turn',
      on: { 'reason.chosen': { target: 'confirming', actions: 'takeReason' }, 'back.chosen': 'listing' },
    },
    confirming: {
      entry: 'turn',
      on: {
        'deed.confirmed': { target: 'acting', actions: ['countAsk', 'sayDeed'] },
        'back.chosen': 'listing',
      },
    },
    acting: {
      entry: 'turn',
      on: {
        'saying.taken': [
          { guard: and(['isAnswerToMe', 'hasVisits']), target: '#doors', actions: 'takeVisits' },
          { guard: 'isAnswerToMe', target: 'listing', actions: 'noteDone' },
        ],
        'saying.refused': { guard: 'isAnswerToMe', target: 'listing', actions: 'takeNotice' },
      },
    },
  },
});
