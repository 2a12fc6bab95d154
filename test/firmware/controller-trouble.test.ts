import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskError } from '../../firmware/ports/disk.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import { Transcript } from '../../sim/transcript.ts';
import { BankRig, code } from '../support/bank-rig.ts';

/** What would have ended the process of a real bank. */
let fatal: unknown[] = [];
const note = (error: unknown): void => void fatal.push(error);
beforeEach(() => {
  fatal = [];
  process.prependListener('uncaughtException', note);
  process.prependListener('unhandledRejection', note);
});
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20)); // XState reports what a listener throws in a turn of its own.
  process.removeListener('uncaughtException', note);
  process.removeListener('unhandledRejection', note);
  expect(fatal).toEqual([]);
});

describe('a voice that is lost', () => {
  const withVoice = async () => {
    const rig = new BankRig();
    await rig.upstreamJoins();
    const speech = new Transcript(rig.clock);
    const { profile, cabinet, clock, scanner: readers } = rig;
    await rig.boot({ hardware: { ...createModelHardware({ profile, cabinet, clock, readers }), speech } });
    return { rig, speech };
  };
  const saidOf = (rig: BankRig) => rig.upstream.booked().filter(({ type }) => /bank\.(degraded|recovered)/.test(type))
    .map(({ type, data }) => `${type.split('.')[2] ?? ''} ${String(data['why'])}`);

  test('is told upstream once, because whoever cannot see the screen cannot, and so is its return', async () => {
    const { rig, speech } = await withVoice();
    expect(saidOf(rig)).toEqual([]);
    speech.break(true);
    await rig.advance(100);
    expect(saidOf(rig)).toEqual(['degraded voice-lost']);
    speech.break(false);
    speech.break(true);
    speech.break(false);
    await rig.advance(1_000);
    expect(saidOf(rig).at(-1)).toBe('recovered voice-lost');
  });

  test('is not missed any more by a bank whose profile names none', async () => {
    const { rig, speech } = await withVoice();
    speech.break(true);
    await rig.advance(100);
    await rig.kill();
    await rig.boot();
    expect(saidOf(rig)).toEqual(['degraded voice-lost', 'recovered voice-lost']);
  });
});

