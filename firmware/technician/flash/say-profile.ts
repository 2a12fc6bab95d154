import { never } from '../../../statecharts/never.ts';
import type { FailedProfile, NoProfile } from './start-profile.ts';

/** Two versions have one name. */
export function nameOf({ profile, version }: Pick<FailedProfile, 'profile' | 'version'>): string {
  return `${profile}, version ${String(version)}`;
}

/** The same wherever somebody is told of a trial that is lost: at the end of `flash`, in the log, by `status`. */
export function sayFailed(failed: FailedProfile): string {
  return `${nameOf(failed)}, has not passed its trial: ${failed.says.join('; ') || 'see journalctl -u lockerbank'}`;
}

/** Why there is no bank but its set-up screen, and how a technician goes on. */
export function sayNoProfile(none: NoProfile): string {
  switch (none.why) {
    case 'never-flashed':
      return 'No profile has been flashed. Begin with: lockerbank flash PROFILE';
    case 'not-passed':
      return `${sayFailed(none.failed)}. When that is mended: lockerbank flash PROFILE`;
    case 'damaged':
      return 'The flashed profile is damaged. Flash it again: lockerbank flash PROFILE';
    default:
      return never(none, 'lack of a profile');
  }
}
