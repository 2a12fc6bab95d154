import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf, bundleText } from '../../../../firmware/technician/flash/bundle.ts';
import { sha256Of } from '../../../../firmware/technician/flash/slot-store.ts';
import { keyFor, TechnicianRig } from '../../../support/technician-rig.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = JSON.parse(library('cabinet', 'sim-24')?.text ?? '') as object;
const bundleOfVersion = (version: number): string =>
  bundleText(bundleOf({ text: JSON.stringify({ ...sim, version }), where: 'mine' }, library).bundle);

async function signedIn() {
  const rig = await TechnicianRig.start();
  const client = await rig.signedIn();
  const flash = (bundle: string, signs = bundle, reason: string | null = null) => rig.during(client.ask({
    ask: 'flash', bundle, signature: client.answersFor(keyFor('tom'), sha256Of(signs)), reason,
  }));
  return { rig, client, flash };
}

describe('a profile at the socket', () => {
  test('it goes in with the signature of whoever flashes it, the bank begins anew, and the upstream hears who it was', async () => {
    const { rig, flash } = await signedIn();
    expect(await flash(bundleOfVersion(4))).toMatchObject({ kind: 'flashed', slot: 'a', profile: 'sim-24', version: 4 });
    expect(rig.restarts).toHaveLength(1);
    await rig.bank.advance(2_000);
    expect(rig.booked()).toContainEqual([
      'problem.reported', { why: 'flashed sim-24 4', by: { role: 'technician', id: 'tom' } },
    ]);
  });

  test('it stays out where nobody has signed in, or where another text was signed', async () => {
    const { rig, flash } = await signedIn();
    await expect(flash(bundleOfVersion(4), bundleOfVersion(5))).rejects.toMatchObject({ why: 'unsigned' });
    const stranger = await rig.client();
    const asked = stranger.ask({ ask: 'flash', bundle: bundleOfVersion(4), signature: 'A'.repeat(86), reason: null });
    await expect(rig.during(asked)).rejects.toMatchObject({ why: 'sign-in-first' });
    await expect(rig.during(stranger.ask({ ask: 'roll-back', reason: 'no reason' }))).rejects.toMatchObject({ why: 'sign-in-first' });
    expect(rig.restarts).toEqual([]);
  });

  test('one that is older, that is broken, or that would exchange an occupied locker is refused with what is wrong', async () => {
    const { rig, client, flash } = await signedIn();
    await flash(bundleOfVersion(4));
    expect(await flash(bundleOfVersion(3))).toEqual({ kind: 'refused', why: 'older', newest: 4 });
    expect(await flash('{}')).toMatchObject({ kind: 'refused', why: 'malformed' });
    rig.occupied = [8];
    expect(await flash(bundleOfVersion(5))).toMatchObject({ kind: 'refused', why: 'occupied', lost: [{ locker: 8 }] });
    expect(await rig.during(client.ask({ ask: 'roll-back', reason: 'back again' }))).toEqual({ kind: 'refused', why: 'no-other' });
    expect(rig.restarts).toHaveLength(1);
  });
});
