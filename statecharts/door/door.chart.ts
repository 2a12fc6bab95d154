import { assertEvent, assign, emit, setup } from 'xstate';
import type { Milliseconds } from '../units.ts';
import type { DoorCommand, DoorEvent, LockRefusal } from './door.events.ts';
import type { DoorSettings } from './door.settings.ts';

/**
 * One door, as the controller understands it. Each state completes "the door is …".
 *
 *   unknown ──sensor.closed──▶ closed ──release.requested──▶ releasing ──sensor.opened──▶ open ◀──┐
 *      │                        │  ▲                          │    │ ▲                    │ │     │
 *      │ sensor.opened          │  │ closedFor       openWithin    └─┘ openWithin,        │ │ heldOpenAfter
 *      ▼                        │  │                 no pulses left   pulses remain       │ ▼     │
 *     open      sensor.opened   │ closing ◀──────────┐    ▼                               │ heldOpen
 *                               ▼  ▲                 │  stuck ──release.requested──▶      │ │
 *                            forced ┘ sensor.closed  └────────────── sensor.closed ◀──────┴─┘
 *
 * `sensor.lost` leads to `unknown` from everywhere: the lock rests, and only the sensor leads out, or a person
 * with the right to open it: a broken wire must not lock people out. A release that no sensor watched ends in
 * `unknown` again, not in `stuck`: the door may well stand open, and nobody has forced it.
 *
 * A door that is left open says so on the spot after `openWarning`, and is held open after `heldOpenAfter`; that it is shut
 * again is the end of both.
 *
 * The chart never touches hardware: it emits DoorCommands and is told DoorEvents. It promises that the lock rests
 * on every way out of `releasing`, that one intent causes at most `pulsesMax` pulses, and that a door which opens
 * without a release is reported as forced.
 */
export interface DoorInput {
  readonly locker: number;
  /** How long the lock's data sheet lets its coil be energised. */
  readonly pulse: Milliseconds;
  readonly settings: DoorSettings;
}

interface DoorContext extends DoorInput {
  /** The release under way; empty when there is none. */
  readonly intent: string;
  readonly pulses: number;
  readonly refusal: LockRefusal | null;
  /** The release under way began with no sensor to watch it, and none has spoken since. */
  readonly isUnseen: boolean;
}

