import { administering } from './administering.state.ts';
import { delivering } from './delivering.state.ts';
import { doors } from './doors.state.ts';
import { home } from './home.state.ts';
import { identifying } from './identifying.state.ts';
import { freshContext, sessionSetup } from './session.setup.ts';
import { storing } from './storing.state.ts';
import { visiting } from './visiting.state.ts';

/** The person is expected to do something; long before the screen goes they are told, and one touch keeps it. */
const presence = sessionSetup.createStateConfig({
  initial: 'absent',
  on: { 'session.left': '.absent' },
  states: {
    absent: { on: { 'session.began': 'attending' } },
    attending: {
      on: {
        'screen.turned': { target: 'attending', reenter: true },
        'person.touched': { target: 'attending', reenter: true },
        'settings.changed': { target: 'attending', reenter: true },
        'presence.doubted': 'warned',
      },
      after: { patience: 'warned' },
    },
    warned: {
      entry: 'sayWarned',
      on: { 'screen.turned': 'attending', 'person.touched': 'attending', 'more-time.chosen': 'attending' },
      after: { inactivityWarning: { target: 'absent', actions: 'end' } },
    },
  },
});
export const sessionChart = sessionSetup.createMachine({
  id: 'session',
  context: ({ input }) => freshContext(input.settings),
  type: 'parallel',
  on: { 'settings.changed': { actions: 'takeSettings' } },
  states: {
    errand: {
      initial: 'home',
      on: {
        'session.over': { target: '.home', actions: ['forget', 'sayEnded'] },
        'finish.chosen': { actions: 'end' },
      },
      states: { home, identifying, visiting, doors, storing, delivering, administering },
    },
    presence,
    hearing: {
      initial: 'off',
      states: {
        off: { on: { 'headphones.plugged': { target: 'on', actions: ['hear', 'turn'] } } },
        on: { on: { 'headphones.unplugged': { target: 'off', actions: ['hearNoMore', 'doubt'] } } },
      },
    },
    news: {
      initial: 'none',
      on: { 'door.opened-remotely': { target: '.told', reenter: true, actions: 'takeRemote' } },
      states: { none: {}, told: { after: { returnHomeAfterPickup: { target: 'none', actions: 'forgetRemote' } } } },
    },
  },
});
