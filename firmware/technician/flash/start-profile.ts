import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { begun, failed, proven, withoutUsed, type SlotName, type SlotState } from './slots.ts';
import type { SlotContent, SlotStore } from './slot-store.ts';

/** What a program that begins works with. */
export type ProfileStart =
  | {
    readonly kind: 'profile'; readonly profile: Profile; readonly slot: SlotName;
    /** `null`: it has proven itself. */
    readonly trial: SlotState['trial'];
    /** Of the profile, as it was flashed. */
    readonly sha256: string;
    /** The profile that has just been given up, if one has. */
    readonly gaveUp: GivenUp | null;
  }
  /** Nothing has been flashed, or nothing of it can be used: the set-up screen. */
  | { readonly kind: 'none'; readonly why: 'never-flashed' | 'not-passed' | 'damaged' };

interface GivenUp {
  readonly profile: Profile;
  readonly sha256: string;
}

/**
 * Chooses the profile of this start, and writes the choice down before anything is done with it: a program that crashes
 * in its first second has used up one of its starts all the same.
 */
export async function startProfile(store: SlotStore): Promise<ProfileStart> {
  const state = await store.state();
  if (state === null) return { kind: 'none', why: await store.isUsed() ? 'damaged' : 'never-flashed' };
  const start = begun(state);
  if (start.kind === 'none') return { kind: 'none', why: 'not-passed' };
  const content = await store.content(start.slot);
  if (content === null) return withoutDamaged(store, state);
  await writeIfChanged(store, state, start.state);
  const gaveUp = start.kind === 'back' ? await store.content(state.active) : null;
  return using(content, start.slot, start.state, gaveUp);
}

/** Whether this very text is on trial: a technician may have flashed another one meanwhile, of which this run says nothing. */
export async function isTried(store: SlotStore, sha256: string): Promise<boolean> {
  const state = await store.state();
  if (!state?.trial) return false;
  return (await store.content(state.active))?.sha256 === sha256;
}

/** The self-test of this text has passed. */
export async function prove(store: SlotStore, sha256: string): Promise<void> {
  const state = await store.state();
  if (state && await isTried(store, sha256)) await store.writeState(proven(state));
}

/** The trial is lost. @returns whether there is an older profile to begin again with */
export async function giveUp(store: SlotStore): Promise<boolean> {
  const state = await store.state();
  if (!state?.trial) return false;
  const back = failed(state);
  await store.writeState(back.kind === 'none' ? { ...state, trial: { ...state.trial, starts: Number.MAX_SAFE_INTEGER } } : back.state);
  return back.kind === 'back';
}

/** A card has lost what is in the slot: whatever else can be used is used. */
async function withoutDamaged(store: SlotStore, state: SlotState): Promise<ProfileStart> {
  const back = withoutUsed(state);
  const content = back && await store.content(back.active);
  if (!back || !content) return { kind: 'none', why: 'damaged' };
  await store.writeState(back);
  return using(content, back.active, back, null);
}

function using(content: SlotContent, slot: SlotName, state: SlotState, gaveUp: SlotContent | null): ProfileStart {
  return {
    kind: 'profile', profile: content.profile, slot, trial: state.trial, sha256: content.sha256,
    gaveUp: gaveUp && { profile: gaveUp.profile, sha256: gaveUp.sha256 },
  };
}

async function writeIfChanged(store: SlotStore, before: SlotState, after: SlotState): Promise<void> {
  if (JSON.stringify(before) !== JSON.stringify(after)) await store.writeState(after);
}
