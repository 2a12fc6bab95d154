import type { Profile, ProfileBoard, ProfileBus } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';
import { drawnBoard, isSupplied, sizeOfBoard, usesOf, type TerminalUse } from './board-drawing.ts';
import { dot, fuse, lockBoardDoor, pinDoor, relayDoor, terminator } from './circuits.ts';
import { box, cut, element, escaped, line, moved, path, rounded, words, wrapped } from './svg.ts';

const width = 1120;
const margin = 28;
const gap = 16;
/** Where the boards of a bus begin: to the left of it is what the bus comes from. */
const boardsFrom = 214;
const sourceWidth = 158;
/** The wires of a bus run above its boards, those of the supply below them. */
/** Wires of a bus lie so far apart that a resistor fits between two. */
const railStep = 13;
const railsAbove = 68;
const railsBelow = 40;

const style = `
svg{background:#fff}
text{font-family:"DejaVu Sans",Verdana,Arial,sans-serif;fill:#000}
.title{font-size:21px;font-weight:bold}.strong{font-size:12.5px;font-weight:bold}.small{font-size:11px}.tiny{font-size:9.5px}
.box{fill:#fff;stroke:#000;stroke-width:1.4}.head{fill:#e6e6e6;stroke:#000;stroke-width:1.4}.part{fill:#fff;stroke:#000;stroke-width:1.2}
.wire{stroke:#000;stroke-width:1.2;fill:none}.thick{stroke:#000;stroke-width:2.6;fill:none}.thin{stroke:#777;stroke-width:.7;fill:none}
.drivers{fill:#fff;stroke:#000;stroke-width:1.2;stroke-dasharray:4 2}.dot,.solid{fill:#000}.number{font-size:11px;font-weight:bold}
`;