export const doorChart = setup({
  types: {
    input: {} as DoorInput,
    context: {} as DoorContext,
    events: {} as DoorEvent,
    emitted: {} as DoorCommand,
  },
  guards: {
    pulsesRemain: ({ context }) => context.pulses < context.settings.pulsesMax,
    isUnseen: ({ context }) => context.isUnseen,
  },
  delays: {
    openWithin: ({ context }) => context.settings.openWithin,
    closedFor: ({ context }) => context.settings.closedFor,
    openWarning: ({ context }) => context.settings.openWarning,
    heldOpenAfter: ({ context }) => context.settings.heldOpenAfter,
  },
  actions: {
    takeIntent: assign(({ event }) => {
      assertEvent(event, 'release.requested');
      return { intent: event.intent, pulses: 0, refusal: null };
    }),
    noteUnseen: assign({ isUnseen: true }),
    noteSeen: assign({ isUnseen: false }),
    countPulse: assign({ pulses: ({ context }) => context.pulses + 1, refusal: null }),
    noteRefusal: assign(({ event }) => {
      assertEvent(event, 'lock.refused');
      return { refusal: event.reason };
    }),
    forgetIntent: assign({ intent: '', pulses: 0, refusal: null, isUnseen: false }),
    pulse: emit(({ context }) => ({ type: 'lock.pulse' as const, locker: context.locker, length: context.pulse })),
    rest: emit(({ context }) => ({ type: 'lock.rest' as const, locker: context.locker })),
    sayReleased: emit(({ context, event }) => {
      assertEvent(event, 'lock.pulsed');
      const { locker, intent, pulses } = context;
      return { type: 'door.released' as const, locker, intent, pulse: pulses, confirmed: event.by === 'confirmed' };
    }),
    sayOpened: emit(({ context }) => ({
      type: 'door.opened' as const, locker: context.locker, intent: context.intent, how: 'released' as const,
    })),
    sayAlreadyOpen: emit(({ context }) => ({
      type: 'door.opened' as const, locker: context.locker, intent: context.intent, how: 'already' as const,
    })),
    sayFoundOpen: emit(({ context }) => ({
      type: 'door.opened' as const, locker: context.locker, intent: null, how: 'found' as const,
    })),
    sayClosed: emit(({ context }) => ({ type: 'door.closed' as const, locker: context.locker, how: 'seen' as const })),
    sayFoundClosed: emit(({ context }) => ({ type: 'door.closed' as const, locker: context.locker, how: 'found' as const })),
    sayLeftOpen: emit(({ context }) => ({ type: 'door.left-open' as const, locker: context.locker })),
    sayHeldOpen: emit(({ context }) => ({ type: 'door.held-open' as const, locker: context.locker })),
    sayForced: emit(({ context }) => ({ type: 'door.forced' as const, locker: context.locker })),
    sayDidNotOpen: emit(({ context }) => ({
      type: 'door.did-not-open' as const, locker: context.locker, intent: context.intent, why: context.refusal ?? ('stuck' as const),
    })),
    saySensorFault: emit(({ context }) => ({ type: 'door.sensor-fault' as const, locker: context.locker })),
  },
}).createMachine({
  id: 'door',
  context: ({ input }) => ({ ...input, intent: '', pulses: 0, refusal: null, isUnseen: false }),
  initial: 'unknown',
  on: { 'sensor.lost': { target: '.unknown', actions: 'saySensorFault' } },
  states: {
    unknown: {
      entry: 'rest',
      on: {
        'sensor.closed': { target: 'closed', actions: 'sayFoundClosed' },
        'sensor.opened': { target: 'open', actions: 'sayFoundOpen' },
        'sensor.lost': { actions: 'saySensorFault' },
        'release.requested': { target: 'releasing', actions: ['takeIntent', 'noteUnseen'] },
      },
    },
    closed: {
      on: {
        'sensor.opened': { target: 'forced', actions: 'sayForced' },
        'release.requested': { target: 'releasing', actions: 'takeIntent' },
      },
    },
    releasing: {
      entry: ['countPulse', 'pulse'],
      exit: 'rest',
      on: {
        'lock.pulsed': { actions: 'sayReleased' },
        'lock.refused': { actions: 'noteRefusal' },
        'sensor.opened': { target: 'open', actions: 'sayOpened' },
        'sensor.closed': { guard: 'isUnseen', actions: ['noteSeen', 'sayFoundClosed'] },
        'sensor.lost': { target: 'unknown', actions: ['sayDidNotOpen', 'forgetIntent', 'saySensorFault'] },
      },
      after: {
        openWithin: [
          // Nobody sees whether it opened: a second pulse might throw it open again behind the person's back.
          { guard: 'isUnseen', target: 'unknown', actions: ['sayDidNotOpen', 'forgetIntent'] },
          { guard: 'pulsesRemain', target: 'releasing', reenter: true },
          { target: 'stuck', actions: ['sayDidNotOpen', 'forgetIntent'] },
        ],
      },
    },
    stuck: {
      on: {
        'sensor.opened': { target: 'forced', actions: 'sayForced' },
        'release.requested': { target: 'releasing', actions: 'takeIntent' },
      },
    },
    open: {
      entry: 'forgetIntent',
      on: {
        'sensor.closed': 'closing',
        'release.requested': { actions: ['takeIntent', 'pulse', 'sayAlreadyOpen', 'forgetIntent'] },
      },
      after: {
        openWarning: { actions: 'sayLeftOpen' },
        heldOpenAfter: { target: 'heldOpen', actions: 'sayHeldOpen' },
      },
    },
    heldOpen: {
      on: {
        'sensor.closed': 'closing',
        'release.requested': { target: 'open', actions: ['takeIntent', 'pulse', 'sayAlreadyOpen'] },
      },
    },
    forced: {
      on: {
        'sensor.closed': 'closing',
        'release.requested': { target: 'open', actions: ['takeIntent', 'pulse', 'sayAlreadyOpen'] },
      },
    },
    closing: {
      // A pulse for a door that stood open may still wait for its coil: it must not open the door that is shut now.
      entry: 'rest',
      on: {
        'sensor.opened': 'open',
        'release.requested': { target: 'releasing', actions: ['sayClosed', 'takeIntent'] },
      },
      after: { closedFor: { target: 'closed', actions: 'sayClosed' } },
    },
  },
});
