import { describe, expect, test } from 'vitest';
import { BankRig } from '../support/bank-rig.ts';
import { hourMs, noonMs } from '../support/noon.ts';

const until = (hours: number) => ({ window: { until: new Date(noonMs + hours * hourMs).toISOString() } });

/** Reservations whose places are given up, in the order in which that is told. */
const expired = (rig: BankRig) => rig.upstream.ofType('reservation.expired').map(({ data }) => data['reservation']);

describe('a place that nobody has used in time', () => {
  test('is given up at the start, the oldest first and each once, where the power was off at its end', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-late', '11111111', until(3));
    await rig.reserve('r-early', '22222222', until(2));
    await rig.reserve('r-tomorrow', '33333333', until(24));
    await rig.kill();
    await rig.advance(4 * hourMs);
    await rig.boot();
    expect(expired(rig)).toEqual(['r-early', 'r-late']);
    await rig.kill();
    await rig.boot();
    await rig.advance(19 * hourMs);
    expect(expired(rig)).toEqual(['r-early', 'r-late']);
    await rig.advance(hourMs);
    expect(expired(rig)).toEqual(['r-early', 'r-late', 'r-tomorrow']);
  });

  test('is given up within a minute after the clock has been put forward', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-1', '11111111', until(3));
    rig.clock.stepWall(noonMs + 4 * hourMs);
    await rig.advance(61_000);
    expect(rig.upstream.ofType('clock.stepped')).toHaveLength(1);
    expect(expired(rig)).toEqual(['r-1']);
  });

  test('is given up no later than it would have been, though the clock has been put back', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-1', '11111111', until(3));
    await rig.advance(2 * hourMs);
    rig.clock.stepWall(noonMs);
    await rig.advance(hourMs - 60_000);
    expect(expired(rig)).toEqual([]);
    await rig.advance(3 * hourMs);
    expect(expired(rig)).toEqual(['r-1']);
  });
});

test('a bank that has stopped decides nothing any more', async () => {
  const rig = await BankRig.start();
  await rig.reserve('r-1', '11111111', until(3));
  void rig.controller.stop();
  await rig.advance(4 * hourMs);
  expect(expired(rig)).toEqual([]);
  expect(rig.troubles).toEqual([]);
});
