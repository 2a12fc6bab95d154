import { expect, test } from 'vitest';
import { sayError } from '../../../../firmware/adapters/process.ts';
import { SerialLine, type LinePort } from '../../../../firmware/hardware/serial/serial-line.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';

/** A port that calls back for what it is said to do, and for nothing else. */
class StiffPort implements LinePort {
  isOpen = false;
  closes = 0;
  readonly #does: ReadonlySet<'open' | 'flush' | 'close'>;
  #opened: (error: Error | null) => void = () => undefined;

  constructor(...does: readonly ('open' | 'flush' | 'close')[]) {
    this.#does = new Set(does);
  }

  on(): void {
    // Nothing is ever heard of it.
  }

  write(): void {
    // Nor does it say that it has written.
  }

  open(callback: (error: Error | null) => void): void {
    this.#opened = callback;
    if (this.#does.has('open')) this.openNow();
  }

  openNow(error: Error | null = null): void {
    this.isOpen = error === null;
    this.#opened(error);
  }

  flush(callback: (error: Error | null) => void): void {
    if (this.#does.has('flush')) callback(null);
  }

  close(callback: (error: Error | null) => void): void {
    this.closes++;
    if (!this.#does.has('close')) return;
    this.isOpen = false;
    callback(null);
  }
}

function lineOver(...ports: readonly StiffPort[]) {
  const clock = new VirtualClock();
  const troubles: string[] = [];
  let [made, opened] = [0, 0];
  const line = new SerialLine({
    port: '/dev/stiff', baud: 9600, clock, device: 'lock bus', onBytes: () => undefined, onLost: () => undefined,
    onOpen: () => opened++,
    onTrouble: (_, error) => troubles.push(sayError(error)),
    makePort: () => ports[Math.min(made++, ports.length - 1)] ?? new StiffPort(),
  });
  /** Whether it settles within so long. */
  const settles = async (what: Promise<unknown>, withinMs: number): Promise<boolean> => {
    let isSettled = false;
    void what.then(() => (isSettled = true));
    await clock.advance(ms(withinMs));
    return isSettled;
  };
  return { clock, line, troubles, settles, made: () => made, opened: () => opened };
}

test.each([
  ['that another program has', 'Error Resource temporarily unavailable Cannot lock port', /^another program has this port\. Cure: .*$/],
  ['that is gone', 'Error: No such file or directory, cannot open /dev/stiff', /^there is no such port\. Cure: .*$/],
])('a port %s is told in one line, with the cure', async (_, what, said) => {
  const port = new StiffPort();
  port.open = (opened) => opened(new Error(what));
  const { troubles, settles, line } = lineOver(port);
  await settles(line.tried(), 10);
  expect(troubles).toEqual([expect.stringMatching(said)]);
  await settles(line.close(), 10);
});

test('a port that never opens keeps no bank from starting: it is missing, and no second one is opened beside it', async () => {
  const { clock, line, troubles, settles, made } = lineOver(new StiffPort('flush', 'close'));
  expect(await settles(line.tried(), 4999)).toBe(false);
  expect(await settles(line.tried(), 1)).toBe(true);
  expect(troubles).toEqual(['the port does not open']);
  await clock.advance(ms(600_000));
  expect([made(), line.isOpen]).toEqual([1, false]);
  expect(await settles(line.close(), 10)).toBe(true);
  expect(clock.waiting()).toEqual([]);
});

test('a port that takes longer than that to open is used when it is open', async () => {
  const late = new StiffPort('flush', 'close');
  const { clock, line, settles, made, opened } = lineOver(late);
  await clock.advance(ms(6000));
  expect([line.isOpen, opened()]).toEqual([false, 0]);
  late.openNow();
  await clock.advance(ms(60_000));
  expect([line.isOpen, opened(), made(), late.closes]).toEqual([true, 1, 1, 0]);
  expect(await settles(line.close(), 10)).toBe(true);
  expect(clock.waiting()).toEqual([]);
});

test('a port that says late that it cannot be opened is tried anew', async () => {
  const late = new StiffPort('flush', 'close');
  const { clock, line, settles, made } = lineOver(late, new StiffPort('open', 'flush', 'close'));
  await clock.advance(ms(6000));
  late.openNow(new Error('no such device'));
  await clock.advance(ms(999));
  expect(made()).toBe(1);
  await clock.advance(ms(1));
  expect([made(), line.isOpen]).toEqual([2, true]);
  expect(await settles(line.close(), 10)).toBe(true);
  expect(clock.waiting()).toEqual([]);
});

test('a port that opens when nobody waits for it any more is closed again', async () => {
  const late = new StiffPort('flush', 'close');
  const { clock, line, settles } = lineOver(late);
  await clock.advance(ms(6000));
  expect(await settles(line.close(), 10)).toBe(true);
  late.openNow();
  await clock.advance(ms(0));
  expect([late.closes, line.isOpen]).toEqual([1, false]);
  expect(clock.waiting()).toEqual([]);
});

const stiffAtTheEnd = [[['open']], [['open', 'flush']]] as const;

test.each(stiffAtTheEnd)('a port that hangs when it is closed keeps no bank from ending [%s]', async (does) => {
  const port = new StiffPort(...does);
  const { clock, line, settles } = lineOver(port);
  await line.tried();
  expect(await settles(line.close(), 1000)).toBe(true);
  expect([port.closes, clock.waiting()]).toEqual([1, []]);
});
