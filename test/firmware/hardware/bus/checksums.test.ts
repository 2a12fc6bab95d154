import { describe, expect, test } from 'vitest';
import { crc16Modbus, sum, xor } from '../../../../firmware/hardware/bus/checksums.ts';

const digits = [...'123456789'].map((digit) => digit.charCodeAt(0));

describe('checksums', () => {
  test('are what everybody publishes for the digits 1 to 9', () => {
    expect([crc16Modbus(digits), sum(digits), xor(digits)]).toEqual([0x4b37, 0xdd, 0x31]);
  });

  test('of nothing are what they begin with', () => {
    expect([crc16Modbus([]), sum([]), xor([])]).toEqual([0xffff, 0, 0]);
  });
});
