import { expect, test } from 'vitest';
import { testSigning } from '../support/keys.ts';
import { BankRig } from '../support/bank-rig.ts';
import { bank, tenant } from '../support/hand-upstream.ts';
import { hourMs, noonMs } from '../support/noon.ts';

const signing = testSigning();
const iso = (ms: number): string => new Date(ms).toISOString();
const tokenFor = (reservation: string, exp = noonMs + 24 * hourMs, nbf = noonMs): string =>
  signing.online.sign({ jti: 't-1', rid: reservation, nbf: iso(nbf), exp: iso(exp) }, `lb1|qr|${tenant}/${bank}`);

/** A bank that believes the upstream's keys. */
async function start(): Promise<BankRig> {
  const rig = await BankRig.start();
  await rig.declare('keys', signing.keysDocument);
  return rig;
}

async function scan(rig: BankRig, text: string): Promise<void> {
  rig.controller.desk.begin('somebody with a telephone');
  const presenting = rig.controller.desk.present({ how: 'scanned', code: text });
  await rig.advance(100);
  expect(await presenting).toEqual({ kind: 'refused', why: 'code-refused' });
}

test.each<[string, string, (reservation: string) => string]>([
  ['expired', 'is over', (reservation) => tokenFor(reservation, noonMs)],
  ['not-yet', 'begins tomorrow', (reservation) => tokenFor(reservation, noonMs + 25 * hourMs, noonMs + 24 * hourMs)],
  ['wrong', 'is forged', (reservation) => `${tokenFor(reservation).slice(0, 60)}x${tokenFor(reservation).slice(61)}`],
])('the journal learns that a QR token was refused as %s that %s; its holder does not', async (why, _what, made) => {
  const rig = await start();
  await rig.deposit('r-1');
  await scan(rig, made('r-1'));
  expect(rig.upstream.ofType('credential.refused')).toMatchObject([{ data: { kind: 'qr', why } }]);
});

test('a parcel that was fetched by a QR token forgives no misses at the keypad, also where its door had to be tried again', async () => {
  const rig = await start();
  const locker = await rig.deposit('r-1');
  for (let miss = 1; miss <= 4; miss++) await rig.input({ type: 'code.entered', code: '99999999' });
  expect(rig.upstream.ofType('credential.locked-out')).toEqual([]);
  rig.cabinet.setFault(locker, 'jammed');
  rig.scanner.read(tokenFor('r-1'));
  await rig.advance(20_000);
  expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'stuck' });
  rig.cabinet.setFault(locker, null);
  await rig.input({ type: 'retry.chosen', locker }, 1_000);
  await rig.shut(locker);
  expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
  await rig.input({ type: 'finish.chosen' });
  await rig.input({ type: 'code.entered', code: '99999999' });
  expect(rig.upstream.ofType('credential.locked-out')).toHaveLength(1);
});
