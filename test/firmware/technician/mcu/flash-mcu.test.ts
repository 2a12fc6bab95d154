import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataFolder } from '../../../../firmware/adapters/data-lock.ts';
import { hexFile } from '../../../support/hex-file.ts';
import { firmataCabinet, microcontroller, type Microcontroller } from '../../../support/microcontroller.ts';
import { neededProgram } from '../../../support/needed-program.ts';
import { runLine, StandInTerminal } from '../../../support/stand-in-terminal.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
/** Real time: avrdude, a pseudo-terminal and an emulated boot loader. */
const patience = 60_000;

let folder: string;
let link: string;
let mcu: Microcontroller | null;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  for (const program of ['socat', 'avrdude']) neededProgram(program);
  folder = mkdtempSync(join(tmpdir(), 'lockerbank-mcu-'));
  link = at('port');
  mcu = null;
  writeFileSync(at('firmata.hex'), hexFile({ bytes: 9000, says: 'StandardFirmata.ino' }));
});
afterEach(async () => {
  await mcu?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function cabinet(model: 'firmata-uno' | 'firmata-mega', ...faults: readonly string[]): Promise<Microcontroller> {
  writeFileSync(at('workshop.json'), firmataCabinet(model, link));
  mcu = await microcontroller(model, link);
  for (const fault of faults) expect(mcu.bench.obey(fault)).toBe(true);
  return mcu;
}

/** A technician with the bank stopped, whose profile is named in the settings. */
async function typed(words: readonly string[], terminal = new StandInTerminal()) {
  const environment = { LOCKERBANK_DATA: at('data'), LOCKERBANK_PROFILE: at('workshop.json') };
  return runLine(['flash', ...words], { terminal, environment, folder, profileFolder });
}

const flashing = (...more: readonly string[]) => typed(['--mcu', 'firmata.hex', '--yes', ...more]);

describe('a technician flashes the microcontroller of a bank', () => {
  const models = ['firmata-uno', 'firmata-mega'] as const;
  test.each(models)('%s: written, read back, and asked who it is', { timeout: patience }, async (model) => {
    await cabinet(model);
    writeFileSync(at('firmata.hex'), hexFile({ bytes: 9000, says: 'Workshop.ino 2.6' }));
    const { code, terminal } = await flashing('--expect', 'Workshop.ino 2.6');
    expect(terminal.shown).toContain('mcu says: Workshop.ino 2.6, Firmata 2.6');
    expect(terminal.complaints).toMatch(/writing +0 %\n.*writing +100 %\n.*reading back +100 %\n/s);
    expect(code).toBe(0);
  });

  test('more than 64 KiB go into a Mega, and a bar is drawn on a terminal', { timeout: patience }, async () => {
    await cabinet('firmata-mega');
    writeFileSync(at('firmata.hex'), hexFile({ bytes: 70_000, says: 'StandardFirmata.ino' }));
    const terminal = new StandInTerminal(true);
    const { code } = await typed(['--mcu', 'firmata.hex', '--yes'], terminal);
    expect(code).toBe(0);
    expect(terminal.complaints).toContain('\r  reading back           ████████████████████████████████████████ 100 %');
  });

  test('a program gets the facts as JSON', { timeout: patience }, async () => {
    await cabinet('firmata-uno');
    const { terminal } = await flashing('--json');
    expect(terminal.json).toEqual({
      board: 'mcu', port: `/dev/..${link}`, bytes: 9000, kind: 'flashed', wrong: [],
      says: { protocol: [2, 5], name: 'StandardFirmata.ino', version: [2, 5], pins: 20 },
    });
  });

  test('is asked before, and nothing happens without a yes', async () => {
    await cabinet('firmata-uno');
    const { code, terminal } = await typed(['--mcu', 'firmata.hex']);
    expect([code, terminal.questions]).toEqual([1, ['Flash the firmware of mcu? [y/N] ']]);
    expect(terminal.complaints).toContain('Switch the supply of the coils off first');
    expect(terminal.complaints).toContain('Nothing was flashed. Where nobody can be asked: --yes');
  });

  test('the profile that is named says which microcontroller, and goes in by a command of its own', { timeout: patience }, async () => {
    await cabinet('firmata-uno');
    const { code, terminal } = await flashing('workshop.json');
    expect(terminal.shown).toContain('The profile itself was not flashed. Start the bank, then: lockerbank flash workshop.json');
    expect([code, terminal.complaints]).toEqual([0, expect.not.stringContaining('socket')]);
  });
});

describe('firmware that the bank could not work with is told', () => {
  test('it knows fewer pins than the profile uses', { timeout: patience }, async () => {
    await cabinet('firmata-uno');
    writeFileSync(at('mega.json'), firmataCabinet('firmata-mega', link, 54).replace('firmata-mega', 'own'));
    writeFileSync(at('own.json'), JSON.stringify({
      profileVersion: 2, id: 'own', version: 1, label: 'Own', source: 'made up', inherits: 'firmata-mega',
      mcu: { part: 'atmega328p', programmer: 'arduino', programMostBytes: 32_256 },
    }));
    const { code, terminal } = await flashing('mega.json');
    expect(terminal.shown).toContain('it has no inputs 54, which the profile uses: it was built for another board');
    expect(code).toBe(1);
  });

  test.each([
    ['is too old', 'StandardFirmata.ino 2.3', [], 'it speaks Firmata 2.3, and 2.5 is needed'],
    ['is not the one that was meant', 'StandardFirmata.ino', ['--expect', 'Workshop.ino'], 'it does not say Workshop.ino'],
  ])('it %s', { timeout: patience }, async (_, says, words, told) => {
    await cabinet('firmata-uno');
    writeFileSync(at('firmata.hex'), hexFile({ bytes: 9000, says }));
    const { code, terminal } = await flashing(...words);
    expect(terminal.shown).toContain(told);
    expect(code).toBe(1);
  });

  test('it is no Firmata at all', { timeout: patience }, async () => {
    await cabinet('firmata-uno');
    writeFileSync(at('firmata.hex'), hexFile({ bytes: 9000 }));
    const { code, terminal } = await flashing();
    expect(terminal.shown).toContain('The firmware was written, but it does not say who it is');
    expect(code).toBe(1);
  });
});

describe('a flash that fails says what the microcontroller has now', () => {
  test.each([
    ['the flash is worn', 'worn-flash', 'What was read back is not what was written', 'mcu is written, but not proven'],
    ['it is another chip', 'other-chip', 'This is another chip than the profile says', 'Nothing was written'],
    ['nobody answers', 'dead-loader', 'The boot loader does not answer', 'Nothing was written'],
  ])('%s', { timeout: patience }, async (_, fault, why, state) => {
    await cabinet('firmata-uno', fault);
    const { code, terminal } = await flashing();
    expect(terminal.shown).toContain(why);
    expect(terminal.shown).toContain(state);
    expect(code).toBe(1);
  });

  /** A technician who does something the moment that writing begins. */
  class Hasty extends StandInTerminal {
    readonly #does: (terminal: StandInTerminal) => void;
    constructor(does: (terminal: StandInTerminal) => void) {
      super();
      this.#does = does;
    }
    override error(text: string): void {
      super.error(text);
      if (text.includes('  writing')) this.#does(this);
    }
  }

  const whole = { bytes: 250_000, says: 'StandardFirmata.ino' };

  test('Ctrl-C while it is written: half flashed, and the same command once more mends it', { timeout: patience }, async () => {
    await cabinet('firmata-mega');
    writeFileSync(at('firmata.hex'), hexFile(whole));
    const terminal = new Hasty((one) => one.interrupt());
    expect((await typed(['--mcu', 'firmata.hex', '--yes'], terminal)).code).toBe(1);
    expect(terminal.shown).toContain('Interrupted.\nmcu is half flashed, and of no use like this. Its boot loader is still there');
    const again = await flashing();
    expect(again.terminal.shown).toContain('mcu says: StandardFirmata.ino');
    expect(again.code).toBe(0);
  });

  test('the cable is pulled while it is written, and plugged in again', { timeout: patience }, async () => {
    const { pty } = await cabinet('firmata-mega');
    writeFileSync(at('firmata.hex'), hexFile(whole));
    const unplugging: Promise<void>[] = [];
    const terminal = new Hasty(() => void unplugging.push(pty.unplug()));
    expect((await typed(['--mcu', 'firmata.hex', '--yes'], terminal)).code).toBe(1);
    expect(terminal.shown).toContain('mcu is half flashed');
    await Promise.all(unplugging);
    await pty.plugIn();
    expect((await flashing()).code).toBe(0);
  });
});

/** Something that runs at the socket of the data folder, and greets like this. */
async function greeting(more: object): Promise<{ close(): Promise<void> }> {
  const lock = await lockDataFolder(at('data'));
  const hello = { lockerbank: 1, source: 'lb://t/b', firmware: '1.2.3', bootid: 'boot', challenge: 'c', ...more };
  const server = createServer((socket) => socket.write(`${JSON.stringify(hello)}\n`));
  await new Promise<void>((resolve) => server.listen(at('data/lockerbank.sock'), resolve));
  return {
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await lock.release();
    },
  };
}

describe('nothing is touched', () => {
  test.each([
    ['is at work', {}],
    // Whoever flashes a profile there starts a bank that opens the same port.
    ['shows its set-up screen', { setUp: 'never-flashed' }],
  ])('while the bank %s', async (_, more) => {
    await cabinet('firmata-uno');
    const bank = await greeting(more);
    try {
      const { code, terminal } = await flashing();
      expect(terminal.complaints).toContain('Cure: sudo systemctl stop lockerbank');
      expect(terminal.shown).toBe('');
      expect(code).toBe(3);
    } finally {
      await bank.close();
    }
  });

  test('where a line of the file is broken', async () => {
    await cabinet('firmata-uno');
    writeFileSync(at('firmata.hex'), hexFile({ bytes: 9000 }).replace('\n:10001000', '\n:10001001'));
    const { code, terminal } = await flashing();
    expect(terminal.complaints).toContain('firmata.hex:2: has a wrong checksum');
    expect(code).toBe(1);
  });

  test.each([
    ['nobody is at the port', [], '/dev/../nowhere'],
    ['the profile has no microcontroller', ['sim-24'], 'sim-24: has no microcontroller with Firmata'],
  ])('where %s', async (_, words, says) => {
    writeFileSync(at('workshop.json'), firmataCabinet('firmata-uno', '/nowhere'));
    const { code, terminal } = await flashing(...words);
    expect(terminal.complaints).toContain(says);
    expect(code).toBe(1);
  });

  test.each([
    [[], 'PROFILE is missing'],
    [['workshop.json', '--expect', 'Workshop.ino'], '--expect belongs to --mcu'],
    [['workshop.json', '--mcu', 'firmata.hex', '--reason', 'the new loom is faulty'], '--reason is for a profile, and --mcu flashes none'],
    [['workshop.json', '--mcu', 'firmata.hex', '--key', 'tess.key'], '--key is for a profile, and --mcu flashes none'],
  ])('by flash %j', async (words, says) => {
    const { code, terminal } = await typed(words);
    expect(terminal.complaints).toContain(says);
    expect(code).toBe(2);
  });
});
