import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decideDegraded } from '../../../../firmware/bank/degraded.ts';
import { DiskError } from '../../../../firmware/ports/disk.ts';
import { runWords } from '../../../../firmware/technician/cli/command-line.ts';
import { commands } from '../../../../firmware/technician/cli/commands.ts';
import { StandInTerminal } from '../../../support/stand-in-terminal.ts';
import { swappedDoors, TechnicianRoom, tom } from '../../../support/technician-room.ts';

let room: TechnicianRoom;
beforeEach(async () => {
  room = await TechnicianRoom.enter();
});
afterEach(() => room.leave());

describe('lockerbank doors', () => {
  test('shows a row for every door, painted on a terminal alone', async () => {
    room.rig.bank.cabinet.setFault(2, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    const { code, terminal } = await room.run(['doors']);
    expect(code).toBe(0);
    const [head, ...rows] = terminal.lines;
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

  test('takes no contact that is back for a movement, and says of a door that was moved meanwhile between when', async () => {
    const { cabinet } = room.rig.bank;
    cabinet.pull(3);
    await room.rig.bank.advance(1_000);
    cabinet.shut(3);
    await room.rig.bank.advance(1_000);
    for (const locker of [2, 3]) cabinet.setFault(locker, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    cabinet.pull(3);
    for (const locker of [2, 3]) cabinet.setFault(locker, null);
    await room.rig.bank.advance(5_000);
    const [, , second, third] = (await room.run(['doors'])).terminal.lines;
    expect(second).toMatch(/ closed .* heard +never seen/);
    expect(third).toMatch(/ open .* heard +between \d{4}-\d\d-\d\d [\d:]{8} and \d{4}-\d\d-\d\d [\d:]{8}/);
  });

  test('is JSON for a program', async () => {
    const { terminal } = await room.run(['doors', '--json']);
    expect(terminal.json).toMatchObject({ doors: [{ locker: 1, door: 'closed' }, {}, {}, {}, {}, {}, {}, {}] });
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
    expect(ill.terminal.json).toMatchObject({ well: false, doors: { unknown: 1 } });
  });

  test('ends with 1 for the clock alone, which a script can tell from all else, and with 0 once the clock is right', async () => {
    const { bank } = room.rig;
    await room.rig.during(bank.ledger.commit(decideDegraded(bank.ledger.books, 'clock-doubtful', true)));
    const ill = await room.run(['status', '--json']);
    expect(ill.code).toBe(1);
    expect(ill.terminal.json).toMatchObject({ well: false, degraded: ['clock-doubtful'], silentBoards: [], doors: { unknown: 0 } });
    await bank.advance(60_000);
    expect((await room.run(['status'])).code).toBe(0);
  });

  test('says that a profile is on trial', async () => {
    const terminal = new StandInTerminal();
    await room.run(['flash', 'sim-24', '--yes', ...tom], terminal, () => {
      if (terminal.complaints.includes('starts anew')) terminal.interrupt();
    });
    expect(terminal.shown).toContain('The trial goes on by itself: soon the bank works with sim-24, version');
    expect((await room.run(['status'])).terminal.shown).toMatch(/^profile +\S+, version \d+, on trial: if it fails, the bank goes back/m);
  });

  test('says what is wrong in words, with a cure, and in codes to a program', async () => {
    room.rig.bank.controller.page('dead');
    await room.rig.bank.advance(100);
    const { terminal } = await room.run(['status']);
    expect(terminal.shown).toMatch(/^wrong +the page at the screen does not answer\. Cure: /m);
    const coded = (await room.run(['status', '--json'])).terminal.json;
    expect(coded).toMatchObject({ degraded: expect.arrayContaining(['page-silent']) as unknown });
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
    expect(newest.terminal.lines).toHaveLength(20);
    expect(newest.terminal.lines.at(-1)).toMatch(/^ +\d+ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}door\.closed +locker\/4$/);
    const all = await room.run(['events', '--from', '1', '--json']);
    const numbers = all.terminal.lines.map((line) => Number((JSON.parse(line) as { sequence: string }).sequence));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    expect(numbers.length).toBeGreaterThan(30);
  });

  test('says who it was in words, and nothing of what there is not', async () => {
    expect((await room.run(['open', '1', '--reason', 'latch squeaks', ...tom])).code).toBe(0);
    const { shown } = (await room.run(['events'])).terminal;
    expect(shown).toContain('by technician tom');
    expect(shown).not.toMatch(/[{}[\]"]|null/);
  });

  test('goes on until Ctrl-C with --follow', async () => {
    const terminal = new StandInTerminal();
    void room.rig.bank.clock.setTimer('a door opens', 500 as never, () => room.rig.bank.upstream.command('locker.open', { locker: 6 }));
    const { code } = await room.run(['events', '--follow'], terminal, () => {
      if (terminal.shown.includes('command.done')) terminal.interrupt();
    });
    expect(code).toBe(0);
    expect(terminal.lines.map((line) => line.split(/ {2,}/)[3])).toEqual(expect.arrayContaining(['door.released']));
    expect(terminal.lines).toHaveLength(3);
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
  expect(terminal.lines).toEqual(['locker 5    somebody comes', 'locker 5    open', 'locker 5    closed, nobody is there any more']);
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
    expect([code, terminal.shown]).toEqual([1, 'Locker 7 did not open: the order went out, and its contact has not moved.\n']);
  });

  test('says which door opened meanwhile, and that two may be exchanged', async () => {
    await room.leave();
    room = await TechnicianRoom.enter({ rewire: swappedDoors(3, 4) });
    const { code, terminal } = await room.run(['open', '3', '--reason', 'does it?', ...tom]);
    expect(code).toBe(1);
    expect(terminal.shown).toMatch(new RegExp('^Locker 3 did not open: the order went out, and its contact has not moved\\. '
      + 'Locker 4 opened meanwhile\\. If nobody else opened it, two doors are exchanged, at their locks or '));
    const { terminal: asJson } = await room.run(['open', '3', '--reason', 'does it?', '--json', ...tom]);
    expect(asJson.json).toMatchObject({ locker: 3, outcome: 'did-not-open', others: [] });
  });

  test('says which door opened a moment after the one that was meant', async () => {
    let isPulled = false;
    const { code, terminal } = await room.run(['open', '5', '--reason', 'does it?', ...tom], undefined, () => {
      if (isPulled || !room.rig.bank.openDoors().includes(5)) return;
      isPulled = true;
      room.rig.bank.clock.setTimer('the other bolt gives way', 400 as never, () => room.rig.bank.cabinet.pull(7));
    });
    expect(code).toBe(1);
    expect(terminal.shown).toMatch(/^Locker 5 opened after \d+ ms\. Locker 7 opened meanwhile\.\n$/);
  });

  test('takes a door whose contact comes back for none that has opened', async () => {
    const { cabinet } = room.rig.bank;
    cabinet.setFault(7, 'sensor-lost');
    cabinet.pull(7);
    await room.rig.bank.advance(5_000);
    cabinet.setFault(5, 'jammed');
    let turns = 0;
    const { terminal } = await room.run(['open', '5', '--reason', 'does it?', '--json', ...tom], undefined, () => {
      if (++turns === 60) cabinet.setFault(7, null);
    });
    expect(turns).toBeGreaterThan(60);
    expect(terminal.json).toMatchObject({ outcome: 'did-not-open', others: [] });
  });

  test('says that it may have opened or not where the card does not say what became of it', async () => {
    vi.spyOn(room.rig.bank.ledger, 'events').mockRejectedValue(new DiskError('failed', 'journal', 'the read failed'));
    const { code, terminal } = await room.run(['open', '5', '--reason', 'does it?', ...tom]);
    expect([code, terminal.shown]).toEqual([1, 'Locker 5 may have opened or not: nothing was heard of it.\n']);
  });

  test('says that the board is silent', async () => {
    for (const locker of [1, 2, 3, 4, 5, 6, 7, 8]) room.rig.bank.cabinet.setFault(locker, 'sensor-lost');
    await room.rig.bank.advance(5_000);
    const { code, terminal } = await room.run(['open', '3', '--reason', 'does it?', ...tom]);
    expect([code, terminal.shown]).toEqual([1, 'Locker 3 did not open: board cabinet is silent.\n']);
  });

  test('says of a door that still stands open that it does, and not that somebody is there', async () => {
    await room.run(['open', '7', '--reason', 'latch squeaks', ...tom]);
    const { code, terminal } = await room.run(['open', '7', '--reason', 'once more', ...tom]);
    expect(code).toBe(1);
    expect(terminal.complaints).toContain('this locker still stands open since it was last opened. Cure: shut it first');
  });

  test('of all doors counts none as open that may have opened or not', async () => {
    vi.spyOn(room.rig.bank.ledger, 'events').mockRejectedValue(new DiskError('failed', 'journal', 'the read failed'));
    const all = ['open', '--all', '--yes', '--reason', 'new gaskets', '--second-key', 'eve.key', ...tom];
    const { code, terminal } = await room.run(all);
    expect([code, terminal.shown]).toEqual([1, '0 of 8 doors are open.\n']);
  });

  test('of all doors says why one was not opened', async () => {
    const { bank } = room.rig;
    bank.cabinet.pull(6);
    await bank.advance(1_000);
    await bank.shut(6);
    await room.run(['open', '5', '--reason', 'latch squeaks', ...tom]);
    const all = ['open', '--all', '--yes', '--reason', 'new gaskets', '--second-key', 'eve.key', ...tom];
    const { terminal } = await room.run(all);
    expect(terminal.complaints).toContain('locker 5    not opened: this locker still stands open since it was last opened. Cure: ');
    expect(terminal.complaints).toContain('locker 6    not opened: somebody has to look into it first');
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

describe('lockerbank key', () => {
  test('makes a key of one\'s own, and the bank is told of its public half', async () => {
    const made = await room.run(['key', 'new', 'ida', '--key', 'ida.key', '--json']);
    const { public: half } = made.terminal.json as { public: string };
    expect(half).toMatch(/^k4\.public\.[\w-]{43}$/);
    expect(made.terminal.shown).not.toContain('k4.secret');
    expect((await room.run(['key', 'add', 'ida', half])).code).toBe(0);
    expect((await room.run(['key', 'list', '--json'])).terminal.json).toEqual({ technicians: [{ id: 'ida', public: half }] });
    expect((await room.run(['key', 'remove', 'ida'])).code).toBe(0);
    expect((await room.run(['key', 'list', '--json'])).terminal.json).toEqual({ technicians: [] });
    expect((await room.run(['key', 'remove', 'ida'])).code).toBe(1);
  });

  test('that the bank knows already is no new one, and another one is', async () => {
    const halfOf = async (file: string) => {
      const { terminal } = await room.run(['key', 'new', 'ida', '--key', file, '--json']);
      return terminal.json as { public: string };
    };
    const [first, second] = [await halfOf('first.key'), await halfOf('second.key')];
    const add = async (half: string) => (await room.run(['key', 'add', 'ida', half])).terminal.shown;
    expect(await add(first.public)).toBe('ida may work here from now on.\n');
    expect(await add(first.public)).toBe('ida may work here with this key already.\n');
    expect(await add(second.public)).toBe('ida has a new key here; the old one opens nothing any more.\n');
  });

  test('is made by somebody who may not read the settings of any bank', async () => {
    const unreadable = (): never => {
      throw new RangeError('the settings were read');
    };
    const terminal = new StandInTerminal();
    const shell = { HOME: room.folder };
    const world = { commands, terminal, version: '1', folder: room.folder, profileFolder: '', shell, environment: unreadable };
    expect(await runWords(['key', 'new', 'ida'], world)).toBe(0);
    expect(terminal.shown).toContain(join(room.folder, '.config/lockerbank/technician.key'));
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
