import { tenant, bank } from '../../support/hand-upstream.ts';
import { noonMs } from '../../support/noon.ts';
import type { Credential } from '../../invariants/credentials.ts';
import { ann, codeOf, mia, toAda, toBea } from '../people.ts';
import type { Scene } from '../scene.ts';
import { signing, type Story } from '../story.ts';
import { collect, putInByLabel } from './deeds.ts';

const pinOfReturn = codeOf('r-return', '33445566');
const pinOfNoReturn = codeOf('r-no-return', '44556677', {
  deadAfter: ({ type, data }) => type === 'lockerbank.reservation.expired.v1' && data['reservation'] === 'r-no-return',
});

/** Whoever has a one-time PIN brings something back. @returns whether the door came open for it */
async function bringsBack(scene: Scene, pin: Credential, label: string): Promise<boolean> {
  if (!(await scene.comes(pin))) return false;
  const wanted = scene.lockers().find(({ visit, again }) => visit.purpose === 'deposit' && !again)?.visit;
  const isIn = wanted ? await scene.visit(wanted, () => scene.putIn(wanted.locker, label)) : false;
  await scene.end();
  return isIn;
}

const returns: Story = {
  name: 'a return comes by a one-time PIN, which opens once, and another comes too late',
  credentials: [pinOfReturn, pinOfNoReturn],
  settings: { returnsAndExchanges: true, dropOffReopenWindow: 30_000, oneTimePinLife: 3_600_000 },
  steps: [
    async (scene) => {
      const legs = (code: string) => [{ does: 'deposit', party: toAda, codes: [code], oneTime: true }, { does: 'collect', party: null }];
      await scene.reserve('r-return', { kind: 'return', items: [{ id: 'BACK-1' }], legs: legs('33445566') });
      await scene.reserve('r-no-return', { kind: 'return', items: [{ id: 'BACK-2' }], legs: legs('44556677') });
      for (const label of ['BACK-1', 'BACK-2']) if (scene.hands.has(label)) scene.hands.set(label, 'ada');
    },
    async (scene) => scene.must(await bringsBack(scene, pinOfReturn, 'BACK-1'), 'the PIN does not open'),
    async (scene) => {
      await scene.advance(35_000);
      scene.must(!(await scene.comes(pinOfReturn)), 'a one-time PIN opens twice');
      await scene.advance(3_600_000);
      scene.must(!(await scene.comes(pinOfNoReturn)), 'a PIN opens that is over');
    },
    async (scene) => {
      scene.must(await scene.comes(ann), 'Ann is not known');
      const found = scene.desk.find('BACK-1');
      scene.must(found.kind === 'found', 'nobody can collect the return');
      if (found.kind === 'found') await scene.visit(found.visit, () => scene.takeOut(found.visit.locker, 'house'));
      await scene.end();
    },
  ],
};

const codeOfExchange = codeOf('r-swap', '55667788');

const exchange: Story = {
  name: 'something new is put in, swapped for something old, and the old is collected',
  credentials: [codeOfExchange],
  settings: { returnsAndExchanges: true },
  steps: [
    async (scene) => {
      const legs = [
        { does: 'deposit', party: null, items: [{ id: 'NEW-1' }] },
        { does: 'swap', party: toAda, codes: ['55667788'], items: [{ id: 'OLD-1' }] },
        { does: 'collect', party: null },
      ];
      await scene.reserve('r-swap', { kind: 'exchange', items: [{ id: 'NEW-1' }, { id: 'OLD-1' }], legs });
      if (scene.hands.has('OLD-1')) scene.hands.set('OLD-1', 'ada');
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      scene.must(await putInByLabel(scene, 'NEW-1'), 'the new thing is not put in');
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(codeOfExchange), 'the code is refused');
      const swap = scene.lockers().find(({ visit, again }) => visit.purpose === 'swap' && !again)?.visit;
      scene.must(swap !== undefined, 'there is nothing to swap');
      if (swap) {
        await scene.visit(swap, () => {
          scene.takeOut(swap.locker, 'ada', 'NEW-1');
          scene.putIn(swap.locker, 'OLD-1');
        });
      }
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(ann), 'Ann is not known');
      const found = scene.desk.find('OLD-1');
      scene.must(found.kind === 'found', 'nobody can collect the old thing');
      if (found.kind === 'found') await scene.visit(found.visit, () => scene.takeOut(found.visit.locker, 'house'));
      await scene.end();
    },
  ],
};

function tokenFor(reservation: string, jti: string, expMs: number): Credential {
  const claims = { jti, rid: reservation, nbf: new Date(noonMs).toISOString(), exp: new Date(expMs).toISOString() };
  const text = signing.online.sign(claims, `lb1|qr|${tenant}/${bank}`);
  return {
    name: `token ${jti}`, presented: { how: 'scanned', code: text }, secrets: [text, text.slice(-60)],
    opens: { kind: 'holder', reservation }, token: { id: jti, untilMs: expMs },
  };
}

const hourMs = 3_600_000;
const goodToken = tokenFor('r-qr', 'jti-good', noonMs + 30 * hourMs);
const secondToken = tokenFor('r-qr-2', 'jti-second', noonMs + 30 * hourMs);
const lateToken = tokenFor('r-qr-2', 'jti-late', noonMs + 2 * hourMs);

const tokens: Story = {
  name: 'a QR token opens once, a second one opens another locker, and one is over before it is shown',
  credentials: [goodToken, secondToken, lateToken],
  isSigned: true,
  settings: { lockerAccessAfterPickup: 300_000 },
  steps: [
    async (scene) => {
      await scene.reserve('r-qr', { items: [{ id: 'Q-1' }] });
      await scene.reserve('r-qr-2', { items: [{ id: 'Q-2' }], party: toBea });
    },
    async (scene) => {
      scene.must(await scene.comes(mia), 'Mia is not known');
      for (const label of ['Q-1', 'Q-2']) scene.must(await putInByLabel(scene, label), `${label} is not put in`);
      await scene.end();
    },
    async (scene) => {
      scene.must(await scene.comes(goodToken), 'the token is refused');
      scene.must((await collect(scene, 'ada')) === 1, 'the token does not open');
      await scene.end();
    },
    async (scene) => {
      scene.must(!(await scene.comes(goodToken)), 'a token is taken twice');
      await scene.advance(70 * 60_000);
      scene.must(!(await scene.comes(lateToken)), 'a token is taken that is over');
    },
    async (scene) => {
      scene.must(await scene.comes(secondToken), 'the second token is refused');
      scene.must((await collect(scene, 'bea')) === 1, 'the second token does not open');
      await scene.end();
    },
  ],
};

export const legs: readonly Story[] = [returns, exchange, tokens];
