import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SelftestReport } from '../../../../firmware/technician/commands/selftest-report.ts';
import { StandInTerminal } from '../../../support/stand-in-terminal.ts';
import { TechnicianRoom } from '../../../support/technician-room.ts';

let room: TechnicianRoom;
beforeEach(async () => {
  room = await TechnicianRoom.enter();
});
afterEach(() => room.leave());

const tom = ['--key', 'tom.key'];
const jsonOf = (terminal: StandInTerminal): unknown => JSON.parse(terminal.shown);
const linesOf = (terminal: StandInTerminal): readonly string[] => terminal.shown.trimEnd().split('\n');

describe('lockerbank doors', () => {
  test('shows a row for every door, painted on a terminal alone', async () => {
    room.rig.bank.cabinet.setFault(2, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    const { code, terminal } = await room.run(['doors']);
    expect(code).toBe(0);
    const [head, ...rows] = linesOf(terminal);
    expect(head).toMatch(/^locker +size +status +door +coil +contact +board +last movement/);
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatch(/^1 +small +available +closed +cabinet\/1 +cabinet\/101 +heard/);
    expect(rows[1]).toMatch(/^2 .* unknown +cabinet\/2/);
    const painted = await room.run(['doors'], new StandInTerminal(true));
    expect(painted.terminal.shown).toContain('\u001B[31munknown\u001B[0m');
    const escape = String.fromCharCode(27);
    const [first = '', ...rest] = painted.terminal.shown.split(escape);
    expect(first + rest.map((part) => part.replace(/^\[\d+m/, '')).join('')).toBe(terminal.shown);
  });

  test('is JSON for a program', async () => {
    const { terminal } = await room.run(['doors', '--json']);
    expect(jsonOf(terminal)).toMatchObject({ doors: [{ locker: 1, door: 'closed' }, {}, {}, {}, {}, {}, {}, {}] });
  });
});

describe('lockerbank status', () => {
  test('ends with 0 while the bank is well, and with 1 when a door is unknown', async () => {
    const well = await room.run(['status']);
    expect(well.code).toBe(0);
    expect(well.terminal.shown).toMatch(/^bank +lb:\/\/demo\/bank-1\nprofile +test-8, named by LOCKERBANK_PROFILE$/m);
    expect(well.terminal.shown).toContain('8 closed, 0 open, 0 unknown');
    expect(well.terminal.shown).toContain('The bank is well.');
    room.rig.bank.cabinet.setFault(2, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    const ill = await room.run(['status', '--json']);
    expect(ill.code).toBe(1);
    expect(jsonOf(ill.terminal)).toMatchObject({ well: false, doors: { unknown: 1 } });
  });

  test('says that a profile is on trial', async () => {
    const terminal = new StandInTerminal();
    await room.run(['flash', 'sim-24', '--yes', ...tom], terminal, () => {
      if (terminal.complaints.includes('starts anew')) terminal.interrupt();
    });
    expect((await room.run(['status'])).terminal.shown).toMatch(/^profile +\S+, version \d+, on trial: if it fails, the bank goes back/m);
  });

  test('says where it has looked when no bank runs', async () => {
    await room.leave();
    const { code, terminal } = await room.run(['status']);
    expect(code).toBe(1);
    expect(terminal.complaints).toMatch(/bank\.sock: no bank is running here\. Cure: start it; .*\[socket\.silent\]/);
    room = await TechnicianRoom.enter();
  });
});

describe('lockerbank events', () => {
  test('shows the newest, or all from a number on', async () => {
    for (let times = 0; times < 8; times++) {
      await room.rig.bank.command('locker.open', { locker: 4 });
      await room.rig.bank.shut(4);
    }
    const newest = await room.run(['events']);
    expect(linesOf(newest.terminal)).toHaveLength(20);
    expect(linesOf(newest.terminal).at(-1)).toMatch(/^ +\d+ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}door\.closed +locker\/4$/);
    const all = await room.run(['events', '--from', '1', '--json']);
    const numbers = linesOf(all.terminal).map((line) => Number((JSON.parse(line) as { sequence: string }).sequence));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(numbers.length).toBeGreaterThan(30);
  });

  test('goes on until Ctrl-C with --follow', async () => {
    const terminal = new StandInTerminal();
    void room.rig.bank.clock.setTimer('a door opens', 500 as never, () => room.rig.bank.upstream.command('locker.open', { locker: 6 }));
    const { code } = await room.run(['events', '--follow'], terminal, () => {
      if (terminal.shown.includes('command.done')) terminal.interrupt();
    });
    expect(code).toBe(0);
    expect(linesOf(terminal).map((line) => line.split(/ {2,}/)[3])).toEqual(expect.arrayContaining(['door.released']));
    expect(linesOf(terminal)).toHaveLength(3);
  });
});

test('lockerbank watch shows each door that moves, until Ctrl-C', async () => {
  const terminal = new StandInTerminal();
  let hasOpened = false;
  const { code } = await room.run(['watch'], terminal, () => {
    if (!hasOpened && terminal.complaints.includes('Watching 8 doors')) {
      hasOpened = true;
      room.rig.bank.upstream.command('locker.open', { locker: 5 });
    }
    if (terminal.shown.includes('open') && room.rig.bank.openDoors().includes(5)) room.rig.bank.cabinet.shut(5);
    if (terminal.shown.includes('closed')) terminal.interrupt();
  });
  expect(code).toBe(0);
  expect(linesOf(terminal)).toEqual(['locker 5    somebody comes', 'locker 5    open', 'locker 5    closed, nobody is there any more']);
});

describe('lockerbank open', () => {
  test('opens the door, and tells the upstream who and why', async () => {
    const { code, terminal } = await room.run(['open', '7', '--reason', 'latch squeaks', ...tom]);
    expect(code).toBe(0);
    expect(terminal.shown).toMatch(/^Locker 7 opened after \d+ ms\.\n$/);
    expect(room.rig.bank.openDoors()).toEqual([7]);
    expect(room.rig.booked()).toContainEqual(
      ['problem.reported', { why: 'opened by technician: latch squeaks', locker: 7, by: { role: 'technician', id: 'tom' } }]);
  });

  test('ends with 1 where the door jams', async () => {
    room.rig.bank.cabinet.setFault(7, 'jammed');
    const { code, terminal } = await room.run(['open', '7', '--reason', 'does it?', ...tom]);
    expect([code, terminal.shown]).toEqual([1, 'Locker 7 did not open.\n']);
  });

  test.each([
    [['open', '7', ...tom], '--reason takes 3 to'],
    [['open', '7', '--reason', 'x'.repeat(70), ...tom], '--reason takes 3 to'],
    [['open', '--reason', 'no number', ...tom], 'which LOCKER'],
    [['open', '7', '--all', '--reason', 'both', ...tom], 'which LOCKER'],
    [['open', 'seven', '--reason', 'no number', ...tom], 'the number on its door'],
    [['open', '--all', '--reason', 'alone', ...tom], '--all needs a second technician'],
  ])('is misused by %j', async (words, why) => {
    const { code, terminal } = await room.run(words);
    expect([code, terminal.shown]).toEqual([2, '']);
    expect(terminal.complaints).toContain(why);
    expect(room.rig.bank.cabinet.pulses()).toEqual([]);
  });

  test('refuses a key that others can read, that is none, or that is not there', async () => {
    chmodSync(join(room.folder, 'tom.key'), 0o644);
    const open = (key: string) => room.run(['open', '7', '--reason', 'no key', '--key', key]);
    expect((await open('tom.key')).terminal.complaints).toContain('others can read this key. Cure: chmod 600');
    writeFileSync(join(room.folder, 'odd.key'), '{"id":"tom","secret":"k4.secret.short"}', { mode: 0o600 });
    expect((await open('odd.key')).terminal.complaints).toContain('is no technician\'s key');
    expect((await open('none.key'))).toMatchObject({ code: 1 });
    expect(room.rig.bank.cabinet.pulses()).toEqual([]);
  });

  test('opens all only after it was asked, one after the other', async () => {
    const words = ['open', '--all', '--reason', 'new gaskets', '--second-key', 'eve.key', ...tom];
    const refused = await room.run(words);
    expect([refused.code, room.rig.bank.openDoors()]).toEqual([1, []]);
    const terminal = new StandInTerminal();
    terminal.typed.push('open all');
    const { code } = await room.run(words, terminal);
    expect([code, terminal.shown]).toEqual([0, '8 of 8 doors are open.\n']);
    expect(terminal.questions).toHaveLength(1);
    expect(room.rig.bank.openDoors()).toHaveLength(8);
    expect(room.rig.bank.cabinet.violations()).toEqual([]);
  });
});

describe('lockerbank selftest', () => {
  /** Somebody who shuts every door that opens, a moment later. */
  const hands = (): void => {
    for (const locker of room.rig.bank.openDoors()) if (!room.rig.bank.energised().includes(locker)) room.rig.bank.cabinet.shut(locker);
  };

  test('passes where every door opens and shuts, and writes a page that can be handed over', async () => {
    const { code, terminal } = await room.run(['selftest', '--report', 'bank.html', '--json', ...tom], undefined, hands);
    const report = jsonOf(terminal) as SelftestReport & { passed: boolean };
    expect([code, report.passed]).toEqual([0, true]);
    const passed = [1, 2, 3, 4, 5, 6, 7, 8].map((locker) => [locker, 'passed']);
    expect(report.doors.map(({ locker, verdict }) => [locker, verdict])).toEqual(passed);
    for (const { openedAfterMs } of report.doors) expect(openedAfterMs).toBeGreaterThan(100);
    expect(report).toMatchObject({ bank: 'lb://demo/bank-1', profile: 'test-8', technician: 'tom', isCutShort: false });
    const page = readFileSync(join(room.folder, 'bank.html'), 'utf8');
    expect(page).toContain('Passed: 8 passed, 0 failed, 0 skipped.');
    expect(page.match(/<tr class="passed">/g)).toHaveLength(8);
    expect(room.rig.bank.cabinet.violations()).toEqual([]);
  });

  test('finds the door that jams, leaves alone what is occupied, and goes on', async () => {
    const occupied = await room.rig.bank.deposit('r-1');
    const jammed = occupied === 4 ? 5 : 4;
    room.rig.bank.cabinet.setFault(jammed, 'jammed');
    const { code, terminal } = await room.run(['selftest', '--json', ...tom], undefined, hands);
    const { doors } = jsonOf(terminal) as SelftestReport;
    expect(code).toBe(1);
    const failed = doors.flatMap(({ locker, verdict }) => (verdict === 'passed' ? [] : [[locker, verdict] as const]));
    expect(new Map(failed)).toEqual(new Map([[occupied, 'skipped'], [jammed, 'did-not-open']]));
    expect(room.rig.bank.cabinet.door(occupied)).toMatchObject({ leaf: 'closed' });
  });

  test('tests a door again that was mended, and none behind which something lies, though it stuck before, too', async () => {
    const { cabinet } = room.rig.bank;
    const occupied = await room.rig.bank.deposit('r-1');
    const empty = occupied === 4 ? 5 : 4;
    for (const locker of [occupied, empty]) cabinet.setFault(locker, 'jammed');
    await room.run(['selftest', '--only', `${String(occupied)},${String(empty)}`, '--occupied-too', ...tom], undefined, hands);
    for (const locker of [occupied, empty]) cabinet.setFault(locker, null);
    const { terminal } = await room.run(['selftest', '--only', `${String(occupied)},${String(empty)}`, '--json', ...tom], undefined, hands);
    const { doors } = jsonOf(terminal) as SelftestReport;
    expect(new Map(doors.map(({ locker, verdict, remark }) => [locker, [verdict, remark]]))).toEqual(new Map([
      [occupied, ['skipped', 'something lies there']], [empty, ['passed', '']],
    ]));
  });

  test('tells a door that nobody shuts, and takes those alone that are named', async () => {
    const { code, terminal } = await room.run(['selftest', '--only', '2,3', '--patience', '1', ...tom], undefined, () => {
      if (room.rig.bank.openDoors().includes(3) && !room.rig.bank.energised().includes(3)) room.rig.bank.cabinet.shut(3);
    });
    expect(code).toBe(1);
    expect(linesOf(terminal).filter((line) => /^[23] /.test(line)).map((line) => line.split(/ {2,}/)[3])).toEqual(['NOT SHUT', 'passed']);
    expect(terminal.shown).toContain('Not passed: 1 passed, 1 failed, 0 skipped.');
  });

  test('says which door opens instead of another: two wires have changed places', async () => {
    await room.leave();
    const swapped: Readonly<Record<number, number>> = { 3: 5, 5: 3 };
    room = await TechnicianRoom.enter((hardware) => {
      const { locks } = hardware;
      const behind = (locker: number) => swapped[locker] ?? locker;
      return {
        ...hardware,
        locks: {
          pulse: (locker, length, urgency) => locks.pulse(behind(locker), length, urgency), rest: (locker) => locks.rest(behind(locker)),
          restAll: () => locks.restAll(),
        },
      };
    });
    const { code, terminal } = await room.run(['selftest', '--json', ...tom], undefined, hands);
    const { doors } = jsonOf(terminal) as SelftestReport;
    expect(code).toBe(1);
    expect(doors.filter(({ verdict }) => verdict !== 'passed').map(({ locker, verdict, remark }) => [locker, verdict, remark])).toEqual([
      [3, 'another-door', 'opened 5 instead'], [5, 'another-door', 'opened 3 instead'],
    ]);
  });

  test('ends in order at Ctrl-C, and says that it was cut short', async () => {
    const terminal = new StandInTerminal();
    const { code } = await room.run(['selftest', '--report', 'half.json', ...tom], terminal, () => {
      if (terminal.complaints.includes('Locker 3 opened')) terminal.interrupt();
      else hands();
    });
    expect(code).toBe(1);
    const report = JSON.parse(readFileSync(join(room.folder, 'half.json'), 'utf8')) as SelftestReport;
    expect(report.isCutShort).toBe(true);
    expect(report.doors.map(({ locker, verdict }) => [locker, verdict])).toEqual([[1, 'passed'], [2, 'passed'], [3, 'not-shut']]);
    expect(terminal.shown).toContain('stopped before its end');
  });

  test('opens no door for a report that could not be written', async () => {
    writeFileSync(join(room.folder, 'old.html'), 'dear');
    for (const report of ['old.html', 'no-such-folder/bank.html']) {
      const { code, terminal } = await room.run(['selftest', '--report', report, ...tom], undefined, hands);
      expect([report, code, terminal.complaints]).toEqual([report, 1, expect.stringContaining('[file.unusable]')]);
    }
    expect(room.rig.booked().map(([type]) => type)).not.toContain('door.released');
    expect(readdirSync(room.folder).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  test('whose report cannot be written any more puts it elsewhere, and says where', async () => {
    const stick = join(room.folder, 'stick');
    mkdirSync(stick);
    const { code, terminal } = await room.run(['selftest', '--only', '2', '--report', 'stick/stick-is-out.json', ...tom], undefined, () => {
      if (room.rig.bank.openDoors().length > 0) rmSync(stick, { recursive: true, force: true });
      hands();
    });
    const where = /The report is in (\S+)\.\n/.exec(terminal.complaints)?.[1] ?? '';
    try {
      expect(code).toBe(0);
      expect(JSON.parse(readFileSync(where, 'utf8'))).toMatchObject({ isCutShort: false, doors: [{ locker: 2, verdict: 'passed' }] });
      expect(statSync(where).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(where, { force: true });
    }
  });

  test('tells what was tested when the bank hangs up in the middle', async () => {
    const { code, terminal } = await room.run(['selftest', '--report', 'half.json', ...tom], undefined, () => {
      if (room.rig.bank.openDoors().includes(3)) void room.rig.server.close();
      else hands();
    });
    expect(code).toBe(1);
    expect(terminal.complaints).toContain('has hung up');
    const report = JSON.parse(readFileSync(join(room.folder, 'half.json'), 'utf8')) as SelftestReport;
    expect(report.isCutShort).toBe(true);
    expect(report.doors.map(({ locker, verdict }) => [locker, verdict])).toEqual([[1, 'passed'], [2, 'passed']]);
  });

  test.each([
    [['--report', 'bank.pdf'], '.html, .json or .txt'],
    [['--only', '2;3'], 'numbers of lockers'],
    [['--only', '99'], 'no locker 99'],
  ])('is misused by %j', async (words, why) => {
    const { code, terminal } = await room.run(['selftest', ...words, ...tom]);
    expect(code).toBe(2);
    expect(terminal.complaints).toContain(why);
  });
});

describe('lockerbank key', () => {
  test('makes a key of one\'s own, and the bank is told of its public half', async () => {
    const made = await room.run(['key', 'new', 'ida', '--key', 'ida.key', '--json']);
    const { public: half } = jsonOf(made.terminal) as { public: string };
    expect(half).toMatch(/^k4\.public\.[\w-]{43}$/);
    expect(made.terminal.shown).not.toContain('k4.secret');
    expect((await room.run(['key', 'add', 'ida', half])).code).toBe(0);
    expect(jsonOf((await room.run(['key', 'list', '--json'])).terminal)).toEqual({ technicians: [{ id: 'ida', public: half }] });
    expect((await room.run(['key', 'remove', 'ida'])).code).toBe(0);
    expect(jsonOf((await room.run(['key', 'list', '--json'])).terminal)).toEqual({ technicians: [] });
    expect((await room.run(['key', 'remove', 'ida'])).code).toBe(1);
  });

  test('writes over no other key, and lies where commands look for it', async () => {
    expect((await room.run(['key', 'new', 'ida'])).code).toBe(0);
    const path = join(room.folder, '.config/lockerbank/technician.key');
    const before = readFileSync(path, 'utf8');
    const again = await room.run(['key', 'new', 'ida']);
    expect([again.code, readFileSync(path, 'utf8')]).toEqual([1, before]);
    const opened = await room.run(['open', '1', '--reason', 'with that key']);
    expect(opened.terminal.complaints).toContain('does not know this key');
  });

  test.each([[['key', 'new', 'a b']], [['key', 'add', 'ida', 'k4.public.short']], [['key', 'add', 'ida', `k4.secret.${'A'.repeat(86)}`]]])(
    'takes no %j', async (words) => {
      expect((await room.run(words)).code).toBe(2);
    });
});
