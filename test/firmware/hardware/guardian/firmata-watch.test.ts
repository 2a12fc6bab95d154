import { EventEmitter } from 'node:events';
import { Duplex, PassThrough } from 'node:stream';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restFirmata } from '../../../../firmware/hardware/guardian/firmata-watch.ts';
import { runGuardian } from '../../../../firmware/hardware/guardian/guardian-program.ts';
import { Lines, type Report, type Watch } from '../../../../firmware/hardware/guardian/orders.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { ptyPair, type PtyPair } from '../../../support/pty-pair.ts';
import { until } from '../../../support/until.ts';

/** A guardian in this process, whose microcontroller is the other end of a pseudo-terminal. */
function rig(port: string) {
  const watch: Watch = { kind: 'firmata', port, baud: 57_600, atOnce: 1, pins: [{ pin: 2, mostMs: 200 }] };
  const clock = new CountedClock();
  const [orders, reports, said, heard] = [new PassThrough(), new PassThrough(), [] as Report[], [] as number[]];
  const lines = new Lines();
  reports.setEncoding('utf8').on('data', (text: string) => void said.push(...lines.push(text).map((line) => JSON.parse(line) as Report)));
  const bytes = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      heard.push(...chunk);
      done();
    },
  });
  const over = runGuardian({ orders, reports, bytes: () => bytes, clock });
  orders.write(`${JSON.stringify(watch)}\n`);
  return { clock, orders, said, heard, over, say: (...message: number[]) => void bytes.push(Buffer.from(message)) };
}

describe('the guardian as the wire to a microcontroller', () => {
  let pair: PtyPair;
  let board: SerialPort;
  let written: number[];

  beforeEach(async () => {
    pair = await ptyPair();
    written = [];
    board = new SerialPort({ path: pair.theirs, baudRate: 57_600 });
    board.on('data', (bytes: Buffer) => void written.push(...bytes));
    board.on('error', () => undefined);
    await new Promise((resolve) => board.once('open', resolve));
  });

  afterEach(async () => {
    if (board.isOpen) await new Promise((resolve) => board.close(resolve));
    await pair.remove();
  });

  test('says low first, carries both ways, ends a pulse itself, and says low last', async () => {
    const { clock, orders, said, heard, over, say } = rig(pair.ours);
    await until('it is ready', () => said.length === 1 && written.length === 3);
    expect(written).toEqual([0x90, 0, 0]);
    board.write([0xf9, 2, 5]);
    await until('the controller hears the board', () => heard.length === 3);
    say(0x90, 0b100, 0);
    await until('the pulse was begun and ended', () => written.length >= 9 && written.at(-2) === 0);
    expect(written.slice(3, 6)).toEqual([0x90, 0b100, 0]);
    await until('that is told', () => said.some(({ kind }) => kind === 'trouble'));
    say(0x90, 0, 0);
    say(0x90, 0b100, 0);
    await until('the next pulse has begun', () => written.at(-2) === 0b100);
    orders.end();
    await over;
    await until('the coil is off', () => written.at(-2) === 0);
    expect(clock.waiting()).toEqual([]);
  });

  test('ends with its port, so that somebody can begin anew', async () => {
    const { clock, said, over } = rig(pair.ours);
    await until('it is ready', () => said.length === 1);
    await pair.unplug();
    await over;
    expect(said.at(-1)).toMatchObject({ kind: 'trouble', what: expect.stringContaining('the port is gone') as string });
    expect(clock.waiting()).toEqual([]);
  });

  test('a technician learns that there is no such port', async () => {
    const { said, over } = rig('/dev/no-such-board');
    await over;
    expect(said).toEqual([{ kind: 'not-ready', where: '/dev/no-such-board', what: expect.stringContaining('cannot be opened') as string }]);
  });
});

/** A port that does what it is asked to do, but for what it was told not to. */
class StallingPort extends EventEmitter {
  isOpen = false;
  readonly asked: string[] = [];
  readonly #stallsAt: readonly string[];

  constructor(...stallsAt: readonly ('drain' | 'flush' | 'close')[]) {
    super();
    this.#stallsAt = stallsAt;
  }

  open(callback: (error: Error | null) => void): void {
    this.isOpen = true;
    callback(null);
  }

  write(bytes: Uint8Array, callback: (error: Error) => void): void {
    this.asked.push(`write ${[...bytes].join(' ')}`);
    // As serialport does where the adapter is gone already.
    if (this.#stallsAt.length > 0) this.emit('error', new Error('EIO'));
    callback(new Error('EIO'));
  }

  drain(callback: (error: null) => void): void {
    this.#do('drain', callback);
  }

  flush(callback: (error: null) => void): void {
    this.#do('flush', callback);
  }

  close(callback: (error: null) => void): void {
    this.#do('close', callback);
  }

  #do(what: string, callback: (error: null) => void): void {
    this.asked.push(what);
    if (this.#stallsAt.includes(what)) return;
    if (what === 'close') this.isOpen = false;
    callback(null);
  }
}

describe('the coils of a microcontroller whose guardian is gone', () => {
  const watch = { kind: 'firmata', port: '/dev/uno', baud: 57_600, atOnce: 1, pins: [{ pin: 2, mostMs: 200 }] } as const;

  async function rest(port: StallingPort) {
    const clock = new VirtualClock();
    let isOver = false;
    const resting = restFirmata(watch, clock, () => port).then(() => (isOver = true));
    await clock.advance(ms(1_500));
    expect([isOver, clock.waiting()]).toEqual([true, []]);
    await resting;
    return port.asked;
  }

  test('are ordered off, and the order leaves before the port is closed', async () => {
    expect(await rest(new StallingPort())).toEqual(['write 144 0 0', 'drain', 'close']);
  });

  test('an adapter that stalls and fails ends nobody, keeps nobody waiting, and sends nothing half a minute later', async () => {
    expect(await rest(new StallingPort('drain'))).toEqual(['write 144 0 0', 'drain', 'flush', 'close']);
    expect(await rest(new StallingPort('drain', 'flush', 'close'))).toEqual(['write 144 0 0', 'drain', 'flush', 'close']);
  });
});
