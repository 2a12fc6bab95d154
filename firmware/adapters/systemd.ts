import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Service } from '../ports/service.ts';

interface SystemdOptions {
  /** `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`, as sd_notify(3) has them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly processId: number;
  readonly onTrouble: (where: string, error: unknown) => void;
}

type Send = (text: string) => void;

/** sys/socket.h of Linux: a local datagram that neither waits nor kills. */
const local = 1;
const datagram = 2 | 0o2_000_000;
const atOnceQuietly = 0x40 | 0x4000;
/** sys/un.h: family, then a path of 108 bytes. */
const pathBytesMost = 107;

const nobody: Service = { starvesAfter: null, ready() {}, status() {}, feed() {}, stopping() {} };

/**
 * systemd, told by this very process: Node has no such datagrams, and what a helper sends that has ended meanwhile may be
 * lost. Where no systemd waits to be told anything, nobody is.
 */
export async function openSystemd({ environment, processId, onTrouble }: SystemdOptions): Promise<Service> {
  const address = environment['NOTIFY_SOCKET'];
  if (address === undefined || address === '') return nobody;
  const say = await tellerOf(address).catch((error: unknown): Send => {
    onTrouble('systemd', error);
    return () => undefined;
  });
  let isLost = false;
  const tell = (text: string): void => {
    try {
      say(text);
      isLost = false;
    } catch (error) {
      if (!isLost) onTrouble('systemd', error);
      isLost = true;
    }
  };
  return {
    starvesAfter: limitOf(environment, processId),
    ready: (status) => tell(`READY=1\nSTATUS=${lineOf(status)}`),
    status: (text) => tell(`STATUS=${lineOf(text)}`),
    feed: () => tell('WATCHDOG=1'),
    stopping: () => tell('STOPPING=1\nSTATUS=The bank is closing'),
  };
}

/** A line break would begin another message. */
function lineOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function limitOf({ WATCHDOG_USEC: usec, WATCHDOG_PID: pid }: SystemdOptions['environment'], processId: number): Milliseconds | null {
  if (usec === undefined || !/^[1-9]\d*$/.test(usec)) return null;
  return pid === undefined || pid === String(processId) ? ms(Number(usec) / 1000) : null;
}

async function tellerOf(address: string): Promise<Send> {
  const path = Buffer.from(address);
  if (!/^[/@]/.test(address) || path.length > pathBytesMost) {
    throw new Error(`NOTIFY_SOCKET is no address of a socket: ${address}. Cure: let systemd set it`);
  }
  if (path[0] === 0x40) path[0] = 0; // The kernel's own names begin with a zero byte.
  const koffi = await import('koffi').catch((cause: unknown) => {
    const what = 'koffi, the package that speaks to systemd, is missing. Cure: npm install koffi@3.3.4 in the folder of lockerbank';
    throw new Error(what, { cause });
  });
  const libc = koffi.load('libc.so.6');
  const socket = libc.func('socket', 'int', ['int', 'int', 'int']);
  const sendTo = libc.func('sendto', 'long', ['int', 'const uint8_t *', 'size_t', 'int', 'const uint8_t *', 'uint32_t']);
  const file = socket(local, datagram, 0) as number;
  const to = Buffer.concat([Buffer.from([local, 0]), path, ...(path[0] === 0 ? [] : [Buffer.alloc(1)])]);
  return (text) => {
    const bytes = Buffer.from(text);
    if (sendTo(file, bytes, bytes.length, atOnceQuietly, to, to.length) === bytes.length) return;
    throw new Error(`${address} takes nothing (errno ${String(koffi.errno())})`);
  };
}
