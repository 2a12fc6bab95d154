import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { portVariables, scratchFolder, simPorts, SimProcess, type SimPorts } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

let folder: ReturnType<typeof scratchFolder>;
let ports: SimPorts;
let environment: Record<string, string>;

beforeEach(async () => {
  folder = scratchFolder();
  ports = await simPorts();
  environment = portVariables(ports);
});

afterEach(() => folder.remove());

const runSim = (more: Readonly<Record<string, string>> = {}) => runProgram('lockerbank-sim', folder.path, { ...environment, ...more });

const runFirmware = (more: Readonly<Record<string, string>> = {}) =>
  runProgram('lockerbank', folder.path, { LOCKERBANK_KIOSK_PORT: String(ports.kiosk), ...more });

/** A bank that has been at work and was killed. @returns both copies of its journal's first segment */
async function startAndKill(): Promise<readonly string[]> {
  const sim = await new SimProcess({ folder: folder.path, ports }).ready();
  try {
    await until('the first events are booked', async () => (await sim.state()).upstream.acknowledged >= 3);
  } finally {
    await sim.stop('SIGKILL');
  }
  const journal = join(folder.path, 'data/bank/journal');
  return readdirSync(journal).filter((name) => name.startsWith('000001-')).sort().map((name) => join(journal, name));
}

/** Turns one bit of the third line. */
function damage(path: string): Buffer {
  const bytes = readFileSync(path);
  const thirdLine = bytes.indexOf(0x0a, bytes.indexOf(0x0a) + 1) + 20;
  bytes.writeUInt8(bytes.readUInt8(thirdLine) ^ 1, thirdLine);
  writeFileSync(path, bytes);
  return bytes;
}

test('an unknown variable stops the start, by name, and says which there are', async () => {
  const { code, output } = await runSim({ LOCKERBANK_KIOKS_PORT: '1' });
  expect(code).toBe(2);
  expect(output).toContain('LOCKERBANK_KIOKS_PORT');
  expect(output).toContain('LOCKERBANK_KIOSK_PORT');
});

test('a malformed variable stops the start, with what it takes', async () => {
  const { code, output } = await runSim({ LOCKERBANK_BANK: 'Bank One' });
  expect(code).toBe(2);
  expect(output).toMatch(/LOCKERBANK_BANK: is "Bank One", but takes/);
});

test('a .env with a broken line stops the start, with file and line', async () => {
  writeFileSync(join(folder.path, '.env'), 'LOCKERBANK_BANK=bank-2\nthis is no setting\n');
  const { code, output } = await runSim();
  expect(code).toBe(2);
  expect(output).toMatch(/\.env:2: is not NAME=value/);
});

test('a .env that cannot be read stops the start, by name', async () => {
  mkdirSync(join(folder.path, '.env'));
  const { code, output } = await runSim();
  expect(code).toBe(2);
  expect(output).toMatch(/\.env: cannot be read .* Cure:/);
});

test('a variable of .env is used, and one of the environment wins over it', async () => {
  writeFileSync(join(folder.path, '.env'), 'LOCKERBANK_BANK=Not Allowed\n');
  expect((await runSim()).output).toContain('LOCKERBANK_BANK');
  const taken = await runSim({ LOCKERBANK_BANK: 'bank-2', LOCKERBANK_PROFILE: 'nowhere' });
  expect(taken.output).not.toContain('LOCKERBANK_BANK');
});

test('a profile that is not there stops the start, with its name and the cure', async () => {
  const { code, output } = await runSim({ LOCKERBANK_PROFILE: 'nowhere' });
  expect(code).toBe(1);
  expect(output).toMatch(/nowhere: does not come with the program\. Cure: set LOCKERBANK_PROFILE/);
});

test('a profile with a misspelt field stops the start, with file and field', async () => {
  const path = join(folder.path, 'mine.json');
  const shipped = readFileSync(join(import.meta.dirname, '../../board-profiles/cabinets/sim-24.json'), 'utf8');
  const profile = JSON.parse(shipped) as { lock: Record<string, number> };
  profile.lock['pulsMs'] = 400;
  writeFileSync(path, JSON.stringify(profile));
  const { code, output } = await runSim({ LOCKERBANK_PROFILE: path });
  expect(code).toBe(1);
  expect(output).toContain(`${path}: lock.pulsMs: is not a profile field; did you mean pulseMs?`);
});

