import type { CabinetDrawing } from '../../firmware/kiosk/screens.ts';

/** Room around the front for its shadow and feet. */
export const marginMm = 36;
const floorMm = 32;
/** Sixty columns, three to a piece: more would be a hall of cabinets. */
const piecesMost = 20;

/** The lowest door is so high at least, and can be hit by a finger (WCAG 2.5.8). A drawing for which there is no room so is scrolled. */
const doorLeastPx = 24;

/** A piece of the cabinet, and where it is drawn. Its own places count from its upper left corner. */
interface Piece {
  readonly xMm: number;
  readonly yMm: number;
  readonly front: CabinetDrawing;
}

/** A cabinet as the page draws it: in one piece, or, where it is long, in several, one below the other. */
export interface LaidOut {
  readonly widthMm: number;
  readonly heightMm: number;
  /** With their places on the whole drawing. */
  readonly lockers: CabinetDrawing['lockers'];
  readonly pieces: readonly Piece[];
  /** How many pixels a millimetre has. */
  readonly scale: number;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** Cuts between columns, into as many pieces as make the doors largest. */
export function layOut(cabinet: CabinetDrawing, room: Room): LaidOut {
  const columns = columnsOf(cabinet);
  const most = Math.max(1, Math.min(piecesMost, columns.length));
  const ways = Array.from({ length: most }, (_, index) => inPieces(cabinet, columns, index + 1, room));
  return ways.reduce((best, way) => (way.scale > best.scale || (way.scale === best.scale && way.heightMm < best.heightMm) ? way : best));
}

interface Column {
  readonly fromMm: number;
  readonly toMm: number;
}

function columnsOf({ lockers, kiosk }: CabinetDrawing): readonly Column[] {
  const places = [...lockers, ...(kiosk.widthMm > 0 ? [kiosk] : [])];
  const byStart = new Map(places.map(({ xMm, widthMm }) => [xMm, { fromMm: xMm, toMm: xMm + widthMm }]));
  return [...byStart.values()].toSorted((a, b) => a.fromMm - b.fromMm);
}

function inPieces(cabinet: CabinetDrawing, columns: readonly Column[], count: number, room: Room): LaidOut {
  const lowestMm = Math.min(...cabinet.lockers.map((locker) => locker.heightMm));
  const groups = equallyWide(columns, count);
  const pieceMm = cabinet.heightMm + cabinet.plinthMm + marginMm + floorMm;
  const fronts = groups.map((group) => frontOf(cabinet, group));
  const widestMm = Math.max(0, ...fronts.map((front) => front.widthMm));
  const pieces = fronts.map((front, index): Piece => ({ xMm: (widestMm - front.widthMm) / 2, yMm: index * pieceMm, front }));
  const widthMm = widestMm + 2 * marginMm;
  const heightMm = Math.max(1, pieces.length) * pieceMm;
  return {
    widthMm, heightMm, pieces,
    lockers: pieces.flatMap(({ xMm, yMm, front }) => front.lockers.map((one) => ({ ...one, xMm: one.xMm + xMm, yMm: one.yMm + yMm }))),
    scale: Math.max(Math.min(room.width / widthMm, room.height / heightMm), Math.min(room.width / widthMm, doorLeastPx / lowestMm)),
  };
}

/** As far as columns allow: one of them, with the kiosk, is wider than the others. */
function equallyWide(columns: readonly Column[], count: number): readonly (readonly Column[])[] {
  const eachMm = Math.max(0, ...columns.map(({ toMm }) => toMm)) / count;
  const groups = Array.from({ length: count }, (): Column[] => []);
  for (const column of columns) groups[Math.floor((column.fromMm + column.toMm) / 2 / eachMm)]?.push(column);
  return groups.filter(({ length }) => length > 0);
}

function frontOf({ heightMm, plinthMm, kiosk, lockers }: CabinetDrawing, columns: readonly Column[]): CabinetDrawing {
  const fromMm = columns[0]?.fromMm ?? 0;
  const toMm = columns.at(-1)?.toMm ?? 0;
  const isHere = ({ xMm }: { readonly xMm: number }): boolean => xMm >= fromMm && xMm < toMm;
  return {
    widthMm: toMm - fromMm, heightMm, plinthMm,
    kiosk: isHere(kiosk) ? { ...kiosk, xMm: kiosk.xMm - fromMm } : { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 },
    lockers: lockers.filter(isHere).map((locker) => ({ ...locker, xMm: locker.xMm - fromMm })),
  };
}
