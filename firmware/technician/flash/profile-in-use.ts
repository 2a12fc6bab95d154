import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { loadProfile } from '../../adapters/profile-file.ts';
import type { Disk } from '../../ports/disk.ts';
import { SlotStore } from './slot-store.ts';

interface InUseOptions {
  /** What the configuration names; `null`: what has been flashed. */
  readonly named: string | null;
  /** Where the profiles of the program lie. */
  readonly profileFolder: string;
  readonly disk: Disk;
}

/**
 * The profile with which the bank works, or would: for whoever only wants to look. It counts as no start.
 * @throws LockerError `profile.missing` where there is none, or what is wrong with it
 */
export async function profileInUse({ named, profileFolder, disk }: InUseOptions): Promise<Profile> {
  if (named !== null) return loadProfile(named, profileFolder);
  const store = new SlotStore(disk, () => undefined);
  const state = await store.state();
  const content = state && await store.content(state.active);
  if (content) return content.profile;
  const lack = await store.isUsed() ? 'the flashed profile is damaged' : 'no profile has been flashed';
  const what = `${lack}. Cure: lockerbank flash, or set LOCKERBANK_PROFILE`;
  throw new LockerError('profile.missing', 'the data folder', what);
}
