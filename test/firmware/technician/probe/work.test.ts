import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockBoardFamilies, type LockBoardFamily } from '../../../../board-profiles/board.schema.ts';
import { boardOf } from '../../../../board-profiles/profile.ts';
import { SerialLine } from '../../../../firmware/hardware/serial/serial-line.ts';
import { familyOf } from '../../../../firmware/hardware/bus/families.ts';
import { hex } from '../../../../firmware/hardware/bus/orders.ts';
import type { Call, Command } from '../../../../firmware/technician/cli/command.ts';
import { probeCommands } from '../../../../firmware/technician/probe/commands.ts';
import type { ProbeWorld } from '../../../../firmware/technician/probe/line.ts';
import { probeEcho, probeListen, probeRaw, probeScan } from '../../../../firmware/technician/probe/work.ts';
import { EmulatedBuses } from '../../../../sim/boards/emulated-buses.ts';
import { Cabinet } from '../../../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../../../sim/cabinet/cabinet-memory.ts';
import { VirtualClock } from '../../../../sim/virtual-clock.ts';
import { ms } from '../../../../statecharts/units.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { cabinetOnPty } from '../../../support/cabinet-on-pty.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { Ends } from '../../../support/ends.ts';
import { runLine, StandInTerminal } from '../../../support/stand-in-terminal.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');
const works: Readonly<Record<string, (call: never, world: ProbeWorld) => Promise<0 | 1 | 2 | 3>>> = {
  'probe echo': probeEcho, 'probe scan': probeScan, 'probe listen': probeListen, 'probe raw': probeRaw,
};

/** The commands as they are typed, in a test's own world. */
function commandsIn(world: ProbeWorld): readonly Command[] {
  return probeCommands.map((row) => {
    const work = works[row.name];
    return work === undefined ? row : { ...row, load: () => Promise.resolve((call: Call) => work(call as never, world)) };
  });
}

/** Two boards of a family with four doors each, and a technician who types one line. */
function bench(family: LockBoardFamily) {
  const clock = new VirtualClock();
  const profile = busProfile(family);
  const cabinet = new Cabinet({ profile, clock, memory: memoryOfOneRun() });
  const buses = new EmulatedBuses({ profile, cabinet, clock });
  const { line, plug } = buses.bus('line');
  const commands = commandsIn({ clock, makePort: plug.makePort });
  const typed = async (words: readonly string[], answers: readonly string[] = [], meanwhile: () => void = () => undefined) => {
    const terminal = new StandInTerminal();
    terminal.typed.push(...answers);
    let result: { readonly code: number } | null = null;
    const running = runLine(['probe', ...words], { terminal, commands, profileFolder }).then((one) => (result = one));
    for (let turn = 0; result === null && turn < 20_000; turn++) {
      await clock.advance(ms(50));
      if (turn === 2) meanwhile();
    }
    const { code } = await running;
    return { code, terminal };
  };
  /** What still waits when the boards themselves are gone. */
  const leftBehind = (): readonly string[] => {
    buses.stop();
    cabinet.stop();
    return clock.waiting();
  };
  return { profile, cabinet, line, plug, leftBehind, typed };
}

