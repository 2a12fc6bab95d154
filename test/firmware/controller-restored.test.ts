import { expect, test } from 'vitest';
import { BankRig } from '../support/bank-rig.ts';
import { bank } from '../support/hand-upstream.ts';

const put = {
  reservation: 'r-2', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, items: [{ id: 'PKG-2' }], codes: ['31337000'],
};

/** A bank whose disk was set back carries out a command before it hears that the upstream knows more of its log. */
async function setBack(): Promise<BankRig> {
  const rig = await BankRig.start();
  await rig.reserve('r-1');
  rig.upstream.answersHello = rig.upstream.acknowledges = false;
  rig.broker.drop(bank);
  await rig.advance(5_000);
  await rig.command('reservation.put', put, { id: 'c-unheard' });
  const { logid } = rig.upstream;
  rig.upstream.answersHello = rig.upstream.acknowledges = true;
  rig.upstream.through = 99;
  rig.upstream.acknowledge(99);
  while (rig.upstream.logid === logid) await rig.advance(1);
  rig.upstream.through = 0;
  rig.upstream.events.clear();
  await rig.advance(30_000);
  return rig;
}

test('an upstream that knows more of whatever log there is gets one new log, and no more over the same line', async () => {
  const rig = await BankRig.start();
  rig.upstream.through = 99;
  rig.upstream.acknowledge(99);
  await rig.advance(120_000);
  expect(new Set(rig.upstream.messages('state').map(({ logid }) => logid)).size).toBe(2);
  await rig.reserve('r-1').catch(() => undefined);
  expect(rig.upstream.texts('events').at(-1)).toContain('lockerbank.reservation.made.v1');
});

test('a command whose end was in a log that is over ends in the new one, once, and is not run again', async () => {
  const rig = await setBack();
  expect(rig.upstream.types()[0]).toBe('log.rolled-back');
  expect(rig.causedBy('c-unheard')).toMatchObject([{ type: 'lockerbank.command.interrupted.v1' }]);
  expect(rig.upstream.ofType('command.interrupted')).toHaveLength(1); // What the upstream has heard is told no more.
  const head = rig.upstream.through;
  const before = rig.upstream.texts('events').length;
  await rig.command('reservation.put', put, { id: 'c-unheard' });
  expect(rig.upstream.through).toBe(head);
  expect(rig.upstream.texts('events').slice(before)).toEqual([expect.stringContaining('"causationid":"c-unheard"')]);
});

test('a reservation whose making was in a log that is over is told when it is put again', async () => {
  const rig = await setBack();
  const again = await rig.command('reservation.put', put);
  expect(rig.causedBy(again)).toMatchObject([{ type: 'lockerbank.reservation.changed.v1', data: { reservation: 'r-2', locker: 2 } }]);
});
