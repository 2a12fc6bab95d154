import { chmod, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';

const privateMode = 0o600;

/** @throws LockerError `file.unusable` */
export async function readTextFile(path: string, cure: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unusable(path, `cannot be read (${whyOf(cause)})`, cure, cause);
  }
}

/** Whether nobody but its owner can read a file. */
export async function isPrivate(path: string): Promise<boolean> {
  return ((await stat(path)).mode & 0o077) === 0;
}

/**
 * Writes a new file that its owner alone can read, whole or not at all, and never over another one.
 * @throws LockerError `file.unusable`
 */
export async function writePrivateFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${path}.draft`;
  if (await exists(path)) throw unusable(path, 'is there already', 'choose another name, or remove it');
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, 'w', privateMode);
    try {
      await chmod(draft, privateMode);
      for await (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await unlink(draft).catch(() => undefined);
    if (cause instanceof LockerError) throw cause;
    throw unusable(path, `cannot be written (${whyOf(cause)})`, 'choose a folder that you may write to, with room in it', cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

function whyOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function unusable(path: string, what: string, cure: string, cause?: unknown): LockerError {
  return new LockerError('file.unusable', path, `${what}. Cure: ${cure}`, cause);
}