/** The wiring of a whole bank as a drawing, made from its profile: in black and white, for printing. */
export function wiringSvg(profile: Profile): string {
  const uses = usesOf(profile);
  const parts: string[] = [heading(profile)];
  let y = 168;
  for (const bus of profile.buses) {
    const drawn = drawnBus(profile, bus, uses, y);
    parts.push(drawn.svg);
    y = drawn.bottom + 26;
  }
  parts.push(footer(profile, y));
  const height = y + 262;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'svg', { 'xmlns': 'http://www.w3.org/2000/svg', 'viewBox': `0 0 ${String(width)} ${String(rounded(height))}`, 'width': width,
      'height': rounded(height), 'role': 'img' },
    element('title', {}, escaped(`Wiring of ${profile.label}`)), element('style', {}, style), ...parts.map((part) => `\n${part}`), '\n',
  )}\n`;
}

function heading({ label, id, version, lock, supply, boards }: Profile): string {
  const fused = boards.some(({ model }) => model.family !== 'simulated');
  const gives = supply
    ? `${amperes(supply.currentMostMa)} at least, with the voltage printed on the locks` : 'current not said in the profile';
  return [
    words(margin, 40, cut(label, 76), 'title'),
    words(margin, 60, `${id}, version ${String(version)}`, 'small'),
    box(margin, 76, 330, 52), words(margin + 10, 94, 'Supply of the coils', 'strong'),
    words(margin + 10, 110, gives, 'tiny'),
    words(margin + 10, 122, fused ? `each V+ fused: ${fuseOf(lock.currentMa, supply?.coilsAtOnce ?? 1)}` : 'none: nothing here is wired',
      'tiny'),
    box(margin + 350, 76, 330, 52), words(margin + 360, 94, 'Locks', 'strong'),
    words(margin + 360, 110, cut(lock.model ?? 'model not said in the profile', 54), 'tiny'),
    words(margin + 360, 122, `${amperes(lock.currentMa)} for ${String(lock.pulseMs)} ms at most, then ${String(lock.restMs)} ms of rest`,
      'tiny'),
    box(margin + 700, 76, 364, 52), words(margin + 710, 94, 'Before V+ is connected', 'strong'),
    words(margin + 710, 110, 'Start the bank without it, then with a lamp in place of a lock:', 'tiny'),
    words(margin + 710, 122, 'no output may be on, nor flash while the board starts.', 'tiny'),
  ].join('');
}

function amperes(milliamperes: number): string {
  return `${String(milliamperes / 1000)} A`;
}

/** Fuses as they are sold, time-lag: the inrush of a coil, two to three times its current for 100 ms, does not blow them. */
const fusesMa = [500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10_000, 12_500, 16_000];

/** The smallest that carries all coils that may be energised together, with a quarter in reserve. */
export function fuseOf(currentMa: number, atOnce: number): string {
  const wanted = currentMa * atOnce * 1.25;
  const rating = fusesMa.find((one) => one >= wanted) ?? wanted;
  return `T ${amperes(rating)}`;
}

interface Rails {
  /** The names of the wires from the top down. */
  readonly names: readonly string[];
  readonly from: readonly string[];
  readonly isTerminated: boolean;
  readonly isWired: boolean;
}

function railsOf(bus: ProfileBus, boards: readonly ProfileBoard[]): Rails {
  switch (bus.kind) {
    case 'simulated':
      return { names: ['simulated'], from: ['The simulator', 'no wires'], isTerminated: false, isWired: false };
    case 'gpio':
      return { names: ['header'], from: ['Raspberry Pi', 'its own header'], isTerminated: false, isWired: true };
    case 'i2c':
      return { names: ['SDA', 'SCL', '3.3 V', '0 V'], from: ['Raspberry Pi', bus.device, 'header pins 3, 5, 1, 6'], isTerminated: false,
        isWired: true };
    case 'serial': {
      const isUsb = boards.some(({ model }) => model.family === 'firmata');
      const speed = `${String(bus.baud ?? boards[0]?.model.serial?.baud ?? 9600)} baud`;
      const [adapter, names] = isUsb ? ['USB socket of the Pi', ['USB']] : ['USB adapter, RS-485', ['A', 'B', '0 V']];
      return { names, from: [adapter, ...wrappedPort(bus.port), speed], isTerminated: !isUsb, isWired: true };
    }
    default:
      return never(bus, 'bus');
  }
}

/** A stable name is longer than the box, and has no spaces. */
function wrappedPort(port: string): readonly string[] {
  const at = port.lastIndexOf('/') + 1;
  return [port.slice(0, at), ...(port.slice(at).match(/.{1,24}/g) ?? [])];
}

function drawnBus(profile: Profile, bus: ProfileBus, uses: readonly TerminalUse[],
  top: number): { readonly svg: string; readonly bottom: number } {
  const boards = profile.boards.filter((board) => board.bus.id === bus.id);
  const rails = railsOf(bus, boards);
  const rows = inRows(boards, uses);
  const parts = [element('g', {}, ...source(bus, rails, top))];
  let y = top;
  for (const [index, row] of rows.entries()) {
    const height = Math.max(...row.map(({ size }) => size.height));
    const isLast = index === rows.length - 1;
    parts.push(drawnRails(rails, y, row, { isFirst: index === 0, isLast }));
    parts.push(...row.map(({ board, x }) => moved(x, y + railsAbove, drawnBoard(board, uses))));
    if (rails.isWired) parts.push(supplyRails(profile, y + railsAbove + height, row, uses));
    y += railsAbove + height + railsBelow;
    if (!isLast) y += 8;
  }
  return { svg: parts.join('\n'), bottom: y };
}

/** What the wires of a bus come from, with their names where they leave it. */
function source(bus: ProfileBus, { names, from }: Rails, top: number): string[] {
  const textFrom = 8 + names.length * railStep + 10;
  const height = textFrom + from.length * 13 + 2;
  return [
    words(margin, top - 7, `Bus ${bus.id}`, 'strong'),
    box(margin, top, sourceWidth, height),
    ...from.map((text, index) => words(margin + 8, top + textFrom + index * 13, text, index === 0 ? 'small' : 'tiny')),
    ...names.flatMap((name, index) => [
      dot(margin + sourceWidth, top + 10 + index * railStep), words(margin + sourceWidth - 8, top + 13 + index * railStep, name, 'tiny',
        'end'),
    ]),
  ];
}

interface PlacedBoard {
  readonly board: ProfileBoard;
  readonly x: number;
  readonly size: { readonly width: number; readonly height: number };
}

function inRows(boards: readonly ProfileBoard[], uses: readonly TerminalUse[]): readonly (readonly PlacedBoard[])[] {
  const rows: PlacedBoard[][] = [];
  let x = Infinity;
  for (const board of boards) {
    const size = sizeOfBoard(board, uses);
    if (x + size.width > width - margin) {
      rows.push([]);
      x = boardsFrom;
    }
    rows.at(-1)?.push({ board, x, size });
    x += size.width + gap;
  }
  return rows;
}

/** The wires of the bus, with a drop to each board; where a row is full they go on in the next one. */
function drawnRails(
  { names, isTerminated }: Rails, top: number, row: readonly PlacedBoard[], place: { readonly isFirst: boolean; readonly isLast: boolean },
): string {
  const from = place.isFirst ? margin + sourceWidth : boardsFrom - 34;
  const dropAt = (x: number, index: number) => x + 14 + index * 13;
  const lastDrop = Math.max(from, ...row.map(({ x }) => dropAt(x, names.length - 1)));
  const end = place.isLast ? lastDrop : width - margin - 12;
  const look = names.length === 1 ? 'thick' : 'wire';
  const at = (index: number) => top + 10 + index * railStep;
  const beyond = lastDrop + 30;
  return [
    ...names.map((_, index) => line(from, at(index), end, at(index), look)),
    ...row.flatMap(({ x }) => names.flatMap((_, index) => [
      line(dropAt(x, index), at(index), dropAt(x, index), top + railsAbove, look), dot(dropAt(x, index), at(index)),
    ])),
    ...(place.isFirst ? [] : names.map((name, index) => words(from - 6, at(index) + 3, name, 'tiny', 'end'))),
    ...(place.isLast ? [] : names.map((_, index) => path(`M${String(end - 5)} ${String(at(index) - 3)} l5 3 l-5 3`))),
    ...(place.isLast ? [] : [words(end, at(0) - 6, 'goes on below', 'tiny', 'end')]),
    ...(isTerminated && place.isFirst ? [terminator(margin + sourceWidth + 22, at(0), at(1))] : []),
    ...(isTerminated && place.isLast ? [line(end, at(0), beyond, at(0)), line(end, at(1), beyond, at(1)),
      terminator(beyond, at(0), at(1))] : []),
  ].join('');
}

function supplyRails({ lock, supply }: Profile, top: number, row: readonly PlacedBoard[], uses: readonly TerminalUse[]): string {
  const withCoils = row.filter(({ board }) => isSupplied(board, uses));
  const last = withCoils.at(-1);
  if (!last) return '';
  const [plus, zero] = [top + 16, top + 28];
  const end = last.x + 40;
  return [
    words(margin + 8, plus + 3, 'V+', 'number'), words(margin + 8, zero + 5, '0 V', 'number'),
    line(margin + 34, plus, margin + 60, plus), fuse(margin + 60, plus, fuseOf(lock.currentMa, supply?.coilsAtOnce ?? 1)),
    line(margin + 104, plus, end, plus, 'thick'), line(margin + 34, zero, end - 14, zero),
    ...withCoils.flatMap(({ x, size }) => {
      const bottom = top - Math.max(...row.map((one) => one.size.height)) + size.height;
      return [line(x + 40, bottom, x + 40, plus, 'thick'), dot(x + 40, plus), line(x + 26, bottom, x + 26, zero), dot(x + 26, zero)];
    }),
  ].join('');
}

function rulesFor({ boards, buses }: Profile): readonly string[] {
  const isAsked = boards.some(({ model }) => model.pulse && model.pulse.timedBy !== 'host');
  const isOf = (family: string) => boards.some(({ model }) => model.family === family);
  return [
    'Supply: a fused pair of wires to each row of boards, 0.75 mm² (AWG 18) up to 1 m, 1.5 mm² beyond. The Pi has a supply of its own.',
    '0 V of all boards, of the supply and of the Pi or its adapter are connected: without it nothing on a line is certain.',
    ...(isAsked ? [
      'RS-485: A to A, B to B, one line from board to board, no stars; 120 Ω at both ends, and nowhere else.',
      'Each board gets its address before the next one is connected. Switch off pushing, input coupling and what else it does by itself.',
    ] : []),
    ...(buses.some(({ kind }) => kind === 'i2c') ? [
      'SDA and SCL: 1 m in all, beside 0 V, away from the coils. RESET of each expander to 3.3 V. The Pi has the pull-ups.',
    ] : []),
    ...(isOf('firmata') ? ['The USB cable is no longer than 2 m and has a ferrite; its plug is held in place.'] : []),
    'A diode at each coil, its ring to V+. A swapped plug is a short circuit: that is what the fuse is for.',
    'Write the name of each board on it, as it stands here.',
  ];
}

function footer(profile: Profile, y: number): string {
  const { boards } = profile;
  const isPins = boards.some(({ model }) => model.pulse?.timedBy === 'host' && model.family !== 'simulated');
  const timed = boards.filter(({ model }) => model.pulse !== undefined && model.pulse.timedBy !== 'host');
  const isRelays = timed.some(({ model }) => model.family === 'waveshare-relay');
  const isLockBoards = timed.some(({ model }) => model.family !== 'waveshare-relay');
  const circuits = [...(isRelays ? [relayDoor] : []), ...(isLockBoards ? [lockBoardDoor] : []), ...(isPins ? [pinDoor] : [])];
  const x = margin + 20 + circuits.length * 350;
  let at = y + 32;
  const said = rulesFor(profile).flatMap((rule) => wrapped(rule, Math.floor((width - margin - x) / 5.2)).map((text, index) => {
    const drawn = words(index === 0 ? x : x + 12, at, index === 0 ? `• ${text}` : text, 'tiny');
    at += 14;
    return drawn;
  }));
  return element('g', {}, line(margin, y - 8, width - margin, y - 8, 'thin'),
    ...circuits.map((draw, index) => draw(margin + index * 350, y)),
    words(x, y + 12, 'Rules', 'strong'), ...said);
}