describe.each(lockBoardFamilies)('a technician with %s boards on an unknown line', (family) => {
  test('is told which boards answer where, and no door opens', async () => {
    const { profile, cabinet, line, leftBehind, typed } = bench(family);
    const { code, terminal } = await typed(['scan', '/dev/line', '--family', family, '--baud', `1200,${String(line.baud)}`, '--json']);
    const { boards } = terminal.json as { boards: { address: number; baud: number; family: string }[] };
    expect(code).toBe(0);
    expect(boards.map(({ address, baud }) => [address, baud])).toEqual(profile.boards.map(({ address }) => [address, line.baud]));
    expect(terminal.complaints).toContain('One board at a time');
    expect(cabinet.pulses()).toEqual([]);
    expect(leftBehind()).toEqual([]);
  });

  test('asks how the contacts are with one raw frame', async () => {
    const { profile, leftBehind, typed } = bench(family);
    const question = familyOf(family).contacts(boardOf(profile, 'left'));
    const { code, terminal } = await typed(['raw', '/dev/line', hex(question?.bytes ?? new Uint8Array()), '--family', family, '--json']);
    expect(code).toBe(0);
    expect(terminal.json).toMatchObject({ asks: 'contacts', answers: [{ says: { says: 'contacts' } }] });
    expect(leftBehind()).toEqual([]);
  });

  test('opens a door with a raw frame only after --yes and a typed line', async () => {
    const { profile, cabinet, typed } = bench(family);
    const order = hex(familyOf(family).open(boardOf(profile, 'left'), 2, ms(200)).bytes);
    const raw = ['raw', '/dev/line', order, '--family', family];
    expect((await typed(raw)).code).toBe(2);
    expect((await typed([...raw, '--yes'], ['yes'])).code).toBe(1);
    expect((await typed([...raw, '--dangerous'], ['because'])).code).toBe(2);
    expect(cabinet.pulses()).toEqual([]);
    const { terminal } = await typed([...raw, '--yes'], ['open 2']);
    expect(terminal.questions[0]).toMatch(/^This opens channel 2 of board \d+\. Type "open 2": $/);
    expect(cabinet.pulses().map(({ locker }) => locker)).toEqual([2]);
  });

  test('hears what another host says to its boards, and says nothing', async () => {
    const { profile, line, typed } = bench(family);
    const question = familyOf(family).contacts(boardOf(profile, 'left'));
    const { terminal } = await typed(
      ['listen', '/dev/line', '--family', family, '--seconds', '2'], [], () => line.hear(question?.bytes ?? new Uint8Array()),
    );
    expect(terminal.shown.trim().split('\n').length).toBeGreaterThan(0);
    expect(terminal.shown).toMatch(/^ +0\.\d{3} {2}[0-9A-F]{2} /);
    expect(terminal.complaints).toMatch(/[1-9]\d* frames\./);
  });
});

/** Orders that are known to open every door, or to hold a coil, in the words of each family. */
const forbidden: readonly (readonly [LockBoardFamily, string, string])[] = [
  ['bcc-8a', 'every lock, one after the other', '8A 01 00 11 9A'],
  ['bcc-8a', 'a coil without an end', '9A 01 01 11 8B'],
  ['bcc-8a', 'every lock, behind bytes that a board skips', '00 00 8A 01 00 11 9A'],
  ['kerong-cu16', 'every lock', '02 00 33 03 38'],
  ['kerong-cu48', 'every lock', '02 00 00 63 03 68'],
  ['wkly', 'every lock of a board', '57 4B 4C 59 08 00 86 87'],
  ['waveshare-relay', 'every coil on', '01 05 00 FF FF 00 BC 0A'],
  ['kerong-cu16', 'every lock of boards of another family', '8A 01 00 11 9A'],
];

test.each(forbidden)('to %s boards, %s is never sent, whatever is typed', async (family, _, frame) => {
  const { cabinet, line, typed } = bench(family);
  const sent: string[] = [];
  line.overhear((from, bytes) => void (from === 'host' && sent.push(hex(bytes))));
  const { code, terminal } = await typed(['raw', '/dev/line', frame, '--family', family, '--yes', '--dangerous'], ['I know what I do']);
  expect([code, sent, cabinet.pulses()]).toEqual([1, [], []]);
  expect(terminal.complaints).toContain('Not sent');
});

test('a frame that nobody here knows is sent only for a reason', async () => {
  const { line, typed } = bench('waveshare-relay');
  const sent: string[] = [];
  line.overhear((from, bytes) => void (from === 'host' && sent.push(hex(bytes))));
  const frame = '01 06 10 00 00 00 8D 0A';
  expect((await typed(['raw', '/dev/line', frame, '--family', 'waveshare-relay'])).code).toBe(2);
  expect((await typed(['raw', '/dev/line', frame, '--family', 'waveshare-relay', '--dangerous'], [''])).code).toBe(1);
  expect(sent).toEqual([]);
  const words = ['raw', '/dev/line', frame, '--family', 'waveshare-relay', '--dangerous', '--json'];
  const { terminal } = await typed(words, ['inputs drive coils']);
  expect(sent).toEqual([frame]);
  expect(terminal.json).toMatchObject({ reason: 'inputs drive coils', sent: frame });
});

