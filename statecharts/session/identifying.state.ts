import { and, not } from 'xstate';
import { sessionSetup } from './session.setup.ts';

/**
 * Somebody says who they are; the books answer, and from then on it is known what there is to do for them. Whoever began
 * with a label is led to what it is about, if that is theirs.
 */
export const identifying = sessionSetup.createStateConfig({
  initial: 'asking',
  on: { 'back.chosen': { actions: 'end' } },
  states: {
    asking: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'way.chosen': { target: 'asking', reenter: true, actions: 'takeWay' },
        'code.entered': { target: 'checking', actions: ['countAsk', 'check'] },
        'carrier-code.entered': { target: 'checking', actions: ['countAsk', 'check'] },
        'password.entered': { target: 'checking', actions: ['countAsk', 'check'] },
        'label.scanned': { target: 'checking', actions: ['countAsk', 'check'] },
        'badge.shown': { target: 'checking', actions: ['countAsk', 'check'] },
      },
    },
    checking: {
      entry: 'turn',
      on: {
        'person.known': { guard: 'isAnswerToMe', target: 'known', actions: 'takePerson' },
        'pin.needed': { guard: 'isAnswerToMe', target: 'proving' },
        'identity.needed': { guard: 'isAnswerToMe', target: 'asking', actions: 'takeUnread' },
        'credential.refused': [
          { guard: and(['isAnswerToMe', 'isAtHome']), target: '#home', actions: ['forget', 'takeNotice', 'sayEnded'] },
          { guard: 'isAnswerToMe', target: 'asking', actions: 'takeNotice' },
        ],
      },
    },
    /** A badge is in the hands of whoever found it: its PIN is asked for. */
    proving: {
      entry: 'turn',
      on: { 'pin.entered': { target: 'checking', actions: ['countAsk', 'check'] } },
    },
    known: {
      always: [
        { guard: and(['hasLabel', 'mayDeliver']), target: '#finding', actions: ['goFind', 'countAsk', 'findParcel'] },
        { guard: and(['hasLabel', not('isStaff')]), target: '#seeking', actions: ['countAsk', 'findParcel'] },
        { guard: and(['hasOwnVisits', 'isStaff']), target: '#choosing' },
        { guard: 'hasExpired', target: '#administering', actions: 'goRemove' },
        { guard: 'mayDeliver', target: '#delivering', actions: 'goDeliver' },
        { guard: 'mayAdminister', target: '#administering', actions: 'goAdminister' },
        { guard: and(['hasNothing', 'isStaff']), target: '#home', actions: ['forget', 'noteNotAllowed', 'sayEnded'] },
        { guard: 'hasNothing', target: '#home', actions: ['forget', 'noteNothingHere', 'sayEnded'] },
        { guard: 'hasOneVisit', target: '#confirming', actions: 'takeOnlyVisit' },
        { target: '#choosing' },
      ],
    },
  },
});
