import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SelftestReport } from '../../../../firmware/technician/commands/selftest-report.ts';
import { swappedDoors, TechnicianRoom, tom } from '../../../support/technician-room.ts';
import { StandInTerminal } from '../../../support/stand-in-terminal.ts';

let room: TechnicianRoom;
beforeEach(async () => {
  room = await TechnicianRoom.enter();
});
afterEach(() => room.leave());

/** Somebody who shuts every door that opens, a moment later. */
const hands = (): void => {
  for (const locker of room.rig.bank.openDoors()) if (!room.rig.bank.energised().includes(locker)) room.rig.bank.cabinet.shut(locker);
};

describe('lockerbank selftest', () => {
  test('passes where every door opens and shuts, and writes a page that can be handed over', async () => {
    const { code, terminal } = await room.run(['selftest', '--report', 'bank.html', '--json', ...tom], undefined, hands);
    const report = terminal.json as SelftestReport & { passed: boolean };
    expect([code, report.passed]).toEqual([0, true]);
    const passed = [1, 2, 3, 4, 5, 6, 7, 8].map((locker) => [locker, 'passed']);
    expect(report.doors.map(({ locker, verdict }) => [locker, verdict])).toEqual(passed);
    for (const { openedAfterMs } of report.doors) expect(openedAfterMs).toBeGreaterThan(100);
    expect(report).toMatchObject({ bank: 'lb://demo/bank-1', technician: 'tom', isCutShort: false, doorsInAll: 8 });
    expect(report.profile).toEqual({ id: 'test-8', label: room.rig.bank.profile.label, version: room.rig.bank.profile.version });
    const page = readFileSync(join(room.folder, 'bank.html'), 'utf8');
    expect(page).toContain('Passed: 8 passed, 0 failed, 0 skipped; 8 of 8 doors tried.');
    expect(page.match(/<tr class="passed">/g)).toHaveLength(8);
    expect(room.rig.bank.cabinet.violations()).toEqual([]);
  });

  test('finds the door that jams, leaves alone what is occupied, and goes on', async () => {
    const occupied = await room.rig.bank.deposit('r-1');
    const jammed = occupied === 4 ? 5 : 4;
    room.rig.bank.cabinet.setFault(jammed, 'jammed');
    const { code, terminal } = await room.run(['selftest', '--json', ...tom], undefined, hands);
    const { doors } = terminal.json as SelftestReport;
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
    const { doors } = terminal.json as SelftestReport;
    expect(new Map(doors.map(({ locker, verdict, remark }) => [locker, [verdict, remark]]))).toEqual(new Map([
      [occupied, ['skipped', 'something lies there']], [empty, ['passed', 'in doubt still: nobody said that it is empty']],
    ]));
  });

  test('tells a door that nobody shuts, and takes those alone that are named', async () => {
    const { code, terminal } = await room.run(['selftest', '--only', '2,3', '--patience', '1', ...tom], undefined, () => {
      if (room.rig.bank.openDoors().includes(3) && !room.rig.bank.energised().includes(3)) room.rig.bank.cabinet.shut(3);
    });
    expect(code).toBe(1);
    expect(terminal.lines.filter((line) => /^[23] /.test(line)).map((line) => line.split(/ {2,}/)[3])).toEqual(['NOT SHUT', 'passed']);
    expect(terminal.shown).toContain('Not passed: 1 passed, 1 failed, 0 skipped; 2 of 8 doors tried.');
  });

  test('says which door opens instead of another: two wires have changed places', async () => {
    await room.leave();
    room = await TechnicianRoom.enter({ rewire: swappedDoors(3, 5) });
    const { code, terminal } = await room.run(['selftest', '--json', ...tom], undefined, hands);
    const { doors } = terminal.json as SelftestReport;
    expect(code).toBe(1);
    expect(doors.filter(({ verdict }) => verdict !== 'passed').map(({ locker, verdict, remark }) => [locker, verdict, remark])).toEqual([
      [3, 'another-door', '5 opened meanwhile: if nobody else opened it, two doors are exchanged'],
      [5, 'another-door', '3 opened meanwhile: if nobody else opened it, two doors are exchanged'],
    ]);
  });

  test('says which door opened a moment after the one that was meant', async () => {
    let turns = 0;
    const { terminal } = await room.run(['selftest', '--only', '5', '--json', ...tom], undefined, () => {
      const { bank } = room.rig;
      if (!bank.openDoors().includes(5)) return;
      turns++;
      if (turns === 12) bank.cabinet.pull(7);
      if (turns > 60) hands();
    });
    const { doors } = terminal.json as SelftestReport;
    expect(doors).toMatchObject([{ locker: 5, verdict: 'another-door', remark: '7 opened meanwhile' }]);
  });

  test('opens no door behind which something was put since it began', async () => {
    const { bank } = room.rig;
    await bank.publishDirectory();
    await bank.reserve('r-0', 'ZZZZ2222'); // So that another locker than the first one is next.
    const locker = await bank.reserve('r-1');
    await bank.advance(1_000);
    expect(locker).toBeGreaterThan(1);
    const terminal = new StandInTerminal();
    let isIn = false;
    const putIn = async () => {
      await bank.signIn();
      await bank.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
      bank.cabinet.putIn(locker, 'PKG-r-1');
      await bank.shut(locker);
      await bank.input({ type: 'finish.chosen' });
      isIn = true;
    };
    let putting: Promise<void> | null = null;
    const only = ['--only', `1,${String(locker)}`];
    await room.run(['selftest', ...only, '--patience', '600', '--json', ...tom], terminal, () => {
      if (putting === null && bank.openDoors().includes(1)) putting = putIn();
      if (isIn) hands();
    });
    const { doors } = terminal.json as SelftestReport;
    expect(doors.at(-1)).toMatchObject({ locker, verdict: 'skipped', remark: 'something lies there' });
    expect(room.rig.booked().filter(([type, { locker: of }]) => type === 'problem.reported' && of === locker)).toEqual([]);
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

describe('a technician who has moved doors by hand', () => {
  /** As the guide has it: `watch`, and each door pulled and shut again. */
  const pulled = async (...lockers: readonly number[]) => {
    for (const locker of lockers) {
      room.rig.bank.cabinet.pull(locker);
      await room.rig.bank.advance(1_000);
      await room.rig.bank.shut(locker);
    }
  };
  const statusOf = async (...lockers: readonly number[]) => {
    const { doors } = (await room.run(['doors', '--json'])).terminal.json as { doors: { locker: number; status: string }[] };
    return doors.filter(({ locker }) => lockers.includes(locker)).map(({ status }) => status);
  };
  const test5 = (...words: readonly string[]) => ['selftest', '--only', '5,6', ...words, ...tom];

  test('tests them all the same, says that they are empty, and they are in use', async () => {
    await pulled(5, 6);
    expect(await statusOf(5, 6)).toEqual(['check', 'check']);
    const terminal = new StandInTerminal();
    terminal.typed.push('y');
    const before = room.rig.booked().length;
    const { code } = await room.run(test5('--json'), terminal, hands);
    expect(code).toBe(0);
    expect(terminal.questions).toEqual([
      'Lockers 5, 6 are out of use until somebody has looked inside, as you have just done. Nothing in there? [y/N] ',
    ]);
    const { doors } = terminal.json as SelftestReport;
    for (const door of doors) expect(door).toMatchObject({ verdict: 'passed', remark: 'looked into: empty' });
    expect(doors).toHaveLength(2);
    expect(await statusOf(5, 6)).toEqual(['available', 'available']);
    const by = { role: 'technician', id: 'tom' };
    expect(room.rig.booked(before).filter(([type]) => type === 'locker.checked')).toEqual(
      [5, 6].map((locker) => ['locker.checked', { locker, by }]));
  });

  test('is not asked with --empty', async () => {
    await pulled(5);
    const { code, terminal } = await room.run(test5('--empty'), undefined, hands);
    expect([code, terminal.questions, await statusOf(5)]).toEqual([0, [], ['available']]);
  });

  test.each([['no'], [null]])('who answers %j leaves them out of use', async (answer) => {
    await pulled(5);
    const terminal = new StandInTerminal();
    if (answer !== null) terminal.typed.push(answer);
    await room.run(test5(), terminal, hands);
    expect(terminal.complaints).toContain('Locker 5 is out of use still.');
    expect(await statusOf(5, 6)).toEqual(['check', 'available']);
  });

  test('does not end what came up while the question stood on the screen', async () => {
    await pulled(5);
    const terminal = new StandInTerminal();
    terminal.ask = async () => {
      await pulled(5);
      return 'y';
    };
    const { terminal: { shown } } = await room.run(test5('--json'), terminal, hands);
    expect(await statusOf(5)).toEqual(['check']);
    expect(shown).toContain('in doubt still: you have not had it opened and shut it since you signed in, or something has happened');
  });

  test('is told what the bank took before it hung up', async () => {
    await pulled(5, 6);
    const terminal = new StandInTerminal();
    terminal.typed.push('y');
    const { ledger } = room.rig.bank;
    const stop = ledger.onCommitted(() => {
      // Its answer has gone out by then, and the next question has not come in.
      if (terminal.questions.length > 0 && ledger.books.lockers[5]?.doubt === null) setImmediate(() => void room.rig.server.close());
    });
    await room.run(test5('--json'), terminal, hands);
    stop();
    expect((terminal.json as SelftestReport).doors.map(({ verdict, remark }) => [verdict, remark])).toEqual([
      ['passed', 'looked into: empty'], ['passed', 'in doubt, perhaps: the bank hung up before it had answered'],
    ]);
  });

  test('is asked about a door that stuck and was mended', async () => {
    room.rig.bank.cabinet.setFault(5, 'jammed');
    await room.run(test5(), undefined, hands);
    room.rig.bank.cabinet.setFault(5, null);
    await room.run(test5('--empty'), undefined, hands);
    expect(await statusOf(5)).toEqual(['available']);
  });

  test('cannot say it of a locker behind which something lies, nor has it tested', async () => {
    const locker = await room.rig.bank.deposit('r-1');
    await pulled(locker);
    const { terminal } = await room.run(['selftest', '--only', String(locker), '--empty', '--json', ...tom], undefined, hands);
    expect((terminal.json as SelftestReport).doors).toMatchObject([{ verdict: 'skipped', remark: 'something lies there' }]);
    const all = ['selftest', '--only', String(locker), '--occupied-too', '--empty', '--json', ...tom];
    const { doors } = (await room.run(all, undefined, hands)).terminal.json as SelftestReport;
    expect(doors).toMatchObject([{ verdict: 'passed', remark: 'out of use until staff have looked inside' }]);
    expect(await statusOf(locker)).toEqual(['check']);
    expect(room.rig.booked().map(([type]) => type)).not.toContain('locker.checked');
  });
});

describe('a self-test tells apart', () => {
  const testOf = async (locker: number) => {
    const { terminal } = await room.run(['selftest', '--only', String(locker), '--patience', '1', '--json', ...tom], undefined, hands);
    return (terminal.json as SelftestReport).doors.map(({ verdict, remark }) => [verdict, remark]);
  };

  test('a board of which nothing is heard', async () => {
    for (const locker of [1, 2, 3, 4, 5, 6, 7, 8]) room.rig.bank.cabinet.setFault(locker, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    expect(await testOf(5)).toEqual([['board-silent', 'board cabinet is silent']]);
  });

  test('a contact of which nothing is known', async () => {
    room.rig.bank.cabinet.setFault(5, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    expect(await testOf(5)).toEqual([['contact-unknown', 'nothing is known of its contact']]);
  });

  test('a door, or its contact, that does not move', async () => {
    room.rig.bank.cabinet.setFault(5, 'sensor-stuck-closed');
    expect(await testOf(5)).toEqual([['did-not-open', 'the order went out, and its contact has not moved']]);
  });

  test('a contact that never says closed', async () => {
    room.rig.bank.cabinet.setFault(5, 'sensor-stuck-open');
    expect(await testOf(5)).toEqual([['not-shut', 'stood open from the beginning']]);
  });

  test('a contact that falls silent while its door is open', async () => {
    const terminal = new StandInTerminal();
    await room.run(['selftest', '--only', '5', '--patience', '1', '--json', ...tom], terminal, () => {
      if (terminal.complaints.includes('Locker 5 opened')) room.rig.bank.cabinet.setFault(5, 'sensor-lost');
    });
    expect((terminal.json as SelftestReport).doors).toMatchObject([{ verdict: 'not-shut', remark: 'its contact fell silent' }]);
  });

  test('a door that another person opens meanwhile from two doors that are exchanged', async () => {
    let isAsked = false;
    const { terminal } = await room.run(['selftest', '--only', '5', '--json', ...tom], undefined, () => {
      if (!isAsked && room.rig.bank.openDoors().includes(5)) {
        isAsked = true;
        room.rig.bank.upstream.command('locker.open', { locker: 7 });
      }
      if (room.rig.bank.openDoors().includes(7)) hands();
    });
    expect((terminal.json as SelftestReport).doors).toMatchObject([{ verdict: 'passed', remark: '' }]);
  });

  test('a door that takes long', async () => {
    room.rig.bank.cabinet.setFault(5, 'jammed');
    room.rig.bank.clock.setTimer('the bolt gives way to the second pulse', 2_500 as never, () => room.rig.bank.cabinet.setFault(5, null));
    expect(await testOf(5)).toMatchObject([['passed', expect.stringContaining('slow: more than 2 s until it opened')]]);
  });
});
