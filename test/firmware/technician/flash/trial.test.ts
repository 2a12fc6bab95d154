import { describe, expect, test } from 'vitest';
import type { SensorListener, SensorReading } from '../../../../firmware/ports/hardware.ts';
import { lostIdentities, sayLost, wiringOf } from '../../../../firmware/technician/flash/identity.ts';
import { rightFor, Trial, trialLasts } from '../../../../firmware/technician/flash/trial.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { pinLocker, testProfile } from '../../../support/profiles.ts';

function rig(withoutBoards = false) {
  const clock = new VirtualClock();
  let read: SensorListener = () => undefined;
  let tellHealth: (isWell: boolean) => void = () => undefined;
  const said: string[] = [];
  const trial = new Trial({
    clock, withoutBoards, doors: [{ locker: 1, board: 'left' }, { locker: 2, board: 'right' }, { locker: 3, board: 'right' }],
    hardware: {
      sensors: { watch: (listener) => (read = listener) },
      health: { watch: (listener) => (tellHealth = (isWell) => listener('boards', isWell)) },
    },
    onPassed: () => said.push('passed'),
    onFailed: (why) => said.push(...why),
  });
  trial.start();
  return {
    clock, trial, said,
    read: (locker: number, reading: SensorReading) => read(locker, reading, ms(50)),
    health: (is: boolean) => tellHealth(is),
  };
}

describe('the trial of a profile that has just been flashed', () => {
  test('it passes when every contact has read and every board has answered for five seconds', async () => {
    const { clock, said, read, health } = rig();
    health(true);
    read(1, 'closed');
    read(2, 'opened');
    await clock.advance(ms(rightFor - 1));
    expect(said).toEqual([]);
    await clock.advance(ms(1));
    expect(said).toEqual(['passed']);
    expect(clock.waiting()).toEqual([]);
  });

  test('a board that falls silent in between begins the five seconds anew', async () => {
    const { clock, said, read, health } = rig();
    health(true);
    read(1, 'closed');
    read(2, 'closed');
    await clock.advance(ms(4000));
    health(false);
    health(true);
    await clock.advance(ms(4000));
    expect(said).toEqual([]);
    await clock.advance(ms(1000));
    expect(said).toEqual(['passed']);
  });

  test('after half a minute it has failed, and the technician reads what is wrong', async () => {
    const { clock, said, read, health } = rig();
    read(1, 'closed');
    read(2, 'lost');
    health(false);
    await clock.advance(trialLasts);
    expect(said).toEqual(['a board does not answer', 'no contact reads on board right']);
    expect(clock.waiting()).toEqual([]);
  });

  test('one broken contact was there before, and says nothing of the profile', async () => {
    const { clock, said, read, health } = rig();
    health(true);
    read(1, 'closed');
    read(2, 'lost');
    read(3, 'closed');
    await clock.advance(rightFor);
    expect(said).toEqual(['passed']);
  });

  test('boards of which nobody has said yet that they are well have not passed', async () => {
    const { clock, said, read } = rig();
    for (const locker of [1, 2, 3]) read(locker, 'closed');
    await clock.advance(ms(rightFor + 1_000));
    expect(said).toEqual([]);
  });

  test('where boards are known to be missing, whether the program goes on is all that is tried', async () => {
    const { clock, said } = rig(true);
    await clock.advance(rightFor);
    expect(said).toEqual(['passed']);
  });

  test('a bank that is stopped meanwhile has neither passed nor failed', async () => {
    const { clock, said, trial } = rig();
    trial.stop();
    await clock.advance(trialLasts);
    expect(said).toEqual([]);
  });
});

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
});
