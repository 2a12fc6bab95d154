import { createHash } from 'node:crypto';
import { lockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { boardOf, lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileBus, ProfileLocker, Terminal } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';

/** An occupied locker that would be another one afterwards: what lies in it would be somebody else's, or nobody's. */
export interface LostIdentity {
  readonly locker: number;
  readonly what: 'gone' | 'elsewhere' | 'other-lock' | 'other-size';
}

/**
 * Which of the lockers in which something lies would not be the same under another profile: by its number, its place in
 * the cabinet, its size and the lock that its door hangs on. Where its contact is may change, and in which order a board tells
 * its contacts.
 */
export function lostIdentities(before: Profile, after: Profile, occupied: readonly number[]): readonly LostIdentity[] {
  const was = placed(before);
  const is = placed(after);
  return occupied.flatMap((locker): LostIdentity[] => {
    const [old, now] = [was.get(locker), is.get(locker)];
    if (!old) return [];
    if (!now) return [{ locker, what: 'gone' }];
    if (old.column !== now.column || old.row !== now.row) return [{ locker, what: 'elsewhere' }];
    if (!isSameLock(before, old.door.lock, after, now.door.lock)) return [{ locker, what: 'other-lock' }];
    return old.door.size === now.door.size ? [] : [{ locker, what: 'other-size' }];
  });
}

interface Placed {
  readonly door: ProfileLocker;
  readonly column: number;
  readonly row: number;
}

function placed(profile: Profile): Map<number, Placed> {
  const found = new Map<number, Placed>();
  for (const [column, { lockers }] of profile.columns.entries()) {
    for (const [row, door] of lockers.entries()) found.set(door.number, { door, column, row });
  }
  return found;
}

/**
 * Whether both coils hang on the same terminal: a board or a bus that is merely called otherwise is the same one, and so
 * is a bus whose adapter was replaced and has a port that no bus had before. Two that have exchanged their ports are not.
 */
function isSameLock(before: Profile, was: Terminal, after: Profile, is: Terminal): boolean {
  const [old, now] = [boardOf(before, was.board), boardOf(after, is.board)];
  const isReplaced = old.bus.id === now.bus.id && !hasLine(before, lineOf(now.bus)) && !hasLine(after, lineOf(old.bus));
  const isSameBus = lineOf(old.bus) === lineOf(now.bus) || isReplaced;
  const isSameCoil = wireOf(was, old, 'locks') === wireOf(is, now, 'locks');
  return isSameCoil && old.address === now.address && old.model.family === now.model.family && isSameBus;
}

function hasLine({ buses, boards }: Profile, line: string): boolean {
  return [...buses, ...boards.map(({ bus }) => bus)].some((bus) => lineOf(bus) === line);
}

function lineOf(bus: ProfileBus): string {
  switch (bus.kind) {
    case 'serial': return bus.port;
    case 'i2c': return bus.device;
    case 'gpio': return bus.chipLabel ?? bus.kind;
    case 'simulated': return bus.kind;
    default: return never(bus, 'kind of bus');
  }
}

/** Which wire of its board it is: boards on a line are told where it comes after the first, whatever number is printed there. */
function wireOf({ channel }: Terminal, { model }: ProfileBoard, side: 'locks' | 'contacts'): number {
  return lockBoardFamily(model.family) === null ? channel : channel - (model[side]?.first ?? 0);
}

/** A short text that is the same for two profiles only if each locker has its lock and its contact on the same terminals. */
export function wiringOf(profile: Profile): string {
  const place = (terminal: Terminal, side: 'locks' | 'contacts') => {
    const board = boardOf(profile, terminal.board);
    return [lineOf(board.bus), board.address, board.model.family, board.settings.groupOrder, wireOf(terminal, board, side)];
  };
  const lockers = lockersOf(profile)
    .map(({ number, lock, contact }) => [number, place(lock, 'locks'), place(contact, 'contacts')] as const);
  const text = JSON.stringify(lockers.toSorted(([one], [other]) => one - other));
  return createHash('sha256').update(text).digest('hex');
}

export function sayLost(lost: LostIdentity): string {
  return `locker ${String(lost.locker)}, in which something lies, ${sayOther(lost)}`;
}

/** Why a door is another one: what follows after its number. */
export function sayOther({ what }: LostIdentity): string {
  const says = {
    'gone': 'is not in the new profile',
    'elsewhere': 'is somewhere else in the cabinet',
    'other-lock': 'hangs on another lock',
    'other-size': 'has another size',
  } as const satisfies Record<LostIdentity['what'], string>;
  return says[what];
}

/** For the technician: all doors, occupied or not, that would be other ones. */
export function changedDoors(before: Profile, after: Profile): readonly LostIdentity[] {
  return lostIdentities(before, after, lockersOf(before).map(({ number }) => number));
}
