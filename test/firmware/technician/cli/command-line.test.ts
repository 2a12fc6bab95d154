import { describe, expect, test } from 'vitest';
import { runWords } from '../../../../firmware/technician/cli/command-line.ts';
import { command, Misuse, type Call, type ExitCode } from '../../../../firmware/technician/cli/command.ts';
import { commands as realCommands } from '../../../../firmware/technician/cli/commands.ts';
import { variables } from '../../../../firmware/configuration/configuration.ts';
import { DiskError } from '../../../../firmware/ports/disk.ts';
import { LockerError } from '../../../../statecharts/locker-error.ts';
import { runLine, StandInTerminal } from '../../../support/stand-in-terminal.ts';

function greeting(call: Call): Promise<ExitCode> {
  call.note('about to greet');
  call.answer({ operands: call.operands, options: call.options }, `Hello ${call.operands[0] ?? ''}`);
  return Promise.resolve(0);
}

const greet = command({
  name: 'greet', purpose: 'Greets somebody',
  operands: [{ name: 'NAME', says: 'who' }, { name: 'HOW', says: 'how', isOptional: true, values: ['warmly', 'coldly'] }],
  options: {
    times: { takes: 'number', says: 'how often' }, loud: { takes: 'nothing', says: 'shouting' },
    as: { takes: 'text', says: 'by which title' },
  },
  examples: [{ line: 'lockerbank greet Ada', says: 'once' }],
  load: () => Promise.resolve(greeting),
});
const fail = (name: string, error: Error) => command({
  name, purpose: 'Fails', examples: [{ line: `lockerbank ${name}`, says: 'fails' }],
  load: () => Promise.resolve(() => Promise.reject(error)),
});
const commands = [
  greet,
  { ...greet, name: 'door list', operands: [] }, { ...greet, name: 'door lock', operands: [] },
  fail('silent', new LockerError('socket.silent', '/x.sock', 'no bank is running here. Cure: start it')),
  fail('locked', new LockerError('data.locked', '/data', 'is in use')),
  fail('unset', new LockerError('configuration.malformed', 'LOCKERBANK_BANK', 'is odd')),
  fail('private', new DiskError('failed', 'technicians.json', Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))),
  fail('broken', new TypeError('x is not a function')),
  fail('misled', new Misuse('one or the other')),
];
const run = (...words: string[]) => runLine(words, { commands });

describe('a command line', () => {
  test('hands operands and options on, each with its type', async () => {
    const { code, terminal } = await run('greet', 'Ada', 'warmly', '--times', '3', '--loud', '--as=Dr', '--json');
    expect([code, terminal.complaints]).toEqual([0, 'about to greet\n']);
    expect(terminal.json).toEqual({
      operands: ['Ada', 'warmly'], options: { times: 3, loud: true, as: 'Dr', json: true, help: false },
    });
    expect((await run('greet', 'Ada')).terminal.shown).toBe('Hello Ada\n');
  });

  test.each([
    [['greet'], 'NAME is missing: who'],
    [['greet', 'Ada', 'warmly', 'twice'], 'twice is one word too many'],
    [['greet', 'Ada', 'warmli'], 'HOW is one of warmly, coldly, not warmli. Did you mean warmly?'],
    [['greet', 'Ada', '--tiems', '3'], '--tiems is no option of it. Did you mean --times?'],
    [['greet', 'Ada', '--times', 'three'], '--times takes a number, not three'],
    [['greet', 'Ada', '--times'], '--times needs a value'],
    [['greet', 'Ada', '--loud=yes'], '--loud takes no value'],
    [['greet', 'Ada', '--loud', '--loud'], '--loud is there twice'],
    [['greet', 'Ada', '-x'], '-x is no option of it.'],
    [['greet', 'Ada', '--__proto__', 'x'], '--__proto__ is no option of it.'],
    [['misled'], 'one or the other'],
  ])('that says %j is answered with what is wrong, where the help is, and 2', async (words, why) => {
    const { code, terminal } = await run(...words);
    expect([code, terminal.shown]).toEqual([2, '']);
    const name = words[0] ?? '';
    expect(terminal.complaints).toBe(`lockerbank ${name}: ${why}\nHow it is used: lockerbank ${name} --help\n`);
  });

  test.each([
    [['graet'], 'lockerbank: graet is no command. Did you mean greet?\nHow it is used: lockerbank --help\n'],
    [['frobnicate'], 'lockerbank: frobnicate is no command.\nHow it is used: lockerbank --help\n'],
    [['door'], 'lockerbank: door what?\n\nlockerbank door …\n\n  door list'],
    [['door', 'lisst'], 'lockerbank: door lisst is no command. Did you mean door list?\nHow it is used: lockerbank door --help\n'],
    [['--jsn'], 'lockerbank: --jsn is no command.\nHow it is used: lockerbank --help\n'],
  ])('with the unknown word of %j ends with 2, and a guess', async (words, why) => {
    const { code, terminal } = await run(...words);
    expect([code, terminal.shown]).toEqual([2, '']);
    expect(terminal.complaints).toContain(why);
  });

  test.each([
    ['silent', 1, 'lockerbank: /x.sock: no bank is running here. Cure: start it [socket.silent]\n'],
    ['private', 1, 'lockerbank: technicians.json: EACCES: permission denied. Cure: use sudo [disk.failed]\n'],
    ['locked', 3, 'lockerbank: /data: is in use [data.locked]\n'],
    ['unset', 2, 'lockerbank: LOCKERBANK_BANK: is odd [configuration.malformed]\n'],
  ])('whose command fails (%s) says why in one line, and ends with %i', async (word, code, why) => {
    expect(await run(word)).toMatchObject({ code, terminal: { shown: '', complaints: why } });
  });

  test('says with a stack what nobody has foreseen, and as JSON where JSON was asked for', async () => {
    const { code, terminal } = await run('broken');
    expect(code).toBe(1);
    expect(terminal.complaints).toMatch(/TypeError: x is not a function\n +at /);
    const asked = await run('silent', '--json');
    expect(JSON.parse(asked.terminal.complaints)).toEqual({
      error: { code: 'socket.silent', says: '/x.sock: no bank is running here. Cure: start it' },
    });
  });
});

