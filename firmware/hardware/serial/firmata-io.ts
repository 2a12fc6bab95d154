import type { EventEmitter } from 'node:events';
import firmata from 'firmata';
import { SerialPort } from 'serialport';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IoPlugin } from '../gpio/board.ts';

/** A microcontroller that its port resets says its version within 2 s; one that is not reset has to be asked, then lists its pins. */
export const firmataReadyWithin = seconds(15);
const askVersionAfter = seconds(3);
const drainWithin = seconds(1);

interface FirmataIo {
  readonly io: IoPlugin;
  /** Lets the last orders out, then closes the port. */
  close(): Promise<void>;
}

interface FirmataPort {
  readonly port: string;
  readonly baud: number;
  readonly clock: Clock;
  /** What carries the bytes; without it, the port itself. */
  readonly transport?: FirmataTransport;
}

/** What is used of a SerialPort. */
export interface FirmataTransport extends EventEmitter {
  readonly isOpen: boolean;
  open(callback: (error: Error | null) => void): void;
  write(bytes: Uint8Array, callback: () => void): unknown;
  drain(callback: () => void): void;
  close(callback: () => void): void;
}

/**
 * A microcontroller with StandardFirmata as an IO plugin. Resolves when it is ready.
 * @throws LockerError `hardware.not-ready`
 */
export function openFirmataIo({ port, baud, clock, transport }: FirmataPort): Promise<FirmataIo> {
  const serial = transport ?? new SerialPort({ path: port, baudRate: baud, autoOpen: false });
  const board = new firmata.Board(serial, { reportVersionTimeout: askVersionAfter });
  // Under the name `Firmata` johnny-five takes pin 14 of an Uno for A0, and then for pin 0.
  board.name = `firmata on ${port}`;
  const close = (): Promise<void> => closed(serial, clock);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      clock.cancel(limit);
      reject(new LockerError('hardware.not-ready', port, 'no StandardFirmata answers: check cable, baud rate and what is flashed', cause));
      void close();
    };
    const limit = clock.setTimer('firmata gets ready', firmataReadyWithin, () => fail(`waited ${String(firmataReadyWithin)} ms`));
    board.on('error', fail);
    board.once('ready', () => {
      clock.cancel(limit);
      board.off('error', fail).on('error', () => undefined); // From now on whoever uses the plugin hears its errors.
      resolve({ io: board, close });
    });
    serial.open((error) => {
      if (error !== null) fail(error);
    });
  });
}

function closed(serial: Pick<FirmataTransport, 'isOpen' | 'drain' | 'close'>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (!serial.isOpen) return resolve();
    const shut = (): void => {
      clock.cancel(limit);
      serial.close(() => resolve());
    };
    // A port that was unplugged in this very moment never says that it has drained.
    const limit = clock.setTimer('last orders go out', drainWithin, shut);
    serial.drain(shut);
  });
}
