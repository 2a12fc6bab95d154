import { describe, expect, test } from 'vitest';
import { crc16Modbus } from '../../../../../firmware/hardware/bus/checksums.ts';
import { waveshareRelay } from '../../../../../firmware/hardware/bus/families/waveshare-relay.ts';
import { ms } from '../../../../../statecharts/units.ts';
import { lockBoard, usualBoardSettings as settings } from '../../../../support/board-bench.ts';
import { familyContract } from '../../../../support/family-contract.ts';
import { bytesOf, modbus } from '../../../../support/frame-text.ts';

const model = lockBoard('waveshare-relay', 32, 8);
const board = { address: 1, model, settings };
const withCoils = (count: number) => ({ ...board, model: lockBoard('waveshare-relay', count, 16) });
const contacts = waveshareRelay.contacts(board);
const contacts16 = waveshareRelay.contacts(withCoils(16));
const open = (channel: number, lengthMs: number, address = 1) => waveshareRelay.open({ ...board, address }, channel, ms(lengthMs));
const other = (bytes: string, address = 1) => ({ says: 'other', address, what: bytes }) as const;
const refused = (why: 'busy' | 'no-such-channel' | 'failed') => ({ says: 'refused', address: 1, why }) as const;
const levels = (...high: readonly number[]) =>
  new Map(Array.from({ length: 8 }, (_, at) => [at + 1, high.includes(at + 1) ? 'high' : 'low'] as const));

familyContract('Waveshare relays', {
  family: waveshareRelay,
  model,
  settings,
  addresses: { least: 1, most: 255 },
  looseReads: 'low',
  isGood: (frame) => crc16Modbus(frame) === 0,
  asks: [
    ['to open lock 1 for 700 ms', open(1, 700), '01 05 02 00 00 07 8D B0'],
    ['to open lock 2 for 800 ms', open(2, 800), '01 05 02 01 00 08 9C 74'],
    ['to open lock 2 for 300 ms', open(2, 300), '01 05 02 01 00 03 DD B3'],
    ['to open lock 1 for 500 ms', open(1, 500), '01 05 02 00 00 05 0C 71'],
    ['to open lock 32 for 500 ms', open(32, 500), '01 05 02 1F 00 05 3D B7'],
    ['to open lock 1 of board 2 for 500 ms', open(1, 500, 2), '02 05 02 00 00 05 0C 42'],
    ['to tell of 8 contacts', contacts, '01 02 00 00 00 08 79 CC'],
    ['to tell of 16 contacts', contacts16, '01 02 00 00 00 10 79 C6'],
    ['to switch 16 coils off', waveshareRelay.rest(withCoils(16)), '01 0F 00 00 00 10 02 00 00 E2 20'],
    ['to switch 32 coils off', waveshareRelay.rest(board), '01 0F 00 00 00 20 04 00 00 00 00 C4 88'],
    ['for its version', waveshareRelay.hello(1), modbus('01 03 80 00 00 01')],
  ],
  answers: [
    ['lock 1 is opening', open(1, 700), '01 05 02 00 00 07 8D B0', { says: 'opening', address: 1, channel: 1 }],
    ['lock 32 is opening', open(32, 500), '01 05 02 1F 00 05 3D B7', { says: 'opening', address: 1, channel: 32 }],
    ['lock 1 of board 2 is opening, as somebody overhears', null, '02 05 02 00 00 05 0C 42', { says: 'opening', address: 2, channel: 1 }],
    ['all coils rest', waveshareRelay.rest(board), modbus('01 0F 00 00 00 20'), { says: 'resting', address: 1 }],
    ['contacts 1 and 8 are made', contacts, modbus('01 02 01 81'), { says: 'contacts', address: 1, levels: levels(1, 8) }],
    ['version 1.00', waveshareRelay.hello(1), '01 03 02 00 64 B9 AF', { says: 'hello', address: 1, what: '1.00' }],
    ['there is no such coil', open(1, 700), modbus('01 85 02'), refused('no-such-channel')],
    ['the value makes no sense', open(1, 700), '01 85 03 02 91', refused('failed')],
    ['it is busy', open(1, 700), modbus('01 85 06'), refused('busy')],
    ['a question is refused while an order waits', open(1, 700), modbus('01 82 02'), other(modbus('01 82 02'))],
    ['contacts of another board', contacts, modbus('02 02 01 81'), other(modbus('02 02 01 81'), 2)],
    ['contacts, overheard', null, modbus('01 02 01 81'), other(modbus('01 02 01 81'))],
    ['a coil is on, without an end', open(1, 700), '01 05 00 00 FF 00 8C 3A', other('01 05 00 00 FF 00 8C 3A')],
    ['a coil is off', open(1, 700), '01 05 00 00 00 00 CD CA', other('01 05 00 00 00 00 CD CA')],
    ['a coil is the other way round', null, '01 05 00 00 55 00 F2 9A', other('01 05 00 00 55 00 F2 9A')],
    ['all coils are on', open(1, 700), '01 05 00 FF FF 00 BC 0A', other('01 05 00 FF FF 00 BC 0A')],
    ['all coils are off', open(1, 700), '01 05 00 FF 00 00 FD FA', other('01 05 00 FF 00 00 FD FA')],
    ['a coil is off for a while', open(1, 700), '01 05 04 00 00 07 8D 38', other('01 05 04 00 00 07 8D 38')],
    ['a pulse of no length', open(1, 700), modbus('01 05 02 00 00 00'), other(modbus('01 05 02 00 00 00'))],
    ['an address', null, '01 03 02 00 01 79 84', other('01 03 02 00 01 79 84')],
    ['a baud rate is set', null, '01 06 20 00 00 01 43 CA', other('01 06 20 00 00 01 43 CA')],
    ['the question for relays, overheard', null, '01 01 00 00 00 08 3D CC', other('01 01 00 00 00 08 3D CC')],
    ['the question for 16 relays, overheard', null, '01 01 00 00 00 10 3D C6', other('01 01 00 00 00 10 3D C6')],
    ['the question for 32 relays, overheard', null, '01 01 00 00 00 20 3D D2', other('01 01 00 00 00 20 3D D2')],
    ['the question for contacts, overheard', null, '01 02 00 00 00 08 79 CC', other('01 02 00 00 00 08 79 CC')],
  ],
  dangers: [
    ['coil 1 on until somebody switches it off', '01 05 00 00 FF 00 8C 3A'],
    ['coil 1 the other way round', '01 05 00 00 55 00 F2 9A'],
    ['all coils on', '01 05 00 FF FF 00 BC 0A'],
    ['8 coils on', '01 0F 00 00 00 08 01 FF BE D5'],
    ['coil 1 off for 700 ms, then on for good', '01 05 04 00 00 07 8D 38'],
    ['all coils of all boards on', modbus('00 05 00 FF FF 00')],
  ],
});

