import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { noDirectory } from '../../bank/directory.ts';
import type { EventFact } from '../../bank/facts.ts';
import { identityPath } from '../../journal/identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Disk } from '../../ports/disk.ts';
import { intentLength, randomId, type Random } from '../../ports/random.ts';
import { Flasher } from '../flash/flasher.ts';
import type { SlotStore } from '../flash/slot-store.ts';
import { factOf, keepTold } from '../flash/told.ts';
import type { WireTrouble } from '../flash/wires.ts';
import type { Desks } from './conversation.ts';
import { DirectoryWords } from './directory-words.ts';
import { ProfileDesk } from './profile-desk.ts';
import { SignIn } from './sign-in.ts';

interface DesksOptions {
  readonly why: NonNullable<Desks['setUp']>;
  /** The bank's name, as its events will carry it. */
  readonly source: string;
  readonly disk: Disk;
  readonly slots: SlotStore;
  readonly clock: Clock;
  readonly random: Random;
  /** What a profile names and the wires do not have. */
  readonly wires: (profile: Profile) => Promise<readonly WireTrouble[]>;
  /** Ends in order; whoever keeps the program running starts it again, with what was flashed. */
  readonly restart: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * Whom a technician meets at the socket of a bank without a profile. It takes a key here, too: nobody has one before
 * somebody who may write the data folder has added it.
 */
export async function desksOfSetUp(options: DesksOptions): Promise<Desks> {
  const { why, source, disk, slots, clock, random, wires, restart, onTrouble } = options;
  // Where no profile has ever worked nothing lies behind the doors. Without the slots nobody knows.
  const hasForgotten = (await slots.state())?.hasWorked ?? (await disk.read(identityPath)) !== null;
  const flasher = new Flasher(slots, { profile: null, occupied: () => [], isServing: () => false, doors: () => ({}), hasForgotten, wires });
  const words = await DirectoryWords.open(disk, () => ({ directory: noDirectory }), onTrouble);
  // No journal is open: of who comes and goes the log is all there is.
  const tell = (facts: readonly EventFact[]): Promise<void> => {
    for (const { type, data } of facts) onTrouble('set-up', `${type} ${JSON.stringify(data)}`);
    return Promise.resolve();
  };
  const signIn = new SignIn({ source, disk, clock, random, words, tell });
  const profiles = new ProfileDesk({
    flasher, signIn, isBroken: () => false, restart, onTrouble,
    tell: async (told) => {
      await tell(told.map(factOf));
      await keepTold(slots, told);
    },
  });
  return { signIn, profiles, bank: null, bootid: randomId(random, intentLength), setUp: why };
}
