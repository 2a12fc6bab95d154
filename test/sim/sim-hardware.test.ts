import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import { AtKiosk } from '../../sim/at-kiosk.ts';
import { boardManners } from '../../sim/boards/manners.ts';
import { SimulatedBoards } from '../../sim/boards/simulated-boards.ts';
import { firmataManners } from '../../sim/boards/unruly-firmata.ts';
import { openSimHardware } from '../../sim/sim-hardware.ts';
import { BankRig, code } from '../support/bank-rig.ts';
import { busProfile } from '../support/bus-profiles.ts';

const shipped = (id: string) => loadProfile(id, join(import.meta.dirname, '../../board-profiles'));

/** A whole bank in virtual time, whose doors hang on lock boards that the simulator emulates. */
class BoardsRig extends BankRig {
  readonly boards = new SimulatedBoards({ profile: this.profile, cabinet: this.cabinet, clock: this.clock });
  readonly atKiosk = new AtKiosk(this.clock);

  static async begin(profile = busProfile('kerong-cu16')): Promise<BoardsRig> {
    const rig = new this(profile);
    await rig.upstreamJoins();
    await rig.boot();
    return rig;
  }

  protected override async openHardware(clock: Clock): Promise<Hardware> {
    const { profile, cabinet, boards, atKiosk } = this;
    let isOpen = false;
    const opening = openSimHardware({ profile, cabinet, boards, atKiosk, clock, onTrouble: (where) => this.troubles.push(where) })
      .finally(() => (isOpen = true));
    for (let turn = 0; !isOpen && turn < 100; turn++) await this.advance(50);
    return opening;
  }

  board(id: string) {
    return this.boards.state().flatMap(({ boards }) => boards).find(({ board }) => board === id);
  }
}

/** One whose doors hang on pins, too: johnny-five debounces them by the timers of Node, which are virtual here as well. */
class PinsRig extends BoardsRig {
  override async advance(byMs: number): Promise<void> {
    for (let leftMs = byMs; leftMs > 0; leftMs -= 25) {
      await super.advance(Math.min(25, leftMs));
      vi.advanceTimersByTime(Math.min(25, leftMs));
    }
  }
}

function virtualTimers(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
}

let rig: BoardsRig;

afterEach(async () => {
  const stopping = rig.controller.stop();
  await rig.advance(10_000);
  await stopping;
  rig.boards.stop();
  rig.cabinet.stop();
  vi.useRealTimers();
});

async function putInAndCollect(): Promise<void> {
  const locker = await rig.deposit('r-1');
  expect(rig.cabinet.door(locker)).toMatchObject({ leaf: 'closed', contents: ['PKG-r-1'] });
  await rig.input({ type: 'way.chosen', way: 'code' });
  await rig.input({ type: 'code.entered', code }, 1_000);
  expect(rig.openDoors()).toEqual([locker]);
  rig.cabinet.takeOut(locker);
  await rig.shut(locker);
  expect(rig.upstream.booked().map(({ type }) => type)).toContain('lockerbank.pickup.completed.v1');
  expect(rig.cabinet.violations()).toEqual([]);
}

