import * as v from 'valibot';
import { whyMost } from '../../contract/events.ts';
import { id, lockerNumber, sequence } from '../../contract/parts.ts';
import type { FlashedNow } from '../flash/flasher.ts';

/**
 * What is said at the bank's local socket: one JSON value a line. The bank greets; then each request has a number, and is
 * answered by any number of parts and one last word that carry the same number. A bank that speaks another version says
 * so in its greeting, and a technician's program of this version then asks nothing.
 */
export const protocolVersion = 1;

/** Opening is told to the upstream with its reason: as much as fits there beside who did it. */
export const reasonLeast = 3;
export const reasonMost = whyMost - 'opened by technician: '.length;

/** As many events in one answer. */
export const eventsAtOnce = 100;

const request = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));
const reason = v.pipe(v.string(), v.trim(), v.minLength(reasonLeast), v.maxLength(reasonMost));
/** Why a profile goes in although boards are missing; why doors stand open that were shut, or of which nothing is known yet. */
const excuses = { withoutBoards: v.nullable(reason), doorsOpen: v.nullable(reason) };
const signature = v.pipe(v.string(), v.regex(/^[\w-]{86}$/));

export const requestSchema = v.variant('ask', [
  v.strictObject({ id: request, ask: v.literal('status') }),
  v.strictObject({ id: request, ask: v.literal('doors') }),
  v.strictObject({ id: request, ask: v.literal('events'), from: sequence }),
  /** Every door as it is, then each that changes, until the connection ends. */
  v.strictObject({ id: request, ask: v.literal('watch') }),
  /** Every event from there on, those to come too, until the connection ends. */
  v.strictObject({ id: request, ask: v.literal('follow'), from: sequence }),
  v.strictObject({ id: request, ask: v.literal('sign-in'), technician: id, signature }),
  v.strictObject({
    id: request, ask: v.literal('open'), locker: lockerNumber, reason,
    /** Not where the bank knows by then that something lies there. */
    unlessOccupied: v.optional(v.boolean()),
  }),
  /** The technician has had this locker opened, has looked into it, and says that it is empty. */
  v.strictObject({ id: request, ask: v.literal('looked'), locker: lockerNumber }),
  v.strictObject({
    id: request, ask: v.literal('open-all'), reason,
    /** Doors behind which something lies are left shut without it. */
    occupiedToo: v.boolean(),
    second: v.strictObject({ technician: id, signature }),
  }),
  /** What a profile would change, and what of it is not on the wires. `bundle`: it with all that it names, as text. */
  v.strictObject({ id: request, ask: v.literal('compare'), bundle: v.string() }),
  /** `signature` is the technician's own over the bundle. */
  v.strictObject({
    id: request, ask: v.literal('flash'), bundle: v.string(), signature, reason: v.nullable(reason), ...excuses,
  }),
  /** The profile to which `roll-back` leads. */
  v.strictObject({ id: request, ask: v.literal('way-back') }),
  v.strictObject({ id: request, ask: v.literal('roll-back'), reason, ...excuses }),
  /** What has been flashed, and what became of its trial; also at the set-up screen. */
  v.strictObject({ id: request, ask: v.literal('flashed') }),
]);
export type Request = v.InferOutput<typeof requestSchema>;

/** What a second technician has signed. */
export type Second = Extract<Request, { ask: 'open-all' }>['second'];

export const greetingSchema = v.object({
  lockerbank: v.number(),
  source: v.string(),
  firmware: v.string(),
  bootid: v.string(),
  challenge: v.string(),
  /** Why there is no bank behind it, but the set-up screen; left out where there is one. */
  setUp: v.optional(v.picklist(['never-flashed', 'not-passed', 'damaged'])),
});
export type Greeting = v.InferOutput<typeof greetingSchema>;

export type Refusal =
  | 'malformed' | 'too-many-requests' | 'sign-in-first' | 'signed-in-already' | 'key-refused' | 'second-refused' | 'not-allowed'
  | 'unknown-locker' | 'busy' | 'still-open' | 'occupied' | 'in-doubt' | 'not-looked' | 'on-trial' | 'bank-trouble' | 'unsigned'
  | 'not-here' | 'no-profile';

