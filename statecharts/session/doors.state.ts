import { and, not } from 'xstate';
import { find } from './delivering.state.ts';
import { sessionSetup } from './session.setup.ts';


/** What somebody says of a locker that is open, or was a moment ago. */
const sayings = {
  'left-some.chosen': { guard: 'isTakenOut', actions: ['countSaying', 'sayLeft', 'turn'] },
  'ending.chosen': { guard: 'isEnd', actions: ['countSaying', 'sayEnds', 'turn'] },
} as const;

/**
 * The doors of one errand: released one after the other, or all with a pause in between, and watched until the person has
 * done with them. A door that stays open belongs to its own chart: nobody is kept here by it.
 */
export const doors = sessionSetup.createStateConfig({
  id: 'doors',
  initial: 'opening',
  on: {
    'door.opened': { guard: 'isMyDoor', target: '.deciding', actions: 'noteOpened' },
    'door.closed': { guard: 'isOpenDoor', target: '.deciding', actions: 'noteClosed' },
    'saying.taken': { guard: 'isAnswerToMe', actions: ['noteTaken', 'turn'] },
    'saying.refused': { guard: 'isAnswerToMe', actions: ['takeNotice', 'turn'] },
  },
  states: {
    opening: {
      entry: ['turn', 'releaseNext', 'release'],
      exit: 'clearNotice',
      on: {
        'door.opened': [
          { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteOpened' },
          { guard: 'isMyDoor', actions: 'noteOpened' },
        ],
        'door.closed': { guard: 'isOpenDoor', actions: 'noteClosed' },
        'door.did-not-open': { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteStuck' },
        'release.refused': { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteStuck' },
        'finish.chosen': {}, // A door that opens behind somebody who has gone holds their parcel out to anybody.
      },
    },
    deciding: {
      id: 'deciding',
      always: [
        { guard: 'hasMoreAtOnce', target: 'pausing' },
        { guard: 'hasOpenDoor', target: 'open' },
        { guard: 'hasStuckDoor', target: 'stuck' },
        { guard: 'hasShutDoor', target: 'shut' },
        { target: 'over' },
      ],
    },
    /** One coil at a time: the supply feeds no two. Whoever finishes here leaves what has not been opened. */
    pausing: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'door.opened': { guard: 'isMyDoor', actions: 'noteOpened' },
        'door.closed': { guard: 'isOpenDoor', actions: 'noteClosed' },
      },
      after: { doorStagger: [{ guard: 'hasWaitingDoor', target: 'opening' }, { target: 'deciding' }] },
    },
    open: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        ...sayings,
        'reporting.chosen': 'reporting',
        'retry.chosen': { guard: 'isStuckDoor', target: 'opening', actions: 'noteAgain' },
        // The next thing: in a batch for the same locker at once, and else when this door is shut. No scan is lost.
        'label.scanned': { guard: and(['isDelivering', 'isAnotherLabel']), target: '#finding', actions: [...find] },
        'label.entered': { guard: 'isDelivering', target: '#finding', actions: [...find] },
      },
    },
    /** The next thing goes elsewhere: its door opens by itself as soon as the one before is shut. */
    shutting: {
      id: 'shutting',
      entry: 'turn',
      exit: 'clearNotice',
      always: { guard: not('hasOpenDoor'), target: 'opening', actions: 'takeHeld' },
      on: {
        'door.opened': { guard: 'isMyDoor', actions: 'noteOpened' },
        'door.closed': { guard: 'isOpenDoor', actions: 'noteClosed' },
        'label.scanned': { guard: 'isAnotherLabel', target: '#finding', actions: ['forgetHeld', ...find] },
        'label.entered': { target: '#finding', actions: ['forgetHeld', ...find] },
        'back.chosen': { target: 'deciding', actions: ['forgetHeld', 'forgetParcel'] },
      },
    },
    stuck: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'retry.chosen': { guard: 'isStuckDoor', target: 'opening', actions: 'noteAgain' },
        'skip.chosen': { guard: 'isStuckDoor', target: 'deciding', actions: 'noteSkipped' },
      },
    },
    shut: {
      entry: 'turn',
      exit: 'clearNotice',
      initial: 'within',
      on: {
        'reporting.chosen': 'reporting',
        'next.chosen': [{ guard: 'hasWaitingDoor', target: 'opening' }, { target: 'over' }],
        'label.scanned': { guard: 'isDelivering', target: '#finding', actions: [...find] },
        'label.entered': { guard: 'isDelivering', target: '#finding', actions: [...find] },
      },
      states: {
        within: {
          on: {
            ...sayings,
            'reopen.chosen': { guard: 'isShutDoor', target: '#doors.opening', actions: 'noteAgain' },
            'retract.chosen': { guard: 'isPutIn', target: '#taking-back', actions: ['countSaying', 'sayRetract'] },
            // What was announced to this very locker goes to no other.
            'larger.chosen': {
              guard: and(['isPutIn', 'isDelivering', 'hasParty']), target: '#enlarging', actions: ['countSaying', 'sayRetract'],
            },
          },
          after: { reopenWindow: 'after' },
        },
        after: {},
      },
    },
    /** Something is wrong with a locker: what it is. The door goes its own way meanwhile. */
    reporting: {
      entry: 'turn',
      exit: 'clearNotice',
      on: {
        'door.opened': { guard: 'isMyDoor', actions: 'noteOpened' },
        'door.closed': { guard: 'isOpenDoor', actions: 'noteClosed' },
        'problem.chosen': { target: 'deciding', actions: ['countSaying', 'sayProblem'] },
        'back.chosen': 'deciding',
      },
    },
    over: {
      always: [
        { guard: 'hasWaitingDoor', target: 'opening' },
        { guard: 'isDelivering', target: '#delivering', actions: 'goDeliver' },
        { guard: 'isVisiting', target: '#listing' },
        { target: '#administering' },
      ],
    },
  },
});
