import { minutes } from '../../../statecharts/units.ts';
import { aboutBank, type EventFact } from '../../bank/facts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Disk } from '../../ports/disk.ts';
import { intentLength, randomId, type Random } from '../../ports/random.ts';
import { isSigned, openAllText, signInText } from '../../signed/technician-keys.ts';
import type { DirectoryWords } from './directory-words.ts';
import type { Second } from './protocol.ts';
import { readTechnicians } from './technicians.ts';

/** A technician who has signed in. */
export interface Technician {
  readonly id: string;
  readonly session: string;
}

interface SignInOptions {
  /** The bank's name: a signature is worth nothing at another one. */
  readonly source: string;
  readonly disk: Pick<Disk, 'read'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly words: DirectoryWords;
  /** Tells the upstream, as far as that is possible now. */
  readonly tell: (facts: readonly EventFact[]) => Promise<void>;
}

/** Somebody who tries keys is told of, once in so long. */
const refusedToldEvery = minutes(1);

/** Who may work at this bank, and who does: by a key of their own, which the bank knows, and as far as the directory lets them. */
export class SignIn {
  readonly #options: SignInOptions;
  readonly #present = new Map<string, string>();
  #refusedToldMonoMs = -Infinity;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  get source(): string {
    return this.#options.source;
  }

  /** Everybody who is signed in. */
  get present(): readonly string[] {
    return [...this.#present.values()];
  }

  async signIn(id: string, signature: string, challenge: string): Promise<Technician | 'key-refused' | 'not-allowed'> {
    const { random, tell } = this.#options;
    if (!(await this.knows(id, signInText(this.source, challenge, id), signature))) {
      await this.#tellRefused();
      return 'key-refused';
    }
    if (!(await this.mayWork(id))) return 'not-allowed';
    const technician = { id, session: randomId(random, intentLength) };
    await tell([aboutBank('staff.signed-in', { by: { role: 'technician', id } }, { session: technician.session })]);
    this.#present.set(technician.session, id);
    return technician;
  }

  async signOut({ id, session }: Technician): Promise<void> {
    this.#present.delete(session);
    await this.#options.tell([aboutBank('staff.signed-out', { by: { role: 'technician', id } }, { session })]);
  }

  /** Whether somebody else than the first technician has signed this very opening of all doors. */
  async isSeconded(first: Technician, second: Second, reason: string, challenge: string): Promise<boolean> {
    if (second.technician === first.id || !(await this.mayWork(second.technician))) return false;
    const text = openAllText(this.source, challenge, second.technician, reason);
    if (await this.knows(second.technician, text, second.signature)) return true;
    await this.#tellRefused();
    return false;
  }

  /** Whether a text was signed with the key of this technician, and the bank still knows it. */
  async knows(id: string, text: string, signature: string): Promise<boolean> {
    const known = (await readTechnicians(this.#options.disk)).find((one) => one.id === id);
    return known !== undefined && isSigned(text, signature, known.public);
  }

  async mayWork(id: string): Promise<boolean> {
    const { words } = this.#options;
    await words.hearOf(id);
    return words.mayWork(id);
  }

  async #tellRefused(): Promise<void> {
    const { clock, tell } = this.#options;
    if (clock.monoMs() - this.#refusedToldMonoMs < refusedToldEvery) return;
    this.#refusedToldMonoMs = clock.monoMs();
    await tell([aboutBank('problem.reported', { why: 'technician-key-refused', by: null })]);
  }
}
