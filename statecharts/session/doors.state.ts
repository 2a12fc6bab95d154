import { sessionSetup } from './session.setup.ts';

/**
 * The doors of one errand: released one after the other, or all with a pause in between, and watched until the person has
 * done with them. A door that stays open belongs to its own chart: nobody is kept here by it.
 */
export const doors = sessionSetup.createStateConfig({
  id: 'doors',
  initial: 'opening',
  on: {
    'door.opened': { guard: 'isMyDoor', target: '.deciding', actions: 'noteOpened' },
    'door.closed': { guard: 'isMyDoor', target: '.deciding', actions: 'noteClosed' },
    'problem.chosen': { actions: ['countAsk', 'sayProblem', 'noteReported', 'turn'] },
  },
  states: {
    opening: {
      entry: ['turn', 'releaseNext', 'release'],
      on: {
        'door.opened': [
          { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteOpened' },
          { guard: 'isMyDoor', actions: 'noteOpened' },
        ],
        'door.closed': { guard: 'isMyDoor', actions: 'noteClosed' },
        'door.did-not-open': { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteStuck' },
        'release.refused': { guard: 'isReleasedDoor', target: 'deciding', actions: 'noteStuck' },
        'finish.chosen': {}, // A door that opens behind somebody who has gone holds their parcel out to anybody.
      },
    },
    deciding: {
      always: [
        { guard: 'hasMoreAtOnce', target: 'pausing' },
        { guard: 'hasOpenDoor', target: 'open' },
        { guard: 'hasStuckDoor', target: 'stuck' },
        { guard: 'hasShutDoor', target: 'shut' },
        { target: 'over' },
      ],
    },
    /** One coil at a time: the supply feeds no two. */
    pausing: {
      on: {
        'door.opened': { guard: 'isMyDoor', actions: 'noteOpened' },
        'door.closed': { guard: 'isMyDoor', actions: 'noteClosed' },
        'finish.chosen': {},
      },
      after: { doorStagger: 'opening' },
    },
    open: {
      entry: 'turn',
      on: {
        'retry.chosen': { guard: 'isStuckDoor', target: 'opening', actions: 'noteAgain' },
        'left-some.chosen': { guard: 'isMyDoor', actions: ['countAsk', 'sayLeft'] },
        // More for the same locker, before its door is shut.
        'label.scanned': { guard: 'isDelivering', target: '#finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
      },
    },
    stuck: {
      entry: 'turn',
      on: {
        'retry.chosen': { guard: 'isStuckDoor', target: 'opening', actions: 'noteAgain' },
        'skip.chosen': { guard: 'isStuckDoor', target: 'deciding', actions: 'noteSkipped' },
      },
    },
    shut: {
      entry: 'turn',
      initial: 'within',
      on: {
        'next.chosen': [{ guard: 'hasWaitingDoor', target: 'opening' }, { target: 'over' }],
        'label.scanned': { guard: 'isDelivering', target: '#finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
        'label.entered': { guard: 'isDelivering', target: '#finding', actions: ['takeLabel', 'countAsk', 'findParcel'] },
      },
      states: {
        within: {
          on: {
            'reopen.chosen': { guard: 'isShutDoor', target: '#doors.opening', actions: 'noteAgain' },
            'retract.chosen': { guard: 'isPutIn', target: '#taking-back', actions: ['countAsk', 'sayRetract'] },
            'larger.chosen': { guard: 'isPutIn', target: '#enlarging', actions: ['countAsk', 'sayRetract'] },
            'left-some.chosen': { guard: 'isMyDoor', actions: ['countAsk', 'sayLeft'] },
            'ending.chosen': { guard: 'isVisiting', actions: ['countAsk', 'sayEnds'] },
          },
          after: { reopenWindow: 'after' },
        },
        after: {},
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
