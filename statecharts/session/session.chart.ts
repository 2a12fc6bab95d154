import { assertEvent, assign, emit, setup } from 'xstate';
import type { Notice, SessionCommand, SessionEvent, StaffMember, AskedVisit } from './session.events.ts';
import type { SessionSettings } from './session.settings.ts';

/**
 * One person at the kiosk, from the first touch to the home screen. Each state completes "the session is …".
 *
 *   home ──code──▶ recipient.checking ──granted──▶ releasing ──opened──▶ doorOpen ──closed──▶ doorShut
 *    ▲  ◀──refused──┘                                 ▲ │ did not open                          │ │
 *    │                                                │ ▼                                       │ │
 *    │                                      retry ── doorStuck            reopen (in its time) ─┘ │
 *    │◀─left─ finished, or: returnHomeAfterPickup (doorOpen, doorShut), returnHomeOnInactivity ───┘
 *    │          a code of staff, such as a carrier's, leads from recipient.checking to staff.ready
 *    │
 *   home ──staff──▶ staff.signingIn ─▶ checking ─▶ ready ──label──▶ finding ─▶ releasing ─▶ doorOpen ─▶ doorShut
 *    ▲                    │ ▲─refused──┘            ▲ ◀──unknown───┘              next, label ──┘ │
 *    │                                              └── retracting ◀── not put in (in its time) ──┘
 *    └─left─ finished, returnHomeOnInactivity (signingIn, checking), adminSessionTimeout (behind the password)
 *
 * The chart decides which screen follows which; it opens nothing. `door.release` is a request that the shell
 * answers out of the books, with a door fact or with `release.refused`. A door that stays open belongs to its own
 * chart: every state here has a way home that no door can block.
 */
export interface SessionContext {
  readonly settings: SessionSettings;
  /** Number of the latest question to the shell. Answers to earlier ones are stale and change nothing. */
  readonly ask: number;
  readonly visit: AskedVisit | null;
  readonly staff: StaffMember | null;
  readonly notice: Notice | null;
}

