import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { Front } from './front.ts';

/** What a situation looks like, and what has to come of it. Everything that is found goes into the notebook of the front. */
export interface Situation {
  readonly name: string;
  play(front: Front): Promise<void>;
}

/** Until a command has come to its end, and all that belongs to it: a door is tried several times, and its coil has to rest. */
const endsWithin = 40_000;
/** The door has come to rest, and so has its coil: the same door again does not wait for either. */
export const restsWithin = 3_500;
/** Long enough for a reading that is wrong to be believed and told. */
export const liesWithin = 3_000;
/** A coil that nobody switches off any more is off by then. */
const coilOffWithin = 1_000;

/** An order to open that must end in an opening, or must not. */
export async function opens(front: Front, expected: 'opened' | 'not'): Promise<void> {
  const { notebook } = front;
  const [from, before] = [front.head, front.openings];
  const id = front.order();
  const seen = expected === 'opened' ? front.heard('door.opened', from, {}, endsWithin) : Promise.resolve(false);
  const end = await front.endOf(id);
  const isTold = end?.data['opened'] === true;
  await seen;
  const hasOpened = front.openings > before;
  if (isTold && !hasOpened) notebook.falseSuccesses.push('command.done');
  if (expected === 'opened' && !isTold) {
    notebook.missing.push(`command.done (${end?.type ?? 'nothing'} ${JSON.stringify(end?.data ?? {})})`);
  }
  if (expected === 'not' && isTold) notebook.remarks.push('it opened all the same');
  if (hasOpened) await front.shut();
}

const bad = (front: Front, to: boolean, manner: Parameters<Front['boards']['misbehave']>[0]): void => front.boards.misbehave(manner, to);

/** The board misbehaves while somebody wants the door opened; afterwards everything is as before. */
async function whileBad(front: Front, manner: Parameters<Front['boards']['misbehave']>[0]): Promise<void> {
  bad(front, true, manner);
  const before = front.openings;
  const from = front.head;
  const id = front.order();
  const end = await front.endOf(id);
  if (end?.data['opened'] === true && front.openings === before) front.notebook.falseSuccesses.push('command.done');
  bad(front, false, manner);
  await front.boards.settle();
  // Whatever the door has done meanwhile must be known by now.
  if (front.openings > before) await front.heard('door.opened', from, {}, 15_000);
  front.notebook.knownAfterMs.length = 0; // What a board kept to itself for a while was not to be known any sooner.
  if (front.cabinet.door(front.locker).leaf === 'open') await front.shut();
  await backToNormal(front);
}

/** Sensors are believed again, the coil has cooled, and the same door opens for the next person. */
export async function backToNormal(front: Front): Promise<void> {
  await sleep(3_500);
  await opens(front, 'opened');
}

async function killedInPulse(front: Front): Promise<void> {
  const id = front.order();
  await until('the coil is energised', () => front.cabinet.door(front.locker).coil === 'energised', 10_000);
  const killedAt = performance.now();
  await front.bank.kill();
  await front.untilCoilRests();
  const afterMs = performance.now() - killedAt;
  front.notebook.remarks.push(`coil off ${afterMs.toFixed(0)} ms after kill -9`);
  if (afterMs > coilOffWithin) front.notebook.overLimit.push(`on for ${afterMs.toFixed(0)} ms after kill -9`);
  const [pulses, from] = [front.pulses, front.head];
  await front.startBank();
  if (front.cabinet.door(front.locker).leaf === 'open') await front.heard('door.opened', from, { how: 'found' }, 15_000);
  front.notebook.knownAfterMs.length = 0; // It opened while nobody was there to see it.
  const end = await front.endOf(id);
  if (end && !/interrupted|done|refused/.test(end.type)) front.notebook.missing.push('the command\'s end');
  if (front.pulses > pulses) front.notebook.falseSuccesses.push('a pulse was repeated after a restart');
  if (front.cabinet.door(front.locker).leaf === 'open') await front.shut();
}

