import { and } from 'xstate';
import { sessionSetup } from './session.setup.ts';

const storageSaid = {
  'saying.taken': { guard: 'isAnswerToMe', target: 'listing', actions: 'noteTaken' },
  'saying.refused': { guard: 'isAnswerToMe', target: 'choosing', actions: 'takeNotice' },
} as const;

/** Somebody chooses which of their lockers to open, and shows what is asked for before they open. */
export const visiting = sessionSetup.createStateConfig({
  initial: 'listing',
  states: {
    /** What there is may have changed since it was shown. What has just been done is said with the list. */
    listing: {
      id: 'listing',
      entry: ['turn', 'countAsk', 'listOffers'],
      on: {
        'offers.listed': [
          { guard: and(['isAnswerToMe', 'hasNothingLeft']), actions: 'end' },
          { guard: 'isAnswerToMe', target: 'choosing', actions: 'takeOffers' },
        ],
      },
    },
    choosing: {
      id: 'choosing',
      entry: ['turn', 'forgetDoors'],
      exit: 'clearNotice',
      on: {
        'visits.chosen': { guard: 'isOffered', target: 'confirming', actions: 'takeChosen' },
        'storing.chosen': { guard: 'mayStore', target: '#storing' },
        'longer.chosen': { guard: 'isStoredHere', target: 'lengthening', actions: 'takeLengthened' },
        'end.chosen': { guard: 'isStoredHere', target: 'ending', actions: ['countSaying', 'sayEnd'] },
        'reporting.chosen': 'reporting',
        'saying.taken': { guard: 'isAnswerToMe', actions: ['noteTaken', 'turn'] },
        'saying.refused': { guard: 'isAnswerToMe', actions: ['takeNotice', 'turn'] },
        'delivering.chosen': { guard: 'mayDeliver', target: '#delivering', actions: 'goDeliver' },
        'administering.chosen': { guard: 'mayAdminister', target: '#administering', actions: 'goAdminister' },
        'removing.chosen': { guard: 'hasExpired', target: '#administering', actions: 'goRemove' },
        'back.chosen': { actions: 'end' },
      },
    },
    /** Until when, step by step. */
    lengthening: {
      entry: 'turn',
      on: {
        'extension.chosen': { target: 'extending', actions: ['countSaying', 'sayExtend'] },
        'back.chosen': 'choosing',
      },
    },
    reporting: {
      entry: 'turn',
      on: {
        'problem.chosen': { target: 'choosing', actions: ['countSaying', 'sayProblem'] },
        'back.chosen': 'choosing',
      },
    },
    extending: { entry: 'turn', on: storageSaid },
    ending: { entry: 'turn', on: storageSaid },
    /** What somebody's label is about: only what is theirs opens, and of everything else they are told the same. */
    seeking: {
      id: 'seeking',
      entry: 'turn',
      on: {
        'place.found': { guard: 'isAnswerToMe', target: 'confirming', actions: ['forgetParcel', 'takePlace'] },
        'place.refused': { guard: 'isAnswerToMe', target: 'choosing', actions: ['forgetParcel', 'takeNotice'] },
      },
    },
    confirming: {
      id: 'confirming',
      always: [
        { guard: 'isEndAsked', target: 'asked' },
        { guard: 'isProofAsked', target: 'signing' },
        { target: '#doors' },
      ],
    },
    /** Storage without an end: whether it ends with this visit, asked of one locker after the other. */
    asked: {
      entry: 'turn',
      on: {
        'ending.chosen': { target: 'confirming', actions: 'takeEnding' },
        'back.chosen': 'listing',
      },
    },
    /** Whoever cannot sign, or is not to be photographed, types their PIN. */
    signing: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'signature.given': { guard: 'isSigned', target: 'proving', actions: ['countAsk', 'saySignature'] },
        'pin.entered': { target: 'proving', actions: ['countAsk', 'check'] },
        'back.chosen': 'listing',
      },
    },
    proving: {
      entry: 'turn',
      on: {
        'saying.taken': { guard: 'isAnswerToMe', target: '#doors' },
        'person.known': { guard: 'isAnswerToMe', target: '#doors' },
        'saying.refused': { guard: 'isAnswerToMe', target: 'signing', actions: 'takeNotice' },
        'credential.refused': { guard: 'isAnswerToMe', target: 'signing', actions: 'takeNotice' },
      },
    },
  },
});
