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
        'reporting.chosen': 'reporting',
        'saying.taken': { guard: 'isAnswerToMe', actions: ['noteTaken', 'turn'] },
        'saying.refused': { guard: 'isAnswerToMe', actions: ['takeNotice', 'turn'] },
        'visiting.chosen': { guard: 'mayReceive', target: '#listing', actions: 'goVisit' },
        'delivering.chosen': { guard: 'mayDeliver', target: '#delivering', actions: 'goDeliver' },
        'administering.chosen': { target: 'listing', reenter: true, actions: 'goAdminister' },
        'removing.chosen': { target: 'listing', reenter: true, actions: 'goRemove' },
      },
    },
    reporting: {
      entry: 'turn',
      on: {
        'problem.chosen': { target: 'listing', actions: ['countSaying', 'sayProblem'] },
        'back.chosen': 'listing',
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
