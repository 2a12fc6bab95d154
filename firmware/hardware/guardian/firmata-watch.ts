import type { Duplex } from 'node:stream';
import { SerialPort } from 'serialport';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { ms } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import { FirmataWire } from './firmata-wire.ts';
import { Guard } from './guard.ts';
import type { Watched } from './guardian-program.ts';
import type { Watch } from './orders.ts';

/** A port that was unplugged in this very moment never says that it has drained. */
const drainWithin = ms(500);

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
  const serial = await openPort(port, baud);
  const wire = new FirmataWire(pins.map(({ pin }) => pin), (message) => void (serial.isOpen && serial.write([...message])));
  const guard = new Guard({ pins, atOnce, outputs: wire, clock, onTrouble });
  wire.rest();
  serial.on('data', (heard: Buffer) => void bytes.write(heard));
  serial.on('error', () => undefined); // Its end is told by `close`.
  serial.on('close', onGone);
  bytes.on('data', (said: Buffer) => wire.push(said, guard));
  bytes.on('error', () => undefined); // The controller is gone: the end of the orders says so.
  return {
    guard,
    close: async () => {
      serial.off('close', onGone);
      await closePort(serial, clock);
      bytes.destroy();
    },
  };
}

/**
 * Every coil of a microcontroller off, without a guardian.
 * @throws LockerError `hardware.not-ready`
 */
export async function restFirmata({ port, baud, pins }: Extract<Watch, { kind: 'firmata' }>, clock: Clock): Promise<void> {
  const serial = await openPort(port, baud);
  new FirmataWire(pins.map(({ pin }) => pin), (message) => void serial.write([...message])).rest();
  await closePort(serial, clock);
}

function openPort(path: string, baudRate: number): Promise<SerialPort> {
  const serial = new SerialPort({ path, baudRate, autoOpen: false });
  return new Promise((resolve, reject) => {
    serial.open((error) => {
      if (error === null) return resolve(serial);
      const what = 'cannot be opened. Cure: look whether it is plugged in, and who else has it';
      reject(new LockerError('hardware.not-ready', path, what, error));
    });
  });
}

function closePort(serial: SerialPort, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (!serial.isOpen) return resolve();
    const shut = (): void => {
      clock.cancel(limit);
      if (serial.isOpen) serial.close(() => resolve());
      else resolve();
    };
    const limit = clock.setTimer('last orders go out', drainWithin, shut);
    serial.drain(shut);
  });
}
