import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BoardModel, BoardSettings } from '../../board-profiles/board.schema.ts';
import {
  frameMost, type AddressedBoard, type Decoding, type Family, type Request, type Saying,
} from '../../firmware/hardware/bus/family.ts';
import { ms } from '../../statecharts/units.ts';
import { benchPulse as pulse, BoardOnBench } from './board-bench.ts';
import { bytesOf, textOf } from './frame-text.ts';

/** One family and what is known of it by other people's captures. Bytes are written as `8A 01 01 11 9B`. */
interface FamilyCase {
  readonly family: Family;
  readonly model: BoardModel;
  readonly settings: BoardSettings;
  /** The range that the family's frames have room for. */
  readonly addresses: { readonly least: number; readonly most: number };
  /** What a terminal reads to which no wire goes. */
  readonly looseReads: 'low' | 'high';
  /** Whether a frame bears a checksum that fits it. */
  isGood(frame: Uint8Array): boolean;
  readonly asks: readonly (readonly [what: string, request: Request | null, bytes: string])[];
  readonly answers: readonly (readonly [what: string, asked: Request | null, bytes: string, says: Saying])[];
  /** Single frames that open more than one door or leave a coil on, at the board with the least address: boards obey, no driver says it. */
  readonly dangers: readonly (readonly [what: string, bytes: string])[];
}

/** What every family of lock boards promises: its vectors, and that nothing but a whole good frame ever opens a door. */
export function familyContract(name: string, one: FamilyCase): void {
  describe(`${name}: what every family of boards promises`, () => {
    vectors(one);
    orders(one);
    soups(one);
    emulated(one);
  });
}

