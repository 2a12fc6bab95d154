import { access, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';

/** A serial port of this machine, and the names under which it can be found again. */
interface FoundPort {
  readonly path: string;
  readonly maker: string | null;
  readonly serialNumber: string | null;
  /** By-id names first: they stay when cables change places. By-path names belong to the socket. */
  readonly names: readonly string[];
}

/** Every serial port that something is plugged into. @param folder where the stable names are; a test gives another one */
export async function listPorts(folder = '/dev/serial', list: () => ReturnType<typeof SerialPort.list> = () => SerialPort.list()) {
  const names = (await Promise.all(['by-id', 'by-path'].map((room) => namesIn(join(folder, room))))).flat();
  // A PC names serial ports that it has no sockets for.
  const found = (await list()).filter(({ vendorId, pnpId, path }) => (vendorId ?? pnpId) !== undefined || !/ttyS\d+$/.test(path));
  return found.map(({ path, manufacturer, serialNumber }): FoundPort => ({
    path, maker: manufacturer ?? null, serialNumber: serialNumber ?? null,
    names: names.flatMap(({ name, target }) => (target === path ? [name] : [])),
  }));
}

/** Whether something is plugged in under this name; whether it can be opened is another question. */
export function isPortThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

async function namesIn(folder: string): Promise<{ readonly name: string; readonly target: string }[]> {
  const files: readonly string[] = await readdir(folder).catch(() => []);
  const found = await Promise.all(files.map(async (file) => {
    const name = join(folder, file);
    return { name, target: await realpath(name).catch(() => '') };
  }));
  return found.filter(({ target }) => target !== '');
}

/** What is said of a port that another program has. */
export const portIsTaken = 'another program has this port. Cure: stop that program';

/** Why a port cannot be used, for whoever can do something about it. What was said already is said the same. */
export function sayPortTrouble(error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  if (error instanceof ExpectedTrouble) return what;
  if (/lock port|busy|temporarily unavailable/i.test(what)) return portIsTaken;
  if (/permission denied|EACCES/i.test(what)) return `${what}. Cure: whoever runs this must belong to the group dialout`;
  const gone = /no such file or directory|ENOENT/i.test(what);
  return gone ? 'there is no such port. Cure: plug the adapter in; lockerbank probe ports lists those that are there' : what;
}
