import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ExpectedTrouble } from '../../../../firmware/ports/expected-trouble.ts';
import { isPortThere, listPorts, sayPortTrouble } from '../../../../firmware/hardware/serial/port-list.ts';

test('an adapter is listed with the names that stay, and a socket that a PC has not got is left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-ports-'));
  try {
    const usb = join(folder, 'ttyUSB0');
    writeFileSync(usb, '');
    for (const room of ['by-id', 'by-path']) {
      mkdirSync(join(folder, room));
      symlinkSync(usb, join(folder, room, `adapter-${room}`));
      symlinkSync(join(folder, 'pulled-out'), join(folder, room, 'gone'));
    }
    const nothing = { manufacturer: undefined, serialNumber: undefined, pnpId: undefined, locationId: undefined, productId: undefined };
    const found = await listPorts(folder, () => Promise.resolve([
      { ...nothing, path: usb, manufacturer: 'FTDI', vendorId: '0403' }, { ...nothing, path: '/dev/ttyS4', vendorId: undefined },
      { ...nothing, path: '/dev/ttyAMA0', vendorId: undefined },
    ]));
    expect(found).toEqual([
      {
        path: usb, maker: 'FTDI', serialNumber: null,
        names: [join(folder, 'by-id/adapter-by-id'), join(folder, 'by-path/adapter-by-path')],
      },
      { path: '/dev/ttyAMA0', maker: null, serialNumber: null, names: [] },
    ]);
    expect(await listPorts(join(folder, 'no-such-folder'), () => Promise.resolve([]))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what keeps a port from being opened is said with its cure', () => {
  const taken = new Error('Error Resource temporarily unavailable Cannot lock port');
  expect(sayPortTrouble(taken)).toBe('another program has this port. Cure: stop that program');
  expect(sayPortTrouble(new Error('Error: Permission denied, cannot open /dev/ttyUSB0'))).toContain('dialout');
  expect(sayPortTrouble(new Error('Error: No such file or directory, cannot open /dev/nope'))).toMatch(/^there is no such port\. Cure: /);
  expect(sayPortTrouble('gone')).toBe('gone');
});

test('what has been said of a port is said with its cure once, however often it is handed on', () => {
  const said = sayPortTrouble(new Error('Error: Permission denied, cannot open /dev/ttyUSB0'));
  expect(sayPortTrouble(new ExpectedTrouble(said))).toBe(said);
});

test('a port whose cable is out is not there', async () => {
  expect([await isPortThere('/dev/null'), await isPortThere('/dev/no-such-port')]).toEqual([true, false]);
});
