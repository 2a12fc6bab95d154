import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../firmware/adapters/environment.ts';
import { readConfiguration } from '../../firmware/configuration/configuration.ts';
import { withoutSecrets } from '../../firmware/upstream/without-secrets.ts';

const password = 'hunter2';

/** All that a log would show of what a call throws. */
function said(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof Error ? `${error.message} ${JSON.stringify(error)} ${String(error.cause)}` : String(error);
  }
  throw new Error('nothing was thrown');
}

describe("the broker's password is not shown", () => {
  test.each([
    `mqtt:/bank:${password}@broker`, `bank:${password}@broker`, `http://bank:${password}@broker`, `mqtt://bank:${password} @broker`,
  ])('by the error about an address that is none [%#]', (url) => {
    const text = said(() => readConfiguration({ LOCKERBANK_MQTT_URL: url }));
    expect(text).toContain('LOCKERBANK_MQTT_URL');
    expect(text).not.toContain(password);
  });

  test.each([
    `LOCKERBANK_MQTT_URL mqtt://bank:${password}@broker`, `LOCKERBANK_MQTT_URL: mqtt://bank:${password}@broker`, password,
  ])('by the error about a line of .env that is none [%#]', (line) => {
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-env-'));
    try {
      writeFileSync(join(folder, '.env'), `LOCKERBANK_TENANT=demo\n${line}\n`);
      const text = said(() => readEnvironment(folder, {}));
      expect(text).toContain('.env:2');
      expect(text).not.toContain(password);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['mqtt://bank:hunter2@broker:1883', /hunter2|bank/], ['mqtts://bank:hunter2@broker', /hunter2|bank/],
    ['wss://bank:hunter2@broker/path', /hunter2|bank/], ['mqtt://hunter2@broker', /hunter2/], ['no address: hunter2', /hunter2/],
  ])('where an address is shown [%s]', (url, secret) => {
    expect(withoutSecrets(url)).not.toMatch(secret);
  });

  test('where an address is shown whose password holds the signs that end one', () => {
    expect(withoutSecrets('mqtt://u:p@ss/w@host')).not.toMatch(/p@|ss|\/w/);
  });
});

test('an address without a password is shown as it is', () => {
  expect(withoutSecrets('mqtt://broker:1883')).toBe('mqtt://broker:1883');
});
