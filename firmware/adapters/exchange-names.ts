import { rename } from 'node:fs/promises';

/** linux/fs.h: RENAME_EXCHANGE, and fcntl.h: paths begin where the process stands. */
const exchange = 2;
const here = -100;

/**
 * Two folders take each other's names in one step of the kernel, which Node has no word for. Where there is no Linux, and thus
 * no cabinet either, one after the other.
 */
export async function exchangeNames(one: string, other: string): Promise<void> {
  if (process.platform !== 'linux') return oneAfterTheOther(one, other);
  const koffi = await import('koffi');
  const renameAt = koffi.load('libc.so.6').func('renameat2', 'int', ['int', 'str', 'int', 'str', 'uint']);
  if (renameAt(here, one, here, other, exchange) === 0) return;
  throw new Error(`the system does not exchange ${one} and ${other}: errno ${String(koffi.errno())}`);
}

async function oneAfterTheOther(one: string, other: string): Promise<void> {
  const between = `${one}.between`;
  await rename(one, between);
  await rename(other, one);
  await rename(between, other);
}
