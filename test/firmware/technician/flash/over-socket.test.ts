import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { profileLibrary } from '../../../../firmware/adapters/profile-file.ts';
import { bundleOf } from '../../../../firmware/technician/flash/bundle.ts';
import { sha256Of } from '../../../../firmware/technician/flash/slot-store.ts';
import { reasonMost } from '../../../../firmware/technician/socket/protocol.ts';
import { keyFor, TechnicianRig } from '../../../support/technician-rig.ts';

const library = profileLibrary(fileURLToPath(new URL('../../../../board-profiles/', import.meta.url)));
const sim = JSON.parse(library('cabinet', 'sim-24')?.text ?? '') as object;
const bundleOfVersion = (version: number): string =>
  bundleOf({ text: JSON.stringify({ ...sim, version }), where: 'mine' }, library).text;

async function signedIn() {
  const rig = await TechnicianRig.start();
  const client = await rig.signedIn();
  const flash = (bundle: string, signs = bundle, reason: string | null = null, withoutBoards: string | null = null) => {
    const signature = client.answersFor(keyFor('tom'), sha256Of(signs));
    return rig.during(client.ask({ ask: 'flash', bundle, signature, reason, withoutBoards, doorsOpen: null }));
  };
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
    const unasked = { reason: null, withoutBoards: null, doorsOpen: null };
    const asked = stranger.ask({ ask: 'flash', bundle: bundleOfVersion(4), signature: 'A'.repeat(86), ...unasked });
    await expect(rig.during(asked)).rejects.toMatchObject({ why: 'sign-in-first' });
    const back = stranger.ask({ ask: 'roll-back', ...unasked, reason: 'no reason' });
    await expect(rig.during(back)).rejects.toMatchObject({ why: 'sign-in-first' });
    expect(rig.restarts).toEqual([]);
  });

  test('one that is older, that is broken, or that would exchange an occupied locker is refused with what is wrong', async () => {
    const { rig, client, flash } = await signedIn();
    await flash(bundleOfVersion(4));
    expect(await flash(bundleOfVersion(3))).toEqual({ kind: 'refused', why: 'older', newest: 4 });
    expect(await flash('{}')).toMatchObject({ kind: 'refused', why: 'malformed' });
    rig.occupied = [8];
    expect(await flash(bundleOfVersion(5))).toMatchObject({ kind: 'refused', why: 'occupied', lost: [{ locker: 8 }] });
    const back = client.ask({ ask: 'roll-back', reason: 'back again', withoutBoards: null, doorsOpen: null });
    expect(await rig.during(back)).toEqual({ kind: 'refused', why: 'no-other' });
    expect(rig.restarts).toHaveLength(1);
  });

  test('whoever is about to flash sees the profile of now, and what is not on the wires: then it goes in only for a reason', async () => {
    const { rig, client, flash } = await signedIn();
    await flash(bundleOfVersion(4));
    const missing = { what: 'silent', port: '/dev/left', board: 'left', model: 'kerong-cu16', address: 3 } as const;
    rig.missing = [missing];
    const compared = await rig.during(client.ask({ ask: 'compare', bundle: bundleOfVersion(5) }));
    expect(compared).toEqual({ kind: 'compared', before: bundleOfVersion(4), wires: [missing] });
    expect(await flash(bundleOfVersion(5))).toEqual({ kind: 'refused', why: 'wires', troubles: [missing] });
    expect(await flash(bundleOfVersion(5), bundleOfVersion(5), null, 'the loom comes tomorrow')).toMatchObject({ kind: 'flashed' });
    await rig.bank.advance(2_000);
    expect(rig.booked().map(([, { why }]) => why)).toContain('without boards: the loom comes tomorrow');
  });

  test('the longest reason reaches the upstream whole', async () => {
    const { rig, flash } = await signedIn();
    const reason = 'r'.repeat(reasonMost);
    await flash(bundleOfVersion(4), bundleOfVersion(4), reason, reason);
    await rig.bank.advance(2_000);
    expect(rig.booked().map(([, { why }]) => why)).toEqual(expect.arrayContaining([`reason: ${reason}`, `without boards: ${reason}`]));
  });

  test('a bank whose journal takes nothing more is not flashed: nobody would learn of it', async () => {
    const { rig, flash } = await signedIn();
    rig.bank.disk.fault = 'write-fails';
    await rig.bank.advance(120_000);
    await rig.bank.command('locker.open', { locker: 4 });
    expect(rig.bank.ledger.isBroken).toBe(true);
    rig.bank.disk.fault = 'none';
    await expect(flash(bundleOfVersion(4))).rejects.toMatchObject({ why: 'bank-trouble' });
    expect(rig.restarts).toEqual([]);
    expect(await rig.bank.disk.list('profile')).toEqual([]);
  });
});
