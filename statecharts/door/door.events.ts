import type { Milliseconds } from '../units.ts';

/** What a door is told. */
export type DoorEvent =
  | { readonly type: 'release.requested'; readonly intent: string }
  /** Whoever gave the order says so (`done`), or the board that took it (`confirmed`); of pins and of some boards nobody hears. */
  | { readonly type: 'lock.pulsed'; readonly by: 'done' | 'confirmed' }
  | { readonly type: 'lock.refused'; readonly reason: LockRefusal }
  | { readonly type: 'sensor.opened' }
  | { readonly type: 'sensor.closed' }
  | { readonly type: 'sensor.lost' };

/** Why a lock did not pulse: no answer, a broken answer, a coil that must rest, or a queue that is full. */
export type LockRefusal = 'silent' | 'garbled' | 'cooling' | 'busy';

/** What a door asks of its shell. */
export type DoorCommand =
  | { readonly type: 'lock.pulse'; readonly locker: number; readonly length: Milliseconds }
  | { readonly type: 'lock.rest'; readonly locker: number }
  | DoorFact;

/** What a door says has happened to it. `intent` names the release that caused it. */
export type DoorFact =
  | {
    readonly type: 'door.released'; readonly locker: number; readonly intent: string; readonly pulse: number;
    readonly confirmed: boolean;
  }
  | { readonly type: 'door.opened'; readonly locker: number; readonly intent: string | null; readonly how: OpenedHow }
  | { readonly type: 'door.closed'; readonly locker: number; readonly how: ClosedHow }
  /** Said to whoever is near enough to hear it, before it becomes an alarm: nobody else learns of it. */
  | { readonly type: 'door.left-open'; readonly locker: number }
  | { readonly type: 'door.held-open'; readonly locker: number }
  | { readonly type: 'door.forced'; readonly locker: number }
  | { readonly type: 'door.did-not-open'; readonly locker: number; readonly intent: string; readonly why: 'stuck' | LockRefusal }
  | { readonly type: 'door.sensor-fault'; readonly locker: number };

/** `found`: it stood open when the controller woke up. `already`: it stood open when it was released. */
type OpenedHow = 'released' | 'already' | 'found';

/** `found`: the sensor says closed after a time in which nobody watched it. */
type ClosedHow = 'seen' | 'found';