test.each([
  ['waveshare-relay', '01 06 10 00 00 00 8D 0B', '01 06 10 00 00 00 8D 0A'], ['bcc-8a', '80 01 01 33 B4', '80 01 01 33 B3'],
  ['kerong-cu16', '02 00 30 03 36', '02 00 30 03 35'], ['kerong-cu48', '02 00 00 60 03 66', '02 00 00 60 03 65'],
  ['wkly', '57 4B 4C 59 08 01 84 85', '57 4B 4C 59 08 01 84 84'], ['upus-skb', '55 A1 01 DD 00 29', '55 A1 01 DD 00 28'],
] as const)('a %s frame with a wrong checksum (%s) is not sent, and the right one is said', async (family, frame, right) => {
  const { line, typed } = bench(family);
  const sent: string[] = [];
  line.overhear((from, bytes) => void (from === 'host' && sent.push(hex(bytes))));
  const { code, terminal } = await typed(['raw', '/dev/line', frame, '--family', family]);
  expect([code, sent]).toEqual([2, []]);
  const says = `its checksum is wrong: ${right} would be right among ${family} boards; --dangerous sends it all the same`;
  expect(terminal.complaints).toContain(says);
});

describe('an echo test', () => {
  test('tells an adapter that gives back what it sends from one that does not', async () => {
    const { line, typed } = bench('bcc-8a');
    expect((await typed(['echo', '/dev/line', '--json'])).terminal.json).toEqual({ echo: 'none', heard: '' });
    line.setEcho(true);
    expect((await typed(['echo', '/dev/line', '--baud', String(line.baud)])).terminal.shown).toContain('All came back');
  });

  test('opens no door of any family', async () => {
    for (const family of lockBoardFamilies) {
      const { cabinet, typed } = bench(family);
      await typed(['echo', '/dev/line']);
      expect(cabinet.pulses()).toEqual([]);
    }
  });
});

test('a scan of a line on which nobody is says what to look at', async () => {
  const { plug, line, typed } = bench('wkly');
  line.setManner('left', 'dead', true);
  line.setManner('right', 'dead', true);
  const { code, terminal } = await typed(['scan', '/dev/line', '--family', 'wkly', '--baud', '9600']);
  expect([code, terminal.shown]).toEqual([1, expect.stringContaining('No board answers')]);
  plug.unplug();
  const gone = await typed(['scan', '/dev/line']);
  expect([gone.code, gone.terminal.complaints]).toEqual([1, expect.stringContaining('hardware.not-ready')]);
});

test('two fresh boards with one address are told, not taken for one', async () => {
  const { line, typed } = bench('upus-skb');
  line.setManner('left', 'twin', true);
  const { terminal } = await typed(['scan', '/dev/line', '--family', 'upus-skb', '--baud', String(line.baud), '--json']);
  const { boards, garbled } = terminal.json as { boards: { address: number }[]; garbled: { address: number }[] };
  expect([boards.map(({ address }) => address), garbled.map(({ address }) => address)]).toEqual([[2], [1]]);
});

test('a port that a bank has is refused, and at a free one boards are found at their own speed alone', async () => {
  const ends = new Ends();
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-probe-'));
  ends.add(() => rmSync(folder, { recursive: true, force: true }));
  const port = join(folder, 'line');
  const clock = new CountedClock();
  try {
    await cabinetOnPty(busProfile('kerong-cu16'), port, ends);
    const bank = new SerialLine({ port, baud: 19_200, clock, device: 'lock bus', onBytes: () => undefined, onLost: () => undefined });
    await bank.tried();
    const refused = await runLine(['probe', 'echo', port], { profileFolder });
    const why = 'another program has this port. Cure: stop that program (the installed bank: sudo systemctl stop lockerbank)';
    expect([refused.code, refused.terminal.complaints]).toEqual([1, expect.stringContaining(why)]);
    await bank.close();
    const { code, terminal } = await runLine(
      ['probe', 'scan', port, '--family', 'kerong-cu16', '--baud', '9600,19200', '--addresses', '3', '--json'], { profileFolder },
    );
    const boards = [{ baud: 19_200, address: 0 }, { baud: 19_200, address: 1 }];
    expect([code, terminal.json]).toMatchObject([0, { boards }]);
  } finally {
    await ends.all();
  }
}, 20_000);

test('the ports of this machine are a list, whether or not there are any', async () => {
  const { terminal } = await runLine(['probe', 'ports', '--json']);
  expect(Array.isArray(terminal.json)).toBe(true);
});
