import { boardOf, lockersOf } from '../../board-profiles/profile.ts';
import type { Profile, ProfileLocker, Terminal } from '../../board-profiles/profile.schema.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { ms } from '../../statecharts/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware, LockAnswer, Readers, SensorReading } from '../ports/hardware.ts';
import { boardsHealthOf } from './boards-health.ts';
import { LimitedLocks } from './coil-limits.ts';
import { contactLostAfter, Contacts, firstReadOnLines } from './contacts.ts';
import { Lamps, Sounders } from './door-signals.ts';
import type { Coil, Field, Level, LevelListener, OnTrouble, Signal } from './field.ts';
import { HeadphoneSocket } from './headphone-socket.ts';
import { InsideSwitches } from './inside-switches.ts';
import { noReaders } from './no-readers.ts';

interface HardwareOptions {
  readonly profile: Profile;
  /** Everything that a terminal of the profile may belong to. */
  readonly fields: readonly Field[];
  readonly clock: Clock;
  readonly readers?: Readers;
  readonly onTrouble: OnTrouble;
  /** Closes what else was opened for it; called once, when every coil is off. */
  readonly onClose?: () => Promise<void>;
}

type FieldHardware = Hardware & Required<Pick<Hardware, 'health'>>;

/**
 * The hardware of a cabinet over the boards that drive it. Every coil is off before it resolves.
 * @throws LockerError `hardware.not-ready` for a terminal that no board has
 */
export async function createHardware({ profile, fields, clock, readers, onTrouble, onClose }: HardwareOptions): Promise<FieldHardware> {
  const lockers = lockersOf(profile);
  const locks = new LimitedLocks({
    coils: new Map(lockers.map(({ number, lock }) => [number, coilOf(fields, lock)])),
    pulseMost: ms(profile.lock.pulseMs), rest: ms(profile.lock.restMs), clock,
    ...(profile.supply && { coilsAtOnce: profile.supply.coilsAtOnce, gap: ms(profile.supply.gapMs) }),
    restBoards: () => restBoards(fields),
  });
  await locks.restAll();
  const firstReadWithin = fields.some(({ line }) => line !== undefined) ? firstReadOnLines : contactLostAfter;
  const contacts = new Contacts(lockers.map(({ number }) => number), clock, firstReadWithin);
  for (const { number, contact } of lockers) {
    const { closedIs } = boardOf(profile, contact.board);
    watch(fields, contact, (level, how) => contacts.read(number, readingOf(level, closedIs), how));
  }
  const socket = watchSocket(profile, fields, clock);
  const insideReleases = new InsideSwitches({ clock, pulse: ms(profile.lock.pulseMs), locks, onTrouble });
  for (const { number, insideRelease } of lockers) {
    if (!insideRelease) continue;
    const { switch: terminal, pressedIs } = insideRelease;
    watch(fields, terminal, (level) => insideReleases.read(number, level === null ? null : level === pressedIs));
  }
  const lamps = new Lamps(signalsOf(fields, lockers, 'lamp'), onTrouble);
  const beeper = new Sounders(signalsOf(fields, lockers, 'beeper'), clock, onTrouble);
  for (const field of fields) field.start();
  return {
    locks,
    sensors: contacts,
    readers: readers ?? noReaders,
    insideReleases,
    lamps,
    beeper,
    loops: fields.flatMap(({ loop }) => loop ?? []),
    lines: fields.flatMap(({ line }) => line ?? []),
    health: boardsHealthOf(fields),
    ...(socket ? { headphones: socket } : {}),
    close: async () => {
      contacts.close();
      socket?.close();
      insideReleases.close();
      await locks.close();
      lamps.close();
      beeper.close();
      await Promise.all(fields.map((field) => field.close()));
      await onClose?.();
    },
  };
}

function coilOf(fields: readonly Field[], terminal: Terminal): Coil {
  for (const field of fields) {
    const coil = field.coil(terminal);
    if (coil !== null) return coil;
  }
  throw notThere(terminal);
}

function watch(fields: readonly Field[], terminal: Terminal, listener: LevelListener): void {
  if (!fields.some((field) => field.watch(terminal, listener))) throw notThere(terminal);
}

function notThere({ board, channel }: Terminal): LockerError {
  return new LockerError('hardware.not-ready', `${board}/${String(channel)}`, 'no board has this terminal');
}

async function restBoards(fields: readonly Field[]): Promise<LockAnswer> {
  const answers = await Promise.all(fields.map((field) => field.restAll()));
  return answers.find((answer) => answer.kind === 'refused') ?? { kind: 'done' };
}

function readingOf(level: Level, closedIs: 'low' | 'high'): SensorReading {
  if (level === null) return 'lost';
  return level === closedIs ? 'closed' : 'opened';
}

/** Its switch, too, goes from the pin to ground. */
function watchSocket({ audio }: Profile, fields: readonly Field[], clock: Clock): HeadphoneSocket | null {
  if (audio?.headphones === undefined) return null;
  const socket = new HeadphoneSocket(clock);
  const { sense, pluggedIs } = audio.headphones;
  watch(fields, sense, (level) => (level === null ? socket.lose() : socket.read(level === pluggedIs)));
  return socket;
}

function signalsOf(fields: readonly Field[], lockers: readonly ProfileLocker[], which: 'lamp' | 'beeper'): ReadonlyMap<number, Signal> {
  return new Map(lockers.flatMap(({ number, [which]: terminal }) => (terminal ? [[number, signalOf(fields, terminal)]] : [])));
}

function signalOf(fields: readonly Field[], terminal: Terminal): Signal {
  for (const field of fields) {
    const signal = field.signal(terminal);
    if (signal !== null) return signal;
  }
  throw notThere(terminal);
}
