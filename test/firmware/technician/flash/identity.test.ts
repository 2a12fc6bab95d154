import { describe, expect, test } from 'vitest';
import type { Profile, Terminal } from '../../../../board-profiles/profile.schema.ts';
import { lostIdentities, sayLost, wiringOf } from '../../../../firmware/technician/flash/identity.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { onUno } from '../../../support/firmata-on-pty.ts';
import { pinLocker, testProfile } from '../../../support/profiles.ts';

describe('a locker in which something lies', () => {
  const before = testProfile();
  const [column] = before.columns;
  const lockers = column?.lockers ?? [];
  const after = (change: (locker: (typeof lockers)[number]) => (typeof lockers)[number] | null) => ({
    ...before, columns: [{ widthMm: 450, kioskMm: 0, lockers: lockers.flatMap((locker) => change(locker) ?? []) }],
  });

  test.each([
    ['the same profile', after((locker) => locker), []],
    ['one without it', after((locker) => (locker.number === 8 ? null : locker)),
      ['locker 8, in which something lies, is not in the new profile']],
    ['one in which it has moved', after((locker) => (locker.number === 3 ? null : locker)),
      ['locker 8, in which something lies, is somewhere else in the cabinet']],
    ['one in which it hangs on another lock',
      after((locker) => (locker.number === 8 ? pinLocker(8, { lock: { board: 'cabinet', channel: 30 } }) : locker)),
      ['locker 8, in which something lies, hangs on another lock']],
    ['one in which it is larger', after((locker) => (locker.number === 8 ? { ...locker, size: 'large' } : locker)),
      ['locker 8, in which something lies, has another size']],
    ['one in which only its contact has moved',
      after((locker) => (locker.number === 8 ? { ...locker, contact: { board: 'cabinet', channel: 300 } } : locker)), []],
  ])('a technician who flashes %s is told what becomes of it', (_, profile, told) => {
    expect(lostIdentities(before, profile, [8]).map(sayLost)).toEqual(told);
  });

  test.each([
    ['is called otherwise', { ...before, label: 'another', version: 9 }, true],
    ['has its lock elsewhere', after((one) => (one.number === 8 ? pinLocker(8, { lock: { board: 'cabinet', channel: 30 } }) : one)), false],
    ['has its contact elsewhere',
      after((one) => (one.number === 8 ? { ...one, contact: { board: 'cabinet', channel: 300 } } : one)), false],
    ['is not there', after((one) => (one.number === 8 ? null : one)), false],
    ['hangs on a board with another address', { ...before, boards: before.boards.map((board) => ({ ...board, address: 5 })) }, false],
    ['hangs on a board that counts the other way round', {
      ...before,
      boards: before.boards.map((board) => ({ ...board, settings: { ...board.settings, groupOrder: 'highest-first' as const } })),
    }, false],
  ])('where it %s is or is not wired as before', (_, profile, isAlike) => {
    expect(wiringOf(profile) === wiringOf(before)).toBe(isAlike);
  });

  test('a board that is merely called otherwise is the same board', () => {
    const renamed = after((locker) => ({ ...locker, lock: { ...locker.lock, board: 'left' } }));
    const boards = before.boards.map((board) => ({ ...board, id: 'left' }));
    expect(lostIdentities(before, { ...renamed, boards }, [8])).toEqual([]);
    const line = (id: string, port: string, others: readonly string[] = []) => ({
      ...before, buses: others.map((other, at) => ({ id: `other-${String(at)}`, kind: 'serial', port: other } as const)),
      boards: before.boards.map((board) => ({ ...board, bus: { id, kind: 'serial', port } as const })),
    });
    expect(lostIdentities(line('left', '/dev/a'), line('left', '/dev/b'), [8])).toEqual([]);
    expect(lostIdentities(line('left', '/dev/a'), line('right', '/dev/a'), [8])).toEqual([]);
    expect(lostIdentities(line('left', '/dev/a'), line('right', '/dev/b'), [8])).toEqual([{ locker: 8, what: 'other-lock' }]);
    const exchanged = [line('left', '/dev/a', ['/dev/b']), line('left', '/dev/b', ['/dev/a'])] as const;
    expect(lostIdentities(...exchanged, [8])).toEqual([{ locker: 8, what: 'other-lock' }]);
  });

  /** Its boards are printed with numbers that begin with this one. */
  const printedFrom = (first: number, channelsFrom = 1): Profile => {
    const profile = busProfile('kerong-cu16');
    const renumbered = ({ board, channel }: Terminal): Terminal => ({ board, channel: channel - 1 + channelsFrom });
    return {
      ...profile,
      boards: profile.boards.map((board) => ({
        ...board, model: { ...board.model, locks: { first, last: first + 15 }, contacts: { first, last: first + 15 } },
      })),
      columns: profile.columns.map((one) => ({
        ...one, lockers: one.lockers.map((door) => ({ ...door, lock: renumbered(door.lock), contact: renumbered(door.contact) })),
      })),
    };
  };

  test('a model whose numbers begin elsewhere moves every door of its boards by one; not where their terminals move with it', () => {
    const profile = printedFrom(1);
    expect(lostIdentities(profile, printedFrom(0), [1, 8])).toEqual([{ locker: 1, what: 'other-lock' }, { locker: 8, what: 'other-lock' }]);
    expect(lostIdentities(profile, printedFrom(0, 0), [1, 8])).toEqual([]);
    expect([printedFrom(0), printedFrom(0, 0)].map((one) => wiringOf(one) === wiringOf(profile))).toEqual([false, true]);
  });

  test('pins have numbers of their own, wherever those begin that a model has', () => {
    const profile = onUno(testProfile());
    const boards = profile.boards.map((board) => ({ ...board, model: { ...board.model, locks: { first: 0, last: 19 } } }));
    expect(lostIdentities(profile, { ...profile, boards }, [8])).toEqual([]);
    expect(wiringOf({ ...profile, boards })).toBe(wiringOf(profile));
  });

  test('another order of contacts moves no coil: what lies behind a door stays there, though its sensor is another one', () => {
    const profile = busProfile('bcc-8a');
    const boards = profile.boards.map((board) => ({ ...board, settings: { ...board.settings, groupOrder: 'lowest-first' as const } }));
    expect(lostIdentities(profile, { ...profile, boards }, [1, 8])).toEqual([]);
    expect(wiringOf({ ...profile, boards })).not.toBe(wiringOf(profile));
  });

  test('pins of two chips that have exchanged their names are other locks; to name the chip that is there anyway changes nothing', () => {
    const on = (label: string | null): Profile => {
      const bus = { id: 'header', kind: 'gpio', ...(label !== null && { chipLabel: label }) } as const;
      const other = { id: 'other', kind: 'gpio', chipLabel: label === 'gpio-other' ? 'gpio-mine' : 'gpio-other' } as const;
      const boards = before.boards.map((board) => ({ ...board, bus, model: { ...board.model, family: 'gpio' as const } }));
      return { ...before, buses: [bus, other], boards };
    };
    expect(lostIdentities(on('gpio-mine'), on('gpio-other'), [8])).toEqual([{ locker: 8, what: 'other-lock' }]);
    expect(wiringOf(on('gpio-mine'))).not.toBe(wiringOf(on('gpio-other')));
    expect(lostIdentities(on(null), on('gpio-mine'), [8])).toEqual([]);
  });
});