async function unplugged(front: Front): Promise<void> {
  await front.boards.unplug();
  const before = front.openings;
  const end = await front.endOf(front.order());
  if (end?.data['opened'] === true && front.openings === before) front.notebook.falseSuccesses.push('command.done');
  await front.boards.replug();
  await front.boards.settle();
  await backToNormal(front);
}

async function withoutBroker(front: Front): Promise<void> {
  const from = front.head;
  await front.stopBroker();
  front.cabinet.pull(front.locker);
  await sleep(2_000);
  await front.startBroker();
  await front.heard('door.forced', from, {}, 60_000);
  await front.shut(60_000);
  front.notebook.knownAfterMs.length = 0; // It was told when there was somebody to tell.
}

async function twice(front: Front): Promise<void> {
  const before = front.pulses;
  const id = front.order();
  front.order({ id });
  const end = await front.endOf(id);
  front.order({ id });
  await sleep(1_500);
  if (end?.data['opened'] !== true) front.notebook.missing.push('command.done');
  if (front.pulses > before + 1) front.notebook.falseSuccesses.push(`${String(front.pulses - before)} pulses for one command`);
  await front.shut();
}

async function expired(front: Front): Promise<void> {
  const before = front.pulses;
  const end = await front.endOf(front.order({ exp: new Date(Date.now() - 5_000).toISOString() }));
  if (end?.type !== 'lockerbank.command.expired.v1') front.notebook.missing.push('command.expired');
  if (front.pulses !== before) front.notebook.falseSuccesses.push('a pulse for a command that was over');
}

async function forced(front: Front): Promise<void> {
  const from = front.head;
  front.cabinet.pull(front.locker);
  await front.heard('door.forced', from);
  await front.shut();
}

async function leftOpen(front: Front): Promise<void> {
  const from = front.head;
  const end = await front.endOf(front.order());
  if (end?.data['opened'] !== true) front.notebook.missing.push('command.done');
  const before = front.notebook.knownAfterMs.length;
  await front.heard('door.held-open', from, {}, 20_000);
  front.notebook.knownAfterMs.length = before; // It is told after a while, on purpose.
  await front.shut();
}

async function jammed(front: Front): Promise<void> {
  front.cabinet.setFault(front.locker, 'jammed');
  await opens(front, 'not');
  front.cabinet.setFault(front.locker, null);
  await backToNormal(front);
}

/** The reed is worn, and lies on the wrong side for a while whenever it moves: one opening and one shutting, and nothing else. */
async function bouncing(front: Front): Promise<void> {
  await sleep(restsWithin);
  const from = front.head;
  front.cabinet.setFault(front.locker, 'bouncing');
  await opens(front, 'opened');
  await sleep(liesWithin);
  front.cabinet.setFault(front.locker, null);
  const told = front.events.filter(({ sequence, data }) => Number(sequence) > from && data['locker'] === front.locker)
    .map(({ type }) => /^lockerbank\.(door\..*)\.v1$/.exec(type)?.[1] ?? '').filter((type) => type !== '');
  const times = (type: string): number => told.filter((one) => one === type).length;
  const isTrue = times('door.opened') === 1 && times('door.closed') === 1 && times('door.forced') === 0;
  if (!isTrue) front.notebook.falseSuccesses.push(`movements that were none: ${told.join(', ')}`);
}

export const situations: readonly Situation[] = [
  { name: 'normal', play: (front) => opens(front, 'opened') },
  { name: 'jam', play: jammed },
  { name: 'silent board', play: (front) => whileBad(front, 'silent') },
  { name: 'unplug and replug', play: unplugged },
  { name: 'corrupt frames', play: (front) => whileBad(front, 'corrupt') },
  { name: 'late answers', play: (front) => whileBad(front, 'late') },
  { name: 'kill -9 in the pulse', play: killedInPulse },
  { name: 'broker gone', play: withoutBroker },
  { name: 'duplicate command', play: twice },
  { name: 'expired command', play: expired },
  { name: 'forced door', play: forced },
  { name: 'door left open', play: leftOpen },
  { name: 'bouncing contact', play: bouncing },
];
