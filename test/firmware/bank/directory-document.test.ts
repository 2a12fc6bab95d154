import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badgeTag, barcodeTag, carrierCodeTag, verifies } from '../../../firmware/bank/codes.ts';
import { readDirectoryPart, type DirectoryPart } from '../../../firmware/bank/directory-document.ts';
import { documentKeys as keys } from '../../support/document-books.ts';
import { hashOf, verifierOf } from '../../support/scrypt.ts';

function read(document: unknown) {
  return readDirectoryPart(typeof document === 'string' ? document : JSON.stringify(document), keys);
}

function partOf(document: unknown): DirectoryPart {
  const reading = read(document);
  if (reading.kind === 'refused') throw new Error(reading.why);
  return reading.part;
}

const ada = { id: 'ada', name: 'Ada' };
const mia = { id: 'mia', name: 'Mia', username: 'mia', password: verifierOf('parcels-42'), permissions: ['drop-off'] };
const fast = { id: 'fast', name: 'Fast Parcels', codes: [{ code: '471108' }] };

describe('the directory', () => {
  test('brings recipients: names, needs, departments, and what they show as tags', () => {
    const grace = { id: 'grace', name: 'Grace', accessible: true, departments: ['navy'], badges: ['AB-1234'], barcodes: ['gr ace'] };
    const part = partOf({ recipients: [ada, { ...grace, badgeTags: ['b'.repeat(22)], barcodeTags: ['c'.repeat(22)] }] });
    expect(part.recipients).toEqual([
      { ...ada, accessible: false, departments: [], pin: null, badges: [], barcodes: [] },
      {
        id: 'grace', name: 'Grace', accessible: true, departments: ['navy'], pin: null,
        badges: [{ tag: badgeTag(keys, 'AB1234') }, { tag: 'b'.repeat(22) }],
        barcodes: [barcodeTag(keys, 'gr ace'), 'c'.repeat(22)],
      },
    ]);
  });

  test('keeps a badge number that begins with zeros with them and without them', () => {
    const part = partOf({ recipients: [{ ...ada, badges: ['0042', '42', '--'] }] });
    expect(part.recipients[0]?.badges).toEqual([
      { tag: badgeTag(keys, '0042'), bare: badgeTag(keys, '42') },
      { tag: badgeTag(keys, '42') },
    ]);
  });

  test('brings departments with their key contacts and members', () => {
    const navy = { id: 'navy', name: 'Navy', keyContacts: ['grace'] };
    const part = partOf({ departments: [navy, { id: 'law', name: 'Law', members: ['ada'] }] });
    expect(part.departments).toEqual([
      { id: 'navy', name: 'Navy', keyContacts: ['grace'], members: [] },
      { id: 'law', name: 'Law', keyContacts: [], members: ['ada'] },
    ]);
  });

  test('brings operators who sign in, administrators and technicians among them', () => {
    const { staff } = partOf({
      operators: [mia, { id: 'bo', name: 'Bo', role: 'administrator', pin: verifierOf('4711'), badges: ['7'], permissions: [] }],
    });
    const [first, second] = staff;
    expect(first).toMatchObject({ id: 'mia', role: 'operator', username: 'mia', permissions: ['drop-off'], pin: null });
    expect(first).toMatchObject({ hours: null, sizes: null });
    expect(first?.password && verifies(keys, first.password, hashOf('parcels-42'))).toBe(true);
    expect(first?.password && verifies(keys, first.password, hashOf('parcels-43'))).toBe(false);
    expect(second).toMatchObject({ id: 'bo', role: 'administrator', username: null, password: null });
    expect(second?.badges).toEqual([{ tag: badgeTag(keys, '7') }]);
    expect(second?.pin && verifies(keys, second.pin, hashOf('4711'))).toBe(true);
  });

  test('brings carriers with their codes, hours and sizes, and with one right', () => {
    const { staff, carrierCodes } = partOf({
      carriers: [{
        ...fast, sizes: ['small'], hours: [{ days: [1, 2], from: '08:30', until: '24:00' }],
        codes: [{ code: '471108', from: '2026-11-22T00:00:00Z', until: '2026-11-23T00:00:00Z' }, { tag: 't'.repeat(22), digits: 8 }],
      }],
    });
    expect(staff).toEqual([{
      id: 'fast', name: 'Fast Parcels', role: 'carrier', permissions: ['carrier-drop-off'], username: null, password: null, pin: null,
      hours: [{ days: [1, 2], fromMinute: 510, untilMinute: 1440 }], sizes: ['small'], badges: [], barcodes: [],
    }]);
    expect(carrierCodes).toEqual([
      { tag: carrierCodeTag(keys, '471108'), carrier: 'fast', digits: 6, fromMs: Date.UTC(2026, 10, 22), untilMs: Date.UTC(2026, 10, 23) },
      { tag: 't'.repeat(22), carrier: 'fast', digits: 8, fromMs: null, untilMs: null },
    ]);
  });

  test.each([
    ['22:00', '06:00', [{ days: [5, 6], fromMinute: 1320, untilMinute: 1440 }, { days: [6, 0], fromMinute: 0, untilMinute: 360 }]],
    ['22:00', '00:00', [{ days: [5, 6], fromMinute: 1320, untilMinute: 1440 }]],
    ['00:00', '24:00', [{ days: [5, 6], fromMinute: 0, untilMinute: 1440 }]],
  ])('lets a carrier come past midnight [%s until %s]', (from, until, hours) => {
    expect(partOf({ carriers: [{ ...fast, hours: [{ days: [5, 6], from, until }] }] }).staff[0]?.hours).toEqual(hours);
  });

  test('ignores fields that it does not know', () => {
    expect(partOf({ recipients: [{ ...ada, shoeSize: 38 }], printers: [1] })).toEqual(partOf({ recipients: [ada] }));
  });
});

