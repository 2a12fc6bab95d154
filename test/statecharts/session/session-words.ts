import type { ParcelNotice, ReleaseRefusal, SessionCommand, SessionEvent } from '../../../statecharts/session/session.events.ts';
import { deposit, olga, pickup, SessionRig } from './session-rig.ts';

/** A fact; an answer to the question that waits for one; or a length of time in which nobody does anything. */
export type Given = SessionEvent | ((ask: number) => SessionEvent) | number;

export interface SessionRow {
  readonly it: string;
  readonly from: readonly Given[];
  readonly on: Given;
  readonly to: string;
  readonly says: readonly string[];
}

export const touch: SessionEvent = { type: 'person.touched' };
export const code: SessionEvent = { type: 'code.entered', code: '4F7K2Q9P' };
export const scan: SessionEvent = { type: 'label.scanned', text: '1Z999' };
export const typed: SessionEvent = { type: 'tracking.entered', tracking: '1Z888' };
export const staff: SessionEvent = { type: 'staff.chosen' };
export const password: SessionEvent = { type: 'password.entered', username: 'olga', password: 'secret' };
export const reopen: SessionEvent = { type: 'reopen.chosen' };
export const retry: SessionEvent = { type: 'retry.chosen' };
export const retract: SessionEvent = { type: 'retract.chosen' };
export const next: SessionEvent = { type: 'next.chosen' };
export const finish: SessionEvent = { type: 'finish.chosen' };

export const granted = (ask: number): SessionEvent => ({ type: 'credential.granted', ask, visit: pickup });
export const codeRefused = (ask: number): SessionEvent => ({ type: 'credential.refused', ask, why: 'code-refused' });
export const signedIn = (ask: number): SessionEvent => ({ type: 'staff.granted', ask, staff: olga });
export const signInRefused = (ask: number): SessionEvent => ({ type: 'staff.refused', ask, why: 'sign-in-refused' });
export const found = (ask: number): SessionEvent => ({ type: 'parcel.found', ask, visit: deposit });
export const notFound = (why: ParcelNotice) => (ask: number): SessionEvent => ({ type: 'parcel.refused', ask, why });
export const refused = (why: ReleaseRefusal) => (ask: number): SessionEvent => ({ type: 'release.refused', ask, why });
export const retracted = (ask: number): SessionEvent => ({ type: 'deposit.retracted', ask });

/** The same answer, to the question before: it comes too late. */
export const late = (answer: (ask: number) => SessionEvent) => (ask: number): SessionEvent => answer(ask - 1);

export const opened = (locker: number): SessionEvent => ({ type: 'door.opened', locker });
export const closed = (locker: number): SessionEvent => ({ type: 'door.closed', locker });
export const stuck = (locker: number): SessionEvent => ({ type: 'door.did-not-open', locker });

/** Ways that many rows begin with: a recipient at locker 4, an operator at locker 5. */
export const atPickup = [code, granted] as const;
export const pickupOpen = [...atPickup, opened(4)] as const;
export const pickupShut = [...pickupOpen, closed(4)] as const;
export const operator = [staff, password, signedIn] as const;
export const atDeposit = [...operator, scan, found] as const;
export const depositOpen = [...atDeposit, opened(5)] as const;
export const depositShut = [...depositOpen, closed(5)] as const;

export async function follow(from: readonly Given[]): Promise<SessionRig> {
  const rig = new SessionRig();
  for (const given of from) {
    if (typeof given === 'number') await rig.wait(given);
    else rig.tell(typeof given === 'function' ? given(rig.ask) : given);
  }
  return rig;
}

/** What was said, in short and without the number of the question: `door.release 4 pickup`. */
export function inShort(command: SessionCommand): string {
  switch (command.type) {
    case 'credential.check': return `${command.type} ${command.code}`;
    case 'password.check': return `${command.type} ${command.username} ${command.password}`;
    case 'parcel.find': return `${command.type} ${command.tracking}`;
    case 'deposit.retract': return `${command.type} ${String(command.visit.locker)} for ${command.staff.id}`;
    case 'door.release': {
      const { visit, staff: who } = command;
      return `${command.type} ${String(visit.locker)} ${visit.purpose}${who ? ` for ${who.id}` : ''}`;
    }
    default: return command.type;
  }
}
