import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { bundleMost, readBundle } from './bundle.ts';
import { lostIdentities, type LostIdentity } from './identity.ts';
import {
  judgeVersion, rolledBack, spareSlot, switched, type DoorsBefore, type SlotName, type SlotState, type TrialTerms, type Verdict,
} from './slots.ts';
import { sha256Of, type SlotContent, type SlotStore } from './slot-store.ts';
import type { WireTrouble } from './wires.ts';

/** What the bank does while somebody wants to flash it. */
interface BankAtFlash {
  /** `null`: it has none. */
  readonly profile: Profile | null;
  /** Lockers in which something lies, or may lie. */
  readonly occupied: () => readonly number[];
  /** Somebody stands at the kiosk, or a door is being opened or stands open for somebody. */
  readonly isServing: () => boolean;
  /** How each door is of which anything is known. */
  readonly doors: () => DoorsBefore;
  /** It has been at work with a profile that is lost: nobody can say whether occupied lockers stay what they are. */
  readonly hasForgotten: boolean;
  /** What a profile names and the wires do not have. */
  readonly wires: (profile: Profile) => Promise<readonly WireTrouble[]>;
}

/** What a trial must not ask for. */
export interface Excuses {
  /** Why it is to go in although boards are missing; `null`: it is not. */
  readonly withoutBoards: string | null;
  /** Why doors stand open; `null`: nobody has said so. */
  readonly doorsOpen: string | null;
}

interface FlashOrder extends Excuses {
  /** The bundle as text. */
  readonly text: string;
  /** Why an older version is to go in all the same, or any after the profile was lost; `null`: it is not. */
  readonly reason: string | null;
}

export type FlashRefused =
  | { readonly kind: 'refused'; readonly why: 'malformed'; readonly what: string }
  | { readonly kind: 'refused'; readonly why: 'session-active' }
  | { readonly kind: 'refused'; readonly why: 'older'; readonly newest: number }
  | { readonly kind: 'refused'; readonly why: 'occupied'; readonly lost: readonly LostIdentity[] }
  | { readonly kind: 'refused'; readonly why: 'forgotten' }
  | { readonly kind: 'refused'; readonly why: 'wires'; readonly troubles: readonly WireTrouble[] }
  /** There is nothing to roll back to. */
  | { readonly kind: 'refused'; readonly why: 'no-other' };

/** The bank works with this very profile: writing it would cost the way back, and gain nothing. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly profile: string;
  readonly version: number;
}

export interface FlashDone {
  readonly kind: 'flashed';
  readonly slot: SlotName;
  readonly profile: Profile;
  readonly sha256: string;
}

/** What a technician sees before they flash. */
export interface Comparison {
  readonly kind: 'compared';
  /** The bundle of the profile that is used now, as text; `null`: there is none. */
  readonly before: string | null;
  readonly wires: readonly WireTrouble[];
}

/** The profile to which a rollback leads, as text. */
export interface WayBack {
  readonly kind: 'way-back';
  readonly bundle: string;
}

/** What is in the slot that the next start uses. */
export interface FlashedNow {
  readonly profile: string;
  readonly version: number;
  readonly sha256: string;
  /** It has yet to pass its trial. */
  readonly isOnTrial: boolean;
  /** What became of the latest trial, of this profile or of one that has been given up. */
  readonly verdict: Verdict | null;
}

/** The slots at one moment, with what is in the one that is used; `null` for what is not there, or cannot be read. */
interface Used {
  readonly state: SlotState | null;
  readonly content: SlotContent | null;
}

/**
 * Puts profiles into a bank's slots. What it writes is used from the next start on: whoever asked for it has the bank
 * restarted. Nothing is written before everything that can be said against it has been.
 */
export class Flasher {
  readonly #store: SlotStore;
  readonly #bank: BankAtFlash;

  constructor(store: SlotStore, bank: BankAtFlash) {
    this.#store = store;
    this.#bank = bank;
  }

