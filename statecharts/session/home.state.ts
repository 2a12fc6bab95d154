import { sessionSetup } from './session.setup.ts';

const begin = ['clearNotice', 'sayStarted', 'begin'] as const;

/** Nobody is here. Whatever somebody shows or chooses begins a session. */
export const home = sessionSetup.createStateConfig({
  id: 'home',
  entry: 'leave',
  on: {
    'code.entered': { target: 'identifying.checking', actions: [...begin, 'countAsk', 'check'] },
    'label.scanned': { target: 'identifying.checking', actions: [...begin, 'countAsk', 'check'] },
    'badge.shown': { target: 'identifying.checking', actions: [...begin, 'countAsk', 'check'] },
    'way.chosen': { target: 'identifying.asking', actions: [...begin, 'takeWay'] },
    'storing.chosen': { target: 'storing', actions: [...begin] },
    'person.touched': { target: 'home', reenter: true },
    'finish.chosen': {},
  },
  after: { returnHomeOnInactivity: { actions: 'clearNotice' } },
});
