import { describe, expect, test } from 'vitest';
import { missed } from '../../firmware/bank/lockout.ts';
import { Caretaker } from '../../firmware/caretaker.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { BankRig } from '../support/bank-rig.ts';
import { openLedger, smallEvent } from '../support/link-rig.ts';
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

test('the end of a lock is seen also where something else is written down at that very moment', async () => {
  const clock = new VirtualClock({ wallMs: noonMs });
  const ledger = await openLedger(clock);
  const looks: number[] = [];
  const caretaker = new Caretaker({
    ledger, clock, onQuietChange: () => looks.push(clock.monoMs()), onLook: () => undefined, track: () => undefined,
  });
  for (let miss = 0; miss < 5; miss++) await ledger.commit(missed(ledger.books, { kind: 'code' }, 'wrong', ledger.now(), null));
  clock.setTimer('a test', ms(60_000), () => void ledger.commit([smallEvent()]));
  caretaker.start();
  await clock.advance(ms(0));
  looks.length = 0;
  await clock.advance(ms(60_000));
  expect(looks).toEqual([60_000]);
  caretaker.stop();
  expect(clock.waiting()).toEqual([]);
});

test('a bank that has stopped decides nothing any more', async () => {
  const rig = await BankRig.start();
  await rig.reserve('r-1', '11111111', until(3));
  void rig.controller.stop();
  await rig.advance(4 * hourMs);
  expect(expired(rig)).toEqual([]);
  expect(rig.troubles).toEqual([]);
});

test('nobody is called because a bank that has just started has not been told the time; a minute later they are', async () => {
  const clock = new VirtualClock({ wallMs: noonMs, quality: 'floor' });
  const ledger = await openLedger(clock);
  const said: string[] = [];
  ledger.onCommitted(() => said.push(ledger.books.degraded.join()));
  const nothing = (): undefined => undefined;
  const caretaker = new Caretaker({ ledger, clock, onQuietChange: nothing, onLook: nothing, track: nothing });
  caretaker.start();
  await clock.advance(ms(59_000));
  expect(said).toEqual([]);
  await clock.advance(ms(1_000));
  expect(said).toEqual(['clock-doubtful']);
  ledger.serverSaid(clock.wallMs());
  await clock.advance(ms(60_000));
  expect(said.at(-1)).toBe('');
  caretaker.stop();
});