test.each([
  ['LOCKERBANK_SIM_PORT', 'sim'],
  ['LOCKERBANK_KIOSK_PORT', 'kiosk'],
  ['LOCKERBANK_MQTT_PORT', 'mqtt'],
] as const)('a busy port is named, with the variable that changes it (%s)', async (variable, which) => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(ports[which], '127.0.0.1', resolve));
  const { code, output } = await runSim();
  squatter.close();
  expect(code).toBe(1);
  expect(output).toContain(String(ports[which]));
  expect(output).toContain(variable);
});

test('a journal that is damaged in both its copies stops the start, with file and line, and is not touched', async () => {
  const paths = await startAndKill();
  const damaged = paths.map(damage);
  const { code, output } = await runSim({ LOCKERBANK_DATA: join(folder.path, 'data') });
  expect(code).toBe(1);
  expect(output).toMatch(/000001-n1-l1-e1-[ab]\.log.*Cure:.*\[journal\.corrupt\]/);
  expect(paths.map((path, index) => damaged[index]?.equals(readFileSync(path)))).toEqual([true, true]);
});

test('a journal that is damaged in one of its two copies is read from the other', async () => {
  const [first = ''] = await startAndKill();
  damage(first);
  const sim = await new SimProcess({ folder: folder.path, ports }).ready();
  await until('the second boot is booked', async () => (await boots(sim)).length === 2);
  await sim.stop('SIGKILL');
});

test('a journal whose last record is torn starts, without it, and says so in bank.booted', async () => {
  for (const path of await startAndKill()) {
    const bytes = readFileSync(path);
    bytes.write('12345678 {"n":99,"atMs"', bytes.indexOf(0));
    writeFileSync(path, bytes);
  }
  const sim = await new SimProcess({ folder: folder.path, ports }).ready();
  await until('the second boot is booked', async () => {
    const [newest, ...others] = await boots(sim);
    return others.length === 1 && (newest?.text.includes('tornBytes 23') ?? false);
  });
  await sim.stop('SIGKILL');
});

async function boots(sim: SimProcess) {
  return (await sim.state()).upstream.events.filter((event) => event.type === 'bank.booted');
}

test('a journal that is gone after the first start stops the next, instead of forgetting every parcel', async () => {
  await startAndKill();
  rmSync(join(folder.path, 'data/bank/journal'), { recursive: true });
  const { code, output } = await runSim({ LOCKERBANK_DATA: join(folder.path, 'data') });
  expect(code).toBe(1);
  expect(output).toMatch(/the bank has a history, but its journal is gone\. Cure:/);
});

test('a second bank on the same data folder leaves with a message and an exit code of its own', async () => {
  const sim = await new SimProcess({ folder: folder.path, ports }).ready();
  const others = { LOCKERBANK_SIM_PORT: '0', LOCKERBANK_KIOSK_PORT: '0', LOCKERBANK_MQTT_PORT: '0' };
  const { code, output } = await runSim({ ...others, LOCKERBANK_DATA: join(folder.path, 'data') });
  await sim.stop('SIGKILL');
  expect(code).toBe(3);
  expect(output).toMatch(/another process works on this data folder\. Cure: .*\[data\.locked\]/);
});

test('the firmware without a broker, or told to insist on signatures, says what to set', async () => {
  const without = await runFirmware();
  expect(without.code).toBe(2);
  expect(without.output).toMatch(/LOCKERBANK_MQTT_URL: is not set\. Cure:/);
  const signed = await runFirmware({ LOCKERBANK_MQTT_URL: 'mqtt://127.0.0.1:1' });
  expect(signed.code).toBe(2);
  expect(signed.output).toMatch(/LOCKERBANK_ROOT_KEYS: is not set, .* Cure: .*LOCKERBANK_TRUST=broker/);
});

test('the firmware does not drive the cabinet of the simulator', async () => {
  const { code, output } = await runFirmware({
    LOCKERBANK_MQTT_URL: 'mqtt://127.0.0.1:1', LOCKERBANK_TRUST: 'broker', LOCKERBANK_PROFILE: 'sim-24',
  });
  expect(code).toBe(1);
  expect(output).toMatch(/sim-24: is a cabinet of the simulator\. Cure:/);
});

test('a word that the program does not know is answered with its usage', async () => {
  const { code, output } = await runProgram('lockerbank-sim', folder.path, {}, ['baank']);
  expect(code).toBe(2);
  expect(output).toContain('lockerbank-sim [bank] [--profile CABINET] | board MODEL');
});
