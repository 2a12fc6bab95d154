import { describe, expect, test } from 'vitest';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import type { Transport } from '../../firmware/ports/transport.ts';
import { BankRig, code } from '../support/bank-rig.ts';
import { bank } from '../support/hand-upstream.ts';
import { noonMs } from '../support/noon.ts';

/** Nobody hears of its doors before its profile has passed. */
class RigOnTrial extends BankRig {
  readonly #passed: Promise<void>;
  constructor(passed: Promise<void>) {
    super();
    this.#passed = passed;
  }

  protected override async openHardware(clock: Clock): Promise<Hardware> {
    const hardware = await super.openHardware(clock);
    const watch: Hardware['sensors']['watch'] = (listener) => void this.#passed.then(() => hardware.sensors.watch(listener));
    return { ...hardware, sensors: { watch } };
  }
}

describe('a bank that is switched on', () => {
  test('moves no door, tells how it is, and is at home', async () => {
    const rig = await BankRig.start();
    expect(rig.cabinet.pulses()).toEqual([]);
    expect(rig.screen).toMatchObject({ screen: 'home', notice: null });
    expect(rig.upstream.types()).toEqual(['bank.booted']);
    const report = rig.upstream.messages('report').at(-1);
    expect(report?.lockers).toHaveLength(8);
    expect(report?.lockers?.every((row) => row.status === 'available' && row.door === 'closed')).toBe(true);
    expect(rig.troubles).toEqual([]);
  });

  test('with one sensor dead opens for business all the same, and gives that locker to nobody', async () => {
    const rig = new BankRig();
    rig.cabinet.setFault(1, 'sensor-lost');
    await rig.upstreamJoins();
    await rig.boot();
    expect(rig.screen.screen).toBe('home');
    expect(await rig.reserve('r-1')).toBe(2);
  });

  test('with a profile on trial takes nothing from anybody until it has passed: what lay in 3 might lie behind the door of 4', async () => {
    const rig = await BankRig.start();
    await rig.reserve('r-1');
    await rig.kill();
    let pass = (): void => undefined;
    await rig.boot({ passed: new Promise((resolve) => (pass = resolve)) });
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
    expect(rig.screen).toEqual({ screen: 'starting' });
    expect([rig.cabinet.pulses(), rig.ledger.books.reservations['r-1']?.state]).toEqual([[], 'reserved']);
    pass();
    await rig.advance(100);
    expect(rig.screen).toMatchObject({ screen: 'home' });
    await rig.deposit('r-2', '48392016');
    expect(rig.ledger.books.reservations['r-2']?.state).toBe('occupied');
    expect(rig.troubles).toEqual([]);
  });

  test('with a profile on trial hears no order from afar until it has passed: nobody would see whether it is the right door', async () => {
    const rig = new BankRig();
    await rig.upstreamJoins();
    let pass = (): void => undefined;
    await rig.boot({ passed: new Promise((resolve) => (pass = resolve)) });
    expect(rig.controller.isOnline).toBe(false);
    const early = await rig.command('locker.open', { locker: 5 });
    await rig.advance(5_000);
    expect([rig.cabinet.pulses(), rig.causedBy(early)]).toEqual([[], []]);
    pass();
    await rig.advance(100);
    expect(rig.controller.isOnline).toBe(true);
    await rig.command('locker.open', { locker: 5 });
    expect(rig.cabinet.pulses()).toHaveLength(1);
  });

  test('and off before its profile has passed says no more that it is open, to nobody', async () => {
    const rig = new BankRig();
    await rig.upstreamJoins();
    let pass = (): void => undefined;
    let connects = 0;
    const transport: Transport = { connect: (options) => (connects++, rig.broker.transport().connect(options)) };
    await rig.boot({ passed: new Promise((resolve) => (pass = resolve)), transport });
    const stopping = rig.controller.stop();
    await rig.advance(5_000);
    await stopping;
    pass();
    await rig.advance(100);
    rig.cabinet.stop();
    expect([rig.screen, connects, rig.clock.waiting()]).toEqual([{ screen: 'starting' }, 0, []]);
  });

  test('with a profile on trial opens when it has passed, and every door is known', async () => {
    let pass = (): void => undefined;
    const passed = new Promise<void>((resolve) => (pass = resolve));
    const rig = new RigOnTrial(passed);
    const doorsAtHome: unknown[] = [];
    const doors = (): unknown[] => [...new Set(Object.values(rig.ledger.books.lockers).map(({ door }) => door))];
    await rig.boot({ passed, show: ({ screen }) => void (screen.screen === 'home' && doorsAtHome.push(doors())) });
    expect([doors(), doorsAtHome, rig.controller.isOnTrial]).toEqual([['unknown'], [], true]);
    pass();
    await rig.advance(1_000);
    expect([doorsAtHome[0], rig.controller.isOnTrial]).toEqual([['closed'], false]);
    rig.cabinet.stop();
  });

  test('and off again in order rests every coil, says offline, and leaves no timer', async () => {
    const rig = await BankRig.start();
    await rig.deposit('r-1');
    const stopping = rig.controller.stop();
    await rig.advance(5_000);
    await stopping;
    rig.cabinet.stop();
    expect(rig.upstream.messages('state').at(-1)?.s).toBe('offline');
    expect(rig.energised()).toEqual([]);
    expect(rig.clock.waiting()).toEqual([]);
    expect(rig.troubles).toEqual([]);
  });
});

