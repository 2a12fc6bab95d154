import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { Front } from './front.ts';
import { backToNormal, liesWithin, opens, restsWithin, situations, type Situation } from './situations.ts';

/** Coils on lines whose guardian is gone are off by then. */
const coilOffWithin = 1_000;

/** One that every family of boards has. */
function usual(name: string): Situation {
  const found = situations.find((one) => one.name === name);
  if (!found) throw new RangeError(`no such situation: ${name}`);
  return found;
}

/** The door opens and its contact does not say so: nobody may be told that it did. */
async function stuck(front: Front): Promise<void> {
  const { cabinet, locker, notebook } = front;
  cabinet.setFault(locker, 'sensor-stuck-closed');
  const end = await front.endOf(front.order());
  if (end?.data['opened'] === true) notebook.falseSuccesses.push('an opening that no contact has told');
  await front.untilCoilRests();
  cabinet.shut(locker);
  cabinet.setFault(locker, null);
  await backToNormal(front);
}

async function late(front: Front): Promise<void> {
  await sleep(restsWithin);
  front.cabinet.setFault(front.locker, 'slow-spring');
  await opens(front, 'opened');
  front.cabinet.setFault(front.locker, null);
}

/** Without its pull-ups a door that stands open reads as closed. */
async function powerDip(front: Front): Promise<void> {
  const { cabinet, locker, notebook, boards } = front;
  const from = front.head;
  cabinet.pull(locker);
  await front.heard('door.forced', from);
  const opened = front.head;
  await boards.unplug();
  await boards.replug();
  await sleep(liesWithin);
  const told = front.events.filter(({ sequence, type, data }) =>
    Number(sequence) > opened && type === 'lockerbank.door.closed.v1' && data['locker'] === locker);
  if (told.length > 0) notebook.falseSuccesses.push('door.closed of a door that stands open');
  await boards.settle();
  await front.shut();
  await backToNormal(front);
}

/** The process that switches the coils dies, the bank lives on. */
async function guardianKilled(front: Front): Promise<void> {
  const id = front.order();
  await until('the coil is energised', () => front.cabinet.door(front.locker).coil === 'energised', 10_000);
  process.kill(guardianOf(front.bank.pid), 'SIGKILL');
  const killedAt = performance.now();
  await front.untilCoilRests();
  const afterMs = performance.now() - killedAt;
  front.notebook.remarks.push(`coil off ${afterMs.toFixed(0)} ms after the guardian's death`);
  if (afterMs > coilOffWithin) front.notebook.overLimit.push(`on for ${afterMs.toFixed(0)} ms after the guardian's death`);
  await front.endOf(id);
  if (front.cabinet.door(front.locker).leaf === 'open') await front.shut();
  await front.boards.settle();
  await backToNormal(front);
}

function guardianOf(bank: number): number {
  const isGuardian = (pid: string): boolean => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(parent) === bank && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('lockerbank-guardian');
    } catch {
      return false; // It has ended meanwhile.
    }
  };
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).find(isGuardian);
  if (found === undefined) throw new Error('the bank has no guardian');
  return Number(found);
}

const before: readonly Situation[] = [usual('normal'), usual('jam')];
const after: readonly Situation[] = [
  usual('bouncing contact'),
  { name: 'stuck contact', play: stuck },
  { name: 'late door', play: late },
  usual('kill -9 in the pulse'),
  { name: 'guardian killed', play: guardianKilled },
  ...['broker gone', 'duplicate command', 'expired command', 'forced door', 'door left open'].map(usual),
];

/** On the Pi's own header. */
export const lineSituations: readonly Situation[] = [...before, ...after];

/** On expanders, which can fall silent and lose their power. */
export const expanderSituations: readonly Situation[] = [
  ...before, usual('silent board'), usual('unplug and replug'), { name: 'power dip, door open', play: powerDip }, ...after,
];

/** Those of every line that no pin has, and why. */
export const onNoPin: Readonly<Record<string, string>> = {
  'corrupt frames': 'does not exist on pins: a level has no frame that could be damaged; a contact can bounce or stick',
  'late answers': 'does not exist on pins: a pin answers nobody; a door can be late',
};

/** Those that the Pi's own lines have not, besides. */
export const onNoLine: Readonly<Record<string, string>> = {
  ...onNoPin,
  'silent board': 'does not exist on lines: they are part of the processor itself',
  'unplug and replug': 'does not exist on lines: they are part of the processor itself',
};
