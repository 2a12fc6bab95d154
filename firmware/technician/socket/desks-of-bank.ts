import type { EventFact } from '../../bank/facts.ts';
import type { Disk } from '../../ports/disk.ts';
import type { Flasher } from '../flash/flasher.ts';
import { factOf } from '../flash/told.ts';
import { BankDesk } from './bank-desk.ts';
import type { Desks } from './conversation.ts';
import { DirectoryWords } from './directory-words.ts';
import { ProfileDesk } from './profile-desk.ts';
import { SignIn } from './sign-in.ts';

type BankAtWork = ConstructorParameters<typeof BankDesk>[0];

interface DesksOptions extends Omit<BankAtWork, 'flashed' | 'technicians' | 'lastWord'> {
  readonly disk: Pick<Disk, 'read' | 'replace'>;
  readonly flasher: Flasher | null;
  /** Ends in order; whoever keeps the program running starts it again, with what was flashed. */
  readonly restart: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** Whom a technician meets at the socket of a bank at work. @returns also how to stop listening to its books */
export async function desksOfBank(options: DesksOptions): Promise<{ readonly desks: Desks; stop(): void }> {
  const { ledger, disk, clock, random, flasher, restart, onTrouble } = options;
  const words = await DirectoryWords.open(disk, () => ledger.books, onTrouble);
  const hear = (): void => void words.hear().catch((error: unknown) => onTrouble('technicians', error));
  hear();
  const tell = async (facts: readonly EventFact[]): Promise<void> => {
    if (!ledger.isBroken) await ledger.commit(facts);
  };
  const signIn = new SignIn({ source: ledger.source, disk, clock, random, words, tell });
  const profiles = new ProfileDesk({
    flasher, signIn, isBroken: () => ledger.isBroken, tell: (told) => tell(told.map(factOf)), restart, onTrouble,
  });
  const bank = new BankDesk({
    ...options, flashed: () => profiles.now(), technicians: () => signIn.present, lastWord: (technician) => words.last(technician),
  });
  return { desks: { signIn, profiles, bank, bootid: ledger.bootid, setUp: null }, stop: ledger.onCommitted(hear) };
}
