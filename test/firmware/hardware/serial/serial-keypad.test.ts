import { SerialPort, SerialPortMock } from 'serialport';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LinePort } from '../../../../firmware/hardware/serial/serial-line.ts';
import { SerialKeypad } from '../../../../firmware/hardware/serial/serial-keypad.ts';
import type { KeypadLayout } from '../../../../firmware/hardware/serial/key-signs.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { ptyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

const path = '/dev/mock-keypad';

/** A keypad over serialport's own mock, and what the bank hears of it. */
async function keypadRig(layout: KeypadLayout) {
  SerialPortMock.binding.createPort(path);
  const clock = new VirtualClock();
  const ports: SerialPortMock[] = [];
  const keys: string[] = [];
  const keypad = new SerialKeypad({
    port: path, baud: 9600, clock, layout,
    makePort: (options): LinePort => {
      const port = new SerialPortMock(options);
      ports.push(port);
      return port;
    },
  });
  keypad.watch((key) => keys.push(key));
  await vi.waitFor(() => expect(ports.at(-1)?.isOpen).toBe(true));
  const send = async (signs: string): Promise<void> => {
    const port = ports.at(-1);
    const heard = new Promise((resolve) => port?.once('data', resolve));
    port?.port?.emitData(Buffer.from(signs));
    await heard;
  };
  return { clock, ports, keys, keypad, send };
}

describe('a keypad on a serial port', () => {
  afterEach(() => SerialPortMock.binding.reset());

  test('like a telephone: the star deletes, the round key enters, and a fourth column has a meaning', async () => {
    const { keypad, send, keys } = await keypadRig('telephone');
    await send('0123456789*#ABCD');
    expect(keys).toEqual([...'0123456789', 'star', 'round', 'speech', 'louder', 'softer', 'dark']);
    await keypad.close();
  });

  test('like a calculator: the point or backspace deletes, Enter enters', async () => {
    const { keypad, send, keys } = await keypadRig('calculator');
    await send('7.,\b\u007f\r');
    expect(keys).toEqual(['7', 'star', 'star', 'star', 'star', 'round']);
    await send('*+-/');
    expect(keys.slice(6)).toEqual(['speech', 'louder', 'softer', 'dark']);
    await keypad.close();
  });

  test('whoever presses Enter once has pressed it once, whichever line end it sends', async () => {
    const { keypad, send, keys } = await keypadRig('calculator');
    await send('\r\n5\r');
    await send('\n');
    await send('\n');
    expect(keys).toEqual(['round', '5', 'round', 'round']);
    await keypad.close();
  });

  test('what is no key moves nothing', async () => {
    const { keypad, send, keys } = await keypadRig('telephone');
    await send('\r\nxé\u00004');
    expect(keys).toEqual(['4']);
    await keypad.close();
  });

  test('that was pulled out serves the next person when it is back, and leaves nothing behind', async () => {
    const { keypad, ports, clock, send, keys } = await keypadRig('calculator');
    await send('\r');
    ports[0]?.close();
    await vi.waitFor(() => expect(clock.waiting()).toEqual(['keypad is opened again']));
    await clock.advance(clock.untilNext() ?? expect.fail('nothing is awaited'));
    await vi.waitFor(() => expect(ports.at(-1)?.isOpen).toBe(true));
    await send('\n');
    expect(keys).toEqual(['round', 'round']);
    await keypad.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a person types a code on it (pseudo-terminal)', async () => {
    const pair = await ptyPair();
    onTestFinished(() => pair.remove());
    const ports: SerialPort[] = [];
    const keys: string[] = [];
    const keypad = new SerialKeypad({
      port: pair.ours, baud: 9600, clock: new CountedClock(), layout: 'telephone',
      makePort: (options): LinePort => {
        const port = new SerialPort(options);
        ports.push(port);
        return port;
      },
    });
    keypad.watch((key) => keys.push(key));
    await until('the keypad is heard', () => ports.at(-1)?.isOpen === true);
    const far = new SerialPort({ path: pair.theirs, baudRate: 9600 });
    await new Promise((resolve) => far.once('open', resolve));
    far.write('4711#');
    await until('all keys have come', () => keys.length === 5);
    expect(keys).toEqual([...'4711', 'round']);
    await new Promise<void>((resolve) => far.close(() => resolve()));
    await keypad.close();
  });
});