describe('what lies on the disk', () => {
  test('holds no badge number, barcode, carrier code or password hash in the clear', () => {
    const secrets = { badges: ['1234567'], barcodes: ['BAR-998'], pin: verifierOf('8642') };
    const kept = JSON.stringify(partOf({ recipients: [{ ...ada, ...secrets }], operators: [{ ...mia, ...secrets }], carriers: [fast] }));
    const hashes = [hashOf('8642'), hashOf('parcels-42')].map((hash) => hash.toString('base64url'));
    for (const secret of ['1234567', 'BAR-998', 'BAR998', '471108', verifierOf('8642'), ...hashes]) expect(kept).not.toContain(secret);
  });
});

describe('a directory with a bad record is refused, and its place is named', () => {
  const cost = (numbers: string): string => `scrypt$${numbers}$c2FsdHNhbHQ$${hashOf('x').toString('base64url')}`;
  const eitherOr = 'carriers.0.codes.0: must be a code, or a tag with its number of digits';
  const costly = 'operators.0.password: must be scrypt of at most 32 MiB';

  test.each<[unknown, string]>([
    ['{', 'it is not JSON'],
    [{}, 'it has no list of recipients, departments, operators, carriers'],
    [[], 'it has no list of recipients, departments, operators, carriers'],
    [null, 'it has no list of recipients, departments, operators, carriers'],
    [{ recipients: 'ada' }, 'it has no list of recipients, departments, operators, carriers'],
    [{ recipients: [ada], operators: 'mia' }, 'operators: must be Array'],
    [{ recipients: [{ id: '', name: 'Ada' }] }, 'recipients.0.id: is shorter than 1'],
    [{ recipients: [ada, { id: 'grace' }] }, 'recipients.1.name: is missing'],
    [{ recipients: [{ ...ada, accessible: 1 }] }, 'recipients.0.accessible: must be boolean'],
    [{ recipients: [{ ...ada, badges: ['x'.repeat(200)] }] }, 'recipients.0.badges.0: is longer than 128'],
    [{ recipients: [{ ...ada, badgeTags: ['short'] }] }, 'recipients.0.badgeTags.0: must be 128 bits in base64url'],
    [{ recipients: [{ ...ada, pin: '4711' }] }, 'recipients.0.pin: must be scrypt$N$r$p$salt$hash'],
    [{ operators: [{ ...mia, password: 'parcels-42' }] }, 'operators.0.password: must be scrypt$N$r$p$salt$hash'],
    [{ operators: [{ ...mia, permissions: [1] }] }, 'operators.0.permissions.0: must be string'],
    [{ operators: [{ ...mia, username: undefined }] }, 'operators.0: has a password and no username'],
    [{ operators: [{ ...mia, role: 'chief' }] }, 'operators.0.role: must be ("operator" | "administrator" | "technician")'],
    [{ carriers: [{ ...fast, codes: [{ code: '12345' }] }] }, 'carriers.0.codes.0.code: must be 6 to 10 digits'],
    [{ carriers: [{ ...fast, codes: [{ code: '12345678901' }] }] }, 'carriers.0.codes.0.code: must be 6 to 10 digits'],
    [{ carriers: [{ ...fast, codes: [{}] }] }, eitherOr],
    [{ carriers: [{ ...fast, codes: [{ code: '123456', digits: 6 }] }] }, eitherOr],
    [{ carriers: [{ ...fast, codes: [{ tag: 't'.repeat(22) }] }] }, eitherOr],
    [
      { carriers: [{ ...fast, codes: [{ code: '123456', from: '2026-11-22T12:00:00Z', until: '2026-11-22T12:00:00Z' }] }] },
      'carriers.0.codes.0: ends before it begins',
    ],
    [{ carriers: [{ ...fast, hours: [{ days: [7], from: '08:00', until: '09:00' }] }] }, 'carriers.0.hours.0.days.0: is more than 6'],
    [{ carriers: [{ ...fast, hours: [{ days: [-1], from: '08:00', until: '09:00' }] }] }, 'carriers.0.hours.0.days.0: is less than 0'],
    [
      { carriers: [{ ...fast, hours: [{ days: [1.5], from: '08:00', until: '09:00' }] }] },
      'carriers.0.hours.0.days.0: must be a whole number',
    ],
    [{ carriers: [{ ...fast, hours: [{ days: [1], from: '24:00', until: '09:00' }] }] }, 'carriers.0.hours.0.from: must be HH:MM'],
    [
      { carriers: [{ ...fast, hours: [{ days: [1], from: '08:00', until: '08:00' }] }] },
      'carriers.0.hours.0: is no time at all: a whole day is 00:00 until 24:00',
    ],
    ...['131072$8$1', '32768$9$1', '65536$8$1', '1000$8$1', '1$8$1', '0$8$1', '16384$0$1', '16384$8$0', '16384$8$9'].map(
      (numbers): [unknown, string] => [{ operators: [{ ...mia, password: cost(numbers) }] }, costly],
    ),
  ])('[%#: %j → %s]', (document, why) => {
    expect(read(document)).toEqual({ kind: 'refused', why: why.slice(0, 80) });
  });

  test.each([16, 31, 33, 64])('where somebody could never sign in, because the bank makes hashes of 32 bytes [%i]', (bytes) => {
    const pin = `scrypt$16384$8$1$c2FsdHNhbHQ$${Buffer.alloc(bytes, 1).toString('base64url')}`;
    expect(read({ recipients: [{ ...ada, pin }] })).toEqual({ kind: 'refused', why: 'recipients.0.pin: must have a hash of 32 bytes' });
  });

  test('but the most costly password that is allowed is taken [32 MiB]', () => {
    expect(read({ operators: [{ ...mia, password: cost('32768$8$8') }] }).kind).toBe('part');
  });

  test('and nothing of what was written there is repeated', () => {
    const secret = 'parcels-42-and-more';
    const lists = [
      { recipients: [{ ...ada, badges: [{ secret }], pin: secret, badgeTags: [secret], accessible: secret }] },
      { recipients: [{ ...ada, pin: secret }] }, { recipients: [{ ...ada, badgeTags: [secret] }] },
      { recipients: [{ ...ada, accessible: secret }] },
      { recipients: [{ id: secret.repeat(9), name: 'Eve' }] }, { operators: [{ ...mia, role: secret }] },
      { carriers: [{ ...fast, codes: [{ code: secret }] }] }, { carriers: [{ ...fast, codes: [{ code: '123456', until: secret }] }] },
      { carriers: [{ ...fast, hours: [{ days: [1], from: secret, until: '08:00' }] }] },
      { carriers: [{ ...fast, hours: secret }] }, { carriers: [{ ...fast, hours: [{ days: secret, from: '08:00', until: '09:00' }] }] },
    ];
    for (const list of lists) {
      const reading = read(list);
      expect(reading.kind).toBe('refused');
      expect(JSON.stringify(reading)).not.toContain('parcels');
    }
  });
});

test('every text is read into a value', () => {
  const lists = fc.object().map((one) => JSON.stringify({ recipients: [one], departments: [one], operators: [one], carriers: [one] }));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), lists), (text) => {
    const reading = read(text);
    if (reading.kind === 'refused') expect(reading.why.length).toBeLessThanOrEqual(80);
  }));
});
