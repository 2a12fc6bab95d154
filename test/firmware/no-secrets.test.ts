import { expect, test } from 'vitest';
import { bankKeys } from '../../firmware/bank/codes.ts';
import { BankRig, code } from '../support/bank-rig.ts';
import { hashOf, verifierOf } from '../support/scrypt.ts';

const password = 'parcels-42';
const wrong = { code: '9876-5432', password: 'wrong-password' };
const pin = '48151623';
const badge = 'badge-2342108';
const carrierCode = '471100';
const root = new Uint8Array(32).fill(7);

const directory = {
  recipients: [{ id: 'ada', name: 'Ada', badges: [badge], pin: verifierOf(pin) }],
  departments: [],
  operators: [{ id: 'mia', name: 'Mia', username: 'mia', password: verifierOf(password), permissions: ['drop-off'] }],
  carriers: [{ id: 'speedy', name: 'Speedy', codes: [{ code: carrierCode }] }],
};

/** Everything that may stand nowhere, in the ways in which it might. */
const secrets = [
  code, '4711-0815', wrong.code, '98765432', wrong.password, password, pin, badge, carrierCode,
  verifierOf(password), verifierOf(pin),
  ...[hashOf(password), hashOf(pin), ...Object.values<Uint8Array>({ ...bankKeys(root) })].flatMap((bytes) =>
    [Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64url')]),
];

test('no code, PIN, badge, password or key of a day at the bank stands on its disk, on a topic, on a screen or in the books', async () => {
  const rig = await BankRig.start();
  await rig.declare('directory', directory);
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code: wrong.code });
  await rig.input({ type: 'way.chosen', way: 'password' });
  await rig.input({ type: 'password.entered', username: 'mia', password: wrong.password });
  await rig.input({ type: 'finish.chosen' });
  const { desk } = rig.controller;
  desk.begin('badge at the reader');
  expect((await desk.present({ how: 'badge', text: badge })).kind).toBe('pin-needed');
  expect((await desk.present({ how: 'pin', pin })).kind).toBe('known');
  await desk.end();
  await rig.input({ type: 'code.entered', code: '4711-0815' }, 1_000);
  await rig.shut(locker);
  expect(rig.upstream.types()).toEqual(expect.arrayContaining(['credential.refused', 'staff.signed-in', 'pickup.completed']));
  const stopping = rig.controller.stop();
  await rig.advance(5_000);
  await stopping;

  const disk = rig.disk.paths.map((path) => [path, Buffer.from(rig.disk.sure(path) ?? []).toString('latin1')] as const);
  for (const folder of ['journal/', 'directory/']) expect(disk.some(([path]) => path.startsWith(folder)), folder).toBe(true);
  const said = rig.broker.published.filter(({ from }) => from !== 'upstream').map(({ topic, payload }) => [topic, payload] as const);
  const shown = [['the screens', JSON.stringify(rig.showings)], ['the log', rig.troubles.join('\n')]] as const;
  for (const [where, text] of [...disk, ...said, ...shown]) {
    if (where === 'bank.key') continue;
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
  }
});
