import { expect, test, vi } from 'vitest';
import type { EventMessage } from '../../../firmware/upstream/contract/messages.ts';
import { Outbox } from '../../../firmware/upstream/outbox.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { openLedger, smallEvent } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';

/** More than goes in one message. */
const many = 2_500;

const never = (): void => expect.unreachable();

test.each([
  [1, 10_000], [2, 30_000], [3, 70_000],
])('a journal that cannot be read [%i times] only delays the events, on the same line [%i ms]', async (refusals, afterMs) => {
  const clock = new VirtualClock({ wallMs: noonMs });
  const ledger = await openLedger(clock);
  await ledger.commit(Array.from({ length: many }, smallEvent));
  const sent: { readonly atMs: number; readonly count: number; readonly first: number }[] = [];
  const troubles: string[] = [];
  const outbox = new Outbox({
    ledger, clock, source: 'lb://demo/bank-1', onTrouble: (where) => troubles.push(where),
    onDoubt: never, onRewound: never, onForked: never,
    send: async (payload) => {
      const { events } = (JSON.parse(payload) as { readonly data: { readonly events: readonly EventMessage[] } }).data;
      sent.push({ atMs: clock.monoMs(), count: events.length, first: Number(events[0]?.sequence) });
      return true;
    },
  });
  const reading = vi.spyOn(ledger, 'events');
  for (let time = 0; time < refusals; time++) reading.mockRejectedValueOnce(new Error('the card does not answer'));
  outbox.open();
  await clock.advance(ms(afterMs - 1));
  expect(sent).toEqual([]);
  expect(troubles).toEqual(Array.from({ length: refusals }, () => 'outbox'));
  for (let turns = 0; turns < 20; turns++) await clock.advance(ms(turns === 0 ? 1 : 0));
  expect(sent[0]).toMatchObject({ atMs: afterMs, first: 1 });
  expect(sent.reduce((sum, one) => sum + one.count, 0)).toBe(many);
  expect(troubles).toHaveLength(refusals);
});
