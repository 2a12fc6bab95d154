import { describe, expect, test, vi } from 'vitest';
import type { DoorRow } from '../../../../firmware/technician/socket/protocol.ts';
import { TechnicianRig } from '../../../support/technician-rig.ts';

const doorsOf = (answer: unknown): readonly DoorRow[] => (answer as { doors: readonly DoorRow[] }).doors;

/** Somebody who has no business at locker 3 pulls its door open, and shuts it again. */
async function forced({ bank }: TechnicianRig): Promise<void> {
  bank.cabinet.pull(3);
  await bank.advance(1_000);
  await bank.shut(3);
}

/** A technician who has had locker 3 opened, and has shut it. */
async function hasLooked(rig: TechnicianRig) {
  const client = await rig.signedIn('tom');
  await rig.during(client.ask({ ask: 'open', locker: 3, reason: 'to look' }));
  await rig.bank.shut(3);
  return client;
}

describe('a technician who has looked into a locker', () => {
  test('ends the doubt about it once they have shut it again, and nobody else does', async () => {
    const rig = await TechnicianRig.start();
    await forced(rig);
    const stranger = await rig.client();
    const looked = (client: typeof stranger) => rig.during(client.ask({ ask: 'looked', locker: 3 }));
    const doubt = async () => doorsOf(await rig.during(stranger.ask({ ask: 'doors' })))[2]?.doubt;
    await expect(looked(stranger)).rejects.toMatchObject({ why: 'sign-in-first' });
    const [tom, eve] = [await rig.signedIn('tom'), await rig.signedIn('eve')];
    await expect(looked(tom)).rejects.toMatchObject({ why: 'not-looked' });
    await rig.during(tom.ask({ ask: 'open', locker: 3, reason: 'to look' }));
    await expect(looked(tom)).rejects.toMatchObject({ why: 'busy' });
    await rig.bank.shut(3);
    await expect(looked(eve)).rejects.toMatchObject({ why: 'not-looked' });
    expect(await doubt()).toBe('forced');
    const before = rig.booked().length;
    await looked(tom);
    await looked(tom);
    await rig.bank.advance(100);
    expect(await doubt()).toBeNull();
    expect(rig.booked(before)).toEqual([['locker.checked', { locker: 3, by: { role: 'technician', id: 'tom' } }]]);
  });

  test.each([
    ['was forced', forced],
    ['did not open once more', async (rig: TechnicianRig) => {
      rig.bank.cabinet.setFault(3, 'jammed');
      const client = await rig.signedIn('eve');
      expect(await rig.during(client.ask({ ask: 'open', locker: 3, reason: 'once more' }))).toMatchObject({ outcome: 'did-not-open' });
    }],
  ])('cannot end a doubt that came up after they had looked: the door %s', async (_what, happens) => {
    const rig = await TechnicianRig.start();
    const client = await hasLooked(rig);
    await rig.bank.advance(5_000);
    await happens(rig);
    const looked = () => rig.during(client.ask({ ask: 'looked', locker: 3 }));
    await expect(looked()).rejects.toMatchObject({ why: 'not-looked' });
    rig.bank.cabinet.setFault(3, null);
    await rig.during(client.ask({ ask: 'open', locker: 3, reason: 'to look again' }));
    await rig.bank.shut(3);
    await looked();
    expect(doorsOf(await rig.during(client.ask({ ask: 'doors' })))[2]?.doubt).toBeNull();
  });

  test('has looked all the same where the door stood wide open for long', async () => {
    const rig = await TechnicianRig.start();
    await forced(rig);
    const client = await rig.signedIn('tom');
    await rig.during(client.ask({ ask: 'open', locker: 3, reason: 'to clean' }));
    await rig.bank.advance(10 * 60_000);
    await rig.bank.shut(3);
    expect(rig.booked().map(([type]) => type)).toContain('door.held-open');
    await rig.during(client.ask({ ask: 'looked', locker: 3 }));
    expect(doorsOf(await rig.during(client.ask({ ask: 'doors' })))[2]?.doubt).toBeNull();
  });

  test('cannot end a doubt of which the journal has not heard yet', async () => {
    const rig = await TechnicianRig.start();
    const client = await hasLooked(rig);
    const letGo = rig.bank.disk.holdSyncs();
    await forced(rig);
    const looked = client.ask({ ask: 'looked', locker: 3 });
    looked.catch(() => undefined);
    await rig.bank.advance(500);
    letGo();
    await expect(rig.during(looked)).rejects.toMatchObject({ why: 'not-looked' });
    expect(rig.bank.ledger.books.lockers[3]?.doubt).toBe('forced');
  });

  test('cannot end a doubt that comes up while the journal is read', async () => {
    const rig = await TechnicianRig.start();
    const client = await hasLooked(rig);
    const { ledger, disk } = rig.bank;
    const events = ledger.events.bind(ledger);
    let letRead = (): void => undefined;
    vi.spyOn(ledger, 'events').mockImplementationOnce(async (from, most) => {
      const texts = await events(from, most);
      await new Promise<void>((resolve) => (letRead = resolve));
      return texts;
    });
    const looked = client.ask({ ask: 'looked', locker: 3 });
    looked.catch(() => undefined);
    await rig.bank.advance(100);
    const letGo = disk.holdSyncs();
    await forced(rig);
    letRead();
    await rig.bank.advance(100);
    letGo();
    await expect(rig.during(looked)).rejects.toMatchObject({ why: 'not-looked' });
    expect(ledger.books.lockers[3]?.doubt).toBe('forced');
  });
});