describe('the upstream asks', () => {
  test('for a place, and is told which', async () => {
    const rig = await BankRig.start();
    const id = await rig.command('reservation.put', {
      reservation: 'r-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, size: 'small', items: [{ id: 'PKG-1' }], codes: [code],
    });
    const [made, ...more] = rig.causedBy(id);
    expect(made?.type).toBe('lockerbank.reservation.made.v1');
    expect(made?.data).toMatchObject({ reservation: 'r-1', locker: 1, items: [{ id: 'PKG-1' }] });
    expect(more).toEqual([]);
    expect(rig.upstream.messages('report').at(-1)?.lockers?.[0]).toMatchObject({ number: 1, status: 'reserved' });
  });

  test('twice with one id, and gets the stored answer again, byte for byte, while nothing moves', async () => {
    const rig = await BankRig.start();
    const args = { reservation: 'r-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, items: [{ id: 'PKG-1' }], codes: [code] };
    await rig.command('reservation.put', args, { id: 'c-twice' });
    const head = rig.upstream.through;
    const before = rig.upstream.texts('events').length;
    await rig.command('reservation.put', { ...args, reservation: 'r-2' }, { id: 'c-twice' });
    const [again] = rig.upstream.texts('events').slice(before);
    expect(again).toBe(rig.upstream.events.get(head));
    expect(rig.upstream.through).toBe(head);
    await rig.kill();
    await rig.boot();
    await rig.command('reservation.put', args, { id: 'c-twice' });
    expect(rig.causedBy('c-twice')).toHaveLength(1);
  });

  test('for a door, and that door opens by one pulse, and no other', async () => {
    const rig = await BankRig.start();
    const id = await rig.command('locker.open', { locker: 5, reason: 'a test' });
    expect(rig.openDoors()).toEqual([5]);
    expect(rig.cabinet.pulses().map((pulse) => pulse.locker)).toEqual([5]);
    const data = { command: id, cmd: 'locker.open', opened: true };
    expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.done.v1', data }]);
    await rig.shut(5);
    await rig.command('locker.open', { locker: 5 }, { id });
    expect(rig.cabinet.pulses()).toHaveLength(1);
    expect(rig.energised()).toEqual([]);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test('for the same door with the same id while it is still opening, and it is pulsed once', async () => {
    const rig = await BankRig.start();
    rig.upstream.command('locker.open', { locker: 5 }, { id: 'c-1' });
    rig.upstream.command('locker.open', { locker: 5 }, { id: 'c-1' });
    await rig.advance(2_000);
    expect(rig.cabinet.pulses()).toHaveLength(1);
    expect(rig.causedBy('c-1')).toHaveLength(1);
  });

  test('for a door that is jammed, and is told that it did not open', async () => {
    const rig = await BankRig.start();
    rig.cabinet.setFault(5, 'jammed');
    const id = await rig.command('locker.open', { locker: 5 });
    await rig.advance(20_000);
    expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'did-not-open' } }]);
    expect(rig.upstream.messages('report').at(-1)?.lockers?.[4]).toMatchObject({ number: 5, status: 'check' });
  });

  test('too late, and nothing moves', async () => {
    const rig = await BankRig.start();
    const id = await rig.command('locker.open', { locker: 5 }, { exp: new Date(noonMs).toISOString() });
    expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.expired.v1' }]);
    expect(rig.cabinet.pulses()).toEqual([]);
  });

  test.each([
    ['in words that nobody can read', 'locker.open', { locker: 'five' }, 'malformed', 'data.args.locker'],
    ['for what this bank cannot do', 'locker.paint', {}, 'unsupported', undefined],
    ['for a locker that is not there', 'locker.open', { locker: 99 }, 'unknown-locker', undefined],
    ['to cancel what nobody reserved', 'reservation.cancel', { reservation: 'r-9' }, 'unknown-reservation', undefined],
  ])('%s, and is refused once, with the reason', async (_what, cmd, args, why, place) => {
    const rig = await BankRig.start();
    const id = await rig.command(cmd, args);
    await rig.command(cmd, args, { id });
    expect(rig.causedBy(id)).toHaveLength(1);
    expect(rig.causedBy(id)[0]).toMatchObject({ type: 'lockerbank.command.refused.v1', data: { command: id, cmd, why } });
    expect(rig.causedBy(id)[0]?.data['place']).toBe(place);
    expect(rig.cabinet.pulses()).toEqual([]);
  });

  test('for a door at which a person stands, and is told that it is busy', async () => {
    const rig = await BankRig.start();
    const locker = await rig.reserve('r-1');
    await rig.signIn();
    await rig.input({ type: 'label.entered', label: 'PKG-r-1' }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker }] });
    const open = await rig.command('locker.open', { locker });
    const cancel = await rig.command('reservation.cancel', { reservation: 'r-1' });
    expect(rig.causedBy(open)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'busy' } }]);
    expect(rig.causedBy(cancel)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'busy' } }]);
    expect(rig.cabinet.pulses()).toHaveLength(1);
    await rig.shut(locker);
    const late = await rig.command('reservation.cancel', { reservation: 'r-1' });
    expect(rig.causedBy(late)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'occupied' } }]);
  });

  test('for a place until a moment, and at that moment the place is free again', async () => {
    const rig = await BankRig.start();
    const until = new Date(noonMs + 3_600_000).toISOString();
    const locker = await rig.reserve('r-1', code, { window: { until } });
    await rig.advance(3_500_000);
    expect(rig.upstream.types()).not.toContain('reservation.expired');
    await rig.advance(110_000);
    expect(rig.upstream.ofType('reservation.expired')).toMatchObject([{ data: { reservation: 'r-1', locker, occupied: false } }]);
    expect(rig.troubles).toEqual([]);
  });

  test('in a moment that no clock can read, and the bank still starts tomorrow', async () => {
    const rig = await BankRig.start();
    const id = await rig.command('reservation.put', {
      reservation: 'r-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, items: [{ id: 'PKG-1' }],
      window: { until: '2026-11-23T12:00:00+01' },
    });
    const data = { why: 'malformed', place: 'data.args.window.until' };
    expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data }]);
    await rig.kill();
    await rig.boot();
    expect(rig.screen.screen).toBe('home');
    expect(rig.troubles).toEqual([]);
  });
});