describe('a disk that fails', () => {
  test('ends the bank\'s work: no door opens, every coil rests, the screen says so', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-1');
    rig.disk.fault = 'sync-fails';
    await rig.command('locker.open', { locker: 5 });
    expect(rig.cabinet.pulses()).toEqual([]);
    expect(rig.energised()).toEqual([]);
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
    expect(rig.openDoors()).toEqual([]);
    expect(rig.upstream.messages('state').at(-1)?.s).toBe('lost');
  });

  test('and is only full takes no parcel any more, and gives every parcel out', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    await rig.reserve('r-2', '47110816');
    rig.disk.fault = 'full';
    await rig.advance(61_000);
    expect(rig.upstream.ofType('bank.degraded')).toMatchObject([{ data: { why: 'disk-full' } }]);
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-2' }, 1_000);
    expect(rig.openDoors()).toEqual([]);
    await rig.input({ type: 'finish.chosen' });
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    await rig.shut(locker);
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
    rig.disk.fault = 'none';
    await rig.advance(121_000);
    expect(rig.upstream.ofType('bank.recovered')).toMatchObject([{ data: { why: 'disk-full' } }]);
  });

  test('and is only full does not keep the bank from stopping in order', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-1');
    rig.disk.fault = 'full';
    let isStopped = false;
    void rig.controller.stop().then(() => (isStopped = true));
    await rig.advance(5_000);
    rig.cabinet.stop();
    expect(isStopped).toBe(true);
    expect(rig.troubles).toEqual([]);
    expect(rig.clock.waiting()).toEqual([]);
  });

  const askForADoor = async (): Promise<BankRig> => {
    const rig = await BankRig.start();
    await rig.deposit('r-1');
    rig.disk.fault = 'sync-fails';
    await rig.input({ type: 'code.entered', code }, 1_000);
    return rig;
  };

  test('while a person asks for a door does not open it', async () => {
    const rig = await askForADoor();
    expect(rig.cabinet.pulses()).toHaveLength(1); // That of the deposit.
    expect(rig.openDoors()).toEqual([]);
  });

  test('while a person asks for a door puts the bank out of order', async () => {
    const rig = await askForADoor();
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
  });

  test('between two records puts the bank out of order at once', async () => {
    const rig = new BankRig();
    let isBad = false;
    const open = rig.disk.open.bind(rig.disk);
    rig.disk.open = async (path) => {
      const file = await open(path);
      const sync = () => (isBad && path.includes('/000001-') ? Promise.reject(new DiskError('failed', path, 'EIO')) : file.sync());
      return { ...file, sync };
    };
    await rig.upstreamJoins();
    await rig.boot();
    await rig.advance(5_000);
    isBad = true;
    rig.upstream.through = 99;
    rig.upstream.acknowledge(99); // A new log begins, and the segment of the old one is finished behind it.
    await rig.advance(12_000);
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
    expect(rig.troubles).toEqual(['journal']);
  });

  test('is told of at the next start, which does not fail where the note of it cannot be cleared away', async () => {
    const rig = await BankRig.start();
    rig.disk.fault = 'sync-fails';
    await rig.command('locker.open', { locker: 5 });
    await rig.kill();
    rig.disk.fault = 'none';
    await rig.disk.replace('storage.failed', new Uint8Array());
    const remove = rig.disk.remove.bind(rig.disk);
    rig.disk.remove = (path) => (path === 'storage.failed' ? Promise.reject(new DiskError('failed', path, 'EIO')) : remove(path));
    await rig.boot();
    await rig.advance(5_000);
    expect(rig.upstream.ofType('storage.failed')).toHaveLength(1);
    expect(rig.screen.screen).toBe('home');
    expect(rig.troubles.at(-1)).toBe('storage.failed');
  });

  test('while a coil is on rests it', async () => {
    const rig = await BankRig.start();
    rig.cabinet.setFault(5, 'jammed');
    rig.upstream.command('locker.open', { locker: 5 });
    await rig.advance(50);
    expect(rig.energised()).toEqual([5]);
    rig.disk.fault = 'sync-fails';
    rig.cabinet.pull(2);
    await rig.advance(100);
    expect(rig.energised()).toEqual([]);
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
  });

  test('in mid-release pulses a jammed door no more', async () => {
    const rig = await BankRig.start();
    rig.cabinet.setFault(5, 'jammed');
    rig.upstream.command('locker.open', { locker: 5 });
    await rig.advance(1_000);
    expect(rig.cabinet.pulses()).toHaveLength(1);
    rig.disk.fault = 'sync-fails';
    rig.cabinet.pull(2);
    await rig.advance(30_000);
    expect(rig.screen).toEqual({ screen: 'out-of-order' });
    expect(rig.cabinet.pulses()).toHaveLength(1);
  });
});

describe('whatever throws', () => {
  test('in the transport, people are served all the same', async () => {
    const rig = await BankRig.start({ transport: { connect: () => { throw new Error('thrown'); } } });
    await rig.input({ type: 'way.chosen', way: 'password' });
    expect(rig.screen.screen).toBe('sign-in');
    expect(rig.troubles).toContain('transport');
  });

  test('in the log, the bank goes on', async () => {
    const rig = await BankRig.start({
      transport: { connect: () => Promise.reject(new Error('rejected')) },
      onTrouble: () => { throw new Error('thrown by the log'); },
    });
    await rig.input({ type: 'way.chosen', way: 'password' });
    expect(rig.screen.screen).toBe('sign-in');
  });

  test('where the screen is shown, doors open and the upstream hears of it', async () => {
    const rig = await BankRig.start({ show: () => { throw new Error('thrown by the page'); } });
    const id = await rig.command('locker.open', { locker: 5 });
    expect(rig.openDoors()).toEqual([5]);
    expect(rig.causedBy(id)).toHaveLength(1);
  });
});
