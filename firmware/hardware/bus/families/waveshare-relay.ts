import type { Milliseconds } from '../../../../statecharts/units.ts';
import { crc16Modbus } from '../checksums.ts';
import type { Decoding, Family, Request, Saying } from '../family.ts';
import {
  boardRequest, channelAt, checkAddress, coilIndex, countOf, helloRequest, levelsOf, lowBitFirst, openRequest, otherFrame,
} from '../orders.ts';

/** Address 0 would be all boards of the line. */
const addresses = { least: 1, most: 255 } as const;
/** The largest of these boards. Coil 0xFF would be all of them. */
const coilsMost = 32;

const [readCoils, readInputs, readRegister, writeCoil, writeRegister, writeCoils] = [0x01, 0x02, 0x03, 0x05, 0x06, 0x0f];
const isException = 0x80;
/** Coils from here on go off by themselves, after as many steps as the value says. */
const flashOn = 0x02;
const stepMs = 100;
const stepsMost = 0x7fff;
const versionRegister = 0x8000;
/** One for each coil: what its input does to it. 0 is nothing. */
const couplingRegister = 0x1000;
/** 32 coils are 4 bytes; more than this is no answer of such a board. */
const dataMost = 32;
/** A register for each of them. */
const registersMost = 2 * coilsMost;

const needMore: Decoding = { kind: 'need-more' };
const noise: Decoding = { kind: 'noise' };

/**
 * Waveshare's Modbus RTU relays with 8 to 32 channels, with inputs or without, as they are since about September 2021. The
 * only order for a coil here is the one whose pulse ends in the board, whatever becomes of this program. An input with current
 * is `high`. Settings: `answersOpen` is true by the maker; `groupOrder` means nothing to it.
 */
export const waveshareRelay: Family = {
  name: 'waveshare-relay',
  withChecksum,
  open: (board, channel, length) => {
    const coil = coilIndex(board, channel, coilsMost);
    return openRequest(board, channel, withChecksum([checked(board.address), writeCoil, flashOn, coil, ...word(stepsOf(length))]));
  },
  contacts: (board) => {
    const bytes = withChecksum([checked(board.address), readInputs, 0, 0, ...word(countOf(board.model.contacts))]);
    return board.model.contacts === undefined ? null : boardRequest(board, 'contacts', bytes);
  },
  contactsLength: ({ model }) => 5 + Math.ceil(countOf(model.contacts) / 8),
  // Without inputs nothing can switch, and without coils there is nothing to switch.
  coupling: (board) => {
    const count = board.model.contacts === undefined ? 0 : countOf(board.model.locks);
    const bytes = withChecksum([checked(board.address), readRegister, ...word(couplingRegister), ...word(count)]);
    return count === 0 ? null : boardRequest(board, 'coupling', bytes);
  },
  rest: (board) => {
    const count = countOf(board.model.locks);
    const off = new Uint8Array(Math.ceil(count / 8));
    const bytes = withChecksum([checked(board.address), writeCoils, 0, 0, ...word(count), off.length, ...off]);
    return count === 0 ? null : boardRequest(board, 'rest', bytes);
  },
  hello: (address) => helloRequest(address, withChecksum([checked(address), readRegister, ...word(versionRegister), 0, 1])),
  decode: (bytes, asked) => {
    const answer = answerLength(bytes);
    if (answer === 'need-more') return needMore;
    if (answer !== null && bytes.length < answer) return asked === null ? requestOr(bytes, needMore) : needMore;
    if (answer === null || !isWhole(bytes.subarray(0, answer))) return asked === null ? requestOr(bytes, noise) : noise;
    return { kind: 'frame', says: saying(bytes.subarray(0, answer), asked), length: answer };
  },
};

function checked(address: number): number {
  checkAddress(address, addresses.least, addresses.most);
  return address;
}

/** Never longer than was asked for, as that is a limit of the coil; but for the shortest pulse that it knows. */
function stepsOf(length: Milliseconds): number {
  return Math.min(Math.max(1, Math.floor(length / stepMs)), stepsMost);
}

