import { createActor, type ActorRefFrom } from 'xstate';
import { lockersOf } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { doorChart } from '../../statecharts/door/door.chart.ts';
import type { DoorCommand, DoorFact } from '../../statecharts/door/door.events.ts';
import type { DoorSettings } from '../../statecharts/door/door.settings.ts';
import { never } from '../../statecharts/never.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import { xstateClock } from '../adapters/xstate-clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { Hardware, LockAnswer, SensorReading } from '../ports/hardware.ts';

interface DoorsOptions {
  readonly profile: Profile;
  readonly settings: DoorSettings;
  readonly hardware: Pick<Hardware, 'locks' | 'sensors'>;
  readonly clock: Clock;
  readonly onFact: (fact: DoorFact) => void;
  /** Told what was caught. `where` names a door or a port. Never throws. */
  readonly onTrouble: (where: string, error: unknown) => void;
}

interface Door {
  readonly actor: ActorRefFrom<typeof doorChart>;
  /** Number of the latest pulse. An answer to an earlier one would be taken for an answer to this. */
  pulses: number;
}

/**
 * The shell of the door charts: one chart for each locker. It performs what they command, and tells them what locks
 * and sensors say. Whatever throws beneath or above it is reported and kills no chart.
 */
export class Doors {
  readonly #options: DoorsOptions;
  readonly #doors = new Map<number, Door>();
  #settings: DoorSettings;
  #running = false;

  constructor(options: DoorsOptions) {
    this.#options = options;
    this.#settings = options.settings;
    for (const { number } of lockersOf(options.profile)) this.#doors.set(number, this.#newDoor(number));
  }

  /** Every coil off, then the charts, then the sensors: no chart believes a door that is just being opened. */
  async start(): Promise<void> {
    const { locks, sensors } = this.#options.hardware;
    await this.#guard('locks', async () => {
      const answer = await locks.restAll();
      if (answer.kind === 'refused') throw new Error(`the locks did not rest: ${answer.reason}`);
    });
    this.#running = true;
    for (const { actor } of this.#doors.values()) actor.start();
    await this.#guard('sensors', () => sensors.watch((locker, reading) => this.#read(locker, reading)));
  }

  /**
   * Asks a door to open; what becomes of it is told as facts that carry the intent.
   * @returns false when there is no such door, or none is being worked any more: then no fact will come
   */
  release(locker: number, intent: string): boolean {
    const door = this.#doors.get(locker);
    if (door === undefined || !this.#running) return false;
    door.actor.send({ type: 'release.requested', intent });
    return true;
  }

  /** New settings hold from a door's next step on; a limit that is already running ends as it began. */
  apply(settings: DoorSettings): void {
    this.#settings = settings;
  }

  /** A moment of the clock that every chart lives to see. Rejects where one has ended: nothing but a fault in it ends it. */
  async round(): Promise<void> {
    await new Promise<void>((resolve) => void this.#options.clock.setTimer('doors go round', ms(0), resolve));
    const ended = [...this.#doors].find(([, { actor }]) => actor.getSnapshot().status !== 'active');
    if (ended) throw new Error(`the chart of door ${String(ended[0])} has ended`);
  }

  /** Charts end, coils rest. There is no second start: a new shell wakes up in `unknown`. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    for (const { actor } of this.#doors.values()) actor.stop();
    await this.#guard('locks', () => this.#options.hardware.locks.restAll());
  }

  #newDoor(locker: number): Door {
    const { profile, clock } = this.#options;
    const actor = createActor(doorChart, {
      input: { locker, pulse: ms(profile.lock.pulseMs), settings: this.#liveSettings() },
      clock: xstateClock(clock, `door ${String(locker)}`),
    });
    const door: Door = { actor, pulses: 0 };
    // Both before start(): a chart repeats nothing for those who come late.
    actor.subscribe({ error: (error) => this.#options.onTrouble(`door ${String(locker)}`, error) });
    actor.on('*', (command) => this.#perform(door, command));
    return door;
  }

  /** What a chart reads when it needs it: one object for its life, so that `apply` reaches doors in any state. */
  #liveSettings(): DoorSettings {
    const now = (): DoorSettings => this.#settings;
    return {
      get openWithin() { return now().openWithin; },
      get pulsesMax() { return now().pulsesMax; },
      get closedFor() { return now().closedFor; },
      get openWarning() { return now().openWarning; },
      get heldOpenAfter() { return now().heldOpenAfter; },
    };
  }

  #perform(door: Door, command: DoorCommand): void {
    const where = `door ${String(command.locker)}`;
    switch (command.type) {
      case 'lock.pulse':
        return void this.#guard(where, () => this.#pulse(door, command.locker, command.length));
      case 'lock.rest':
        return void this.#guard(where, () => this.#options.hardware.locks.rest(command.locker));
      case 'door.released':
      case 'door.opened':
      case 'door.closed':
      case 'door.left-open':
      case 'door.held-open':
      case 'door.forced':
      case 'door.did-not-open':
      case 'door.sensor-fault':
        return void this.#guard(where, () => this.#options.onFact(command));
      default:
        return never(command, 'door command');
    }
  }

  async #pulse(door: Door, locker: number, length: Milliseconds): Promise<void> {
    const mine = ++door.pulses;
    const answer = await this.#askForPulse(locker, length);
    if (!this.#running || mine !== door.pulses) return;
    door.actor.send(answer.kind === 'refused' ? { type: 'lock.refused', reason: answer.reason } : { type: 'lock.pulsed', by: answer.kind });
  }

  /** A lock that throws breaks the port's promise; for the door it is one more that does not answer. */
  async #askForPulse(locker: number, length: Milliseconds): Promise<LockAnswer> {
    try {
      return await this.#options.hardware.locks.pulse(locker, length);
    } catch (error) {
      this.#options.onTrouble(`door ${String(locker)}`, error);
      return { kind: 'refused', reason: 'silent' };
    }
  }

  #read(locker: number, reading: SensorReading): void {
    if (!this.#running) return;
    const door = this.#doors.get(locker);
    if (door) return door.actor.send({ type: `sensor.${reading}` });
    this.#options.onTrouble('sensors', new RangeError(`a reading of locker ${String(locker)}, which the profile has not`));
  }

  /** Runs the synchronous part at once, so that a rest never comes after the pulse that follows it. */
  async #guard(where: string, perform: () => unknown): Promise<void> {
    try {
      await perform();
    } catch (error) {
      this.#options.onTrouble(where, error);
    }
  }
}