test.each([
  [['greet', '--json'], 'NAME is missing: who'], [['misled', '--json'], 'one or the other'],
  [['greet', 'Ada', '--json', '--tiems', '3'], '--tiems is no option of it. Did you mean --times?'],
  [['graet', '--json'], 'graet is no command. Did you mean greet?'], [['door', '--json'], 'door what?'],
  [['--json'], '--json is no command.'],
])('a program that asks for JSON, and asks wrongly (%j), is answered in JSON', async (words, says) => {
  const { code, terminal } = await run(...words);
  expect([code, terminal.shown]).toEqual([2, '']);
  expect(JSON.parse(terminal.complaints)).toEqual({ error: { code: 'misused', says } });
});

test('what a command does not want of the environment is not read for it', async () => {
  const unreadable = (): never => {
    throw new LockerError('configuration.unreadable', '/etc/lockerbank.env', 'cannot be read');
  };
  const surroundings = { commands, terminal: new StandInTerminal(), version: '1.2.3', folder: '/', profileFolder: '', shell: {} };
  expect(await runWords(['greet', 'Ada'], { ...surroundings, environment: unreadable })).toBe(0);
});

describe('help', () => {
  const ways = [[['--help']], [['-h']], [['help']], [['help', 'nothing']]];
  test.each(ways)('of the program comes by %j, with every command', async (words) => {
    const { code, terminal } = await run(...words);
    expect([code, terminal.complaints]).toEqual([0, '']);
    for (const { name } of commands) expect(terminal.shown).toContain(`  ${name}`);
  });

  test.each([[['greet', '--help']], [['greet', '-h']], [['help', 'greet']], [['greet', 'Ada', '--help']]])(
    'of a command comes by %j, whatever else is missing', async (words) => {
      const { code, terminal } = await run(...words);
      expect(code).toBe(0);
      for (const part of ['lockerbank greet NAME [HOW] [OPTIONS]', '--times N', '--loud', '--as TEXT', '--json', 'lockerbank greet Ada']) {
        expect(terminal.shown).toContain(part);
      }
    });

  test.each([[['door', '--help']], [['help', 'door']]])('of several commands comes by their first word (%j)', async (words) => {
    const { code, terminal } = await run(...words);
    expect(code).toBe(0);
    expect(terminal.shown).toContain('door list');
    expect(terminal.shown).not.toContain('greet');
  });

  test('of the settings names every variable, and what it usually is', async () => {
    const { code, terminal } = await run('help', 'settings');
    expect(code).toBe(0);
    for (const name of Object.keys(variables)) expect(terminal.shown).toContain(`  ${name} `);
    expect(terminal.shown).toMatch(/LOCKERBANK_DATA +everything the bank must not lose; usually \.\/data$/m);
  });

  test('tells the version', async () => {
    expect((await run('--version')).terminal.shown).toBe('1.2.3\n');
  });
});

describe('every command of lockerbank', () => {
  const named = realCommands.map((one) => [one.name, one] as const);
  test.each(named)('%s has a purpose of one line and an example that can be typed', async (name, one) => {
    expect(one.purpose).toMatch(/^[A-Z].*[^.]$/);
    expect(one.examples.length).toBeGreaterThan(0);
    for (const { line } of one.examples) expect(line).toContain(`lockerbank ${name.split(' ')[0] ?? ''}`);
    const { code, terminal } = await runLine([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(terminal.shown).toContain(one.purpose);
    expect(Object.keys(one.options)).not.toContain('json');
    expect(await one.load()).toBeTypeOf('function');
  });

  test('has a name of its own', () => {
    expect(new Set(realCommands.map(({ name }) => name)).size).toBe(realCommands.length);
  });
});
