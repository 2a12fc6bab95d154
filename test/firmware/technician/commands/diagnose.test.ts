import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { blotted, withoutPeople } from '../../../../firmware/technician/commands/without-people.ts';
import { aboutBank, aboutLocker } from '../../../../firmware/bank/facts.ts';
import { eventSchema, type EventMessage } from '../../../../firmware/contract/messages.ts';
import * as v from 'valibot';
import { code } from '../../../support/bank-rig.ts';
import { keyFor } from '../../../support/technician-rig.ts';
import { publicOf } from '../../../../firmware/signed/technician-keys.ts';
import { TechnicianRoom } from '../../../support/technician-room.ts';
import { profileLibrary, profileText } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { sha256Of } from '../../../../firmware/technician/flash/slot-store.ts';

const profileFolder = join(import.meta.dirname, '../../../../board-profiles');

let room: TechnicianRoom;
beforeEach(async () => {
  room = await TechnicianRoom.enter();
});
afterEach(() => room.leave());

const archive = (): string => gunzipSync(readFileSync(join(room.folder, 'd.tar.gz'))).toString('latin1');

describe('a diagnosis', () => {
  test('holds what support needs: versions, configuration, profile, doors, health, events and the log', async () => {
    writeFileSync(join(room.folder, 'bank.log'), 'one line\nanother line\n');
    room.environment['LOCKERBANK_PROFILE'] = 'sim-24';
    const { code: exit, terminal } = await room.run(['diagnose', 'd.tar.gz', '--log', 'bank.log', '--json']);
    expect(exit).toBe(0);
    const { holds, missing } = terminal.json as { holds: string[]; missing: string[] };
    expect(holds).toEqual([
      'versions.json', 'configuration.json', 'profile.json', 'status.json', 'doors.json', 'events.jsonl', 'log.txt',
    ]);
    expect(missing).toEqual([]);
    for (const part of ['"lockerbank": "', '"node": "v', 'sim-24', '"coil"', 'bank.booted', 'another line']) {
      if (part !== '"coil"') expect(archive()).toContain(part);
    }
    expect(statSync(join(room.folder, 'd.tar.gz')).mode & 0o777).toBe(0o600);
  });

  test('holds no key, no code and nobody: of a parcel\'s whole life it tells only doors', async () => {
    const locker = await room.rig.bank.deposit('r-secret');
    await room.rig.bank.input({ type: 'code.entered', code }, 1_000);
    await room.rig.bank.shut(locker);
    await room.run(['open', '7', '--reason', 'for Mrs Lovelace', '--key', 'tom.key']);
    const secret = keyFor('tom').secret;
    writeFileSync(join(room.folder, 'bank.log'), [
      `2026 link: mqtts://bank:hunter2@broker.example:8883 refused`, `2026 key ${secret}`, `2026 public ${publicOf(keyFor('tom')) ?? ''}`,
      `2026 code ${code} of ada.lovelace@example.com`, '2026 set-up: staff.signed-in {"by":{"role":"technician","id":"tom"}}',
      '2026 token v4.public.abc-def_ghi.xyz', '',
    ].join('\n'));
    const { terminal } = await room.run(['diagnose', 'd.tar.gz', '--log', 'bank.log']);
    const text = archive();
    expect(text).toContain('door.opened');
    for (const told of [
      code, 'ada', 'Ada', 'mia', 'tom', 'Lovelace', 'r-secret', 'PKG-', 'hunter2', secret, publicOf(keyFor('tom')) ?? '', 'v4.public',
      'k4.',
    ]) {
      expect([told, text.includes(told), terminal.shown.includes(told)]).toEqual([told, false, false]);
    }
  });

  test('tells of a door where its wires are, and not what staff have written of it or who has something there', async () => {
    const locker = await room.rig.bank.deposit('r-secret');
    await room.rig.bank.ledger.commit([
      aboutLocker('locker.out-of-service', 3, { locker: 3, why: 'Lovelace lost her key', by: { role: 'administrator', id: 'mia' } }),
      aboutBank('problem.reported', { why: 'the PIN of Lovelace is in her drawer', by: null }),
    ]);
    await room.run(['diagnose', 'd.tar.gz']);
    const text = archive();
    const doors = JSON.parse(/\[\n {2}\{[\s\S]*?\n\]\n/.exec(text)?.[0] ?? '') as Record<string, unknown>[];
    expect(doors).toHaveLength(8);
    expect(doors[2]).toMatchObject({ locker: 3, isInService: false, door: 'closed', lock: 'cabinet/3', contact: 'cabinet/103' });
    expect(JSON.stringify(doors)).not.toContain('occupied');
    for (const told of ['Lovelace', 'drawer', 'mia', 'r-secret', 'PKG-', 'ada']) expect([told, text.includes(told)]).toEqual([told, false]);
    expect(doors[locker - 1]).not.toHaveProperty('status');
  });

  test('tells which text is flashed, and at which port: support compares both with its own', async () => {
    const port = '/dev/serial/by-id/usb-Arduino__www.arduino.cc__Arduino_Mega_2560_75830303934351F0A1C2-if00';
    const { text } = bundleOf(profileText('sim-24', profileFolder), profileLibrary(profileFolder));
    const client = await room.rig.signedIn();
    const signature = client.answersFor(keyFor('tom'), sha256Of(text));
    await room.rig.during(client.ask({ ask: 'flash', bundle: text, signature, reason: null, withoutBoards: null, doorsOpen: null }));
    const cabinet = join(room.folder, 'town-hall.json');
    writeFileSync(cabinet, readFileSync(join(profileFolder, 'cabinets/firmata-mega-24.json'), 'utf8').replace(/\/dev\/[^"]*/, port));
    room.environment['LOCKERBANK_PROFILE'] = cabinet;
    await room.run(['diagnose', 'd.tar.gz']);
    expect(archive()).toContain(port);
    expect(archive()).toContain(`"sha256": "${sha256Of(text)}"`);
  });

  test('is made of a data folder that cannot be read and of settings that are none, and says so', async () => {
    mkdirSync(join(room.folder, 'data/slots.json'), { recursive: true });
    const sick = await room.run(['diagnose', 'd.tar.gz', '--json']);
    expect([sick.code, sick.terminal.complaints]).toEqual([0, '']);
    const { holds, missing } = sick.terminal.json as { holds: string[]; missing: string[] };
    expect(holds).toContain('doors.json');
    expect(missing[0]).toMatch(/^the profile: /);
    room.environment['LOCKERBANK_BANK'] = 'No Bank';
    const odd = await room.run(['diagnose', 'odd.tar.gz', '--log', 'no-such.log']);
    expect(odd.code).toBe(0);
    expect(odd.terminal.shown).toContain('odd.tar.gz holds versions.json.');
    for (const what of ['the configuration: LOCKERBANK_BANK', 'the profile: ', 'how the bank is: ', 'the log: ']) {
      expect(odd.terminal.shown).toContain(`Not in it: ${what}`);
    }
  });

  test('is made of a bank that is down, too, and says what is missing', async () => {
    await room.leave();
    room = await TechnicianRoom.enter();
    await room.rig.server.close();
    const { code: exit, terminal } = await room.run(['diagnose', 'd.tar.gz', '--json']);
    expect(exit).toBe(0);
    const { missing } = terminal.json as { missing: string[] };
    expect(missing.at(-1)).toMatch(/^the log: journald: has nothing/);
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect((await room.run(['diagnose', 'root.tar.gz'])).terminal.shown).toMatch(/unit lockerbank\. Cure: name the log with --log FILE/);
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    expect((await room.run(['diagnose', 'tess.tar.gz'])).terminal.shown).toMatch(/Cure: use sudo, or name the log with --log FILE/);
  });
});

describe('an event that is sent to support', () => {
  const time = '2026-03-01T12:00:00.000Z';
  const event = (type: string, data: object): EventMessage => v.parse(eventSchema, {
    specversion: '1.0', id: 'a-1', source: 'lb://demo/bank-1', type: `lockerbank.${type}.v1`, subject: 'locker/3', time,
    datacontenttype: 'application/json', logid: 'L', sequence: '00000000000000000007', prevhash: '', bootid: 'b', monoms: '1',
    clockq: 'ntp', correlationid: 's', causationid: 'c', data,
  });

  test('keeps what is said of a door', () => {
    expect(withoutPeople(event('door.did-not-open', { locker: 3, intent: 'i', why: 'jammed' }))).toEqual({
      sequence: 7, time, type: 'door.did-not-open', clockq: 'ntp', bootid: 'b', data: { locker: 3, why: 'jammed' },
    });
  });

  test.each(['pickup.completed', 'staff.signed-in', 'problem.reported', 'credential.refused', 'something.new', 'constructor'])(
    'tells of %s only that it was', (type) => {
      const data = { locker: 3, by: { role: 'recipient', id: 'ada' }, items: [{ id: 'PKG' }], why: 'Ada said so' };
      const told = withoutPeople(event(type, data));
      expect(told).toEqual({ sequence: 7, time, type, clockq: 'ntp', bootid: 'b' });
    });
});

test('a line of the log keeps what is no secret', () => {
  const line = '2026-03-01T12:00:05.120Z door 12: left/3 at 127.0.0.1:8481 did not rest: silent, after 2500 ms';
  expect(blotted(line)).toBe(line);
});

test('a line of the log keeps the name of a port, however long, and not what stands behind it', () => {
  const byId = '/dev/serial/by-id/usb-Arduino__www.arduino.cc__Arduino_Mega_2560_75830303934351F0A1C2-if00';
  const byPath = '/dev/serial/by-path/platform-3f980000.usb-usb-0-1-1234567-1.0-port0';
  const line = `line ${byId} is silent, "port":"${byPath}"`;
  expect(blotted(line)).toBe(line);
  expect(blotted(`${byId} ${'k'.repeat(43)} 12345678`)).toBe(`${byId} (key or hash) (number)`);
});
