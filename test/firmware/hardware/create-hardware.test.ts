import { describe, expect, test } from 'vitest';
import type { Profile, Terminal } from '../../../board-profiles/profile.schema.ts';
import { createHardware } from '../../../firmware/hardware/create-hardware.ts';
import { beepLasts } from '../../../firmware/hardware/door-signals.ts';
import { outputTerminalsOf, type Field, type Level } from '../../../firmware/hardware/field.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';
import { pinLocker, testProfile } from '../../support/profiles.ts';

/** Two lockers: one with a lamp, a sounder and a button inside, one with nothing but its lock. */
function profileWithSignals(): Profile {
  const cabinet = (channel: number): Terminal => ({ board: 'cabinet', channel });
  const lockers = [
    pinLocker(1, { lamp: cabinet(11), beeper: cabinet(21), insideRelease: { switch: cabinet(31), pressedIs: 'high' } }), pinLocker(2),
  ];
  return { ...testProfile(), columns: [{ widthMm: 450, kioskMm: 0, lockers }] };
}

/** Boards that write down what they are told, and whose inputs a test holds. */
class PaperField implements Field {
  readonly told: string[] = [];
  readonly #inputs = new Map<number, (level: Level) => void>();
  readonly #has: (terminal: Terminal) => boolean;

  constructor(has: (terminal: Terminal) => boolean = () => true) {
    this.#has = has;
  }

  coil(terminal: Terminal) {
    if (!this.#has(terminal)) return null;
    return { timedBy: 'host' as const, switch: (to: string) => void this.told.push(`${String(terminal.channel)} ${to}`) };
  }

  signal(terminal: Terminal) {
    return this.#has(terminal) ? { set: (to: string) => void this.told.push(`${String(terminal.channel)} ${to}`) } : null;
  }

  watchHealth(listener: (isWell: boolean) => void): void {
    listener(true);
  }

  watch(terminal: Terminal, listener: (level: Level) => void): boolean {
    if (this.#has(terminal)) this.#inputs.set(terminal.channel, listener);
    return this.#has(terminal);
  }

  input(channel: number, level: Level): void {
    this.#inputs.get(channel)?.(level);
  }

  start(): void {
    this.told.push('started');
  }

  restAll() {
    this.told.push('all at rest');
    return Promise.resolve({ kind: 'done' as const });
  }

  close(): Promise<void> {
    this.told.push('closed');
    return Promise.resolve();
  }
}

async function rig() {
  const clock = new VirtualClock();
  const field = new PaperField();
  const hardware = await createHardware({ profile: profileWithSignals(), fields: [field], clock, onTrouble: () => undefined });
  return { clock, field, hardware, told: () => field.told.splice(0) };
}

describe('the hardware of a cabinet', () => {
  test('has every coil off before anything is read', async () => {
    const { told, hardware } = await rig();
    expect(told()).toEqual(['1 resting', '2 resting', 'all at rest', 'started']);
    await hardware.close();
  });

  test('lights the lamp of a door and lets its sounder beep, each where the profile has one', async () => {
    const { clock, told, hardware } = await rig();
    told();
    for (const locker of [1, 2]) {
      hardware.lamps?.set(locker, 'on');
      hardware.beeper?.beep(locker);
    }
    expect(told()).toEqual(['11 on', '21 on']);
    await clock.advance(beepLasts);
    expect(told()).toEqual(['21 off']);
    await hardware.close();
    expect(told()).toEqual(['1 resting', '2 resting', 'all at rest', '11 off', '21 off', 'closed']);
    expect(clock.waiting()).toEqual([]);
  });

  test('lets somebody inside out, by the level that the profile names, and tells whoever listens', async () => {
    const { clock, field, told, hardware } = await rig();
    const pressed: number[] = [];
    hardware.insideReleases?.watch((locker) => pressed.push(locker));
    field.input(31, 'low');
    await clock.advance(ms(1000));
    told();
    field.input(31, null);
    await clock.advance(ms(1000));
    expect(told()).toEqual([]);
    field.input(31, 'high');
    await clock.advance(ms(60));
    expect([told(), pressed]).toEqual([['1 energised'], [1]]);
    await hardware.close();
    expect(clock.waiting()).toEqual([]);
  });

  test.each([['coil', 1], ['contact', 101], ['lamp', 11], ['sounder', 21], ['button inside', 31]])(
    'is refused when no board has the terminal of a %s', async (_, missing) => {
      const field = new PaperField(({ channel }) => channel !== missing);
      const clock = new VirtualClock();
      await expect(createHardware({ profile: profileWithSignals(), fields: [field], clock, onTrouble: () => undefined })).rejects
        .toMatchObject({ code: 'hardware.not-ready', where: `cabinet/${String(missing)}` });
    });

  test('lists what has to be off before anything else: coils, then lamps and sounders', () => {
    expect(outputTerminalsOf(profileWithSignals()).map(({ channel }) => channel)).toEqual([1, 2, 11, 21]);
  });
});