/** In words, for whoever reads the answer. */
export const refusalWords: Readonly<Record<Refusal, string>> = {
  'malformed': 'the bank does not understand this request',
  'too-many-requests': 'too much is asked at once',
  'sign-in-first': 'a technician has to sign in for that',
  'signed-in-already': 'somebody has signed in on this connection',
  'key-refused': 'the bank does not know this key. Cure: sudo lockerbank key add, with what key new has printed',
  'second-refused': 'a second technician, another one than the first, has to sign for that',
  'not-allowed': 'the upstream\'s directory does not allow it to this technician',
  'unknown-locker': 'there is no such locker',
  'busy': 'somebody is at this locker',
  'still-open': 'this locker still stands open since it was last opened. Cure: shut it first',
  'occupied': 'something lies there, or it is kept for somebody: staff have to look',
  'in-doubt': 'somebody has to look into it first',
  'not-looked': 'you have not had it opened and shut it since you signed in, or something has happened to it after that',
  'on-trial': 'a profile is on trial, and nobody hears of doors until it has passed. Cure: wait half a minute',
  'unsigned': 'the profile does not bear the signature of the technician who flashes it',
  'not-here': 'this bank was started with LOCKERBANK_PROFILE, and uses no other profile',
  'no-profile': 'it has no profile to work with yet: flash one',
  'bank-trouble': 'the bank is in trouble: its journal takes nothing more',
};

/** What the bank says after its greeting. */
export const replySchema = v.union([
  v.object({ id: request, part: v.unknown() }),
  v.object({ id: request, done: v.unknown() }),
  v.object({ id: request, refused: v.string(), says: v.string() }),
]);

/** What became of one order to open. */
export type OpenOutcome = 'opened' | 'already-open' | 'did-not-open' | 'nothing-heard';

export interface OpenAnswer {
  readonly locker: number;
  readonly outcome: OpenOutcome;
  /** Why it did not open, where that is known: `silent`, where its board did not answer. */
  readonly why: string | null;
  /** From the order to what became of it. */
  readonly afterMs: number;
}

/** Whether a door is known to be open now: of one of which nothing was heard nobody knows. */
export function isOpen({ outcome }: Pick<OpenAnswer, 'outcome'>): boolean {
  return outcome === 'opened' || outcome === 'already-open';
}

/** One door of an opening of all. */
export type OpenAllPart = OpenAnswer | { readonly locker: number; readonly skipped: Refusal };

export interface DoorRow {
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly status: string;
  /** The books know that something lies there, whatever the status says: a doubt comes before it. */
  readonly isOccupied: boolean;
  /** The books know of nothing in there, and of nobody whom it is kept for: a technician may say that they have looked. */
  readonly isEmptyInBooks: boolean;
  readonly door: 'open' | 'closed' | 'unknown';
  /** What nobody has looked at yet, if anything. */
  readonly doubt: string | null;
  readonly outOfService: string | null;
  /** Somebody is at it. */
  readonly isVisited: boolean;
  /**
   * When its contact last said otherwise than before, in UTC: after the one moment, as far as that is known, and by the other. The
   * two are the same where it was seen, and differ where nobody could see it. `null`: nothing is known of a movement.
   */
  readonly moved: { readonly after: string | null; readonly by: string } | null;
  /** Board and channel of the coil, and of the contact: `left/3`. */
  readonly lock: string;
  readonly contact: string;
  /** `silent`: of none of the doors on its board anything is known; one that answers and may not be driven is not read either. */
  readonly board: 'heard' | 'silent';
}

export interface StatusAnswer {
  readonly bank: string;
  readonly firmware: string;
  readonly profile: string;
  /** The same cabinet in words, and which version of it. */
  readonly cabinet: { readonly label: string; readonly version: number };
  /** `null` where the profile was named at the start. */
  readonly flashed: FlashedNow | null;
  readonly bootid: string;
  readonly up: { readonly seconds: number };
  readonly upstream: 'online' | 'offline';
  readonly events: { readonly head: number; readonly acknowledged: number };
  readonly clock: string;
  readonly now: string;
  readonly degraded: readonly string[];
  readonly kiosk: 'in-use' | 'free';
  readonly lockers: Readonly<Record<string, number>>;
  readonly doors: { readonly open: number; readonly closed: number; readonly unknown: number };
  readonly silentBoards: readonly string[];
  readonly technicians: readonly string[];
}
