import { administering } from './administering.state.ts';
import { delivering } from './delivering.state.ts';
import { doors } from './doors.state.ts';
import { home } from './home.state.ts';
import { identifying } from './identifying.state.ts';
import { freshContext } from './session.context.ts';
import { sessionSetup } from './session.setup.ts';
import { storing } from './storing.state.ts';
import { visiting } from './visiting.state.ts';

/** The person is expected to do something; long before the screen goes they are told, and one touch keeps it. */
const presence = sessionSetup.createStateConfig({
  initial: 'absent',
  on: { 'session.left': '.absent' },
  states: {
    absent: { on: { 'session.began': 'attending' } },
    attending: {
      entry: 'beginStay',
      on: {
        'screen.turned': { target: 'attending', reenter: true },
        'person.touched': { target: 'attending', reenter: true },
        'more-time.chosen': { target: 'attending', reenter: true },
        'settings.changed': { target: 'attending', reenter: true },
        'presence.doubted': 'warned',
      },
      after: { patience: 'warned' },
    },
    warned: {
      entry: ['sayWarned', 'beginWarning'],
      on: { 'screen.turned': 'attending', 'person.touched': 'attending', 'more-time.chosen': 'attending' },
      after: { inactivityWarning: { target: 'absent', actions: 'end' } },
    },
  },
});

/**
 * One person at the kiosk, from the first touch to the home screen: what they came for (`errand`), whether they are still
 * there (`presence`), how they take in what is said (`hearing`), and what others do to the doors beside them (`news`). Each
 * state completes "the session is …".
 *
 *   home ──code, scan, badge──▶ identifying: asking ⇄ checking ⇄ proving ─▶ known
 *    ▲ │ ▲                         ▲   │ refused, or a label                  │
 *    │ │ └─────────────────────────┼───┘            one visit ┌───────────────┼──────────────┬────────────┐
 *    │ └──a way to sign in─────────┘         label: seeking ─▶▼               ▼              ▼            ▼
 *    │             visiting: listing ─▶ choosing ─▶ confirming ─▶ asked    delivering    administering    home
 *    │                ▲        ▲ ⇅         │ ⇅        │  └─▶ signing ⇄ proving  (nothing to be done)
 *    │                │        │ lengthening ─▶ extending, ending, reporting
 *    │                │ again  │ store               ▼
 *    │                │        ▼               doors: opening ◀─┐
 *    │                │   storing: sizing ─▶     │ ▲   ▲        │
 *    │                │   lengthening ─▶ placing ─▶   │ doorStagger, shutting
 *    │                │                          ▼     │
 *    │            over ◀── shut, stuck, open ◀── deciding ─▶ pausing          reporting ⇄ open, shut
 *    │             │       shut: within ─reopenWindow─▶ after
 *    │             └─▶ what they came for
 *    │
 *    │   delivering: labelling ─▶ finding ─▶ doors           takingBack, enlarging ◀── doors, within the window
 *    │                ▲            │ unknown                     │          │
 *    │                │            ▼                             ▼          ▼
 *    │                └────────── naming ─▶ sizing ─▶ placing   labelling   sizing
 *    │
 *    │   administering: reporting ⇄ listing ─▶ reasoning ─▶ confirming ─▶ acting ─▶ doors, or listing
 *    │
 *    └── finished, or the person has gone: presence is absent ─▶ attending ─patience─▶ warned ─inactivityWarning─▶ absent
 *
 *   hearing: off ⇄ on (headphones)          news: none ─▶ told ─returnHomeAfterPickup─▶ none (a door opened from afar)
 *
 * The chart decides which screen follows which; it opens nothing. `door.release` is a request that the shell answers out of
 * the books, with a door fact or with `release.refused`. A door that stays open belongs to its own chart: every state here
 * has a way home that no door and no silent shell can block. A state's notice goes with its screen.
 */
export const sessionChart = sessionSetup.createMachine({
  id: 'session',
  context: ({ input }) => freshContext(input.settings),
  type: 'parallel',
  states: {
    errand: {
      initial: 'home',
      on: {
        'session.over': { target: '.home', actions: ['forget', 'sayEnded'] },
        'finish.chosen': { actions: 'end' },
        // Not on the chart itself: what one region hears, XState keeps from everything around the regions.
        'settings.changed': { actions: 'takeSettings' },
        // Whatever is on the screen: a door does not wait for it.
        'door.opened': { guard: 'isMyDoor', actions: 'noteOpened' },
        'door.closed': { guard: 'isOpenDoor', actions: 'noteClosed' },
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
      // In each state by itself: entered anew from the region, XState would leave all the other regions with it.
      states: {
        none: { on: { 'door.opened-remotely': { target: 'told', actions: 'takeRemote' } } },
        told: {
          on: { 'door.opened-remotely': { target: 'told', reenter: true, actions: 'takeRemote' } },
          after: { returnHomeAfterPickup: { target: 'none', actions: 'forgetRemote' } },
        },
      },
    },
  },
});
