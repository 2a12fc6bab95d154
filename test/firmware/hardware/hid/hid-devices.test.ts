import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sayError } from '../../../../firmware/adapters/process.ts';
import { openEventDevice, openGrabbed, type EventDevice } from '../../../../firmware/hardware/hid/event-device.ts';
import { HidKeypad } from '../../../../firmware/hardware/hid/hid-keypad.ts';
import { readEvery, type HidDeviceOptions } from '../../../../firmware/hardware/hid/hid-line.ts';
import { HidScanner, typingEndsAfter } from '../../../../firmware/hardware/hid/hid-scanner.ts';
import { reopenFirstAfter } from '../../../../firmware/hardware/serial/serial-line.ts';
import type { Reading } from '../../../../firmware/ports/hardware.ts';
import type { Key } from '../../../../firmware/ports/keypad.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { EventFifo } from '../../../support/event-fifo.ts';
import { inputEvent, joined, keyEvents, strokes, typed } from '../../../support/typed-events.ts';
import { until } from '../../../support/until.ts';

function sayTrouble(work: () => unknown): string {
  try {
    return `no trouble: ${String(work())}`;
  } catch (error) {
    return sayError(error);
  }
}

/** A device in memory, that may be pulled out, and a clock that does not hurry. */
function rig() {
  const clock = new VirtualClock();
  let heap: Uint8Array[] = [];
  let isThere = true;
  const devices: { isOpen: boolean }[] = [];
  const troubles: string[] = [];
  const health: boolean[] = [];
  const open = (): Promise<EventDevice> => {
    if (!isThere) return Promise.reject(new Error('ENOENT'));
    const device = { isOpen: true };
    devices.push(device);
    return Promise.resolve({
      read: () => {
        if (!isThere) throw new Error('ENODEV');
        return heap.shift() ?? new Uint8Array();
      },
      close: () => void (device.isOpen = false),
    });
  };
  const options: HidDeviceOptions = {
    device: '/dev/input/by-id/usb-scanner-event-kbd', clock, open,
    onTrouble: (_, error) => troubles.push(String(error)), onHealth: (isWell) => health.push(isWell),
  };
  const type = async (...parts: readonly Uint8Array[]): Promise<void> => {
    heap.push(...parts);
    await clock.advance(ms(readEvery * 2));
  };
  const plug = async (is: boolean): Promise<void> => {
    isThere = is;
    heap = [];
    await clock.advance(ms(readEvery * 2));
  };
  return { clock, options, troubles, health, type, plug, openDevices: () => devices.filter(({ isOpen }) => isOpen).length };
}

function scannerOn({ options }: ReturnType<typeof rig>, from: Reading['from'] = 'scanner') {
  const scanner = new HidScanner({ ...options, from });
  const readings: Reading[] = [];
  scanner.watch((reading) => readings.push(reading));
  return { scanner, readings, texts: () => readings.map(({ text }) => text) };
}

describe('a scanner that types', () => {
  test('a person scans a label, and it is read once, when Enter says that it is whole', async () => {
    const one = rig();
    const { scanner, readings } = scannerOn(one);
    await one.type(typed('PKG-Nr. 4711/'));
    expect(readings).toEqual([]);
    await one.type(typed('a\r'));
    expect(readings).toEqual([{ from: 'scanner', text: 'PKG-Nr. 4711/a' }]);
    await scanner.close();
    expect([one.clock.waiting(), one.openDevices()]).toEqual([[], 0]);
  });

  test('a person holds a badge before the reader, and it is a badge, whatever stands on it', async () => {
    const one = rig();
    const { scanner, readings } = scannerOn(one, 'badge');
    await one.type(typed('0004711\r\t0815\t'));
    expect(readings).toEqual([{ from: 'badge', text: '0004711' }, { from: 'badge', text: '0815' }]);
    await scanner.close();
  });

  test('a label at which somebody stumbles who listens is no scanner that was pulled out: the next one is read', async () => {
    const one = rig();
    const { scanner, texts } = scannerOn(one);
    scanner.watch(({ text }) => {
      if (text === 'PKG-1') throw new Error('stumbled');
    });
    await one.type(typed('PKG-1\r'));
    await one.type(typed('PKG-2\r'));
    expect([texts(), one.troubles, one.health]).toEqual([['PKG-1', 'PKG-2'], ['Error: stumbled'], [true]]);
    await scanner.close();
    expect(one.clock.waiting()).toEqual([]);
  });

  test('half a label opens nothing: a text that stops without Enter is dropped, and a technician is told the cure', async () => {
    const one = rig();
    const { scanner, readings } = scannerOn(one);
    await one.type(typed('4711'));
    await one.clock.advance(typingEndsAfter);
    await one.type(typed('0815\r'));
    expect(readings.map(({ text }) => text)).toEqual(['0815']);
    expect(one.troubles).toHaveLength(1);
    expect(one.troubles[0]).toContain('Enter');
    await scanner.close();
  });

  test.each([
    ['a key that types nothing', joined(typed('47'), strokes(59), typed('11\r'))],
    ['keys that the kernel dropped', joined(typed('47'), inputEvent(0, 3, 0), typed('11\r'))],
    ['a command', joined(typed('47'), keyEvents(29, 1), strokes(27), keyEvents(29, 0), typed('11\r'))],
    ['a backspace', joined(typed('47'), strokes(14), typed('11\r'))],
    ['more than anybody prints', typed(`${'8'.repeat(2100)}\r`)],
    ['nothing', typed('\r\r')],
  ])('a label is read whole or not at all [%s]', async (_, bytes) => {
    const one = rig();
    const { scanner, texts } = scannerOn(one);
    await one.type(bytes, typed('0815\r'));
    expect(texts()).toEqual(['0815']);
    await scanner.close();
  });

  test('a person pulls the scanner out in mid-label and plugs it in again: half a label is none, the next one is read', async () => {
    const one = rig();
    const { scanner, texts } = scannerOn(one);
    await one.type(typed('47'));
    expect(one.health).toEqual([true]);
    await one.plug(false);
    expect([one.health, one.openDevices()]).toEqual([[true, false], 0]);
    await one.clock.advance(ms(20_000));
    await one.plug(true);
    await one.clock.advance(ms(20_000));
    await one.type(typed('11\r'));
    expect([texts(), one.health, one.openDevices()]).toEqual([['11'], [true, false, true], 1]);
    expect(one.troubles, 'told once, however often it was looked for').toHaveLength(1);
    await scanner.close();
    expect(one.clock.waiting()).toEqual([]);
  });

  test('a bank that is switched off while it looks for a scanner leaves nothing behind', async () => {
    const one = rig();
    await one.plug(false);
    const { scanner } = scannerOn(one);
    await one.clock.advance(ms(reopenFirstAfter / 2));
    await scanner.close();
    await one.plug(true);
    await one.clock.advance(ms(60_000));
    expect([one.clock.waiting(), one.openDevices()]).toEqual([[], 0]);
  });

  test('a bank that is switched off while the scanner is being opened lets it go', async () => {
    const one = rig();
    const { scanner } = scannerOn(one);
    await scanner.close();
    expect([one.clock.waiting(), one.openDevices(), one.health]).toEqual([[], 0, []]);
  });
});

