import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, Terminal } from '../../../board-profiles/profile.schema.ts';
import { sayAddress } from './show.ts';
import { box, cut, element, line, words } from './svg.ts';

/** What is connected to one terminal: the lock of door 7, say. */
export interface TerminalUse {
  readonly terminal: Terminal;
  /** The number of the door; `null` for what belongs to the whole bank. */
  readonly door: number | null;
  readonly what: 'lock' | 'contact' | 'lamp' | 'sounder' | 'release' | 'headphones';
}

/** Everything that is connected anywhere in a bank. */
export function usesOf(profile: Profile): readonly TerminalUse[] {
  const sense = profile.audio?.headphones?.sense;
  return [
    ...lockersOf(profile).flatMap(({ number: door, lock, contact, lamp, beeper, insideRelease }): TerminalUse[] => [
      { terminal: lock, door, what: 'lock' },
      { terminal: contact, door, what: 'contact' },
      ...(lamp ? [{ terminal: lamp, door, what: 'lamp' } as const] : []),
      ...(beeper ? [{ terminal: beeper, door, what: 'sounder' } as const] : []),
      ...(insideRelease ? [{ terminal: insideRelease.switch, door, what: 'release' } as const] : []),
    ]),
    ...(sense ? [{ terminal: sense, door: null, what: 'headphones' } as const] : []),
  ];
}

const headHeight = 48;
const rowHeight = 14;
const rowsMost = 16;
const cellWidth = 142;
const driversBelow = 14;
const driversHeight = 24;

/** One row of a board: a terminal with all that is on it. A lock board has a coil and a contact of the same number. */
interface Row {
  readonly channel: number;
  readonly uses: readonly TerminalUse[];
}

function rowsOf({ id }: ProfileBoard, uses: readonly TerminalUse[]): readonly Row[] {
  const mine = uses.filter(({ terminal }) => terminal.board === id);
  const channels = [...new Set(mine.map(({ terminal }) => terminal.channel))].toSorted((a, b) => a - b);
  return channels.map((channel) => ({ channel, uses: mine.filter(({ terminal }) => terminal.channel === channel) }));
}

interface BoardSize {
  readonly width: number;
  /** With the drivers below it. */
  readonly height: number;
  readonly boardHeight: number;
}

export function sizeOfBoard(board: ProfileBoard, uses: readonly TerminalUse[]): BoardSize {
  const rows = rowsOf(board, uses).length;
  const cells = Math.max(1, Math.ceil(rows / rowsMost));
  const boardHeight = headHeight + Math.ceil(rows / cells) * rowHeight + 8;
  const named = board.id.length * 8.5 + addressOf(board).length * 5.8 + 24;
  return {
    width: Math.max(184, cells * cellWidth + 8, Math.ceil(named)), boardHeight,
    height: boardHeight + (driversOf(board, uses) === null ? 0 : driversBelow + driversHeight),
  };
}

/** A lock board carries the current of the coils itself. What a pin orders needs a driver, and V+ goes there, never to the pins. */
function driversOf({ id, model }: ProfileBoard, uses: readonly TerminalUse[]): string | null {
  if (model.pulse?.timedBy !== 'host' || model.family === 'simulated') return null;
  const outputs = uses.filter(({ terminal, what }) => terminal.board === id && (what === 'lock' || what === 'lamp' || what === 'sounder'));
  const kinds = [...new Set(outputs.map(({ what }) => what))];
  const counted = kinds.map((kind) => `${String(outputs.filter(({ what }) => what === kind).length)} ${kind}s`);
  return kinds.length === 0 ? null : `drivers of ${counted.join(', ')}`;
}

/** Whether the supply of the coils goes to it, or to its drivers. */
export function isSupplied(board: ProfileBoard, uses: readonly TerminalUse[]): boolean {
  const hasLocks = uses.some(({ terminal, what }) => terminal.board === board.id && what === 'lock');
  return board.model.family !== 'simulated' && (hasLocks || driversOf(board, uses) !== null);
}

function addressOf(board: ProfileBoard): string {
  const address = sayAddress(board);
  if (address === '-') return '';
  if (board.model.family !== 'mcp23017') return `address ${address}`;
  return `${address} (A2 A1 A0: ${(board.address - 0x20).toString(2).padStart(3, '0')})`;
}

/** A board with its name, its address and a row for each terminal in use. Its top left corner is 0 0. */
export function drawnBoard(board: ProfileBoard, uses: readonly TerminalUse[]): string {
  const { width, boardHeight: height } = sizeOfBoard(board, uses);
  const drivers = driversOf(board, uses);
  const driversTop = height + driversBelow;
  const rows = rowsOf(board, uses);
  const cells = Math.max(1, Math.ceil(rows.length / rowsMost));
  const perCell = Math.max(1, Math.ceil(rows.length / cells));
  return element('g', { 'data-board': board.id },
    box(0, 0, width, height), box(0, 0, width, 34, 'head'),
    words(8, 15, board.id, 'strong'), words(width - 8, 15, addressOf(board), 'tiny', 'end'),
    words(8, 28, cut(board.model.label, Math.floor((width - 16) / 5.4)), 'tiny'),
    ...rows.map((row, index) => {
      const [x, y] = [8 + Math.floor(index / perCell) * cellWidth, headHeight + (index % perCell) * rowHeight];
      return drawnRow(row, x, y);
    }),
    ...Array.from({ length: cells - 1 }, (_, index) => line((index + 1) * cellWidth, 40, (index + 1) * cellWidth, height - 6, 'thin')),
    ...(drivers === null ? [] : [
      line(width / 2, height, width / 2, driversTop, 'thick'), box(0, driversTop, width, driversHeight, 'drivers'),
      words(width / 2, driversTop + 16, drivers, 'tiny', 'middle'),
    ]),
  );
}

function drawnRow({ channel, uses }: Row, x: number, y: number): string {
  const isOneDoor = new Set(uses.map(({ door }) => door)).size === 1;
  const said = isOneDoor ? [{ door: uses[0]?.door ?? null, what: uses.map(({ what }) => what).join(' + ') }] : uses;
  return element('g',
    { 'data-terminal': channel, 'data-uses': uses.map(({ door, what }) => `${String(door ?? 'bank')} ${what}`).join(',') },
    words(x + 16, y + 4, String(channel), 'tiny', 'end'), line(x + 20, y + 1, x + 28, y + 1, 'thin'),
    ...said.flatMap(({ door, what }, index) => [
      words(x + 54 + index * 44, y + 4, door === null ? '' : String(door), 'number', 'end'), words(x + 58 + index * 44, y + 4, what,
        'tiny'),
    ]),
  );
}
