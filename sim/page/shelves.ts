import type { CabinetDrawing } from '../../firmware/kiosk/screens.ts';

/** Room around the front for its shadow and feet. */
export const marginMm = 36;
const floorMm = 32;
/** A cabinet of sixty columns is still readable in so many pieces. */
const piecesMost = 5;

/** A low door of 150 mm is 13 pixels high then, and its number can be read: a drawing for which there is no room so is scrolled. */
const scaleLeast = 0.09;

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
  const each = Math.ceil(columns.length / count);
  const cut = Array.from({ length: count }, (_, index) => columns.slice(index * each, (index + 1) * each));
  const groups = cut.filter(({ length }) => length > 0);
  const pieceMm = cabinet.heightMm + cabinet.plinthMm + marginMm + floorMm;
  const pieces = groups.map((group, index): Piece => ({ xMm: 0, yMm: index * pieceMm, front: frontOf(cabinet, group) }));
  const widthMm = Math.max(0, ...pieces.map(({ front }) => front.widthMm)) + 2 * marginMm;
  const heightMm = Math.max(1, pieces.length) * pieceMm;
  return {
    widthMm, heightMm, pieces,
    lockers: pieces.flatMap(({ xMm, yMm, front }) => front.lockers.map((one) => ({ ...one, xMm: one.xMm + xMm, yMm: one.yMm + yMm }))),
    scale: Math.max(Math.min(room.width / widthMm, room.height / heightMm), Math.min(room.width / widthMm, scaleLeast)),
  };
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