describe('a keypad that types', () => {
  const keypadOn = ({ options }: ReturnType<typeof rig>, layout: 'telephone' | 'calculator') => {
    const keypad = new HidKeypad({ ...options, layout });
    const keys: Key[] = [];
    keypad.watch((key) => keys.push(key));
    return { keypad, keys };
  };

  test.each([
    ['calculator', [79, 82, 83, 14, 96, 28, 55, 78, 74, 98],
      ['1', '0', 'star', 'star', 'round', 'round', 'speech', 'louder', 'softer', 'dark']],
    ['telephone', [2, 513, 55, 522, 523, 30, 48, 46, 32, 16], ['1', '1', 'star', 'star', 'round', 'speech', 'louder', 'softer', 'dark']],
  ] as const)('a person presses keys, and each does what stands on it [%s]', async (layout, codes, expected) => {
    const one = rig();
    const { keypad, keys } = keypadOn(one, layout);
    await one.type(strokes(...codes));
    expect(keys).toEqual(expected);
    await keypad.close();
    expect(one.clock.waiting()).toEqual([]);
  });

  test('a key that is held down is pressed once', async () => {
    const one = rig();
    const { keypad, keys } = keypadOn(one, 'calculator');
    await one.type(keyEvents(79, 1), ...Array.from({ length: 30 }, () => keyEvents(79, 2)), keyEvents(79, 0));
    expect(keys).toEqual(['1']);
    await keypad.close();
  });
});

describe('a device in the file system (named pipe)', () => {
  let fifo: EventFifo;
  beforeEach(() => {
    fifo = new EventFifo();
  });
  afterEach(() => fifo.remove());

  test('a label that is typed arrives; pulled out and plugged in again, the next one does', async () => {
    const clock = new CountedClock();
    const grabbed: number[] = [];
    const health: boolean[] = [];
    const scanner = new HidScanner({
      device: fifo.path, clock, from: 'scanner', onTrouble: () => undefined, onHealth: (isWell) => health.push(isWell),
      open: (path) => Promise.resolve().then(() => openGrabbed(path, (file) => grabbed.push(file))),
    });
    const texts: string[] = [];
    scanner.watch(({ text }) => texts.push(text));
    await until('it is open', () => health.length === 1);
    expect(grabbed).toHaveLength(1);
    fifo.type(typed('PKG-1\r'));
    await until('the label is read', () => texts.length === 1);
    fifo.unplug();
    await until('it is missed', () => health.length === 2);
    fifo.plugIn();
    await until('it is found', () => health.length === 3);
    fifo.type(typed('PKG-2\r'));
    await until('the next label is read', () => texts.length === 2);
    expect([texts, health]).toEqual([['PKG-1', 'PKG-2'], [true, false, true]]);
    await scanner.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a device that somebody else has taken is told as that, and let go', () => {
    const busy = Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    expect(() => openGrabbed(fifo.path, () => { throw busy; })).toThrow(/another program has taken it/);
  });

  test('a device that cannot be read any more is told as that, in a line of the log', () => {
    const device = openGrabbed('/proc/self/mem', () => undefined); // Linux opens it, and reads nothing there.
    expect(sayTrouble(() => device.read())).toBe('it cannot be read any more (EIO): has it been pulled out?');
    device.close();
    const ended = openGrabbed('/dev/null', () => undefined);
    expect(sayTrouble(() => ended.read())).toBe('the device has been pulled out');
    ended.close();
  });

  test('a device that is not there is told as that', () => {
    expect(() => openGrabbed(`${fifo.path}-none`, () => undefined)).toThrow(/not plugged in/);
  });

  test('Linux itself refuses to hand over what is no input device, and the technician learns which name is right', async () => {
    await expect(openEventDevice(fifo.path)).rejects.toMatchObject({
      code: 'hardware.not-ready', where: fifo.path, message: expect.stringContaining('event-kbd') as string,
    });
  });
});
