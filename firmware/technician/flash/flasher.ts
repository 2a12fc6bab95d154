import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { bundleBytesMost, readBundle, type ProfileBundle } from './bundle.ts';
import { lostIdentities, type LostIdentity } from './identity.ts';
import { judgeVersion, rolledBack, spareSlot, switched, type SlotName } from './slots.ts';
import { sha256Of, type BundleSignature, type SlotStore } from './slot-store.ts';

/** What the bank does while somebody wants to flash it. */
interface BankAtFlash {
  /** `null`: it has none. */
  readonly profile: Profile | null;
  /** Lockers in which something lies, or may lie. */
  readonly occupied: () => readonly number[];
  /** Somebody stands at the kiosk, or a door is being opened or stands open for somebody. */
  readonly isServing: () => boolean;
}

interface FlashOrder {
  /** The bundle as text: what the signature is over. */
  readonly text: string;
  readonly signed: BundleSignature;
  /** Why an older version is to go in all the same; `null`: it is not. */
  readonly reason: string | null;
}

export type FlashRefused =
  | { readonly kind: 'refused'; readonly why: 'malformed'; readonly what: string }
  | { readonly kind: 'refused'; readonly why: 'session-active' }
  | { readonly kind: 'refused'; readonly why: 'older'; readonly newest: number }
  | { readonly kind: 'refused'; readonly why: 'occupied'; readonly lost: readonly LostIdentity[] }
  /** There is nothing to roll back to. */
  | { readonly kind: 'refused'; readonly why: 'no-other' };

export interface FlashDone {
  readonly kind: 'flashed';
  readonly slot: SlotName;
  readonly profile: Profile;
  readonly sha256: string;
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

  /** Written, synced, read back, and only then switched. */
  async flash(order: FlashOrder): Promise<FlashDone | FlashRefused> {
    const judged = await this.#judge(order);
    if (judged.kind === 'refused') return judged;
    const { bundle, profile } = judged;
    const state = await this.#store.state();
    const slot = spareSlot(state);
    await this.#store.write(slot, bundle, order.signed);
    await this.#store.writeState(switched(state, profile));
    return { kind: 'flashed', slot, profile, sha256: sha256Of(order.text) };
  }

  /** Back to the profile before this one, under the same conditions. */
  async rollBack(): Promise<FlashDone | FlashRefused> {
    const state = await this.#store.state();
    const back = state && rolledBack(state, true);
    const content = back && await this.#store.content(back.active);
    if (!back || !content) return { kind: 'refused', why: 'no-other' };
    const refused = this.#obstacle(content.profile);
    if (refused) return refused;
    await this.#store.writeState(back);
    return { kind: 'flashed', slot: back.active, profile: content.profile, sha256: content.sha256 };
  }

  /** What the next start uses, and whether it has yet to pass its self-test; `null` where nothing has been flashed. */
  async used(): Promise<{ readonly version: number; readonly sha256: string; readonly isOnTrial: boolean } | null> {
    const state = await this.#store.state();
    const content = state && await this.#store.content(state.active);
    return content && { version: content.profile.version, sha256: content.sha256, isOnTrial: state.trial !== null };
  }

  async #judge({ text, reason }: Pick<FlashOrder, 'text' | 'reason'>): Promise<FlashRefused | Judged> {
    const read = this.#read(text);
    if (read.kind === 'refused') return read;
    const obstacle = this.#obstacle(read.profile);
    if (obstacle) return obstacle;
    const older = judgeVersion(await this.#store.state(), read.profile);
    return older !== null && reason === null ? { kind: 'refused', ...older } : read;
  }

  #read(text: string): FlashRefused | Judged {
    if (text.length > bundleBytesMost) return { kind: 'refused', why: 'malformed', what: 'it is too long' };
    try {
      return { kind: 'sound', ...readBundle(text, 'the new profile') };
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
}

interface Judged {
  readonly kind: 'sound';
  readonly bundle: ProfileBundle;
  readonly profile: Profile;
}
