import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { ms } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { closes, isDone, letGo } from '../serial/let-go.ts';
import type { LinePort } from '../serial/serial-line.ts';
import { FirmataWire } from './firmata-wire.ts';
import { Guard } from './guard.ts';
import type { Watched } from './guardian-program.ts';
import type { Watch } from './orders.ts';

/** An adapter that stalls never says that it has drained. */
const drainWithin = ms(500);

/** What is used of a SerialPort. */
interface WatchedPort extends LinePort {
  drain(callback: (error: Error | null | undefined) => void): void;
}

type MakeWatchedPort = (settings: { readonly path: string; readonly baudRate: number; readonly autoOpen: false }) => WatchedPort;

const realPort: MakeWatchedPort = (settings) => new SerialPort(settings);

interface FirmataWatchOptions {
  readonly watch: Extract<Watch, { kind: 'firmata' }>;
  readonly clock: Clock;
  /** The controller's end of the wire. */
  readonly bytes: Duplex;
  readonly onTrouble: (where: string, what: string) => void;
  /** The port is gone, and with it the reason to be. */
  readonly onGone: () => void;
}

/**
 * The guardian as the wire to a microcontroller: it owns the port, passes the bytes on, and keeps every coil to its time.
 * @throws LockerError `hardware.not-ready`
 */
export async function openFirmataWatch({ watch, clock, bytes, onTrouble, onGone }: FirmataWatchOptions): Promise<Watched> {
  const { port, baud, pins, atOnce } = watch;
  const serial = await openPort(port, baud, realPort);
  let isClosing = false;
  const wire = new FirmataWire(pins.map(({ pin }) => pin), (message) => say(serial, message));
  const guard = new Guard({ pins, atOnce, outputs: wire, clock, onTrouble });
  wire.rest();
  serial.on('data', (heard) => void bytes.write(heard));
  serial.on('close', () => {
    if (!isClosing) onGone();
  });
  bytes.on('data', (said: Buffer) => wire.push(said, guard));
  bytes.on('error', () => undefined); // The controller is gone: the end of the orders says so.
  return {
    guard,
    close: async () => {
      isClosing = true;
      await closePort(serial, clock);
      bytes.destroy();
    },
  };
}

/**
 * Every coil of a microcontroller off, without a guardian.
 * @throws LockerError `hardware.not-ready`
 */
export async function restFirmata(
  { port, baud, pins }: Extract<Watch, { kind: 'firmata' }>, clock: Clock, makePort = realPort,
): Promise<void> {
  const serial = await openPort(port, baud, makePort);
  new FirmataWire(pins.map(({ pin }) => pin), (message) => say(serial, message)).rest();
  await closePort(serial, clock);
}

function say(serial: WatchedPort, message: readonly number[]): void {
  if (serial.isOpen) serial.write(Uint8Array.from(message), () => undefined);
}

function openPort(path: string, baudRate: number, makePort: MakeWatchedPort): Promise<WatchedPort> {
  const serial = makePort({ path, baudRate, autoOpen: false });
  serial.on('error', () => undefined); // Whoever does not hear it is ended by it; its end is told by `close`.
  return new Promise((resolve, reject) => {
    serial.open((error) => {
      if (error === null) return resolve(serial);
      const what = 'cannot be opened. Cure: look whether it is plugged in, and who else has it';
      reject(new LockerError('hardware.not-ready', path, what, error));
    });
  });
}

/** The last orders go out first. An adapter that stalls may wake when nobody stands at the door any more: what it holds never leaves. */
async function closePort(serial: WatchedPort, clock: Clock): Promise<void> {
  if (!serial.isOpen) return;
  const isOut = await isDone(clock, 'last orders go out', drainWithin, (done) => serial.drain(done));
  await (isOut ? closes(serial, clock) : letGo(serial, clock));
}
