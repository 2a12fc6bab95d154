import type { SessionSettings } from './session.settings.ts';

/** Why one door is to be opened for the person at the kiosk. */
export interface AskedVisit {
  readonly purpose: 'pickup' | 'deposit' | 'swap' | 'keep' | 'empty' | 'look';
  readonly locker: number;
  readonly reservation: string;
  /** What is put in, where it is not everything that is expected. */
  readonly items?: readonly string[];
}

export interface StaffMember {
  readonly id: string;
  readonly name: string;
}

/** What a person does at the kiosk. The page and the readers send these and nothing else. */
export type SessionInput =
  | { readonly type: 'code.entered'; readonly code: string }
  | { readonly type: 'label.scanned'; readonly text: string }
  | { readonly type: 'staff.chosen' }
  | { readonly type: 'password.entered'; readonly username: string; readonly password: string }
  | { readonly type: 'tracking.entered'; readonly tracking: string }
  | { readonly type: 'reopen.chosen' }
  | { readonly type: 'retry.chosen' }
  | { readonly type: 'retract.chosen' }
  | { readonly type: 'next.chosen' }
  | { readonly type: 'finish.chosen' }
  | { readonly type: 'person.touched' };

/** What the shell answers. `ask` is the number of the question, so that a late answer reaches nobody else. */
export type SessionFact =
  | { readonly type: 'credential.granted'; readonly ask: number; readonly visit: AskedVisit }
  | { readonly type: 'credential.refused'; readonly ask: number; readonly why: CodeNotice }
  | { readonly type: 'staff.granted'; readonly ask: number; readonly staff: StaffMember }
  | { readonly type: 'staff.refused'; readonly ask: number; readonly why: StaffNotice }
  | { readonly type: 'parcel.found'; readonly ask: number; readonly visit: AskedVisit }
  | { readonly type: 'parcel.refused'; readonly ask: number; readonly why: ParcelNotice }
  | { readonly type: 'release.refused'; readonly ask: number; readonly why: ReleaseRefusal }
  | { readonly type: 'deposit.retracted'; readonly ask: number }
  | { readonly type: 'door.opened'; readonly locker: number }
  | { readonly type: 'door.closed'; readonly locker: number }
  | { readonly type: 'door.did-not-open'; readonly locker: number }
  | { readonly type: 'settings.changed'; readonly settings: SessionSettings };

export type SessionEvent = SessionInput | SessionFact;

/** `refused`: wrong, used and expired are one answer, so that a guess teaches nothing. */
export type CodeNotice = 'code-refused' | 'keypad-locked' | 'bank-trouble';
export type StaffNotice = 'sign-in-refused' | 'sign-in-locked' | 'not-allowed' | 'bank-trouble';
export type ParcelNotice = 'parcel-unknown' | 'parcel-already-in' | 'locker-busy' | 'bank-trouble';
export type ReleaseRefusal = 'locker-busy' | 'window-over' | 'not-allowed' | 'bank-trouble';
export type Notice = CodeNotice | StaffNotice | ParcelNotice | ReleaseRefusal | 'deposit-retracted';

/** What a session asks of its shell. */
export type SessionCommand =
  | { readonly type: 'session.started' }
  | { readonly type: 'session.ended' }
  | { readonly type: 'credential.check'; readonly ask: number; readonly how: 'typed' | 'scanned'; readonly code: string }
  | { readonly type: 'password.check'; readonly ask: number; readonly username: string; readonly password: string }
  | { readonly type: 'parcel.find'; readonly ask: number; readonly tracking: string }
  | { readonly type: 'door.release'; readonly ask: number; readonly visit: AskedVisit; readonly staff: StaffMember | null }
  | { readonly type: 'deposit.retract'; readonly ask: number; readonly visit: AskedVisit; readonly staff: StaffMember };
