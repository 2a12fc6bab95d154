
/**
 * Two slots for a profile, of which one is used. A new profile goes into the other one and is on trial until that
 * is passed: the bank goes back to the old one by itself when it fails, or when the program has been started too
 * often without having passed it.
 */
export type SlotName = 'a' | 'b';

export interface SlotState {
  readonly active: SlotName;
  /** `null`: what is used has proven itself. */
  readonly trial: Trial | null;
  /** The largest version of each profile that has ever been flashed here, by id: nothing older goes in unasked. */
  readonly newest: Readonly<Record<string, number>>;
  /** Whether any profile has ever passed its trial here: something may lie behind these doors. */
  readonly hasWorked: boolean;
  /** How the lockers hang on their wires, slot by slot; `null` until the bank has begun with what is in it. */
  readonly wirings: Readonly<Record<SlotName, string | null>>;
  /** What the upstream has yet to hear, from when no journal was open. */
  readonly told: readonly Told[];
  /** What became of the latest trial, for whoever flashed it; `null` while it goes on, and where none has been. */
  readonly verdict: Verdict | null;
}

/** What a trial has found. */
export interface Verdict {
  /** Of the profile, as it was flashed. */
  readonly sha256: string;
  readonly isPassed: boolean;
  /** One sentence for each thing: what is wrong, or how the boards and doors are. */
  readonly says: readonly string[];
}

/** How the doors were that anything was known of, by the numbers of their lockers. */
export type DoorsBefore = Readonly<Record<string, 'open' | 'closed'>>;

/** What a trial takes for granted. */
export interface TrialTerms {
  /** A technician said that boards are missing: they are not waited for. */
  readonly withoutBoards: boolean;
  /** A technician said that doors stand open: then nobody can tell from that whether contacts are read the wrong way round. */
  readonly doorsOpen: boolean;
  readonly doors: DoorsBefore;
}

/** What a technician has done at the set-up screen. */
export interface Told {
  readonly why: string;
  readonly technician: string;
  readonly session: string;
}

interface Trial extends TrialTerms {
  /** How often the program has begun with it. */
  readonly starts: number;
  /** Where to go back to; `null` on a bank's first profile. */
  readonly from: SlotName | null;
}

const nothingKnown: TrialTerms = { withoutBoards: false, doorsOpen: false, doors: {} };

/** So many starts a profile on trial gets: one that crashes a program three times will crash it a fourth time. */
export const trialStartsMost = 3;

interface Flashed {
  readonly id: string;
  readonly version: number;
}

/** What may stand in the way of a flash; each but the first can be overridden by a technician who says why. */
type FlashRefusal = { readonly why: 'older'; readonly newest: number } | null;

/** Whether a profile may go in at all, as far as versions say. */
export function judgeVersion(state: SlotState | null, { id, version }: Flashed): FlashRefusal {
  const newest = state && Object.hasOwn(state.newest, id) ? state.newest[id] ?? 0 : 0;
  return version < newest ? { why: 'older', newest } : null;
}

/** The slot that a new profile is written to: never the one that last worked, hence over a profile that is on trial. */
export function spareSlot(state: SlotState | null): SlotName {
  if (state === null) return 'a';
  return state.trial === null ? otherThan(state.active) : state.active;
}

function otherThan(slot: SlotName): SlotName {
  return slot === 'a' ? 'b' : 'a';
}

/** The profile that has been written to the spare slot is used from the next start on, on trial. */
export function switched(state: SlotState | null, { id, version }: Flashed, terms: TrialTerms = nothingKnown): SlotState {
  const newest = Math.max(version, state && Object.hasOwn(state.newest, id) ? state.newest[id] ?? 0 : 0);
  const slot = spareSlot(state);
  return {
    active: slot,
    trial: { ...terms, starts: 0, from: state && (state.trial === null ? state.active : state.trial.from) },
    newest: { ...state?.newest, [id]: newest },
    hasWorked: state?.hasWorked ?? false,
    wirings: { ...(state?.wirings ?? { a: null, b: null }), [slot]: null },
    told: state?.told ?? [],
    verdict: null,
  };
}

type Start =
  | { readonly kind: 'use'; readonly slot: SlotName; readonly state: SlotState }
  /** The trial is over, and lost: the slot before is used again. */
  | { readonly kind: 'back'; readonly slot: SlotName; readonly state: SlotState }
  /** A first profile that does not work: there is nothing to go back to. */
  | { readonly kind: 'none'; readonly state: SlotState };

/** What a program that begins uses, and what it has to write down before it does. */
export function begun(state: SlotState): Start {
  if (state.trial === null) return { kind: 'use', slot: state.active, state };
  if (state.trial.starts < trialStartsMost) {
    return { kind: 'use', slot: state.active, state: { ...state, trial: { ...state.trial, starts: state.trial.starts + 1 } } };
  }
  return failed(state);
}

/** The trial has failed, or the program has begun too often. */
export function failed(state: SlotState): Exclude<Start, { kind: 'use' }> {
  const from = state.trial?.from ?? null;
  if (from === null) return { kind: 'none', state };
  return { kind: 'back', slot: from, state: { ...state, active: from, trial: null } };
}

/**
 * A card has lost what is in the slot that is used. What proved itself before one on trial is used at once; in the other
 * slot may be what was given up once, so it is on trial, and only where {@link isWiredAlike} says so.
 * @returns `null` where there is nothing else
 */
export function withoutUsed(state: SlotState): SlotState | null {
  if (state.trial === null) {
    return { ...state, active: otherThan(state.active), trial: { ...nothingKnown, starts: 1, from: null }, verdict: null };
  }
  const back = failed(state);
  return back.kind === 'back' ? back.state : null;
}

/**
 * Whether what is in the other slot opens the same doors as what is lost: people have put things in under that one, and
 * no trial sees that two doors have changed places.
 */
export function isWiredAlike({ trial, wirings, active }: SlotState, other: string): boolean {
  return trial !== null || wirings[active] === other;
}

/** The trial is passed. */
export function proven(state: SlotState): SlotState {
  return { ...state, trial: null, hasWorked: true };
}

/**
 * A technician wants the profile before this one. It goes on trial, too, for nobody knows what has been rewired since;
 * from a profile that is on trial itself the way leads back to the one that worked, at once.
 * @returns `null` where there never was one
 */
export function rolledBack(state: SlotState, terms: TrialTerms = nothingKnown): SlotState | null {
  if (state.trial !== null) return state.trial.from === null ? null : { ...failed(state).state, verdict: null };
  return { ...state, active: otherThan(state.active), trial: { ...terms, starts: 0, from: state.active }, verdict: null };
}