export const sessionChart = setup({
  types: {
    input: {} as { readonly settings: SessionSettings },
    context: {} as SessionContext,
    events: {} as SessionEvent,
    emitted: {} as SessionCommand,
  },
  guards: {
    isAnswerToMe: ({ context, event }) => 'ask' in event && event.ask === context.ask,
    isThisDoor: ({ context, event }) => 'locker' in event && event.locker === context.visit?.locker,
  },
  delays: {
    lockerAccessAfterPickup: ({ context }) => context.settings.lockerAccessAfterPickup,
    returnHomeAfterPickup: ({ context }) => context.settings.returnHomeAfterPickup,
    returnHomeOnInactivity: ({ context }) => context.settings.returnHomeOnInactivity,
    adminSessionTimeout: ({ context }) => context.settings.adminSessionTimeout,
    dropOffReopenWindow: ({ context }) => context.settings.dropOffReopenWindow,
  },
  actions: {
    forget: assign({ visit: null, staff: null, notice: null, ask: ({ context }) => context.ask + 1 }),
    takeSettings: assign(({ event }) => {
      assertEvent(event, 'settings.changed');
      return { settings: event.settings };
    }),
    takeVisit: assign(({ event }) => {
      assertEvent(event, ['credential.granted', 'parcel.found']);
      return { visit: event.visit, notice: null };
    }),
    takeStaff: assign(({ event }) => {
      assertEvent(event, 'staff.granted');
      return { staff: event.staff, notice: null };
    }),
    takeNotice: assign(({ event }) => {
      assertEvent(event, ['credential.refused', 'staff.refused', 'parcel.refused', 'release.refused']);
      return { notice: event.why };
    }),
    noteRetracted: assign({ notice: 'deposit-retracted' as const, visit: null }),
    clearNotice: assign({ notice: null }),
    countAsk: assign({ ask: ({ context }) => context.ask + 1, notice: null }),
    sayStarted: emit({ type: 'session.started' as const }),
    sayEnded: emit({ type: 'session.ended' as const }),
    checkCode: emit(({ context, event }) => {
      assertEvent(event, ['code.entered', 'label.scanned']);
      const presented = event.type === 'code.entered'
        ? { how: 'typed' as const, code: event.code }
        : { how: 'scanned' as const, code: event.text };
      return { type: 'credential.check' as const, ask: context.ask, ...presented };
    }),
    checkPassword: emit(({ context, event }) => {
      assertEvent(event, 'password.entered');
      const { username, password } = event;
      return { type: 'password.check' as const, ask: context.ask, username, password };
    }),
    findParcel: emit(({ context, event }) => {
      assertEvent(event, ['tracking.entered', 'label.scanned']);
      const tracking = event.type === 'tracking.entered' ? event.tracking : event.text;
      return { type: 'parcel.find' as const, ask: context.ask, tracking };
    }),
    release: emit(({ context }) => ({
      type: 'door.release' as const, ask: context.ask, visit: visitOf(context), staff: context.staff,
    })),
    retract: emit(({ context }) => ({
      type: 'deposit.retract' as const, ask: context.ask, visit: visitOf(context), staff: staffOf(context),
    })),
  },
}).createMachine({
  id: 'session',
  context: ({ input }) => ({ settings: input.settings, ask: 0, visit: null, staff: null, notice: null }),
  initial: 'home',
  on: { 'settings.changed': { actions: 'takeSettings' } },
  states: {
    home: {
      on: {
        'code.entered': { target: 'recipient', actions: ['sayStarted', 'countAsk', 'checkCode'] },
        'label.scanned': { target: 'recipient', actions: ['sayStarted', 'countAsk', 'checkCode'] },
        'staff.chosen': { target: 'staff', actions: ['sayStarted', 'clearNotice'] },
        'person.touched': { target: 'home', reenter: true },
      },
      after: { returnHomeOnInactivity: { actions: 'clearNotice' } },
    },
    left: { always: { target: 'home', actions: ['forget', 'sayEnded'] } },
    recipient: {
      initial: 'checking',
      on: { 'finish.chosen': 'left' },
      states: {
        checking: {
          on: {
            'credential.granted': { guard: 'isAnswerToMe', target: 'releasing', actions: ['takeVisit', 'countAsk', 'release'] },
            'credential.refused': { guard: 'isAnswerToMe', target: '#session.home', actions: ['forget', 'takeNotice', 'sayEnded'] },
            'staff.granted': { guard: 'isAnswerToMe', target: '#session.staff.ready', actions: 'takeStaff' },
          },
          after: { returnHomeOnInactivity: '#session.left' },
        },
        releasing: {
          on: {
            'finish.chosen': {}, // A door that opens behind somebody who has gone holds their parcel out to anybody.
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen' },
            'door.did-not-open': { guard: 'isThisDoor', target: 'doorStuck' },
            'release.refused': { guard: 'isAnswerToMe', target: 'doorStuck', actions: 'takeNotice' },
          },
          after: { returnHomeOnInactivity: '#session.left' },
        },
        doorOpen: {
          on: {
            'door.closed': { guard: 'isThisDoor', target: 'doorShut' },
            'person.touched': { target: 'doorOpen', reenter: true },
          },
          after: { returnHomeAfterPickup: '#session.left' },
        },
        doorShut: {
          type: 'parallel',
          on: {
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen' },
          },
          states: {
            window: {
              initial: 'open',
              states: {
                open: {
                  on: { 'reopen.chosen': { target: '#session.recipient.releasing', actions: ['countAsk', 'release'] } },
                  after: { lockerAccessAfterPickup: 'over' },
                },
                over: {},
              },
            },
            person: {
              initial: 'present',
              states: {
                present: {
                  on: { 'person.touched': { target: 'present', reenter: true } },
                  after: { returnHomeAfterPickup: '#session.left' },
                },
              },
            },
          },
        },
        doorStuck: {
          on: {
            'retry.chosen': { target: 'releasing', actions: ['countAsk', 'release'] },
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen', actions: 'clearNotice' },
            'person.touched': { target: 'doorStuck', reenter: true },
          },
          after: { returnHomeOnInactivity: '#session.left' },
        },
      },
    },
    staff: {
      initial: 'signingIn',
      on: { 'finish.chosen': 'left' },
      states: {
        signingIn: {
          on: {
            'password.entered': { target: 'checking', actions: ['countAsk', 'checkPassword'] },
            'person.touched': { target: 'signingIn', reenter: true },
          },
          after: { returnHomeOnInactivity: '#session.left' },
        },
        checking: {
          on: {
            'staff.granted': { guard: 'isAnswerToMe', target: 'ready', actions: 'takeStaff' },
            'staff.refused': { guard: 'isAnswerToMe', target: 'signingIn', actions: 'takeNotice' },
          },
          after: { returnHomeOnInactivity: '#session.left' },
        },
        ready: {
          on: {
            'tracking.entered': { target: 'finding', actions: ['countAsk', 'findParcel'] },
            'label.scanned': { target: 'finding', actions: ['countAsk', 'findParcel'] },
            'person.touched': { target: 'ready', reenter: true },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
        finding: {
          on: {
            'parcel.found': { guard: 'isAnswerToMe', target: 'releasing', actions: ['takeVisit', 'countAsk', 'release'] },
            'parcel.refused': { guard: 'isAnswerToMe', target: 'ready', actions: 'takeNotice' },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
        releasing: {
          on: {
            'finish.chosen': {}, // A door that opens behind somebody who has gone holds their parcel out to anybody.
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen' },
            'door.did-not-open': { guard: 'isThisDoor', target: 'doorStuck' },
            'release.refused': { guard: 'isAnswerToMe', target: 'doorStuck', actions: 'takeNotice' },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
        doorOpen: {
          on: {
            'door.closed': { guard: 'isThisDoor', target: 'doorShut' },
            'person.touched': { target: 'doorOpen', reenter: true },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
        doorShut: {
          type: 'parallel',
          on: {
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen' },
            'next.chosen': 'ready',
            'tracking.entered': { target: 'finding', actions: ['countAsk', 'findParcel'] },
            'label.scanned': { target: 'finding', actions: ['countAsk', 'findParcel'] },
          },
          states: {
            window: {
              initial: 'open',
              states: {
                open: {
                  on: {
                    'reopen.chosen': { target: '#session.staff.releasing', actions: ['countAsk', 'release'] },
                    'retract.chosen': { target: '#session.staff.retracting', actions: ['countAsk', 'retract'] },
                  },
                  after: { dropOffReopenWindow: 'over' },
                },
                over: {},
              },
            },
            person: {
              initial: 'present',
              states: {
                present: {
                  on: { 'person.touched': { target: 'present', reenter: true } },
                  after: { adminSessionTimeout: '#session.left' },
                },
              },
            },
          },
        },
        retracting: {
          on: {
            'deposit.retracted': { guard: 'isAnswerToMe', target: 'ready', actions: 'noteRetracted' },
            'release.refused': { guard: 'isAnswerToMe', target: 'ready', actions: 'takeNotice' },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
        doorStuck: {
          on: {
            'retry.chosen': { target: 'releasing', actions: ['countAsk', 'release'] },
            'next.chosen': { target: 'ready', actions: 'clearNotice' },
            'door.opened': { guard: 'isThisDoor', target: 'doorOpen', actions: 'clearNotice' },
            'person.touched': { target: 'doorStuck', reenter: true },
          },
          after: { adminSessionTimeout: '#session.left' },
        },
      },
    },
  },
});

/** States behind the password always know who signed in. */
function staffOf(context: SessionContext): StaffMember {
  if (!context.staff) throw new TypeError('nobody is signed in');
  return context.staff;
}

/** States behind a granted visit always know which. */
function visitOf(context: SessionContext): AskedVisit {
  if (!context.visit) throw new TypeError('there is no visit');
  return context.visit;
}
