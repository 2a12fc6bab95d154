import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { Duplex } from 'node:stream';
import { SerialPortMock } from 'serialport';
import { afterEach, describe, expect, test, vi } from 'vitest';

/**
 * mock-serialport 0.0.1 cannot stand in for a port (docs/decisions/0002-dependencies.md). These tests say what it lacks; on the
 * day one of them fails, it can do more, and is worth another look. Until then tests use SerialPortMock.
 */
const MockSerialPort = createRequire(import.meta.url)('mock-serialport') as new (path: string) => Record<string, unknown>;

function mockSerialPort(): Record<string, unknown> {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  return new MockSerialPort('/dev/ttyUSB0');
}

afterEach(() => {
  SerialPortMock.binding.reset();
});

describe('mock-serialport', () => {
  test('is neither a stream nor an emitter', () => {
    expect(mockSerialPort()).not.toBeInstanceOf(Duplex);
    expect(mockSerialPort()).not.toBeInstanceOf(EventEmitter);
  });

  const lacking = ['on', 'once', 'off', 'emit', 'pipe', 'read', 'drain', 'flush', 'set', 'get', 'update', 'isOpen', 'path', 'baudRate'];
  test.each(lacking)('has no %s', (name) => {
    expect(mockSerialPort()[name]).toBeUndefined();
  });

  test('has no way to make it receive a byte: it can write, open and close, and that is all', () => {
    const port = mockSerialPort();
    const can = new Set([...Object.keys(port), ...Object.getOwnPropertyNames(Object.getPrototypeOf(port))]);
    expect(can).toEqual(new Set(['constructor', 'write', 'open', 'close']));
  });

  test('never calls back', async () => {
    const called = vi.fn();
    const port = mockSerialPort() as { write(bytes: Buffer, done: () => void): void; open(done: () => void): void };
    port.open(called);
    port.write(Buffer.from([0x02, 0x00, 0x32, 0x03, 0x37]), called);
    await new Promise((resolve) => setImmediate(resolve));
    expect(called).not.toHaveBeenCalled();
  });
});

describe('SerialPortMock, which tests use instead', () => {
  test('has all that the other lacks', async () => {
    SerialPortMock.binding.createPort('/dev/ttyUSB0', { record: true });
    const port = new SerialPortMock({ path: '/dev/ttyUSB0', baudRate: 9600 });
    expect(port).toBeInstanceOf(Duplex);
    await new Promise((resolve) => port.once('open', resolve));
    expect(port.isOpen).toBe(true);

    const heard = new Promise<Buffer>((resolve) => port.once('data', resolve));
    port.port?.emitData(Buffer.from('4F7K\r'));
    expect((await heard).toString()).toBe('4F7K\r');

    await new Promise((resolve) => port.write('hello', () => port.drain(resolve)));
    expect(port.port?.recording.toString()).toBe('hello');
    await new Promise((resolve) => port.close(resolve));
  });
});
