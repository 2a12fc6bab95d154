import { describe, expect, test } from 'vitest';
import { Ledger, type LedgerLimits } from '../../../firmware/journal/ledger.ts';
import { journalFolder, pathOf, segmentsIn } from '../../../firmware/journal/segment.ts';
import type { EventMessage } from '../../../firmware/contract/messages.ts';
import { Outbox } from '../../../firmware/upstream/outbox.ts';
import { ms } from '../../../statecharts/units.ts';
import { atRest, doorStory, ledgerOptions, smallSegments } from '../../support/ledgers.ts';
import { UpstreamRig } from '../../support/upstream-rig.ts';

/** The outbox of a bank at which so many doors were opened and shut, two events each. */
async function outboxOf(doors: number, limits: Partial<LedgerLimits> = {}) {
  const options = ledgerOptions({ limits: { ...smallSegments, ...limits } });
  const ledger = await Ledger.open(options);
  const acknowledge = (through: number) => ledger.commit([{ type: 'note.acknowledged', through }]).then(atRest);
  for (let door = 0; door < doors; door++) await ledger.commit(doorStory(1 + (door % 6))).then(atRest);
  const payloads: string[] = [];
  const outbox = new Outbox({
    ledger, clock: options.clock,
    send: (payload) => Promise.resolve(payloads.push(payload) > 0),
    onTrouble: (where, error) => expect.unreachable(`${where}: ${String(error)}`),
    onAcknowledged: () => undefined, onDoubt: () => expect.unreachable(), onForked: () => expect.unreachable(),
    onRewound: (through) => void ledger.commit([{ type: 'note.rewound', through }]),
  });
  ledger.onCommitted(() => outbox.more());
  const sent = async (): Promise<readonly EventMessage[]> => {
    for (let turn = 0; turn < 20; turn++) {
      await atRest();
      await options.clock.advance(ms(0));
    }
    return payloads.splice(0).flatMap((payload) => {
      const message = JSON.parse(payload) as EventMessage & { readonly data: { readonly events?: readonly EventMessage[] } };
      return message.data.events ?? [message];
    });
  };
  return { options, ledger, outbox, acknowledge, sent };
}

const numbersOf = (events: readonly EventMessage[]): number[] => events.map(({ sequence }) => Number(sequence));

describe('an upstream that was set back further than the journal reaches', () => {
  async function setBack() {
    const rig = await outboxOf(12, { keepBytes: 6_000 });
    const { ledger, outbox, acknowledge } = rig;
    await acknowledge(ledger.head);
    for (let time = 0; time < 2; time++) await ledger.snapshot();
    const oldest = ledger.oldestEvent;
    expect(oldest).toBeGreaterThan(1);
    outbox.greeted(ledger.logid, 0, ledger.head);
    outbox.open();
    return { ...rig, oldest, events: await rig.sent() };
  }

  test('is told what is lost, in its place, and gets the rest', async () => {
    const { oldest, events } = await setBack();
    expect(events[0]).toMatchObject({ type: 'lockerbank.events.lost.v1', data: { from: 1, to: oldest - 1 } });
    expect(numbersOf(events)).toEqual([25, ...Array.from({ length: 26 - oldest }, (_, index) => oldest + index)]);
  });

  test('goes on behind what is lost', async () => {
    const { events, ledger } = await setBack();
    const rig = await UpstreamRig.start();
    await rig.tell(...events);
    expect(rig.acks().at(-1)).toEqual({ logid: ledger.logid, through: 25 });
  });
});

test('what nobody can read any more is told in its place, and everything behind it once', async () => {
  const { options, outbox, sent } = await outboxOf(12);
  const damaged = segmentsIn(await options.disk.list(journalFolder)).filter(({ ordinal }) => ordinal === 2);
  for (const segment of damaged) for (const copy of segment.copies) options.disk.rot(pathOf(segment, copy), 700);
  outbox.open();
  const events = await sent();
  expect(events[4]).toMatchObject({ type: 'lockerbank.events.lost.v1', data: { from: 5, to: 8 } });
  expect(numbersOf(events)).toEqual([1, 2, 3, 4, 25, ...Array.from({ length: 17 }, (_, index) => 9 + index)]);
});
