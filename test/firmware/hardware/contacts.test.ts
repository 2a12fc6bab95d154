import { describe, expect, test } from 'vitest';
import { contactLostAfter, Contacts, contactSettles } from '../../../firmware/hardware/contacts.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

async function rig() {
  const clock = new VirtualClock();
  const contacts = new Contacts([1], clock);
  const told: string[] = [];
  contacts.watch((locker, reading) => told.push(`${String(locker)} ${reading} at ${String(clock.monoMs())}`));
  await clock.advance(ms(0));
  return { clock, contacts, told };
}

describe('the closed-sensors', () => {
  test('a spark on the wire is not an opened door', async () => {
    const { clock, contacts, told } = await rig();
    contacts.read(1, 'closed');
    await clock.advance(contactSettles);
    contacts.read(1, 'opened');
    await clock.advance(ms(contactSettles - 1));
    contacts.read(1, 'closed');
    await clock.advance(ms(5000));
    expect(told).toEqual(['1 closed at 50']);
  });

  test('a contact that chatters without end is lost until it lies still', async () => {
    const { clock, contacts, told } = await rig();
    contacts.read(1, 'closed');
    await clock.advance(ms(100));
    for (let flip = 0; flip < 60; flip++) {
      contacts.read(1, flip % 2 === 0 ? 'opened' : 'closed');
      await clock.advance(ms(20));
    }
    await clock.advance(ms(100));
    expect(told).toEqual(['1 closed at 50', `1 lost at ${String(100 + contactLostAfter)}`, '1 closed at 1330']);
    contacts.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a board that has gone loses its sensors at once, and only once', async () => {
    const { clock, contacts, told } = await rig();
    contacts.read(1, 'closed');
    await clock.advance(ms(100));
    contacts.read(1, 'lost');
    contacts.read(1, 'lost');
    expect(told).toEqual(['1 closed at 50', '1 lost at 100']);
  });

  test('nobody is told anything of a locker that the bank does not have, nor after the end', async () => {
    const { clock, contacts, told } = await rig();
    contacts.read(7, 'opened');
    contacts.close();
    contacts.read(1, 'opened');
    contacts.watch(() => told.push('too late'));
    await clock.advance(ms(5000));
    expect(told).toEqual([]);
  });
});