describe('a bank in the simulator over emulated lock boards', () => {
  test('a parcel is put in and collected, and nobody has to do more for it than for one behind pins', async () => {
    rig = await BoardsRig.begin();
    await putInAndCollect();
    expect(rig.boards.state()).toMatchObject([{ bus: 'line', adapter: 'in', echoes: false }]);
    expect(rig.board('left')).toMatchObject({ address: 0, doors: [1, 2, 3, 4], state: 'well', trouble: null, manners: [] });
  });

  test.each([
    'bcc8a-96', 'firmata-mega-24', 'four-buses-240', 'kerong-cu16-64', 'kerong-cu48-96', 'upus-skb-72', 'waveshare-48', 'wkly-48',
  ])('the last door of the cabinet %s opens, and every one of its boards is well', async (id) => {
    rig = await BoardsRig.begin(shipped(id));
    await rig.advance(2_000);
    const last = Math.max(...rig.cabinet.lockers());
    await rig.command('locker.open', { locker: last, reason: 'try' });
    await rig.advance(2_000);
    expect(rig.openDoors()).toEqual([last]);
    expect(rig.cabinet.violations()).toEqual([]);
    for (const { questionsPerSecond, boards } of rig.boards.state()) {
      expect(questionsPerSecond).toBeGreaterThan(4);
      expect(boards.map(({ state }) => state)).toEqual(boards.map(() => 'well'));
    }
  });

  test('a door whose board is dead did not open, the upstream is told of the board, and soon it is well again', async () => {
    rig = await BoardsRig.begin();
    rig.boards.setManner('left', 'dead', true);
    const id = await rig.command('locker.open', { locker: 2, reason: 'try' });
    await rig.advance(20_000);
    expect(rig.openDoors()).toEqual([]);
    expect(rig.causedBy(id)).toMatchObject([{ type: 'lockerbank.command.refused.v1', data: { why: 'did-not-open' } }]);
    expect(told('door.did-not-open')).toMatchObject([{ locker: 2 }]);
    expect(rig.board('left')).toMatchObject({ state: 'lost', trouble: 'silent', manners: ['dead'] });
    expect(rig.board('right')).toMatchObject({ state: 'well' });
    expect(told('bank.degraded')).toEqual([{ why: 'boards-silent' }]);
    expect(rig.boards.setManner('left', 'dead', false)).toBe(true);
    await rig.advance(20_000);
    expect(rig.board('left')).toMatchObject({ state: 'well', trouble: null, manners: [] });
    expect(told('bank.recovered')).toEqual([{ why: 'boards-silent' }]);
    await rig.command('locker.open', { locker: 2, reason: 'try again' });
    await rig.advance(2_000);
    expect(rig.openDoors()).toEqual([2]);
  });

  test('an adapter that is pulled out and plugged in again, and one that echoes, are told for what they are', async () => {
    rig = await BoardsRig.begin();
    let changes = 0;
    const stop = rig.boards.onChange(() => changes++);
    expect(rig.boards.setAdapter('line', 'out')).toBe(true);
    await rig.advance(2_000);
    expect(rig.boards.state()).toMatchObject([{ adapter: 'out', questionsPerSecond: 0 }]);
    expect(rig.board('right')).toMatchObject({ state: 'lost', trouble: 'unplugged' });
    rig.boards.setAdapter('line', 'in');
    rig.boards.setEcho('line', true);
    await rig.advance(10_000);
    expect(rig.boards.state()).toMatchObject([{ adapter: 'in', echoes: true }]);
    expect(rig.board('right')).toMatchObject({ state: 'well', said: { words: 'board 1 reads low at 1-16' } });
    expect(rig.board('right')?.said?.agoMs).toBeLessThan(500);
    rig.boards.brownOut({ board: 'right' });
    expect(rig.boards.brownOut({ bus: 'line' })).toBe(true);
    expect(changes).toBeGreaterThan(10);
    stop();
    const before = changes;
    for (const isThere of [
      rig.boards.setManner('third', 'late', true), rig.boards.brownOut({ board: 'third' }), rig.boards.brownOut({ bus: 'third' }),
      rig.boards.setEcho('third', true), rig.boards.setAdapter('third', 'out'),
    ]) expect(isThere).toBe(false);
    expect(changes).toBe(before);
  });

  test.each(boardManners)('a board that is %s opens no door twice, and none that is not its own', async (manner) => {
    rig = await BoardsRig.begin();
    rig.boards.setManner('left', manner, true);
    await rig.advance(5_000);
    await rig.command('locker.open', { locker: 6, reason: 'try' });
    await rig.advance(3_000);
    expect(rig.openDoors()).toEqual([6]);
    await rig.shut(6);
    await rig.command('locker.open', { locker: 1, reason: 'try' });
    await rig.advance(20_000);
    expect([[], [1]]).toContainEqual(rig.openDoors());
    expect(rig.cabinet.violations()).toEqual([]);
    expect(rig.cabinet.door(6).opened).toEqual({ released: 1, forced: 0 });
  });
});

