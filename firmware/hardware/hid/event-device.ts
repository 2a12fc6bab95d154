import { closeSync, constants, openSync, readSync } from 'node:fs';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { codeOf } from '../../ports/error-code.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import { loadKernel } from '../gpio/kernel.ts';
import { eventBytes } from './input-events.ts';

/** A device under /dev/input that is open. */
export interface EventDevice {
  /**
   * What has come since the last time; empty while nothing has. Returns at once.
   * @throws ExpectedTrouble when the device has gone
   */
  read(): Uint8Array;
  close(): void;
}

/** @throws LockerError `hardware.not-ready` */
export type OpenEventDevice = (path: string) => Promise<EventDevice>;

/** Takes an open device for this process alone: nobody else sees what it types. Throws when somebody else has it. */
type Grab = (file: number) => void;

/** linux/input.h: EVIOCGRAB. */
const grabRequest = 0x40044590;
const eventsAtOnce = 64;

const cures: Readonly<Record<string, string>> = {
  ENOENT: 'it is not plugged in. Cure: look for its name under /dev/input/by-id/',
  EACCES: 'this user may not read it. Cure: put the user that runs lockerbank into the group input',
  EBUSY: 'another program has taken it for itself. Cure: end that program',
  ENOTTY: 'this is no input device. Cure: name one under /dev/input/by-id/ that ends in -event-kbd',
};

/** Opens a device and takes it for this process alone, by Linux itself. */
export const openEventDevice: OpenEventDevice = async (path) => {
  const kernel = await loadKernel();
  return openGrabbed(path, (file) => kernel.tell(file, grabRequest, 1));
};

/**
 * Not to block is all: a read that waits for a key would hold a thread, and the process could not end.
 * @throws LockerError `hardware.not-ready`
 */
export function openGrabbed(path: string, grab: Grab): EventDevice {
  const file = ready(path, () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    ready(path, () => grab(file));
  } catch (error) {
    closeSync(file);
    throw error;
  }
  const bytes = new Uint8Array(eventsAtOnce * eventBytes);
  return {
    read: () => {
      const length = readNow(file, bytes);
      return bytes.slice(0, length);
    },
    close: () => closeSync(file), // The kernel lets go of it, too.
  };
}

function readNow(file: number, into: Uint8Array): number {
  try {
    const length = readSync(file, into);
    if (length === 0) throw new ExpectedTrouble('the device has been pulled out');
    return length;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN') return 0;
    throw code === null ? error : new ExpectedTrouble(`it cannot be read any more (${code}): has it been pulled out?`);
  }
}

function ready<T>(path: string, what: () => T): T {
  try {
    return what();
  } catch (cause) {
    const code = codeOf(cause) ?? 'unknown';
    throw new LockerError('hardware.not-ready', path, cures[code] ?? `it cannot be opened (${code})`, cause);
  }
}
