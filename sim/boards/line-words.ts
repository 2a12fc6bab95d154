import { familyOf } from '../../firmware/hardware/bus/families.ts';
import type { AddressedBoard, Family, Request, Saying } from '../../firmware/hardware/bus/family.ts';
import { hex } from '../../firmware/hardware/bus/orders.ts';
import type { LockBoardFamily } from '../../board-profiles/board.schema.ts';
import { never } from '../../statecharts/never.ts';
import { ms } from '../../statecharts/units.ts';

/** The lengths of pulses that are recognised, in ms: every 100 up to the longest that a lock bears. */
const lengthsMs = Array.from({ length: 10 }, (_, at) => 100 * (at + 1));
const addressesMost = 255;

/** Puts what passes on a line of lock boards into words, as the driver of the family understands it. */
export class LineWords {
  readonly #family: Family;
  readonly #requests = new Map<string, { readonly request: Request; readonly words: string }>();
  #asked: Request | null = null;

  constructor(name: LockBoardFamily, boards: readonly AddressedBoard[]) {
    this.#family = familyOf(name);
    for (let address = 0; address <= addressesMost; address++) this.#knowHello(address);
    for (const board of boards) this.#know(board);
  }

  /** What the host says: an order that the driver of this family gives, or nothing that it would ever say. */
  ofHost(bytes: Uint8Array): string {
    const known = this.#requests.get(hex(bytes));
    this.#asked = known?.request ?? null;
    return `${hex(bytes)}   ${known?.words ?? 'not a thing that the driver says'}`;
  }

  /** What a board says, as an answer to what the host has said last. */
  ofBoard(bytes: Uint8Array): string {
    return `${hex(bytes)}   ${this.wordsOfBoard(bytes)}`;
  }

  /** The same without its bytes. */
  wordsOfBoard(bytes: Uint8Array): string {
    const decoding = this.#family.decode(bytes, this.#asked);
    return decoding.kind === 'frame' && decoding.length === bytes.length ? sayingInWords(decoding.says) : 'no good frame';
  }

  #knowHello(address: number): void {
    try {
      this.#add(this.#family.hello(address), `is board ${String(address)} there?`);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // An address that boards of this family cannot have.
    }
  }

  #know(board: AddressedBoard): void {
    const where = `of board ${String(board.address)}`;
    const [contacts, coupling] = [this.#family.contacts(board), this.#family.coupling?.(board)];
    if (contacts) this.#add(contacts, `how are the contacts ${where}?`);
    if (coupling) this.#add(coupling, `does an input switch a coil ${where}?`);
    const rest = this.#family.rest(board);
    if (rest) this.#add(rest, `all coils ${where} off`);
    const { locks } = board.model;
    for (let channel = locks?.first ?? 0; locks && channel <= locks.last; channel++) {
      for (const lengthMs of lengthsMs) this.#add(this.#family.open(board, channel, ms(lengthMs)), `open lock ${String(channel)} ${where}`);
    }
  }

  #add(request: Request, words: string): void {
    this.#requests.set(hex(request.bytes), { request, words });
  }
}

function sayingInWords(says: Saying): string {
  const board = `board ${String(says.address)}`;
  switch (says.says) {
    case 'opening':
      return `${board} opens lock ${String(says.channel)}`;
    case 'contacts':
      return `${board} reads ${levelsInWords(says.levels)}`;
    case 'coupling':
      return `${board} lets ${says.inputsSwitch ? 'inputs' : 'no input'} switch coils`;
    case 'resting':
      return `${board} has every coil off`;
    case 'refused':
      return `${board} refuses: ${says.why}`;
    case 'hello':
      return `${board} is there${says.what === '' ? '' : `, version ${says.what}`}`;
    case 'other':
      return `${board}: ${says.what}`;
    default:
      return never(says, 'saying');
  }
}

function levelsInWords(levels: ReadonlyMap<number, 'low' | 'high'>): string {
  const parts = (['high', 'low'] as const).flatMap((level) => {
    const channels = [...levels].filter(([, is]) => is === level).map(([channel]) => channel);
    return channels.length === 0 ? [] : [`${level} at ${rangesOf(channels)}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** `1-7 9`. @param numbers from the smallest to the largest */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${String(from)}-${String(to)}`)).join(' ');
}
