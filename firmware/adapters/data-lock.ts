import { createHash } from 'node:crypto';
import { mkdir, realpath, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';

export interface DataLock {
  release(): Promise<void>;
}

/**
 * Makes sure that no other process of this machine works on a data folder: two journals in one folder would destroy
 * each other. The lock is a socket that nobody talks to, named by the folder's real path; the kernel frees it when the
 * process dies, however it dies. Containers with a network of their own do not see each other's locks.
 * @throws LockerError `data.locked` where another process has the folder
 */
export async function lockDataFolder(path: string, platform: NodeJS.Platform = process.platform): Promise<DataLock> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const what = 'another process works on this data folder. Cure: stop it (the installed bank: sudo systemctl stop lockerbank), '
    + 'or set LOCKERBANK_DATA to another folder';
  return lock(await realpath(path), platform, what);
}

/**
 * For whoever wants the boards of a bank and not its data: it must not work meanwhile. Where it has no data folder, none works.
 * @param cure what else helps, where stopping it does not
 * @throws LockerError `data.locked`
 */
export async function lockOutBank(path: string, cure = ''): Promise<DataLock> {
  const folder = await realpath(path).catch(() => null);
  if (folder === null) return { release: () => Promise.resolve() };
  const what = 'the bank works, and its boards take orders from one program alone. Cure: sudo systemctl stop lockerbank';
  return lock(folder, process.platform, cure === '' ? what : `${what}. ${cure}`);
}

async function lock(folder: string, platform: NodeJS.Platform, what: string): Promise<DataLock> {
  const name = `lockerbank-${createHash('sha256').update(folder).digest('base64url')}`;
  // Linux keeps sockets whose name begins with a zero byte in no file system: there is nothing to clear away after a crash.
  const isAbstract = platform === 'linux';
  const address = isAbstract ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server = (await listen(address)) ?? (isAbstract || (await isAlive(address)) ? null : await listenAnew(address));
  if (!server) throw new LockerError('data.locked', folder, what);
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** `null` where somebody has the address. */
function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => resolve(server.unref()));
  });
}

/** A socket file outlives its process; whoever answers at it does not. */
function isAlive(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function listenAnew(address: string): Promise<Server | null> {
  await unlink(address).catch(() => undefined);
  return listen(address);
}
