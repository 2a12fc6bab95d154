import { sessionSetup } from './session.setup.ts';

/** Somebody chooses which of their lockers to open, and shows what is asked for before they open. */
export const visiting = sessionSetup.createStateConfig({
  initial: 'listing',
  states: {
    /** What there is may have changed since it was shown. */
    listing: {
      id: 'listing',
      entry: ['turn', 'countAsk', 'listOffers'],
      on: { 'offers.listed': { guard: 'isAnswerToMe', target: 'choosing', actions: 'takeOffers' } },
    },
    choosing: {
      id: 'choosing',
      entry: ['turn', 'forgetDoors'],
      on: {
        'visits.chosen': { guard: 'isOffered', target: 'confirming', actions: 'takeChosen' },
        'storing.chosen': { guard: 'mayStore', target: '#storing', actions: 'goStore' },
        'extension.chosen': { guard: 'isStoredHere', target: 'extending', actions: ['countAsk', 'sayExtend'] },
        'problem.chosen': { target: 'choosing', reenter: true, actions: ['countAsk', 'sayProblem', 'noteReported'] },
        'back.chosen': { actions: 'end' },
      },
    },
    extending: {
      entry: 'turn',
      on: {
        'saying.taken': { guard: 'isAnswerToMe', target: 'listing', actions: 'noteDone' },
        'saying.refused': { guard: 'isAnswerToMe', target: 'choosing', actions: 'takeNotice' },
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
    /** Storage without an end: whether it ends with this visit. */
    asked: {
      entry: 'turn',
      on: {
        'ending.chosen': { target: 'confirming', actions: 'takeEnding' },
        'back.chosen': 'listing',
      },
    },
    signing: {
      entry: 'turn',
      on: {
        'signature.given': { target: 'proving', actions: ['countAsk', 'saySignature'] },
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
