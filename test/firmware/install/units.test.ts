import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../firmware/adapters/environment.ts';
import { readConfiguration, variables } from '../../../firmware/configuration/configuration.ts';
import { neededProgram } from '../../support/needed-program.ts';

const install = join(import.meta.dirname, '../../../firmware/install');
const units = join(install, 'root/usr/lib/systemd/system');
const environmentFile = join(install, 'root/etc/lockerbank/lockerbank.env');
const scratch = mkdtempSync(join(tmpdir(), 'lockerbank-units-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const names = ['lockerbank.service', 'lockerbank-kiosk.service'] as const;
const unit = (name: (typeof names)[number]): string => readFileSync(join(units, name), 'utf8');

describe('systemd', () => {
  // Its programs are not installed here; another test installs them.
  mkdirSync(join(scratch, 'units'));
  for (const name of names) {
    const text = unit(name).replaceAll(/\/usr\/bin\/(?:lockerbank(?:-kiosk)?|cage|chromium)\b/g, '/bin/true');
    writeFileSync(join(scratch, 'units', name), text);
  }
  const analyze = neededProgram('systemd-analyze', 'systemd');

  test('finds nothing wrong with the units', () => {
    const environment = { ...process.env, SYSTEMD_UNIT_PATH: `${join(scratch, 'units')}:` };
    const { status, stderr } = spawnSync(analyze, ['verify', ...names], { env: environment, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('thinks little can be done by whoever takes the bank over', () => {
    const words = ['security', '--offline=true', '--threshold=25', join(scratch, 'units/lockerbank.service')];
    const { status, stdout } = spawnSync(analyze, words, { encoding: 'utf8' });
    expect(stdout).toContain('Overall exposure level');
    expect(status, stdout).toBe(0);
  });
});

describe('the unit of the bank', () => {
  const text = unit('lockerbank.service');

  test('switches the coils off after every end, and lets the guardian live until it has done so itself', () => {
    expect(text).toMatch(/^ExecStopPost=-\/usr\/bin\/lockerbank coils-off$/m);
    expect(text).toMatch(/^KillMode=control-group$/m);
  });

  test('does not begin anew what only a person can mend, and everything else for ever', () => {
    expect(text).toMatch(/^Restart=always$/m);
    expect(text).toMatch(/^RestartPreventExitStatus=2$/m);
    expect(text).toMatch(/^StartLimitIntervalSec=0$/m);
  });

  test('needs no network to begin, and waits for none', () => {
    expect(text).not.toMatch(/^(Requires|BindsTo|Requisite)=/m);
    expect(text).not.toMatch(/^(?:Wants|After)=.*(?:-online|time-sync|wait)/m);
  });

  test('is refused a system call that it should not need, and not killed for it', () => {
    expect(text).toMatch(/^SystemCallErrorNumber=EPERM$/m);
  });
});

test('the file of settings explains every one that a bank has, and is one that the bank understands', () => {
  const elsewhere = ['LOCKERBANK_SIM_PORT', 'LOCKERBANK_MQTT_PORT', 'LOCKERBANK_ENV_FILE', 'LOCKERBANK_PROFILE'];
  const said = [...readFileSync(environmentFile, 'utf8').matchAll(/^(LOCKERBANK_\w+)=/gm)].map(([, name = '']) => name);
  expect(said.toSorted()).toEqual(Object.keys(variables).filter((name) => !elsewhere.includes(name)).toSorted());
  const configuration = readConfiguration(readEnvironment(scratch, { LOCKERBANK_ENV_FILE: environmentFile }));
  expect(configuration).toMatchObject({
    mqttUrl: null, dataFolder: '/var/lib/lockerbank', socket: '/run/lockerbank/lockerbank.sock', trust: 'signed', kioskPort: 8481,
  });
});

test('a file of settings that is named and not there is an error that names it', () => {
  expect(() => readEnvironment(scratch, { LOCKERBANK_ENV_FILE: 'nowhere.env' })).toThrow(/nowhere\.env: cannot be read .* Cure:/);
});

test('the browser of the kiosk goes to the page of this machine, and nowhere else', () => {
  const file = join(install, 'root/usr/share/lockerbank/chromium-policies/managed/lockerbank-kiosk.json');
  const policies = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  expect(policies).toMatchObject({ URLBlocklist: ['*'], URLAllowlist: ['http://127.0.0.1'], DeveloperToolsAvailability: 2 });
  expect(unit('lockerbank-kiosk.service')).toContain('BindReadOnlyPaths=/usr/share/lockerbank/chromium-policies:/etc/chromium/policies');
});

test('a shell understands what runs when the package comes and goes, and the programs', () => {
  const scripts = [
    ...readdirSync(join(install, 'debian')).map((name) => join(install, 'debian', name)),
    ...readdirSync(join(install, 'root/usr/bin')).map((name) => join(install, 'root/usr/bin', name)),
  ];
  expect(scripts.length).toBe(5);
  for (const script of scripts) execFileSync('sh', ['-n', script]);
});
