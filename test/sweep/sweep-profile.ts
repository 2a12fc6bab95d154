import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import { pinLocker, testProfile } from '../support/profiles.ts';

/** Three small lockers, and a large one within everybody's reach. */
export function sweepProfile(): Profile {
  const plain = testProfile();
  const locker = (number: number, size: string, accessible: boolean): ProfileLocker => pinLocker(number, { size, accessible });
  const lockers = [locker(1, 'small', false), locker(2, 'small', false), locker(3, 'small', false), locker(4, 'large', true)];
  return {
    ...plain,
    id: 'test-4',
    sizes: [...plain.sizes, { name: 'large', widthMm: 420, heightMm: 320, depthMm: 500 }],
    columns: [{ widthMm: 450, kioskMm: 0, lockers }],
  };
}
