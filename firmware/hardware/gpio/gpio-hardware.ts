import five, { type Board, type Relay } from 'johnny-five';
import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileLocker } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { ms } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Hardware, Readers } from '../../ports/hardware.ts';
import { LimitedLocks, type SwitchCoil } from '../coil-limits.ts';
import { Contacts } from '../contacts.ts';
import { HeadphoneSocket } from '../headphone-socket.ts';
import { noReaders } from '../no-readers.ts';
import { openBoard, type IoPlugin } from './board.ts';

interface GpioHardwareOptions {
  readonly profile: Profile;
  readonly io: IoPlugin;
  readonly clock: Clock;
  readonly readers?: Readers;
  /** Told what a board says of itself at run time; a lost link shows as lost sensors and silent locks, too. */
  readonly onTrouble?: (where: string, error: unknown) => void;
  /** Closes what carries the plugin, and the readers; called once, when every coil is off. */
  readonly onClose?: () => Promise<void>;
}

/**
 * Locks and sensors on the pins of an IO plugin, by johnny-five. Every coil is off before it resolves.
 * @throws LockerError `hardware.not-ready`
 */
export async function createGpioHardware(options: GpioHardwareOptions): Promise<Hardware> {
  const { profile, io, clock } = options;
  const lockers = lockersOf(profile);
  const numbers = lockers.map((locker) => locker.number);
  const board = await openBoard(io, clock);
  const relays = inOrder(io, () => restingRelays(board, lockers));
  const contacts = new Contacts(numbers, clock);
  inOrder(io, () => watchSwitches(board, profile, contacts));
  const socket = inOrder(io, () => watchSocket(board, profile, clock));
  const link = watchLink(board, () => {
    for (const locker of numbers) contacts.read(locker, 'lost');
    socket?.lose();
    options.onTrouble?.(io.name, new Error('the link to the board is down'));
  });
  board.on('error', (error) => options.onTrouble?.(io.name, error));
  const switchCoil: SwitchCoil = (locker, to) => {
    // A serial plugin would queue the order for a link that is gone, and call that success.
    if (!link.isUp) throw new Error('the link to the board is down');
    const relay = relays.get(locker);
    if (to === 'energised') relay?.close();
    else relay?.open();
  };
  const { pulseMs, restMs } = profile.lock;
  const locks = new LimitedLocks({ lockers: numbers, pulseMost: ms(pulseMs), rest: ms(restMs), clock, switchCoil });
  return {
    locks,
    sensors: contacts,
    readers: options.readers ?? noReaders,
    ...(socket ? { headphones: socket } : {}),
    close: async () => {
      contacts.close();
      socket?.close();
      await locks.close();
      await options.onClose?.();
    },
  };
}

/** johnny-five's Relay writes nothing and sets no direction when it is made, so both happen here, for all coils first. */
function restingRelays(board: Board, lockers: readonly ProfileLocker[]): Map<number, Relay> {
  for (const { lockPin } of lockers) {
    board.pinMode(lockPin, board.MODES.OUTPUT);
    board.digitalWrite(lockPin, 0);
  }
  return new Map(lockers.map(({ number, lockPin }) => [number, new five.Relay({ board, pin: lockPin, type: 'NO' })]));
}

/**
 * Type `NO` asks for the pin's pull-up: a reed contact shorts the pin to ground, and a cut wire then reads as high.
 * Which of the two levels means closed is the profile's to say.
 */
function watchSwitches(board: Board, profile: Profile, contacts: Contacts): void {
  const invert = profile.board.closedIs === 'low';
  for (const { number, sensorPin } of lockersOf(profile)) {
    const contact = new five.Switch({ board, pin: sensorPin, type: 'NO', invert });
    contact.on('open', () => contacts.read(number, 'opened'));
    contact.on('close', () => contacts.read(number, 'closed'));
  }
}

/** Its switch, too, goes from the pin to ground. */
function watchSocket(board: Board, { audio }: Profile, clock: Clock): HeadphoneSocket | null {
  if (audio?.headphones === undefined) return null;
  const socket = new HeadphoneSocket(clock);
  const { sensePin, pluggedIs } = audio.headphones;
  const contact = new five.Switch({ board, pin: sensePin, type: 'NO', invert: pluggedIs === 'low' });
  contact.on('open', () => socket.read(false));
  contact.on('close', () => socket.read(true));
  return socket;
}

function watchLink(board: Board, onDown: () => void): { readonly isUp: boolean } {
  const link = { isUp: true };
  const down = (): void => {
    if (!link.isUp) return;
    link.isUp = false;
    onDown();
  };
  board.on('close', down);
  board.on('disconnect', down);
  return link;
}

/** Set-up talks to the board for the first time: a pin that it does not have shows here. */
function inOrder<T>(io: IoPlugin, setUp: () => T): T {
  try {
    return setUp();
  } catch (cause) {
    throw new LockerError('hardware.not-ready', io.name, 'the board refuses orders: compare the pins in the profile with the board', cause);
  }
}
