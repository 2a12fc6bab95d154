import { describe, expect, test } from 'vitest';
import type { SensorListener, SensorReading } from '../../../../firmware/ports/hardware.ts';
import { rightFor, Trial, trialLasts } from '../../../../firmware/technician/flash/trial.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

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
