import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, ProfileBus } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';
import { tableOf } from '../cli/table.ts';
import { sayTerminal } from './facts.ts';

/** One line of `profile list`. */
interface Listed {
  readonly id: string;
  readonly label: string;
  readonly doors: number;
  readonly boards: string;
}

export function listed(profile: Profile): Listed {
  const models = new Map<string, number>();
  for (const { model } of profile.boards) models.set(model.id, (models.get(model.id) ?? 0) + 1);
  const boards = [...models].map(([id, count]) => (count === 1 ? id : `${String(count)} × ${id}`)).join(', ');
  return { id: profile.id, label: profile.label, doors: lockersOf(profile).length, boards };
}

/** All profiles as a table. */
export function sayList(profiles: readonly Listed[]): string {
  return tableOf(['profile', 'doors', 'boards', 'what it is'],
    profiles.map(({ id, label, doors, boards }) => [id, String(doors), boards, label]));
}

/** The current stands in most names of models already. */
function sayLock({ model = 'model not said', pulseMs, restMs, currentMa }: Profile['lock']): string {
  const current = `${String(currentMa)} mA`;
  const times = `pulse ${String(pulseMs)} ms, rest ${String(restMs)} ms`;
  return `${model}: ${times}${model.includes(current) ? '' : `, ${current}`}`;
}

/** A profile as a technician wants to see it: what hangs where, and every door. */
export function sayProfile(profile: Profile): string {
  const { id, label, version, source, lock, supply, boards, sizes } = profile;
  const lockers = lockersOf(profile);
  const count = (size: string) => lockers.filter((locker) => locker.size === size).length;
  return [
    `${label} (${id}, version ${String(version)})`,
    source,
    '',
    `Doors    ${String(lockers.length)}: ${sizes.map(({ name }) => `${String(count(name))} ${name}`).join(', ')}`,
    `Locks    ${sayLock(lock)}`,
    `Supply   ${supply
      ? `${String(supply.currentMostMa)} mA, coils at once: ${String(supply.coilsAtOnce)}`
      : 'not said, so one coil at a time'}`,
    ...extras(profile).map((extra, index) => `${index === 0 ? 'Beside' : ''.padEnd(6)}   ${extra}`),
    '',
    tableOf(['board', 'model', 'address', 'bus'], boards.map((board) => [board.id, board.model.id, sayAddress(board), sayBus(board.bus)])),
    '',
    tableOf(['door', 'size', 'lock', 'contact', 'reach'], lockers.map((locker) => [
      String(locker.number), locker.size, sayTerminal(locker.lock), sayTerminal(locker.contact), locker.accessible ? 'everybody' : '',
    ])),
  ].join('\n');
}

export function sayAddress({ model, address }: ProfileBoard): string {
  if (!model.addresses) return '-';
  return model.family === 'mcp23017' ? `0x${address.toString(16)}` : String(address);
}

function sayBus(bus: ProfileBus): string {
  switch (bus.kind) {
    case 'simulated':
      return 'simulated';
    case 'gpio':
      return 'header of the Pi';
    case 'i2c':
      return bus.device;
    case 'serial':
      return bus.port;
    default:
      return never(bus, 'bus');
  }
}

function extras({ readers, keypad, audio, screen }: Profile): string[] {
  return [
    ...readers.map((reader) => `${reader.kind} at ${'port' in reader ? reader.port : reader.device}`),
    ...(keypad ? [`keypad (${keypad.layout}) at ${'port' in keypad ? keypad.port : keypad.device}`] : []),
    ...(audio ? [`loudspeaker ${audio.loudspeaker.card}`] : []),
    ...(audio?.headphones ? [`headphones ${audio.headphones.card}, sensed at ${sayTerminal(audio.headphones.sense)}`] : []),
    ...(screen ? [`screen of ${String(screen.widthPx)} × ${String(screen.heightPx)} px, ${String(screen.widthMm)} mm wide`] : []),
  ];
}