function word(value: number): readonly [number, number] {
  return [value >> 8, value & 0xff];
}

function withChecksum(bytes: readonly number[] | Uint8Array): Uint8Array {
  const crc = crc16Modbus(bytes);
  return Uint8Array.of(...bytes, crc & 0xff, crc >> 8);
}

/** A checksum that follows what it is the checksum of leaves nothing. */
function isWhole(frame: Uint8Array): boolean {
  return crc16Modbus(frame) === 0;
}

/** How long an answer is that begins so; `null` if none does. */
function answerLength([address, code, third]: Uint8Array): number | 'need-more' | null {
  if (address === 0) return null;
  if (code === undefined) return 'need-more';
  switch (code) {
    case readCoils: case readInputs: case readRegister:
      if (third === undefined) return 'need-more';
      return third === 0 || third > (code === readRegister ? registersMost : dataMost) ? null : third + 5;
    case writeCoil: case writeRegister: case writeCoils: return 8;
    default: return [readCoils, readInputs, readRegister, writeCoil, writeRegister, writeCoils].includes(code & ~isException) ? 5 : null;
  }
}

/** Who only listens hears the questions as well. Some of them have the form of no answer. */
function requestOr(bytes: Uint8Array, otherwise: Decoding): Decoding {
  const [address = 0, code = 0, , , , , counted = 0] = bytes;
  const length = code === writeCoils ? counted + 9 : 8;
  if (![readCoils, readInputs, readRegister, writeCoils].includes(code) || counted > dataMost && code === writeCoils) return otherwise;
  if (bytes.length < length) return needMore;
  const frame = bytes.subarray(0, length);
  return isWhole(frame) ? { kind: 'frame', says: otherFrame(address, frame), length } : otherwise;
}

function saying(frame: Uint8Array, asked: Request | null): Saying {
  const [address = 0, code = 0, high = 0, low = 0] = frame;
  const other = otherFrame(address, frame);
  if ((code & isException) !== 0) return asked === null || asked.bytes[1] === (code & ~isException) ? refusal(address, high) : other;
  switch (code) {
    case writeCoil: return opening(frame, asked) ?? other;
    case writeCoils: return high === 0 && low === 0 ? { says: 'resting', address } : other;
    case readInputs: return levels(frame, asked) ?? other;
    case readRegister: return registers(frame, asked) ?? other;
    default: return other;
  }
}

function opening(frame: Uint8Array, asked: Request | null): Saying | null {
  const [address = 0, , order, coil = 0, stepsHigh = 0, stepsLow = 0] = frame;
  const steps = (stepsHigh << 8) | stepsLow;
  if (order !== flashOn || coil >= coilsMost || steps === 0 || steps > stepsMost) return null;
  return { says: 'opening', address, channel: channelAt(coil, asked) };
}

function levels(frame: Uint8Array, asked: Request | null): Saying | null {
  const [address = 0, , count = 0] = frame;
  if (asked?.asks !== 'contacts' || asked.board === null || asked.address !== address) return null;
  return { says: 'contacts', address, levels: levelsOf(asked.board, lowBitFirst(frame.subarray(3, 3 + count))) };
}

function registers(frame: Uint8Array, asked: Request | null): Saying | null {
  const [address = 0, , count = 0, high = 0, low = 0] = frame;
  if (asked?.address !== address) return null;
  // 100 is version 1.00.
  if (asked.asks === 'hello' && count === 2) return { says: 'hello', address, what: (((high << 8) | low) / 100).toFixed(2) };
  const isAboutEveryCoil = asked.asks === 'coupling' && count === 2 * countOf(asked.board?.model.locks);
  return isAboutEveryCoil ? { says: 'coupling', address, inputsSwitch: frame.subarray(3, -2).some((byte) => byte !== 0) } : null;
}

function refusal(address: number, code: number): Saying {
  const [noSuchAddress, busy] = [0x02, 0x06];
  return { says: 'refused', address, why: code === noSuchAddress ? 'no-such-channel' : code === busy ? 'busy' : 'failed' };
}
