import { aboutBank, type Fact } from './facts.ts';
import type { Identity } from './identity.ts';

/** Wrong, used and expired are one answer, so that a guess teaches nothing. */
export type CodeNotice = 'code-refused' | 'keypad-locked' | 'bank-trouble';
type StaffNotice = 'sign-in-refused' | 'sign-in-locked' | 'not-allowed';

/** What is said to somebody who has presented a credential that names them. */
export type SignInNotice = StaffNotice | 'two-people' | 'pin-too-easy';

export interface Granted {
  readonly kind: 'granted';
  readonly identity: Identity;
  readonly facts: readonly Fact[];
}

/** They are who they say, as far as a badge goes, and have a PIN: nothing opens before it is right. */
interface PinNeeded {
  readonly kind: 'pin-needed';
  readonly identity: Identity;
  readonly facts: readonly Fact[];
}

export interface Refused<Why> {
  readonly kind: 'refused';
  readonly why: Why;
  readonly facts: readonly Fact[];
}

export type SignInAnswer = Granted | PinNeeded | Refused<SignInNotice>;
export type PasswordAnswer = Granted | Refused<StaffNotice>;
export type PinAnswer = Granted | Refused<SignInNotice>;

/** Staff are said to have signed in; recipients are known by what they open. */
export function signedIn(identity: Identity, session: string | null): readonly Fact[] {
  return identity.kind === 'staff' ? [aboutBank('staff.signed-in', { by: { role: identity.role, id: identity.id } }, { session })] : [];
}

/** What the person is told, and what the journal learns. */
export function refused<Why extends CodeNotice | SignInNotice>(why: Why, facts: readonly Fact[] = []): Refused<Why> {
  return { kind: 'refused', why, facts };
}
