import { chmod, lstat, mkdir, unlink } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { LockerError } from '../../statecharts/locker-error.ts';
import { codeOf } from '../ports/error-code.ts';
import { lineMost, type Peer } from '../ports/local-peer.ts';

/** What the socket is called that lies in the data folder. */
export const socketName = 'lockerbank.sock';

/** Owner and group may open it, and the folder it lies in may keep out more. */
const socketMode = 0o660;

/** So much may wait for somebody who does not read. */
const waitingMost = 4 * 1024 * 1024;

/** The kernel has room for so many bytes of a socket's path (unix(7)). */
const pathBytesMost = 107;

/**
 * Listens at a socket in the file system. What a crash has left there is cleared away; a program that answers is not.
 * @throws LockerError `socket.busy`, or `file.unusable` where no socket can be made there
 */
export async function listenLocally(path: string, onPeer: (peer: Peer) => void): Promise<{ close(): Promise<void> }> {
  if (Buffer.byteLength(path) > pathBytesMost) throw unusable(path, `is longer than ${String(pathBytesMost)} bytes`);
  await clearAway(path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    onPeer(peerOf(socket));
  });
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    await chmod(path, socketMode);
  } catch (cause) {
    server.close();
    throw unusable(path, `cannot be made (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  return {
    close: () => new Promise((resolve) => {
      server.close(() => resolve()); // It takes its file along.
      for (const socket of sockets) socket.destroySoon();
      // Whoever does not hang up is hung up on: nobody waits for a terminal that was left open.
      setTimeout(() => { for (const socket of sockets) socket.destroy(); }, 500).unref();
    }),
  };
}

/**
 * Speaks to whoever listens at a socket.
 * @throws LockerError `socket.silent` where nobody does, or where it may not be opened
 */
export function connectLocally(path: string): Promise<Peer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(peerOf(socket)));
    socket.once('error', (error: NodeJS.ErrnoException) => reject(silent(path, error)));
  });
}

function silent(path: string, error: NodeJS.ErrnoException): LockerError {
  const isForbidden = error.code === 'EACCES' || error.code === 'EPERM';
  const what = isForbidden
    ? 'you may not open this socket. Cure: run this as the bank\'s own user, or as a member of its group'
    : 'no bank is running here. Cure: start it; or set LOCKERBANK_DATA or LOCKERBANK_SOCKET as it has them';
  return new LockerError('socket.silent', path, what, error);
}

function unusable(path: string, why: string, cause?: unknown): LockerError {
  return new LockerError('file.unusable', path, `${why}. Cure: set LOCKERBANK_SOCKET to a path in a folder of the bank's own`, cause);
}

/** Removes what a crash has left behind, and nothing else: a socket at which nobody listens any more. */
async function clearAway(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found) return;
  if (!found.isSocket()) throw unusable(path, 'is there, and is no socket');
  // Only a refusal says that nobody is there: who has a full queue, or lets in only others, is alive.
  if ((await troubleWith(path)) === 'ECONNREFUSED') return unlink(path).catch(() => undefined);
  const what = 'another program answers at this socket. Cure: stop it, or set LOCKERBANK_SOCKET to another path';
  throw new LockerError('socket.busy', path, what);
}

/** `null`: somebody answers. */
function troubleWith(path: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error: unknown) => resolve(codeOf(error) ?? 'unknown'));
  });
}

function peerOf(socket: Socket): Peer {
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy()); // It closes, and that is all there is to know.
  return {
    send(line) {
      if (socket.destroyed || socket.writableEnded) return false;
      socket.write(`${line}\n`);
      return socket.writableLength <= waitingMost;
    },
    listen({ line, closed }) {
      let begun = '';
      socket.on('data', (text: string) => {
        const [first = '', ...rest] = text.split('\n');
        begun += first;
        for (const next of rest) {
          if (begun.length > lineMost) break;
          const whole = begun;
          begun = next;
          if (!socket.destroyed && !socket.writableEnded) line(whole);
        }
        if (begun.length > lineMost) socket.destroy();
      });
      socket.once('close', closed);
      if (socket.destroyed) closed();
    },
    close: () => socket.destroySoon(),
  };
}
