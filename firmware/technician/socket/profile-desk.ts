import { flashText } from '../../signed/technician-keys.ts';
import type { Comparison, Excuses, FlashDone, FlashedNow, FlashRefused, Flasher, Unchanged, WayBack } from '../flash/flasher.ts';
import { sha256Of } from '../flash/slot-store.ts';
import type { Told } from '../flash/slots.ts';
import type { Refusal, Request } from './protocol.ts';
import type { SignIn, Technician } from './sign-in.ts';

interface ProfileDeskOptions {
  /** `null`: the profile was named where the bank was started, and no other can be flashed. */
  readonly flasher: Flasher | null;
  readonly signIn: SignIn;
  /** Nothing can be told to anybody any more, so nothing is flashed. */
  readonly isBroken: () => boolean;
  readonly tell: (told: readonly Told[]) => Promise<void>;
  /** Ends in order; whoever keeps the program running starts it again, with what was flashed. */
  readonly restart: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** Where a technician gives a bank another profile, or its first one. */
export class ProfileDesk {
  readonly #options: ProfileDeskOptions;

  constructor(options: ProfileDeskOptions) {
    this.#options = options;
  }

  /** `null` where the profile was named at the start, or nothing has been flashed. */
  async now(): Promise<FlashedNow | null> {
    return await this.#options.flasher?.now() ?? null;
  }

  /** What would change, and what is not on the wires. Nothing is written. */
  async compare(bundle: string, technician: Technician): Promise<Comparison | Unchanged | FlashRefused | Refusal> {
    return this.#with(technician, (flasher) => flasher.compare(bundle));
  }

  /** Flashes a profile, and says who did it. */
  async flash(
    { bundle: text, signature, reason, withoutBoards, doorsOpen }: Extract<Request, { ask: 'flash' }>,
    technician: Technician, challenge: string,
  ): Promise<FlashDone | Unchanged | FlashRefused | Refusal> {
    const { signIn } = this.#options;
    return this.#with(technician, async (flasher) => {
      const signed = flashText(signIn.source, challenge, technician.id, sha256Of(text));
      if (!(await signIn.knows(technician.id, signed, signature))) return 'unsigned';
      const order = { text, reason, withoutBoards, doorsOpen };
      return this.#told(await flasher.flash(order), technician, reasonsIn(order));
    });
  }

  /** Where a rollback leads. Nothing is written. */
  async wayBack(technician: Technician): Promise<WayBack | FlashRefused | Refusal> {
    return this.#with(technician, (flasher) => flasher.wayBack());
  }

  async rollBack(
    order: Extract<Request, { ask: 'roll-back' }>, technician: Technician,
  ): Promise<FlashDone | FlashRefused | Refusal> {
    return this.#with(technician, async (flasher) => this.#told(await flasher.rollBack(order), technician, reasonsIn(order)));
  }

  /** With what was flashed, once whoever did it has been told. */
  restart(): void {
    this.#options.restart();
  }

  async #with<T>({ id }: Technician, work: (flasher: Flasher) => Promise<T>): Promise<T | Refusal> {
    const { flasher, signIn, isBroken } = this.#options;
    if (flasher === null) return 'not-here';
    if (!(await signIn.mayWork(id))) return 'not-allowed';
    return isBroken() ? 'bank-trouble' : work(flasher);
  }

  /** What is in the slots is so, whether or not anybody can be told of it. */
  async #told<T extends FlashDone | Unchanged | FlashRefused>(
    flashed: T, { id, session }: Technician, reasons: readonly string[],
  ): Promise<T> {
    if (flashed.kind !== 'flashed') return flashed;
    const { tell, onTrouble } = this.#options;
    const { profile } = flashed;
    const told = [`flashed ${profile.id} ${String(profile.version)}`, ...reasons].map((why) => ({ why, technician: id, session }));
    await tell(told).catch((error: unknown) => onTrouble('flash', error));
    return flashed;
  }
}

function reasonsIn({ reason, withoutBoards, doorsOpen }: Excuses & { readonly reason: string | null }): readonly string[] {
  return [
    ...(reason === null ? [] : [`reason: ${reason}`]), ...(withoutBoards === null ? [] : [`without boards: ${withoutBoards}`]),
    ...(doorsOpen === null ? [] : [`doors open: ${doorsOpen}`]),
  ];
}