describe('a parcel', () => {
  test('goes in, is fetched with its code, and the upstream learns each step', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    await rig.input({ type: 'code.entered', code }, 1_000);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'open', doors: [{ locker, purpose: 'pickup' }] });
    expect(rig.cabinet.takeOut(locker)).toEqual(['PKG-r-1']);
    await rig.shut(locker);
    expect(rig.screen).toMatchObject({ screen: 'doors', stage: 'shut', may: { reopen: true } });
    const story = rig.upstream.types().filter((type) => /^(?:reservation|deposit|pickup|door|staff)\./.test(type));
    expect(story).toEqual([
      'reservation.made', 'staff.signed-in', 'door.released', 'door.opened', 'deposit.started', 'door.closed', 'deposit.completed',
      'staff.signed-out', 'door.released', 'door.opened', 'pickup.started', 'door.closed', 'pickup.completed',
    ]);
    expect(rig.cabinet.violations()).toEqual([]);
    expect(rig.troubles).toEqual([]);
  });

  test('is fetched as quickly while the network is away, and the upstream learns it later', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    rig.broker.faults.refuses = true;
    rig.broker.drop(bank);
    await rig.input({ type: 'label.scanned', text: code }, 1_000);
    expect(rig.openDoors()).toEqual([locker]);
    await rig.shut(locker);
    expect(rig.upstream.ofType('pickup.completed')).toEqual([]);
    rig.broker.faults.refuses = false;
    await rig.advance(300_000);
    expect(rig.upstream.ofType('pickup.completed')).toHaveLength(1);
    expect(rig.upstream.types().filter((type) => type.startsWith('link.'))).toEqual(['link.lost', 'link.restored']);
  });

  test('in a code that comes from the scanner is fetched as with a typed one', async () => {
    const rig = await BankRig.start();
    const locker = await rig.deposit('r-1');
    rig.scanner.read(code);
    await rig.advance(1_000);
    expect(rig.openDoors()).toEqual([locker]);
  });
});

describe('the power goes', () => {
  test('between the intent and the door, and the door is not opened a second time', async () => {
    const rig = await BankRig.start();
    rig.cabinet.setFault(5, 'jammed');
    rig.upstream.command('locker.open', { locker: 5 }, { id: 'c-1' });
    await rig.advance(300);
    expect(rig.cabinet.pulses()).toHaveLength(1);
    await rig.kill();
    expect(rig.energised()).toEqual([]);
    rig.cabinet.setFault(5, null);
    await rig.boot();
    await rig.command('locker.open', { locker: 5 }, { id: 'c-1' });
    expect(rig.cabinet.pulses()).toHaveLength(1);
    expect(rig.causedBy('c-1')).toMatchObject([{ type: 'lockerbank.command.interrupted.v1' }]);
    expect(rig.upstream.messages('report').at(-1)?.lockers?.[4]).toMatchObject({ status: 'check' });
  });

  test('and every event that the upstream has not acknowledged comes again, in the same bytes', async () => {
    const rig = await BankRig.start();
    rig.upstream.acknowledges = false;
    await rig.reserve('r-1');
    const before = [...rig.upstream.events.entries()];
    await rig.kill();
    rig.upstream.events.clear();
    rig.upstream.through = 1; // What was acknowledged before.
    await rig.boot();
    const again = [...rig.upstream.events.entries()].filter(([sequence]) => sequence > 1 && sequence <= before.length);
    expect(again).toEqual(before.slice(1));
    expect(rig.upstream.types().at(-1)).toBe('bank.booted');
  });
});
