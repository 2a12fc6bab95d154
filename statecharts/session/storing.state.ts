import { sessionSetup } from './session.setup.ts';

/** Somebody leaves belongings: which size, how long, and a locker for them. */
export const storing = sessionSetup.createStateConfig({
  id: 'storing',
  initial: 'sizing',
  on: { 'back.chosen': [{ guard: 'isKnown', target: '#listing' }, { actions: 'end' }] },
  states: {
    sizing: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'size.chosen': [
          { guard: 'isLengthAsked', target: 'lengthening', actions: 'takePlaceWanted' },
          { target: 'placing', actions: ['takePlaceWanted', 'countAsk', 'beginStorage'] },
        ],
      },
    },
    lengthening: {
      entry: 'turn',
      on: {
        'length.chosen': { target: 'placing', actions: ['countAsk', 'beginStorage'] },
        'back.chosen': 'sizing',
      },
    },
    placing: {
      entry: 'turn',
      on: {
        'place.found': { guard: 'isAnswerToMe', target: '#doors', actions: 'takePlace' },
        'place.refused': { guard: 'isAnswerToMe', target: 'sizing', actions: 'takeNotice' },
        'back.chosen': {}, // A locker is being kept for them already.
      },
    },
  },
});
