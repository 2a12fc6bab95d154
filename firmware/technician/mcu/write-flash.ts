import type { BoardModel } from '../../../board-profiles/board.schema.ts';
import { runAvrdude } from '../../adapters/avrdude.ts';
import type { Clock } from '../../ports/clock.ts';
import { complaintsIn, failureIn, progressIn, type FlashFailure, type FlashProgress, type FlashStage } from './avrdude-progress.ts';

export type Mcu = NonNullable<BoardModel['mcu']>;

interface WriteOptions {
  /** The program `avrdude`; a test may give another one. */
  readonly program: string;
  readonly mcu: Mcu;
  readonly port: string;
  /** A `.hex` file that has been looked at: what goes in is what was checked. */
  readonly hex: string;
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
  readonly onProgress: (progress: FlashProgress) => void;
}

export type WriteEnd =
  /** Written, read back, and the same. */
  | { readonly kind: 'flashed' }
  | { readonly kind: 'interrupted'; readonly stage: FlashStage }
  | { readonly kind: 'failed'; readonly stage: FlashStage; readonly why: FlashFailure; readonly says: readonly string[] };

/**
 * Has avrdude write a program and read it back.
 * @throws LockerError `program.missing`
 */
export async function writeFlash({ program, mcu, port, hex, clock, interrupted, onProgress }: WriteOptions): Promise<WriteEnd> {
  const words = ['-p', mcu.part, '-c', mcu.programmer, '-P', port, '-b', String(mcu.baud), '-D', '-U', 'flash:w:-:i'];
  const { isDone, isSilent, said } = await runAvrdude({
    program, words, input: hex, clock, interrupted, onSaid: (so) => onProgress(progressIn(so)),
  });
  const { stage } = progressIn(said);
  if (isDone) return { kind: 'flashed' };
  if (interrupted.aborted) return { kind: 'interrupted', stage };
  return { kind: 'failed', stage, why: isSilent ? 'no-answer' : failureIn(said), says: complaintsIn(said) };
}
