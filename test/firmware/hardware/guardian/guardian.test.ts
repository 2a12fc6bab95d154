import { describe, expect, test } from 'vitest';
import { Guardian, type GuardianOptions } from '../../../../firmware/hardware/guardian/guardian.ts';
import type { Watch } from '../../../../firmware/hardware/guardian/orders.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { standInGuardian } from '../../../support/stand-in-guardian.ts';
import { until } from '../../../support/until.ts';

const watch: Watch = { kind: 'pins', atOnce: 1, pins: [{ pin: 16, mostMs: 500 }], plan: { chips: [], expanders: [] } };

function rig(program: readonly string[], change: Partial<GuardianOptions> = {}) {
  const clock = new CountedClock();
  const told: string[] = [];
  const start = (): Promise<Guardian> => Guardian.start({
    watch, program, clock, isReplaced: true,
    onTrouble: (where, error) => void told.push(`${where}: ${(error as Error).message}`),
    makeSafe: () => void told.push('made safe'),
    onChange: (is) => void told.push(is),
    ...change,
  });
  return { clock, told, start };
}

describe('the process that holds the outputs, from the controller', () => {
  test('takes orders, and is gone at the end with every timer', async () => {
    const { clock, told, start } = rig(standInGuardian('willing'));
    const guardian = await start();
    void guardian.order(16, 'on');
    void guardian.order(16, 'off');
    await until('both are taken', () => clock.waiting().length === 0);
    await guardian.close();
    expect(() => guardian.order(16, 'on')).toThrow('there is no guardian');
    expect([told, clock.waiting()]).toEqual([['up'], []]);
  });

  test('one that dies is told, its outputs are taken at once, and another one takes its place', async () => {
    const { clock, told, start } = rig(standInGuardian('willing'));
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is told', () => told.includes('down'));
    expect(told).toEqual(['up', 'made safe', 'guardian: ended with SIGKILL', 'down', 'guardian: every output was switched off']);
    expect(() => guardian.order(16, 'on')).toThrow('there is no guardian');
    expect(await guardian.order(16, 'off')).toBe(true); // Nobody has to wait for what is off.
    await until('there is another one', () => told.at(-1) === 'up');
    void guardian.order(16, 'on');
    await guardian.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('one that hangs is killed half a second after an order', async () => {
    const { told, start } = rig(standInGuardian('deaf'), { isReplaced: false });
    const guardian = await start();
    const began = performance.now();
    void guardian.order(16, 'off');
    await until('it is told', () => told.includes('made safe'));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(told).toContain('guardian: hangs: no answer within 500 ms');
    await guardian.close();
  });

  test('a bank that was busy itself for longer than that takes no guardian for hanging', async () => {
    const { clock, told, start } = rig(standInGuardian('willing'));
    const guardian = await start();
    void guardian.order(16, 'off');
    const endMs = performance.now() + 800;
    while (performance.now() < endMs);
    await until('the order is taken', () => clock.waiting().length === 0);
    expect(told).toEqual(['up']);
    await guardian.close();
  });

  test('one that dies again and again is replaced once a second, and not oftener', async () => {
    const { told, start } = rig(standInGuardian('willing'));
    const guardian = await start();
    const kill = async (times: number): Promise<void> => {
      await until('it is up', () => told.filter((one) => one === 'up').length === times);
      process.kill(guardian.pid ?? 0, 'SIGKILL');
      await until('it is down', () => told.filter((one) => one === 'down').length === times);
    };
    await kill(1);
    await kill(2);
    const began = performance.now();
    await until('it is up for the third time', () => told.filter((one) => one === 'up').length === 3);
    expect(performance.now() - began).toBeGreaterThan(900);
    await guardian.close();
  });

  test('a bank that stops while a guardian is being replaced leaves none behind', async () => {
    const { clock, told, start } = rig(standInGuardian('willing'));
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is down', () => told.includes('down'));
    await guardian.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([guardian.pid, clock.waiting()]).toEqual([null, []]);
  });

  test('whoever has nothing to be replaced by stays dead', async () => {
    const { clock, told, start } = rig(standInGuardian('willing'), { isReplaced: false });
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is down', () => told.includes('down'));
    expect(clock.waiting()).toEqual([]);
    await guardian.close();
  });

  test('an order that was not carried out is told, and so is what the guardian itself has to tell', async () => {
    const { told, start } = rig(standInGuardian('refusing'));
    const guardian = await start();
    void guardian.order(16, 'on');
    await until('both are told', () => told.length === 3);
    expect(told).toEqual(['up', 'pin 16: EREMOTEIO', 'guardian: an order was not carried out']);
    await guardian.close();
  });

  test.each([['is killed', 'SIGKILL'], ['hangs', 'SIGSTOP']] as const)(
    'one that %s at the close of the bank switches nothing off: the bank does it, waits for it, and says so', async (_how, signal) => {
      let isSafe = false;
      const makeSafe = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        isSafe = true;
      };
      const { clock, told, start } = rig(standInGuardian('willing'), { makeSafe });
      const guardian = await start();
      process.kill(guardian.pid ?? 0, signal);
      await guardian.close();
      expect([isSafe, told]).toEqual([true, ['up', 'guardian: ended with SIGKILL', 'guardian: every output was switched off']]);
      expect(clock.waiting()).toEqual([]);
    },
  );

  test('one that could not switch everything off at the close says so, and the bank tries once more', async () => {
    const { told, start } = rig(standInGuardian('failing'));
    const guardian = await start();
    await guardian.close();
    expect(told).toEqual(['up', 'made safe', 'guardian: ended with 1', 'guardian: every output was switched off']);
  });

  test('one whose outputs nobody else reaches either: nobody says that they are off', async () => {
    const { told, start } = rig(standInGuardian('willing'), { isReplaced: false, makeSafe: () => Promise.reject(new Error('EIO')) });
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is told', () => told.length === 4);
    expect(told).toEqual(['up', 'guardian: ended with SIGKILL', 'down', 'guardian: EIO']);
    await guardian.close();
  });

  test('an order is answered: it was carried out, or not, or nobody is there any more to do it', async () => {
    for (const [manner, isTaken] of [['willing', true], ['refusing', false], ['deaf', false]] as const) {
      const { start } = rig(standInGuardian(manner), { isReplaced: false });
      const guardian = await start();
      expect([manner, await guardian.order(16, 'on')]).toEqual([manner, isTaken]);
      await guardian.close();
    }
  });

  test('none is put in the place of one that has died before its outputs are safe', async () => {
    let makeSafe = (): void => undefined;
    const { told, start } = rig(standInGuardian('willing'), { makeSafe: () => new Promise((resolve) => (makeSafe = resolve)) });
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is down', () => told.includes('down'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([guardian.pid, told.at(-1)]).toEqual([null, 'down']);
    makeSafe();
    await until('there is another one', () => told.at(-1) === 'up');
    await guardian.close();
  });

  test('making the outputs safe may fail, which is told', async () => {
    const makeSafe = (): never => {
      throw new Error('EBUSY');
    };
    const { told, start } = rig(standInGuardian('willing'), { makeSafe, isReplaced: false });
    const guardian = await start();
    process.kill(guardian.pid ?? 0, 'SIGKILL');
    await until('it is down', () => told.includes('down'));
    expect(told).toContain('guardian: EBUSY');
    await guardian.close();
  });

  test.each([
    ['says why it cannot', standInGuardian('unable'), 'pinctrl-rp1', /pins in use/],
    ['ends at once', standInGuardian('dead'), 'guardian', /ended at its start with 3/],
    ['is not there', ['/no/such/program'], 'guardian', /cannot be started/],
  ])('a technician learns of a guardian that %s', async (_what, program, where, says) => {
    const { clock, told, start } = rig(program);
    await expect(start()).rejects.toMatchObject({ code: 'hardware.not-ready', where, message: expect.stringMatching(says) as string });
    expect([told, clock.waiting()]).toEqual([[], []]);
  });
});
