import { and } from 'xstate';
import { sessionSetup } from './session.setup.ts';

/** Staff see to the lockers: all of them, or those with something that is to be removed. */
export const administering = sessionSetup.createStateConfig({
  id: 'administering',
  initial: 'listing',
  states: {
    listing: {
      entry: ['turn', 'forgetDoors'],
      exit: 'clearNotice',
      on: {
        'lockers.marked': { target: 'listing', reenter: true, actions: 'takeMarked' },
        'deed.chosen': [
          { guard: and(['hasMarked', 'isForReason']), target: 'reasoning', actions: 'takeDeed' },
          { guard: 'hasMarked', target: 'confirming', actions: 'takeDeed' },
        ],
        'problem.chosen': { actions: ['countSaying', 'sayProblem', 'turn'] },
        'saying.taken': { guard: 'isAnswerToMe', actions: ['noteTaken', 'turn'] },
        'saying.refused': { guard: 'isAnswerToMe', actions: ['takeNotice', 'turn'] },
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
        'deed.confirmed': { target: 'acting', actions: ['countSaying', 'sayDeed'] },
        'back.chosen': 'listing',
      },
    },
    acting: {
      entry: 'turn',
      on: {
        'saying.taken': [
          { guard: and(['isAnswerToMe', 'hasVisits']), target: '#doors', actions: 'takeVisits' },
          { guard: 'isAnswerToMe', target: 'listing', actions: ['forgetMarked', 'noteTaken'] },
        ],
        'saying.refused': { guard: 'isAnswerToMe', target: 'listing', actions: 'takeNotice' },
      },
    },
  },
});