function vectors({ family, asks, answers, dangers, settings, model, addresses }: FamilyCase): void {
  test.each(asks)('%s, byte for byte', (_what, request, bytes) => {
    expect(request && textOf(request.bytes)).toBe(bytes);
  });

  test.each(answers)('%s is understood', (_what, asked, bytes, says) => {
    expect(family.decode(bytesOf(bytes), asked)).toEqual({ kind: 'frame', says, length: bytesOf(bytes).length });
  });

  test.each(answers)('%s, cut short, is waited for', (_what, asked, bytes) => {
    const frame = bytesOf(bytes);
    const cuts = Array.from({ length: frame.length }, (_, cut) => family.decode(frame.subarray(0, cut), asked).kind);
    expect(cuts).toEqual(cuts.map(() => 'need-more'));
  });

  // A changed head or length may make a shorter frame, which an exclusive-or of one byte lets pass once in 256; it must answer nothing.
  test.each(answers)('%s with a bit turned over is not believed', (_what, asked, bytes) => {
    for (let bit = 0; bit < bytesOf(bytes).length * 8; bit++) {
      const frame = bytesOf(bytes);
      frame[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = family.decode(frame, asked);
      if (decoded.kind === 'frame') expect(decoded.says.says, textOf(frame)).toBe('other');
    }
  });

  if (dangers.length === 0) return;
  test.each(dangers)('the driver has no word for this: %s', (_what, bytes) => {
    for (const request of allRequests(family, { address: addresses.least, model, settings })) expect(textOf(request.bytes)).not.toBe(bytes);
  });
}

function orders({ family, model, settings, addresses }: FamilyCase): void {
  const channels = Array.from({ length: (model.locks?.last ?? 0) }, (_, at) => at + 1);

  test('an order to open is for one lock of one board, whichever it is', async () => {
    for (let address = addresses.least; address <= addresses.most; address += address < addresses.least + 3 ? 1 : 13) {
      for (const channel of channels) await oneDoor(address, channel);
    }
  });

  const oneDoor = async (address: number, channel: number): Promise<void> => {
    const board = { address, model, settings };
    const bench = new BoardOnBench(family.name, board);
    const neighbour = new BoardOnBench(family.name, { ...board, address: address === addresses.least ? address + 1 : addresses.least });
    const order = family.open(board, channel, pulse);
    expect(order).toMatchObject({ asks: 'open', address, channel, isAnswered: settings.answersOpen });
    const [answer] = bench.hear(order.bytes);
    neighbour.hear(order.bytes);
    expect([[...bench.on], [...neighbour.on], neighbour.said]).toEqual([[channel], [], []]);
    expect(family.decode(bytesOf(answer ?? ''), order)).toMatchObject({ kind: 'frame', says: { says: 'opening', address, channel } });
    await bench.clock.advance(pulse);
    expect([[...bench.on], bench.pulsed]).toEqual([[], [channel]]);
    bench.end();
    neighbour.end();
  };

  const never = [0, -1, 1.5, NaN, Infinity, 255, 256, 257, (model.locks?.last ?? 0) + 1];
  test.each(never)('there is no lock %s', (channel) => {
    expect(() => family.open({ address: addresses.least, model, settings }, channel, pulse)).toThrow(RangeError);
  });

  test('a model that claims more locks than frames can name gets none beyond them', () => {
    const boundless = { address: addresses.least, model: { locks: { first: 1, last: 4096 } }, settings };
    for (const channel of [256, 257, 512, 4096]) expect(() => family.open(boundless, channel, pulse)).toThrow(RangeError);
    expect(() => family.open({ ...boundless, model: {} }, 1, pulse)).toThrow(RangeError);
  });

  test.each([-1, 1.5, NaN, 256, 1000, addresses.least - 1, addresses.most + 1])('there is no board %s', (address) => {
    const board = { address, model, settings };
    const asks = [() => family.open(board, 1, pulse), () => family.contacts(board), () => family.hello(address)];
    for (const ask of asks) expect(ask).toThrow(RangeError);
  });

  test('a board without contacts is not asked for them', () => {
    expect(family.contacts({ address: addresses.least, model: { locks: { first: 1, last: 8 } }, settings })).toBeNull();
  });

  test('a board that does not answer an order to open is not waited for', () => {
    const board = { address: addresses.least, model, settings: { ...settings, answersOpen: false } };
    const bench = new BoardOnBench(family.name, board);
    const order = family.open(board, 1, pulse);
    expect([order.isAnswered, bench.hear(order.bytes), [...bench.on]]).toEqual([false, [], [1]]);
    bench.end();
  });
}

function soups({ family, model, settings, addresses, answers, asks, isGood }: FamilyCase): void {
  const soup = soupOf([...answers.map(([, , bytes]) => bytesOf(bytes)), ...asks.map(([, , bytes]) => bytesOf(bytes))]);
  const asked = fc.constantFrom(null, ...allRequests(family, { address: addresses.least, model, settings }));

  test('whatever comes over the wire, nothing is thrown, and only a whole good frame says that a door is opening', () => {
    fc.assert(fc.property(soup, asked, (bytes, request) => {
      for (const { at, decoded } of readAll(family, bytes, request)) {
        if (decoded.kind !== 'frame') continue;
        expect(decoded.length).toBeGreaterThan(0);
        expect(decoded.length).toBeLessThanOrEqual(Math.min(bytes.length - at, frameMost));
        expect(isGood(bytes.subarray(at, at + decoded.length))).toBe(true);
      }
    }), { numRuns: 500 });
  });

  test('it makes no difference in which pieces bytes arrive', () => {
    const waiting = asked.filter((request) => request !== null);
    fc.assert(fc.property(soup, waiting, fc.nat(), (bytes, request, place) => {
      const decoded = family.decode(bytes.subarray(0, place % (bytes.length + 1)), request);
      if (decoded.kind !== 'need-more') expect(family.decode(bytes, request)).toEqual(decoded);
    }), { numRuns: 500 });
  });

  test('what has not become a frame in time is noise', () => {
    fc.assert(fc.property(soup, fc.uint8Array({ minLength: frameMost, maxLength: frameMost + 50 }), asked, (bytes, more, request) => {
      const heap = Uint8Array.from([...bytes, ...more]);
      const decoded = family.decode(heap, request);
      expect(decoded.kind).not.toBe('need-more');
      expect(family.decode(heap.subarray(0, frameMost), request)).toEqual(decoded);
    }));
  });
}

function emulated(one: FamilyCase): void {
  const { family, model, settings, addresses, dangers, looseReads } = one;
  const board = { address: addresses.least, model, settings };
  const opening = [...openings(one), ...dangers.map(([, bytes]) => bytesOf(bytes))];

  test('an emulated board opens nothing for bytes among which no order to it is whole', () => {
    const soup = soupOf(opening).filter((bytes) => !opening.some((frame) => ` ${textOf(bytes)} `.includes(` ${textOf(frame)} `)));
    fc.assert(fc.property(soup, fc.array(fc.nat(40), { maxLength: 6 }), (bytes, cuts) => {
      const bench = new BoardOnBench(family.name, board);
      let from = 0;
      for (const cut of [...cuts, bytes.length]) {
        bench.hear(bytes.subarray(from, from + cut));
        from += cut;
      }
      expect(bench.pulsed).toEqual([]);
      bench.end();
    }), { numRuns: 500 });
  });

  test('an order behind noise is obeyed nevertheless, unless noise swallowed it: then after a pause', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 20 }), async (noise) => {
      const bench = new BoardOnBench(family.name, board);
      bench.hear(noise);
      await bench.clock.advance(ms(500));
      const before = bench.pulsed.length;
      bench.hear(family.open(board, 1, pulse).bytes);
      expect(bench.pulsed.slice(before)).toEqual([1]);
      bench.end();
    }));
  });

  test.each(dangers)('an emulated board obeys what no driver should say: %s', async (_what, bytes) => {
    const bench = new BoardOnBench(family.name, board);
    bench.hear(bytes);
    await bench.clock.advance(ms(60_000));
    expect(bench.pulsed.length > 1 || bench.on.size > 0).toBe(true);
    bench.end();
  });

  test('every contact is read as it is, and no other is told', () => {
    const count = model.contacts?.last ?? 0;
    const level = fc.constantFrom<'low' | 'high' | null>('low', 'high', null);
    fc.assert(fc.property(fc.array(level, { minLength: count, maxLength: count }), (levels) => {
      const bench = new BoardOnBench(family.name, board);
      for (const [at, one] of levels.entries()) bench.levels.set(at + 1, one);
      const question = family.contacts(board);
      const [answer = ''] = bench.hear(question?.bytes ?? new Uint8Array());
      const decoded = family.decode(bytesOf(answer), question);
      expect(bytesOf(answer)).toHaveLength(family.contactsLength(board));
      const read = new Map(levels.map((one, at) => [at + 1, one ?? looseReads]));
      expect(decoded).toMatchObject({ kind: 'frame', says: { says: 'contacts', address: board.address, levels: read } });
      bench.end();
    }));
  });

  test('a board answers when it is greeted, and opens nothing', () => {
    const bench = new BoardOnBench(family.name, board);
    const hello = family.hello(board.address);
    const [answer = ''] = bench.hear(hello.bytes);
    expect(family.decode(bytesOf(answer), hello)).toMatchObject({ kind: 'frame', says: { says: 'hello', address: board.address } });
    expect([bench.hear(family.hello(board.address + 1).bytes), bench.pulsed]).toEqual([[], []]);
    bench.end();
  });

  test('an order to rest, where there is one, ends a pulse', () => {
    const bench = new BoardOnBench(family.name, board);
    const rest = family.rest(board);
    if (rest === null) return bench.end();
    bench.hear(family.open(board, 1, pulse).bytes);
    const [answer = ''] = bench.hear(rest.bytes);
    expect([...bench.on]).toEqual([]);
    expect(family.decode(bytesOf(answer), rest)).toMatchObject({ kind: 'frame', says: { says: 'resting', address: board.address } });
    bench.end();
  });

  test('an order that was broken off is not finished by what comes after a pause', async () => {
    const bench = new BoardOnBench(family.name, board);
    const { bytes } = family.open(board, 1, pulse);
    bench.hear(bytes.subarray(0, 3));
    await bench.clock.advance(ms(500));
    expect([bench.hear(bytes.subarray(3)), bench.pulsed]).toEqual([[], []]);
    bench.end();
  });

  test('when the power dips every coil rests, and what was half heard opens nothing', () => {
    const bench = new BoardOnBench(family.name, board);
    const { bytes } = family.open(board, 1, pulse);
    bench.hear(bytes);
    bench.hear(bytes.subarray(0, 3));
    bench.board.brownOut();
    bench.hear(bytes.subarray(3));
    expect([[...bench.on], bench.pulsed]).toEqual([[], [1]]);
    bench.end();
  });

  test('a board that has ended hears nothing any more', () => {
    const bench = new BoardOnBench(family.name, board);
    bench.end();
    expect([bench.hear(family.open(board, 1, pulse).bytes), bench.pulsed]).toEqual([[], []]);
    bench.end();
  });
}

