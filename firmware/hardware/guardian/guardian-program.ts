import type { Duplex, Readable, Writable } from 'node:stream';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { never } from '../../../statecharts/never.ts';
import { ms } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { loadKernel, type Kernel } from '../gpio/kernel.ts';
import { takeOutputs } from '../gpio/pin-outputs.ts';
import { Guard } from './guard.ts';
import { Lines, type Order, type Report, type Watch } from './orders.ts';

/** Between two looks after the expanders. */
const mendAfter = ms(1000);
/** Bytes of reports, some thousand of them. */
const unreadMost = 100_000;

/** What connects a guardian to its controller. */
interface GuardianStreams {
  readonly orders: Readable;
  readonly reports: Writable;
  /** What is said to a microcontroller, and what it says. */
  readonly bytes: () => Duplex;
}

interface GuardianRun extends GuardianStreams {
  readonly clock: Clock;
  readonly kernel?: () => Promise<Kernel>;
}

/** What it watches over, when it has it. */
export interface Watched {
  readonly guard: Guard;
  close(): Promise<void>;
}

/**
 * The guardian's life: it takes the outputs, every one of them off, does as it is ordered, and ends every pulse by itself.
 * When its controller is gone, everything is off.
 * @returns at its end: whether everything is off
 */
export async function runGuardian(run: GuardianRun): Promise<boolean> {
  const report = (one: Report): void => {
    // A controller that hangs reads nothing: what it misses then is only news.
    if (run.reports.writableLength < unreadMost) run.reports.write(`${JSON.stringify(one)}\n`);
  };
  const lines = new Lines();
  let watched: Watched | null = null;
  let isOff = true;
  run.reports.on('error', () => undefined); // Nobody listens any more; the end of the orders says so too.
  const hear = (line: string): void => {
    const { number, pin, to } = JSON.parse(line) as Order;
    watched?.guard.order(pin, to, (isAsOrdered) => report({ kind: isAsOrdered ? 'taken' : 'refused', number }));
  };
  try {
    for await (const chunk of run.orders.setEncoding('utf8') as AsyncIterable<string>) {
      for (const line of lines.push(chunk)) {
        if (watched !== null) hear(line);
        else {
          watched = await open(JSON.parse(line) as Watch, run, report);
          report({ kind: 'ready' });
        }
      }
    }
  } catch (error) {
    const { where, message } = error instanceof LockerError ? error : { where: 'guardian', message: String(error) };
    report({ kind: watched === null ? 'not-ready' : 'trouble', where, what: message.replace(`${where}: `, '') });
  } finally {
    if (watched !== null) isOff = await watched.guard.end();
    await watched?.close();
  }
  return isOff;
}

async function open(watch: Watch, run: GuardianRun, report: (one: Report) => void): Promise<Watched> {
  const onTrouble = (where: string, what: string): void => report({ kind: 'trouble', where, what });
  switch (watch.kind) {
    case 'pins':
      return openPins(watch, run, report);
    case 'firmata': {
      const { openFirmataWatch } = await import('./firmata-watch.ts'); // Whoever has no serial port does not load its driver.
      const onGone = (): void => void run.orders.destroy(new Error('the port is gone'));
      return openFirmataWatch({ watch, clock: run.clock, bytes: run.bytes(), onTrouble, onGone });
    }
    default:
      return never(watch, 'kind of watch');
  }
}

async function openPins(
  { plan, pins, atOnce }: Extract<Watch, { kind: 'pins' }>, { clock, kernel = loadKernel }: GuardianRun, report: (one: Report) => void,
): Promise<Watched> {
  const onTrouble = (where: string, what: string): void => report({ kind: 'trouble', where, what });
  const outputs = await takeOutputs({
    kernel: await kernel(), plan, clock,
    onTrouble: (where, error) => onTrouble(where, error instanceof Error ? error.message : String(error)),
    onReach: (lost, is) => report({ kind: 'reach', pins: lost, is }),
  });
  const guard = new Guard({ pins, atOnce, outputs, clock, onTrouble });
  let timer: Timer | null = null;
  let isOver = false;
  const mendLater = (): void => {
    if (isOver) return;
    timer = clock.setTimer('expanders are looked after', mendAfter, () => void outputs.mend().then(mendLater));
  };
  mendLater();
  return {
    guard,
    close: async () => {
      isOver = true;
      if (timer !== null) clock.cancel(timer);
      await outputs.close();
    },
  };
}