describe('Waveshare relays', () => {
  test.each([[100, 1], [99, 1], [0, 1], [199, 1], [450, 4], [1000, 10], [3_600_000, 0x7fff]])(
    'a pulse of %i ms is %i steps: never longer than was asked for, but for the shortest there is', (length, steps) => {
      const [, , , , high = 0, low = 0] = open(1, length).bytes;
      expect((high << 8) | low).toBe(steps);
    });

  test('an order to many coils at once, overheard, is understood by who listens, and by nobody else', () => {
    const order = bytesOf('01 0F 00 00 00 08 01 FF BE D5');
    expect(waveshareRelay.decode(order, null)).toEqual({ kind: 'frame', says: other('01 0F 00 00 00 08 01 FF BE D5'), length: 10 });
    expect(waveshareRelay.decode(order.subarray(0, 8), null)).toEqual({ kind: 'need-more' });
    expect(waveshareRelay.decode(order, waveshareRelay.rest(board))).toEqual({ kind: 'noise' });
  });

  test('a board without an address answers nothing', () => {
    expect(waveshareRelay.decode(bytesOf(modbus('00 05 02 00 00 05')), open(1, 500))).toEqual({ kind: 'noise' });
  });

  test('a mask for other coils than all is no rest', () => {
    const decoded = waveshareRelay.decode(bytesOf(modbus('01 0F 00 08 00 08')), waveshareRelay.rest(board));
    expect(decoded).toMatchObject({ says: { says: 'other' } });
  });

  test('a pulse of a coil that no such board has is no answer', () => {
    expect(waveshareRelay.decode(bytesOf(modbus('01 05 02 FF 00 05')), open(1, 500))).toMatchObject({ says: { says: 'other' } });
  });

  test('a greeting is answered by the board that was greeted, with one register', () => {
    for (const answer of ['02 03 02 00 64', '01 03 04 00 64 00 00']) {
      expect(waveshareRelay.decode(bytesOf(modbus(answer)), waveshareRelay.hello(1))).toMatchObject({ says: { says: 'other' } });
    }
  });

  test('lengths that no frame has are noise at once', () => {
    expect(waveshareRelay.decode(bytesOf('01 02 21'), contacts)).toEqual({ kind: 'noise' });
    expect(waveshareRelay.decode(bytesOf('01 0F 00 00 00 08 21 00'), null)).toEqual({ kind: 'noise' });
  });

  test('an answer about fewer contacts than were asked for tells of those alone', () => {
    expect(waveshareRelay.decode(bytesOf(modbus('01 02 01 01')), contacts16)).toMatchObject({ says: { levels: levels(1) } });
  });

  test('a board without coils has none to rest', () => {
    expect(waveshareRelay.rest({ ...board, model: { contacts: { first: 1, last: 8 } } })).toBeNull();
  });
});
