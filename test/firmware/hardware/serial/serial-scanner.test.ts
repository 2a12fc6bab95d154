import { SerialPort, SerialPortMock } from 'serialport';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { reopenAtMostAfter, reopenFirstAfter, type LinePort } from '../../../../firmware/hardware/serial/serial-line.ts';
import { scanEndsAfter, SerialScanner } from '../../../../firmware/hardware/serial/serial-scanner.ts';
import type { Reading } from '../../../../firmware/ports/hardware.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { ptyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

const path = '/dev/mock-scanner';

/** A scanner over serialport's own mock. Its bytes travel by real turns of the event loop, its time is virtual. */
function mockRig(from: Reading['from'] = 'scanner') {
  const clock = new VirtualClock();
  const ports: SerialPortMock[] = [];
  const readings: Reading[] = [];
  const texts: string[] = [];
  const troubles: string[] = [];
  const scanner = new SerialScanner({
    from, port: path, baud: 9600, clock,
    onTrouble: (where, error) => troubles.push(`${where}: ${String(error)}`),
    makePort: (options): LinePort => {
      const port = new SerialPortMock(options);
      ports.push(port);
      return port;
    },
  });
  scanner.watch((reading) => {
    readings.push(reading);
    texts.push(reading.text);
  });
  const opened = (count: number) => vi.waitFor(() => expect([ports.length, ports.at(-1)?.isOpen]).toEqual([count, true]));
  const send = async (text: string): Promise<void> => {
    const port = ports.at(-1);
    const heard = new Promise((resolve) => port?.once('data', resolve));
    port?.port?.emitData(Buffer.from(text));
    await heard;
  };
  return { clock, ports, readings, texts, troubles, scanner, opened, send };
}

describe('a scanner on a serial port', () => {
  afterEach(() => SerialPortMock.binding.reset());

  test('a courier scans two labels and both are read', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, opened, send, texts, clock } = mockRig();
    await opened(1);
    await send('PARCEL-1\r\nPARCEL-2\r\n');
    expect(texts).toEqual(['PARCEL-1', 'PARCEL-2']);
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a person holds a badge before the reader, and it is known to be a badge', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, opened, send, readings } = mockRig('badge');
    await opened(1);
    await send('\u00020A00C1D2E3\r\n\u0003');
    expect(readings).toEqual([{ from: 'badge', text: '0A00C1D2E3' }]);
    await scanner.close();
  });

  test('a label without an end of line is read after a moment of silence', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, opened, send, texts, clock } = mockRig();
    await opened(1);
    await send('PAR');
    await clock.advance(ms(scanEndsAfter - 1));
    await send('CEL-1');
    await clock.advance(ms(scanEndsAfter - 1));
    expect(texts).toEqual([]);
    await clock.advance(ms(1));
    expect(texts).toEqual(['PARCEL-1']);
    await scanner.close();
  });

  test('a scanner that is not plugged in is looked for ever more seldom, and found when it is there', async () => {
    const { scanner, opened, ports, send, texts, troubles, clock } = mockRig();
    await vi.waitFor(() => expect(troubles).toHaveLength(1));
    expect(clock.untilNext()).toBe(reopenFirstAfter);
    for (const tries of [2, 3, 4, 5, 6, 7, 8]) {
      await clock.advance(clock.untilNext() ?? ms(0));
      await vi.waitFor(() => expect(troubles).toHaveLength(tries));
    }
    expect(clock.untilNext()).toBe(reopenAtMostAfter);
    SerialPortMock.binding.createPort(path);
    await clock.advance(reopenAtMostAfter);
    await opened(9);
    await send('PARCEL-1\n');
    expect(texts).toEqual(['PARCEL-1']);
    expect(new Set(ports).size).toBe(9);
    await scanner.close();
  });

  test('half a label of a scanner that went away is not the beginning of the next one', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, opened, ports, send, texts, clock } = mockRig();
    await opened(1);
    await send('PARCEL-');
    ports[0]?.close();
    await vi.waitFor(() => expect(clock.waiting()).toEqual(['scanner is opened again']));
    await clock.advance(reopenFirstAfter);
    await opened(2);
    await send('PARCEL-2\n');
    expect(texts).toEqual(['PARCEL-2']);
    await scanner.close();
    await scanner.close();
  });

  test('a port that reports an error is let go and opened anew', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, opened, ports, clock } = mockRig();
    await opened(1);
    ports[0]?.emit('error', new Error('overrun'));
    await vi.waitFor(() => expect(ports[0]?.isOpen).toBe(false));
    await clock.advance(reopenFirstAfter);
    await opened(2);
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a bank that is switched off while it waits for its scanner leaves nothing behind', async () => {
    const { scanner, troubles, clock } = mockRig();
    await vi.waitFor(() => expect(troubles).toHaveLength(1));
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a bank that is switched off while it opens its scanner leaves no port open', async () => {
    SerialPortMock.binding.createPort(path);
    const { scanner, ports } = mockRig();
    await scanner.close();
    expect(ports.map((port) => port.isOpen)).toEqual([false]);
  });

  test('a person pulls the scanner out and plugs it in again, and the next label is read (pseudo-terminal)', async () => {
    const pair = await ptyPair();
    onTestFinished(() => pair.remove());
    const clock = new CountedClock();
    const ports: SerialPort[] = [];
    const texts: string[] = [];
    const troubles: string[] = [];
    const scanner = new SerialScanner({
      from: 'scanner', port: pair.ours, baud: 9600, clock,
      onTrouble: (where) => troubles.push(where),
      makePort: (options): LinePort => {
        const port = new SerialPort(options);
        ports.push(port);
        return port;
      },
    });
    scanner.watch(({ text }) => texts.push(text));
    // Opening a port empties it, so the far end waits until somebody hears.
    const isHeard = () => until('the scanner hears', () => ports.at(-1)?.isOpen === true);
    await isHeard();
    await scan(pair.theirs, 'PARCEL-1\r\n');
    await until('the first label is read', () => texts.length === 1);
    await pair.unplug();
    await until('the unplug is noticed', () => troubles.length === 1);
    await pair.plugIn();
    await isHeard();
    await scan(pair.theirs, 'PARCEL-2');
    await until('the second label is read', () => texts.length === 2);
    expect(texts).toEqual(['PARCEL-1', 'PARCEL-2']);
    expect(new Set(ports).size).toBe(ports.length);
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  }, 30_000);

  test('a scanner that is not there is no more than trouble that somebody is told of', async () => {
    const clock = new CountedClock();
    const troubles: string[] = [];
    const scanner = new SerialScanner({
      from: 'scanner', port: '/dev/no-such-scanner', baud: 9600, clock, onTrouble: (where) => troubles.push(where),
    });
    await until('the trouble is told', () => troubles.length === 1);
    await scanner.close();
    expect([troubles, clock.waiting()]).toEqual([['/dev/no-such-scanner'], []]);
  });
});

async function scan(theirs: string, text: string): Promise<void> {
  const far = new SerialPort({ path: theirs, baudRate: 9600 });
  await new Promise((resolve) => far.once('open', resolve));
  far.write(text);
  await new Promise((resolve) => far.drain(resolve));
  await new Promise<void>((resolve) => far.close(() => resolve()));
}
