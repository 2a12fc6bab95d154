import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { realDisk } from '../../firmware/adapters/real-disk.ts';
import { realHasher } from '../../firmware/adapters/real-hasher.ts';
import { realRandom } from '../../firmware/adapters/real-random.ts';
import { bankKeys, codeTag } from '../../firmware/bank/codes.ts';
import { aboutLocker, type Fact } from '../../firmware/bank/facts.ts';
import { Controller } from '../../firmware/controller.ts';
import { openCabinetHardware } from '../../sim/cabinet/cabinet-hardware.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { CabinetIo } from '../../sim/cabinet/io-plugin.ts';
import { until } from '../support/until.ts';
import { appendOnce } from './append-once.ts';

const root = join(import.meta.dirname, '../..');

/** Each locker is opened this often; a coil rests 2 s in between. */
const passes = 3;

interface CodeToCoil {
  readonly coilMs: readonly number[];
  readonly appendMs: readonly number[];
}

/**
 * From the input that carries a pickup code to the moment the coil is energised, with the real books, journal,
 * charts, johnny-five and disk; and one append + fdatasync on the same disk right beside each.
 */
export async function measureCodeToCoil(folder: string): Promise<CodeToCoil> {
  const clock = new RealClock();
  const profile = loadProfile('sim-24', join(root, 'board-profiles'));
  const disk = realDisk(join(folder, 'bank'));
  const ledger = await Ledger.open({ disk, clock, random: realRandom, profile, source: 'lb://demo/bench' });
  const keys = bankKeys(realRandom.bytes(32));
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const hardware = await openCabinetHardware({ profile, io: new CabinetIo(profile, cabinet, clock), clock });
  let screen = '';
  const controller = new Controller({
    profile, tenant: 'demo', bank: 'bench', firmware: 'bench', trust: 'broker', roots: [], disk, ledger, keys, hardware, clock,
    random: realRandom, hasher: realHasher, show: ({ screen: next }) => (screen = next.screen === 'doors' ? next.stage : next.screen),
    wear: () => undefined,
    transport: { connect: () => Promise.resolve({ kind: 'unreachable', why: 'nobody is there' }) },
    restart: () => undefined,
    onTrouble: (where, error) => process.stderr.write(`${where}: ${String(error)}\n`),
  });
  await controller.start();
  const coilMs: number[] = [];
  const appendMs: number[] = [];
  const beside = await open(join(folder, 'beside.log'), 'a');
  for (let pass = 0; pass < passes; pass++) {
    for (const locker of cabinet.lockers()) {
      const code = String(10_000_000 + pass * 1000 + locker);
      await ledger.commit(delivered(`r-${code}`, locker, codeTag(keys, code)));
      await until('the screen is home', () => screen === 'home');
      appendMs.push(await appendOnce(beside));
      coilMs.push(await codeToCoil(controller, cabinet, locker, code));
      await until('the door is open', () => screen === 'open');
      cabinet.shut(locker);
      await until('the door is shut', () => screen === 'shut');
      controller.input({ type: 'finish.chosen' });
    }
  }
  await beside.close();
  await controller.stop();
  cabinet.stop();
  return { coilMs, appendMs };
}

function codeToCoil(controller: Controller, cabinet: Cabinet, locker: number, code: string): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    const stop = cabinet.onChange((change) => {
      if (change.kind !== 'door' || change.locker !== locker || cabinet.door(locker).coil !== 'energised') return;
      stop();
      resolve(performance.now() - began);
    });
    controller.input({ type: 'code.entered', code });
  });
}

function delivered(reservation: string, locker: number, tag: string): readonly Fact[] {
  const party = { type: 'recipient', id: 'ada' } as const;
  const parcel = { reservation, kind: 'delivery' as const, locker, items: [{ id: reservation }], party };
  const made = aboutLocker('reservation.made', locker, { ...parcel, size: 'small', accessible: false, until: null });
  return [{ ...made, kept: { tags: [tag] } } as Fact, aboutLocker('deposit.completed', locker, { ...parcel, by: null, until: null })];
}
