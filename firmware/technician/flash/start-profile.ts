import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { wiringOf } from './identity.ts';
import { begun, failed, isWiredAlike, proven, trialStartsMost, withoutUsed, type SlotState, type Verdict } from './slots.ts';
import type { SlotContent, SlotStore } from './slot-store.ts';

/** What a program that begins works with. */
export type ProfileStart =
  | {
    readonly kind: 'profile'; readonly profile: Profile;
    /** `null`: it has proven itself. */
    readonly trial: SlotState['trial'];
    /** Of the profile, as it was flashed. */
    readonly sha256: string;
    /** The profile that has just been given up, if one has. */
    readonly gaveUp: Profile | null;
  }
  /** The set-up screen. */
  | ({ readonly kind: 'none' } & NoProfile);

/** Why there is none to work with: nothing has been flashed, or nothing of it can be used. */
export type NoProfile =
  | { readonly why: 'never-flashed' | 'damaged' }
  | { readonly why: 'not-passed'; readonly failed: FailedProfile };

/** What has not passed its trial, and one sentence for each thing that is wrong with it. */
export interface FailedProfile {
  readonly profile: string;
  readonly version: number;
  readonly says: readonly string[];
}

/**
 * Chooses the profile of this start, and writes the choice down before anything is done with it: a program that crashes
 * in its first second has used up one of its starts all the same.
 */
export async function startProfile(store: SlotStore): Promise<ProfileStart> {
  const state = await store.state();
  if (state === null) return { kind: 'none', why: await store.isUsed() ? 'damaged' : 'never-flashed' };
  const start = begun(state);
  const left = start.kind === 'use' ? null : await store.content(state.active);
  if (start.kind === 'none') {
    if (left === null) return { kind: 'none', why: 'damaged' };
    const over = crashed(state, left);
    await writeIfChanged(store, state, over);
    const { id, version } = left.profile;
    return { kind: 'none', why: 'not-passed', failed: { profile: id, version, says: over.verdict?.says ?? [] } };
  }
  const content = await store.content(start.slot);
  if (content === null) return withoutDamaged(store, state);
  await writeIfChanged(store, state, withWiring(crashed(start.state, left), content));
  return using(content, start.state, left);
}

/** What is left because the program has begun with it too often; where a trial has failed, that has been said already. */
function crashed(state: SlotState, left: SlotContent | null): SlotState {
  if (left === null || state.verdict !== null) return state;
  const says = [`the program ended ${String(trialStartsMost)} times with it before the trial was over`];
  return { ...state, verdict: { sha256: left.sha256, isPassed: false, says } };
}

/**
 * The trial of this text is passed.
 * @param says how the boards and doors are
 * @returns whether it was this one: a technician may have flashed another one meanwhile, of which this run says nothing
 */
export function prove(store: SlotStore, sha256: string, says: readonly string[]): Promise<boolean> {
  return decided(store, { sha256, isPassed: true, says }, proven);
}

/** The trial of this text is lost: the next start does without it. @param says what is wrong */
export async function giveUp(store: SlotStore, sha256: string, says: readonly string[]): Promise<void> {
  await decided(store, { sha256, isPassed: false, says }, (state) => {
    const back = failed(state);
    return back.kind === 'none' && state.trial ? { ...state, trial: { ...state.trial, starts: Number.MAX_SAFE_INTEGER } } : back.state;
  });
}

function decided(store: SlotStore, verdict: Verdict, decide: (state: SlotState) => SlotState): Promise<boolean> {
  return store.inTurn(async () => {
    const state = await store.state();
    if (!state?.trial || (await store.content(state.active))?.sha256 !== verdict.sha256) return false;
    await store.writeState({ ...decide(state), verdict });
    return true;
  });
}

/** A card has lost what is in the slot: what else can be used is used, if it opens the same doors. */
async function withoutDamaged(store: SlotStore, state: SlotState): Promise<ProfileStart> {
  const back = withoutUsed(state);
  const content = back && await store.content(back.active);
  if (!back || !content || !isWiredAlike(state, wiringOf(content.profile))) return { kind: 'none', why: 'damaged' };
  await store.writeState(withWiring(back, content));
  return using(content, back, null);
}

/** For the day on which the card loses what is used now. */
function withWiring(state: SlotState, { profile }: SlotContent): SlotState {
  return { ...state, wirings: { ...state.wirings, [state.active]: wiringOf(profile) } };
}

function using({ profile, sha256 }: SlotContent, { trial }: SlotState, gaveUp: SlotContent | null): ProfileStart {
  return { kind: 'profile', profile, trial, sha256, gaveUp: gaveUp && gaveUp.profile };
}

async function writeIfChanged(store: SlotStore, before: SlotState, after: SlotState): Promise<void> {
  if (JSON.stringify(before) !== JSON.stringify(after)) await store.writeState(after);
}
