import { lockersOf } from '../board-profiles/profile.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { loadProfile } from './adapters/profile-file.ts';
import type { Clock } from './ports/clock.ts';
import type { Disk } from './ports/disk.ts';
import { ExpectedTrouble } from './ports/expected-trouble.ts';
import type { Hardware } from './ports/hardware.ts';
import { heldDoors } from './technician/flash/held-doors.ts';
import { sayFailed } from './technician/flash/say-profile.ts';
import { SlotStore } from './technician/flash/slot-store.ts';
import type { TrialTerms } from './technician/flash/slots.ts';
import { giveUp, prove, startProfile, type ProfileStart } from './technician/flash/start-profile.ts';
import { Trial } from './technician/flash/trial.ts';

interface Locked {
  release(): Promise<void>;
}

interface ChooseOptions {
  /** What the configuration names; `null`: what has been flashed. */
  readonly named: string | null;
  readonly profileFolder: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly lock: () => Promise<Locked>;
  /** Ends the program in order; whoever keeps it running starts it again. */
  readonly restart: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

type Chosen =
  | (Extract<ProfileStart, { kind: 'none' }> & { readonly slots: SlotStore; readonly lock: Locked })
  | {
    readonly kind: 'profile';
    readonly profile: Profile;
    /** `null`: it was named, and nothing can be flashed. */
    readonly slots: SlotStore | null;
    readonly lock: () => Promise<Locked>;
    /** Puts the hardware of a profile on trial to the test, and hands it on. */
    readonly tried: (hardware: Hardware) => Hardware;
    /** When it has passed its trial; `null`: it is on none. */
    readonly passed: Promise<void> | null;
  };

/**
 * Chooses the cabinet profile of this start: the one that is named, or the one in the slot that is used. A flashed one is
 * chosen under the lock of the data folder, which the bank, or the set-up screen, then goes on holding.
 * @throws LockerError for a profile that is broken or missing, and `data.locked`
 */
export async function chooseProfile(options: ChooseOptions): Promise<Chosen> {
  const { named, profileFolder, disk, onTrouble } = options;
  if (named !== null) {
    const profile = loadProfile(named, profileFolder);
    return { kind: 'profile', profile, slots: null, lock: options.lock, tried: (hardware) => hardware, passed: null };
  }
  const lock = await options.lock();
  const slots = new SlotStore(disk, onTrouble);
  const start = await startProfile(slots).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  if (start.kind === 'none') return { ...start, slots, lock };
  const { profile, trial, gaveUp, sha256 } = start;
  if (gaveUp) onTrouble('profile', new ExpectedTrouble(`${gaveUp.label} has not passed its trial: back to ${profile.label}`));
  const chosen = { kind: 'profile', profile, slots, lock: () => Promise.resolve(lock) } as const;
  if (trial === null) return { ...chosen, tried: (hardware) => hardware, passed: null };
  let onPassed = (): void => undefined;
  const passed = new Promise<void>((resolve) => (onPassed = resolve));
  const tried: Tried = { profile, sha256, terms: trial, passed, onPassed };
  return { ...chosen, tried: (hardware) => onTrial(hardware, tried, slots, options), passed };
}

interface Tried {
  readonly profile: Profile;
  readonly sha256: string;
  readonly terms: TrialTerms;
  readonly passed: Promise<void>;
  readonly onPassed: () => void;
}

function onTrial(
  hardware: Hardware, { profile, sha256, terms, passed, onPassed }: Tried, slots: SlotStore, { clock, restart, onTrouble }: ChooseOptions,
): Hardware {
  /** What cannot be written down is no end of a trial: each further start counts, until the profile before is used again. */
  const failed = (error: unknown): void => {
    onTrouble('profile', error);
    restart();
  };
  const pass = async (says: readonly string[]): Promise<void> => {
    if (await prove(slots, sha256, says)) onPassed();
  };
  const leave = async (why: readonly string[]): Promise<void> => {
    onTrouble('profile', new ExpectedTrouble(sayFailed({ profile: profile.id, version: profile.version, says: why })));
    await giveUp(slots, sha256, why);
    restart();
  };
  const trial = new Trial({
    hardware, clock, terms, boards: profile.boards.map(({ id }) => id),
    doors: lockersOf(profile).map(({ number, contact: { board } }) => ({ locker: number, board })),
    onPassed: (says) => void pass(says).catch(failed), onFailed: (why) => void leave(why).catch(failed),
  });
  trial.start();
  return {
    ...hardware,
    ...heldDoors(hardware, passed, onTrouble),
    close: () => {
      trial.stop();
      return hardware.close();
    },
  };
}