/** Every order to open, for all locks of the board with the least address. */
function openings({ family, model, settings, addresses }: FamilyCase): readonly Uint8Array[] {
  const channels = Array.from({ length: model.locks?.last ?? 0 }, (_, at) => at + 1);
  return channels.map((channel) => family.open({ address: addresses.least, model, settings }, channel, pulse).bytes);
}

/** All that a driver can say to a board. */
function allRequests(family: Family, board: AddressedBoard): readonly Request[] {
  const opens = Array.from({ length: board.model.locks?.last ?? 0 }, (_, at) => family.open(board, at + 1, pulse));
  const asked = [family.contacts(board), family.coupling?.(board), family.rest(board)].filter((request) => !!request);
  return [...opens, ...asked, family.hello(board.address)];
}

/** Bytes as a bad line has them: anything, and good frames whole, cut short, with a byte changed. */
function soupOf(frames: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const frame = fc.constantFrom(...frames);
  const cut = fc.tuple(frame, fc.nat(20), fc.nat(20)).map(([whole, from, to]) => whole.subarray(from, from + to));
  const changed = fc.tuple(frame, fc.nat(20), fc.integer({ min: 1, max: 255 })).map(([whole, at, by]) =>
    Uint8Array.from(whole, (byte, index) => (index === at % whole.length ? byte ^ by : byte)));
  const pieces = fc.array(fc.oneof(frame, cut, changed, fc.uint8Array({ maxLength: 12 })), { maxLength: 6 });
  return pieces.map((all) => Uint8Array.from(all.flatMap((piece) => [...piece])));
}

/** As whoever owns the line reads: frame by frame, and a byte on where there is none. */
function readAll(family: Family, bytes: Uint8Array, asked: Request | null): readonly { readonly at: number; readonly decoded: Decoding }[] {
  const read: { at: number; decoded: Decoding }[] = [];
  for (let at = 0; at < bytes.length;) {
    const decoded = family.decode(bytes.subarray(at), asked);
    read.push({ at, decoded });
    if (decoded.kind === 'need-more') break;
    at += decoded.kind === 'frame' ? decoded.length : 1;
  }
  return read;
}
