import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Disk } from '../../ports/disk.ts';
import { InTurn } from '../../ports/in-turn.ts';
import { readBundle } from './bundle.ts';
import type { SlotName, SlotState } from './slots.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';

const statePath = 'profile/slots.json';
const pathOf = (slot: SlotName): string => `profile/${slot}.json`;

const slotName = v.picklist(['a', 'b']);
/** What a later program adds an earlier one passes over: whoever goes back to it keeps their profile. */
const stateSchema = v.object({
  slots: v.literal(1),
  active: slotName,
  trial: v.nullable(v.object({
    starts: v.pipe(v.number(), v.integer(), v.minValue(0)), from: v.nullable(slotName), withoutBoards: v.optional(v.boolean(), false),
    doorsOpen: v.optional(v.boolean(), false), doors: v.optional(v.record(v.string(), v.picklist(['open', 'closed'])), {}),
  })),
  newest: v.record(v.string(), v.pipe(v.number(), v.integer())),
  // An earlier program did not write the rest. Whether its bank has worked nobody knows: then a reason is asked for.
  hasWorked: v.optional(v.boolean(), true),
  wirings: v.optional(v.object({ a: v.nullable(v.string()), b: v.nullable(v.string()) }), { a: null, b: null }),
  told: v.optional(v.array(v.object({ why: v.string(), technician: v.string(), session: v.string() })), []),
  verdict: v.optional(
    v.nullable(v.object({ sha256: v.string(), isPassed: v.boolean(), says: v.array(v.string()) })), null,
  ),
});

const slotSchema = v.object({ sha256: v.string(), text: v.string() });

export interface SlotContent {
  readonly profile: Profile;
  /** The bundle as it was flashed. */
  readonly text: string;
  readonly sha256: string;
}

/**
 * The slots in the data folder. A slot is written and synced before anything names it; the state is one small file that
 * is replaced as a whole. What is damaged reads as if it were not there, and is told.
 */
export class SlotStore {
  readonly #disk: Disk;
  readonly #onTrouble: (where: string, error: unknown) => void;
  readonly #turns = new InTurn();

  constructor(disk: Disk, onTrouble: (where: string, error: unknown) => void) {
    this.#disk = disk;
    this.#onTrouble = onTrouble;
  }

  /** For whoever reads the state and writes another one: nobody else does so meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work);
  }

  /** `null`: nothing has ever been flashed here, or nobody knows any more which slot is used. */
  async state(): Promise<SlotState | null> {
    const read = await this.#read(statePath, stateSchema);
    if (read === null) return null;
    const { slots: _, ...state } = read;
    return state;
  }

  /** Whether something has been flashed here once, whatever has become of it. */
  async isUsed(): Promise<boolean> {
    return (await this.#disk.read(statePath)) !== null;
  }

  writeState(state: SlotState): Promise<void> {
    return this.#disk.replace(statePath, encode({ slots: 1, ...state }));
  }

  /** `null`: the slot is empty, or what is in it is not what was flashed. */
  async content(slot: SlotName): Promise<SlotContent | null> {
    const read = await this.#read(pathOf(slot), slotSchema);
    if (read === null) return null;
    try {
      if (sha256Of(read.text) !== read.sha256) throw new Error('its text is not what was flashed');
      return { profile: readBundle(read.text, `slot ${slot}`), text: read.text, sha256: read.sha256 };
    } catch (error) {
      this.#onTrouble(pathOf(slot), error);
      return null;
    }
  }

  /** Writes a slot and reads it back: a card that forgets what it was told is found out now, not at the next start. */
  async write(slot: SlotName, text: string): Promise<void> {
    await this.#disk.replace(pathOf(slot), encode({ sha256: sha256Of(text), text }));
    const back = await this.content(slot);
    if (back?.sha256 !== sha256Of(text)) throw new Error(`${pathOf(slot)} does not read as it was written`);
  }

  async #read<T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T | null> {
    const bytes = await this.#disk.read(path);
    if (bytes === null) return null;
    try {
      return v.parse(schema, JSON.parse(Buffer.from(bytes).toString('utf8')));
    } catch (error) {
      this.#onTrouble(path, error);
      return null;
    }
  }
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function encode(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