  /** Writes nothing. */
  async compare(text: string): Promise<Comparison | Unchanged | FlashRefused> {
    const read = this.#read(text);
    if (read.kind === 'refused') return read;
    const used = await this.#used();
    if (this.#isUsed(read.profile, used)) return unchanged(read.profile);
    return { kind: 'compared', before: used.content?.text ?? null, wires: await this.#bank.wires(read.profile) };
  }

  /**
   * Written, synced, read back, and only then switched; one after the other, if two want it. A trial that passes or fails
   * while boards are asked waits, too: what it is about may be written over here.
   */
  flash(order: FlashOrder): Promise<FlashDone | Unchanged | FlashRefused> {
    return this.#store.inTurn(() => this.#flash(order));
  }

  async #flash({ text, reason, ...excuses }: FlashOrder): Promise<FlashDone | Unchanged | FlashRefused> {
    const read = this.#read(text);
    if (read.kind === 'refused') return read;
    const { profile } = read;
    const used = await this.#used();
    if (this.#isUsed(profile, used)) return unchanged(profile);
    const { state } = used;
    const refused = this.#obstacle(profile) ?? this.#unasked(profile, state, reason) ?? await this.#unwired(profile, excuses);
    if (refused) return refused;
    const slot = spareSlot(state);
    await this.#store.write(slot, text);
    await this.#store.writeState(switched(state, profile, this.#terms(excuses)));
    return { kind: 'flashed', slot, profile, sha256: sha256Of(text) };
  }

  /** Back to the profile before this one, under the same conditions; out of a trial, whatever is on the wires. */
  rollBack(excuses: Excuses): Promise<FlashDone | FlashRefused> {
    return this.#store.inTurn(async () => {
      const way = await this.#wayBack(this.#terms(excuses));
      if (way === null) return { kind: 'refused', why: 'no-other' };
      const { state: back, content: { profile, sha256 }, isOutOfTrial } = way;
      const refused = this.#obstacle(profile) ?? (isOutOfTrial ? null : await this.#unwired(profile, excuses));
      if (refused) return refused;
      await this.#store.writeState(back);
      return { kind: 'flashed', slot: back.active, profile, sha256 };
    });
  }

  /** Where a rollback leads. Writes nothing. */
  async wayBack(): Promise<WayBack | FlashRefused> {
    const way = await this.#wayBack();
    return way ? { kind: 'way-back', bundle: way.content.text } : { kind: 'refused', why: 'no-other' };
  }

  /** `null`: there is no other profile than the one that is used, or what lies in the other slot says the same. */
  async #wayBack(terms?: TrialTerms) {
    const used = await this.#used();
    const { state } = used;
    const back = state && rolledBack(state, terms);
    const content = back && await this.#store.content(back.active);
    if (!content || this.#isUsed(content.profile, used)) return null;
    return { state: back, content, isOutOfTrial: state.trial !== null };
  }

  /** `null`: nothing has been flashed, or it cannot be read. Also read by whoever has flashed it, while it is tried out. */
  async now(): Promise<FlashedNow | null> {
    const { state, content } = await this.#used();
    if (!state || !content) return null;
    const { profile: { id, version }, sha256 } = content;
    return { profile: id, version, sha256, isOnTrial: state.trial !== null, verdict: state.verdict };
  }

  async #used(): Promise<Used> {
    const state = await this.#store.state();
    return { state, content: state && await this.#store.content(state.active) };
  }

  /** Without a bank at work nothing is used: what lies in the slots could not be read, or has failed, and may go in once more. */
  #isUsed(profile: Profile, { state, content }: Used): boolean {
    return this.#bank.profile !== null && state?.trial === null && isDeepStrictEqual(content?.profile, profile);
  }

  #read(text: string): FlashRefused | { readonly kind: 'sound'; readonly profile: Profile } {
    if (text.length > bundleMost) return { kind: 'refused', why: 'malformed', what: 'it is too long' };
    try {
      return { kind: 'sound', profile: readBundle(text, 'the new profile') };
    } catch (error) {
      if (error instanceof LockerError) return { kind: 'refused', why: 'malformed', what: error.message };
      throw error;
    }
  }

  #obstacle(profile: Profile): FlashRefused | null {
    if (this.#bank.isServing()) return { kind: 'refused', why: 'session-active' };
    const lost = this.#bank.profile ? lostIdentities(this.#bank.profile, profile, this.#bank.occupied()) : [];
    return lost.length > 0 ? { kind: 'refused', why: 'occupied', lost } : null;
  }

  /** What goes in only for a reason. */
  #unasked(profile: Profile, state: SlotState | null, reason: string | null): FlashRefused | null {
    if (reason !== null) return null;
    if (this.#bank.hasForgotten) return { kind: 'refused', why: 'forgotten' };
    const older = judgeVersion(state, profile);
    return older && { kind: 'refused', ...older };
  }

  #terms({ withoutBoards, doorsOpen }: Excuses): TrialTerms {
    return { withoutBoards: withoutBoards !== null, doorsOpen: doorsOpen !== null, doors: this.#bank.doors() };
  }

  /** Boards take their time to answer: somebody may have come meanwhile. */
  async #unwired(profile: Profile, { withoutBoards }: Excuses): Promise<FlashRefused | null> {
    if (withoutBoards !== null) return null;
    const troubles = await this.#bank.wires(profile);
    return troubles.length > 0 ? { kind: 'refused', why: 'wires', troubles } : this.#obstacle(profile);
  }
}

function unchanged({ id, version }: Profile): Unchanged {
  return { kind: 'unchanged', profile: id, version };
}
