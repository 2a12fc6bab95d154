import { describe, expect, test } from 'vitest';
import type { BoardReport, SensorReading } from '../../../../firmware/ports/hardware.ts';
import type { TrialTerms } from '../../../../firmware/technician/flash/slots.ts';
import { rightFor, Trial, trialLasts } from '../../../../firmware/technician/flash/trial.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

const sound = { withoutBoards: false, doorsOpen: false, doors: { 1: 'closed', 2: 'closed', 3: 'closed' } } as const;

function rig(terms: Partial<TrialTerms> = {}, boards?: () => readonly BoardReport[]) {
  const clock = new VirtualClock();
  let read: (locker: number, reading: SensorReading) => void = () => undefined;
  let tellHealth: (isWell: boolean) => void = () => undefined;
  const said: string[] = [];
  const found: string[] = [];
  const trial = new Trial({
    clock, terms: { ...sound, ...terms }, boards: ['left', 'right'],
    doors: [{ locker: 1, board: 'left' }, { locker: 2, board: 'right' }, { locker: 3, board: 'right' }],
    hardware: {
      sensors: { watch: (listener) => (read = listener) },
      health: { watch: (listener) => (tellHealth = (isWell) => listener('boards', isWell)), ...(boards && { boards }) },
    },
    onPassed: (says) => {
      said.push('passed');
      found.push(...says);
    },
    onFailed: (why) => said.push(...why),
  });
  trial.start();
  return {
    clock, trial, said, found,
    read: (locker: number, reading: SensorReading) => read(locker, reading),
    reads: (readings: Readonly<Record<number, SensorReading>>) => {
      for (const [locker, reading] of Object.entries(readings)) read(Number(locker), reading);
    },
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

  test('boards of which nobody has said yet that they are well have not passed', async () => {
    const { clock, said, read } = rig();
    for (const locker of [1, 2, 3]) read(locker, 'closed');
    await clock.advance(ms(rightFor + 1_000));
    expect(said).toEqual([]);
  });

  test('where boards are known to be missing, whether the program goes on is all that is tried', async () => {
    const { clock, said } = rig({ withoutBoards: true });
    await clock.advance(rightFor);
    expect(said).toEqual(['passed']);
  });

  test('a bank that is stopped meanwhile has neither passed nor failed', async () => {
    const { clock, said, trial } = rig();
    trial.stop();
    await clock.advance(trialLasts);
    expect(said).toEqual([]);
  });

  const report = (board: string, state: BoardReport['state'], trouble: BoardReport['trouble'] = null): BoardReport =>
    ({ board, state, trouble, counts: { answered: 1, silent: 0, garbled: 0, refused: 0 } });

  test('a board that does not answer is named', async () => {
    const { clock, said, read, health } = rig({}, () => [report('left', 'well'), report('right', 'lost', 'silent')]);
    read(1, 'closed');
    read(2, 'closed');
    health(false);
    await clock.advance(trialLasts);
    expect(said).toEqual(['a board does not answer: right']);
  });

  test.each([
    [
      'contacts that are read the wrong way round do not pass: doors that were shut read open',
      sound.doors, { 1: 'opened', 2: 'opened', 3: 'opened' },
      '3 of 3 doors read open that were closed before: is closedIs right? If they do stand open, shut them, or say why with --doors-open',
    ],
    [
      'neither do those of one board among others',
      sound.doors, { 1: 'closed', 2: 'opened', 3: 'opened' },
      expect.stringContaining('2 of 2 doors read open that were closed before (board right): is closedIs right?') as string,
    ],
    [
      'neither do contacts that read nothing hide what the others say',
      { 1: 'closed', 3: 'closed' }, { 1: 'closed', 2: 'lost', 3: 'opened' },
      expect.stringContaining('1 of 1 door reads open that was closed before (board right)') as string,
    ],
  ] as const)('%s', async (_, doors, readings, says) => {
    const { clock, said, reads, health } = rig({ doors });
    health(true);
    reads(readings);
    await clock.advance(trialLasts);
    expect(said).toEqual([says]);
  });

  test.each([
    [
      'one broken contact was there before, and says nothing of the profile',
      sound.doors, { 1: 'closed', 2: 'lost', 3: 'closed' }, ['2 of 3 doors read shut', 'nothing is read of 2'],
    ],
    [
      'a door that was opened meanwhile, or that stood open before, says nothing of the profile',
      { 1: 'open', 2: 'closed', 3: 'closed' }, { 1: 'opened', 2: 'opened', 3: 'closed' }, ['1 of 3 doors read shut', 'open: 1, 2'],
    ],
    [
      'a profile that mends it passes: what read open now reads shut',
      { 1: 'open', 2: 'open', 3: 'open' }, { 1: 'closed', 2: 'closed', 3: 'closed' }, ['3 of 3 doors read shut'],
    ],
    [
      'it passes, too, where one door stands open that the reversed one called shut',
      { 1: 'open', 2: 'open', 3: 'closed' }, { 1: 'closed', 2: 'closed', 3: 'opened' }, ['2 of 3 doors read shut', 'open: 3'],
    ],
  ] as const)('%s', async (_, doors, readings, finds) => {
    const { clock, said, found, reads, health } = rig({ doors });
    health(true);
    reads(readings);
    await clock.advance(rightFor);
    expect(said).toEqual(['passed']);
    expect(found).toEqual(['2 of 2 boards answer', ...finds]);
  });

  test('a first profile does not pass while most doors read open, unless somebody says why they are', async () => {
    const first = rig({ doors: {} });
    const told = rig({ doors: {}, doorsOpen: true });
    for (const { health, read } of [first, told]) {
      health(true);
      read(1, 'opened');
      read(2, 'closed');
      read(3, 'opened');
    }
    await told.clock.advance(rightFor);
    expect(told.said).toEqual(['passed']);
    await first.clock.advance(trialLasts);
    expect(first.said).toEqual([expect.stringMatching(/^2 of 3 doors read open: is closedIs right\?.*shut them.*--doors-open$/)]);
  });

  test('shutting the doors while it is tried is enough', async () => {
    const { clock, said, read, health } = rig({ doors: {} });
    health(true);
    for (const locker of [1, 2, 3]) read(locker, 'opened');
    await clock.advance(ms(20_000));
    for (const locker of [1, 2]) read(locker, 'closed');
    await clock.advance(rightFor);
    expect(said).toEqual(['passed']);
  });

  test('boards that are known to be missing are named when it has passed, and the contacts of others must be right', async () => {
    const boards = (): readonly BoardReport[] => [report('left', 'well'), report('right', 'lost', 'silent')];
    const missing = rig({ withoutBoards: true }, boards);
    missing.read(1, 'closed');
    await missing.clock.advance(rightFor);
    expect(missing.found).toEqual([
      'without board right: silent', '1 of 2 boards answer', '1 of 3 doors read shut', 'nothing is read of 2, 3',
    ]);
    const turned = rig({ withoutBoards: true }, boards);
    turned.read(1, 'opened');
    await turned.clock.advance(trialLasts);
    expect(turned.said).toEqual([expect.stringContaining('1 of 1 door reads open that was closed before (board left)')]);
  });
});