describe('a bank in the simulator over a microcontroller with StandardFirmata', () => {
  virtualTimers();
  const begin = () => PinsRig.begin(shipped('firmata-mega-24'));

  test('a parcel is put in and collected over the driver of the firmware, and the board is told as on any other line', async () => {
    rig = await begin();
    await putInAndCollect();
    expect(rig.boards.state()).toMatchObject([{ bus: 'usb', adapter: 'in', echoes: null, manners: firmataManners }]);
    expect(rig.boards.state()[0]?.questionsPerSecond).toBeGreaterThan(10);
    expect(rig.board('mega')).toMatchObject({ address: null, inputs: null, state: 'well', trouble: null, manners: [] });
    expect(rig.board('mega')?.said?.words).toMatch(/^(pin \d+ is an input with its pull-up|of pins \d+ to \d+, )/);
  });

  test('its cable out, the bank is degraded and no door opens; with the cable in again all is as before', async () => {
    rig = await begin();
    expect(rig.boards.setAdapter('usb', 'out')).toBe(true);
    await rig.advance(3_000);
    expect(rig.board('mega')).toMatchObject({ state: 'lost', trouble: 'unplugged' });
    expect(told('bank.degraded')).toEqual([{ why: 'boards-silent' }]);
    await rig.command('locker.open', { locker: 3, reason: 'try' });
    await rig.advance(20_000);
    expect(rig.openDoors()).toEqual([]);
    expect(told('door.did-not-open')).toMatchObject([{ locker: 3 }]);
    rig.boards.setAdapter('usb', 'in');
    await rig.advance(10_000);
    expect(rig.board('mega')).toMatchObject({ state: 'well', trouble: null });
    expect(told('bank.recovered')).toEqual([{ why: 'boards-silent' }]);
    await rig.command('locker.open', { locker: 3, reason: 'try again' });
    await rig.advance(2_000);
    expect(rig.openDoors()).toEqual([3]);
    expect(rig.cabinet.violations()).toEqual([]);
  });

  test.each(firmataManners)('it is %s: the bank misses it, no door opens that nobody wanted, and it is well again', async (manner) => {
    rig = await begin();
    expect(rig.boards.setManner('mega', manner, true)).toBe(true);
    await rig.advance(20_000);
    expect(rig.board('mega')).toMatchObject({ manners: [manner] });
    expect(rig.board('mega')?.state).not.toBe('well');
    expect(told('bank.degraded')).toEqual([{ why: 'boards-silent' }]);
    rig.boards.setManner('mega', manner, false);
    await rig.advance(30_000);
    expect(rig.board('mega')).toMatchObject({ state: 'well', manners: [] });
    expect([rig.openDoors(), rig.cabinet.violations()]).toEqual([[], []]);
  });

  test('its power dips, and a while later its doors open as before', async () => {
    rig = await begin();
    rig.boards.brownOut({ board: 'mega' });
    await rig.advance(300);
    expect(rig.board('mega')).toMatchObject({ state: 'new' });
    await rig.advance(5_000);
    expect(rig.board('mega')).toMatchObject({ state: 'well' });
    await rig.command('locker.open', { locker: 24, reason: 'try' });
    await rig.advance(2_000);
    expect(rig.openDoors()).toEqual([24]);
  });

  test('what no such board can have is refused: an echo, an address, inputs that switch coils', async () => {
    rig = await begin();
    for (const canBe of [
      rig.boards.setEcho('usb', true), rig.boards.setManner('mega', 'twin', true), rig.boards.coupleInputs('mega', true),
    ]) expect(canBe).toBe(false);
    expect(rig.board('mega')).toMatchObject({ manners: [] });
  });
});

describe('what somebody does behind and inside a cabinet in the simulator', () => {
  virtualTimers();

  test('a board whose inputs switch its coils is not driven, and told as such until that is put right', async () => {
    rig = await BoardsRig.begin(shipped('waveshare-48'));
    const { board = '' } = rig.boards.state()[0]?.boards[0] ?? {};
    expect(rig.board(board)).toMatchObject({ inputs: 'free', state: 'well' });
    expect(rig.boards.coupleInputs(board, true)).toBe(true);
    rig.boards.setManner(board, 'dead', true);
    await rig.advance(5_000);
    rig.boards.setManner(board, 'dead', false);
    await rig.advance(10_000);
    expect(rig.board(board)).toMatchObject({ inputs: 'coupled', state: 'lost', trouble: 'coupled' });
    rig.boards.coupleInputs(board, false);
    await rig.advance(20_000);
    expect(rig.board(board)).toMatchObject({ inputs: 'free', state: 'well', trouble: null });
  });

  test('somebody inside presses the release: their door opens, and no other', async () => {
    rig = await PinsRig.begin(shipped('walk-in-8'));
    expect(rig.cabinet.pressInside(5)).toBe(true);
    expect(rig.cabinet.pressInside(5)).toBe(false);
    await rig.advance(1_000);
    expect(rig.openDoors()).toEqual([5]);
    expect(told('door.forced')).toEqual([]);
    await rig.shut(5);
    await rig.advance(5_000);
    expect([rig.openDoors(), rig.cabinet.door(5).opened]).toEqual([[], { released: 1, forced: 0 }]);
    expect(rig.cabinet.violations()).toEqual([]);
  });
});

/** What the upstream was told under this name. */
function told(type: string): readonly unknown[] {
  return rig.upstream.booked().filter((event) => event.type === `lockerbank.${type}.v1`).map(({ data }) => data);
}
