import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { bundleMost, readBundle } from './bundle.ts';
import { lostIdentities, type LostIdentity } from './identity.ts';
import { judgeVersion, rolledBack, spareSlot, switched, type SlotName, type SlotState } from './slots.ts';
import { sha256Of, type SlotStore } from './slot-store.ts';
import type { WireTrouble } from './wires.ts';

/** What the bank does while somebody wants to flash it. */
interface BankAtFlash {
  /** `null`: it has none. */
  readonly profile: Profile | null;
  /** Lockers in which something lies, or may lie. */
  readonly occupied: () => readonly number[];
  /** Somebody stands at the kiosk, or a door is being opened or stands open for somebody. */
  readonly isServing: () => boolean;
  /** It has been at work with a profile that is lost: nobody can say whether occupied lockers stay what they are. */
  readonly hasForgotten: boolean;
  /** What a profile names and the wires do not have. */
  readonly wires: (profile: Profile) => Promise<readonly WireTrouble[]>;
}

interface FlashOrder {
  /** The bundle as text. */
  readonly text: string;
  /** Why an older version is to go in all the same, or any after the profile was lost; `null`: it is not. */
  readonly reason: string | null;
  /** Why it is to go in although boards are missing; `null`: it is not. */
  readonly withoutBoards: string | null;
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
  async compare(text: string): Promise<Comparison | FlashRefused> {
    const read = this.#read(text);
    if (read.kind === 'refused') return read;
    const used = await this.#used();
    return { kind: 'compared', before: used?.text ?? null, wires: await this.#bank.wires(read.profile) };
  }

  /**
   * Written, synced, read back, and only then switched; one after the other, if two want it. A trial that passes or fails
   * while boards are asked waits, too: what it is about may be written over here.
   */
  flash(order: FlashOrder): Promise<FlashDone | FlashRefused> {
    return this.#store.inTurn(() => this.#flash(order));
  }

  async #flash({ text, reason, withoutBoards }: FlashOrder): Promise<FlashDone | FlashRefused> {
    const read = this.#read(text);
    if (read.kind === 'refused') return read;
    const { profile } = read;
    const state = await this.#store.state();
    const refused = this.#obstacle(profile) ?? this.#unasked(profile, state, reason) ?? await this.#unwired(profile, withoutBoards)
      ?? this.#obstacle(profile); // Boards take their time to answer, and somebody may have come meanwhile.
    if (refused) return refused;
    const slot = spareSlot(state);
    await this.#store.write(slot, text);
    await this.#store.writeState(switched(state, profile, withoutBoards !== null));
    return { kind: 'flashed', slot, profile, sha256: sha256Of(text) };
  }

  /** Back to the profile before this one, under the same conditions. */
  rollBack(): Promise<FlashDone | FlashRefused> {
    return this.#store.inTurn(async () => {
      const state = await this.#store.state();
      const back = state && rolledBack(state, true);
      const content = back && await this.#store.content(back.active);
      if (!back || !content) return { kind: 'refused', why: 'no-other' };
      const refused = this.#obstacle(content.profile);
      if (refused) return refused;
      await this.#store.writeState(back);
      return { kind: 'flashed', slot: back.active, profile: content.profile, sha256: content.sha256 };
    });
  }

  /** What the next start uses, and whether it has yet to pass its self-test; `null` where nothing has been flashed. */
  async used(): Promise<{ readonly version: number; readonly sha256: string; readonly isOnTrial: boolean } | null> {
    const used = await this.#used();
    return used && { version: used.profile.version, sha256: used.sha256, isOnTrial: used.isOnTrial };
  }

  async #used() {
    const state = await this.#store.state();
    const content = state && await this.#store.content(state.active);
    return content && { ...content, isOnTrial: state.trial !== null };
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

  async #unwired(profile: Profile, withoutBoards: string | null): Promise<FlashRefused | null> {
    if (withoutBoards !== null) return null;
    const troubles = await this.#bank.wires(profile);
    return troubles.length > 0 ? { kind: 'refused', why: 'wires', troubles } : null;
  }
}
