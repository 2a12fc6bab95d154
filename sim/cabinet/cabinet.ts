import { boardOf, lockersOf } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { coilOnMost, gapBetweenPulses, hotPulsesMost } from '../../firmware/hardware/coil-limits.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms, type Milliseconds } from '../../statecharts/units.ts';
import type { CabinetMemory, DoorState } from './cabinet-memory.ts';
import { CoilWatch, type CoilLimits, type CoilPulse, type Violation } from './coil-watch.ts';
import { Contact, type Level } from './contact.ts';
import type { CabinetFault } from './faults.ts';

/** From the release of the latch until the spring has pushed the leaf off its sensor. */
export const springOpens = ms(120);
/** The same for a spring that has grown tired. */
export const slowSpringOpens = ms(2000);

/** So long somebody inside presses their button: longer than it takes to be meant. */
const insidePressed = ms(400);

/** Timers count whole milliseconds, and may so be this early. */
const timersEarly = ms(1);

export interface CabinetOptions {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly memory: CabinetMemory;
  /** Which level a closed door gives. The profile's, unless a wrong profile is to be tried. */
  readonly wiredClosedIs?: 'low' | 'high';
  /** Beyond this a coil is reported. More than the usual 1000 ms where real time adds its own delays. */
  readonly coilLongest?: Milliseconds;
  /** How long an order may be under way to its coil: rests and gaps are measured with that allowance. */
  readonly ordersTake?: Milliseconds;
}

/** One door as somebody in front of it, or behind it with a meter, would see it. */
interface DoorView extends DoorState {
  readonly coil: 'energised' | 'resting';
}

export type CabinetChange =
  | { readonly kind: 'door'; readonly locker: number }
  | { readonly kind: 'level'; readonly locker: number; readonly level: Level }
  | { readonly kind: 'inside'; readonly locker: number }
  | { readonly kind: 'violation'; readonly violation: Violation };

interface Door {
  state: DoorState;
  readonly contact: Contact;
  spring: Timer | null;
  /** Level of the button inside while it is pressed; `null` where there is none. */
  readonly pressedIs: 'low' | 'high' | null;
  pressed: Timer | null;
}

/**
 * The physical world behind the front: coils, latches, springs, leaves, sensors, and what lies inside. It obeys any
 * firmware and forgives none: it enforces no limit, and reports each one that is broken. It outlives its controller
 * by its memory: a latch that was released before a kill is an open door after it.
 */
export class Cabinet {
  readonly #clock: Clock;
  readonly #memory: CabinetMemory;
  readonly #doors = new Map<number, Door>();
  readonly #coils: CoilWatch;
  readonly #listeners = new Set<(change: CabinetChange) => void>();

  constructor(options: CabinetOptions) {
    const { profile, clock, memory } = options;
    this.#clock = clock;
    this.#memory = memory;
    this.#coils = new CoilWatch(clock, coilLimitsOf(options), (violation) => this.#tell({ kind: 'violation', violation }));
    const kept = new Map(memory.load()?.doors.map((door) => [door.locker, door]));
    for (const { number, contact, insideRelease } of lockersOf(profile)) {
      const closedIs = options.wiredClosedIs ?? boardOf(profile, contact.board).closedIs;
      this.#hang(kept.get(number) ?? newDoor(number), closedIs, insideRelease?.pressedIs ?? null);
    }
  }

  lockers(): readonly number[] {
    return [...this.#doors.keys()];
  }

  door(locker: number): DoorView {
    return { ...this.#door(locker).state, coil: this.#coils.isOn(locker) ? 'energised' : 'resting' };
  }

  doors(): readonly DoorView[] {
    return this.lockers().map((locker) => this.door(locker));
  }

  level(locker: number): Level {
    return this.#door(locker).contact.level();
  }

  /** What the button inside gives; `null` where there is none. */
  insideLevel(locker: number): Level {
    const { pressedIs, pressed } = this.#door(locker);
    return pressed !== null || pressedIs === null ? pressedIs : pressedIs === 'low' ? 'high' : 'low';
  }

  pulses(): readonly CoilPulse[] {
    return this.#coils.pulses();
  }

  violations(): readonly Violation[] {
    return this.#coils.violations();
  }

  /** @returns how to stop listening */
  onChange(listener: (change: CabinetChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  energise(locker: number): void {
    const door = this.#door(locker);
    if (this.#coils.isOn(locker)) return;
    this.#coils.on(locker);
    if (door.state.fault === 'jammed') this.#tell({ kind: 'door', locker });
    else this.#release(door);
  }

  deenergise(locker: number): void {
    if (!this.#coils.isOn(locker)) return;
    this.#coils.off(locker);
    this.#tell({ kind: 'door', locker });
  }

  /** Somebody pushes the leaf to. It springs open again while the coil holds the latch back. */
  shut(locker: number): boolean {
    const door = this.#door(locker);
    if (door.state.leaf === 'closed') return false;
    const held = this.#coils.isOn(locker) && door.state.fault !== 'jammed';
    this.#change(door, { leaf: 'closed', latch: held ? 'released' : 'latched' });
    if (held) this.#armSpring(door);
    return true;
  }

  /** Somebody tears the door open; behind a released latch it takes no force. */
  pull(locker: number): boolean {
    const door = this.#door(locker);
    if (door.state.leaf === 'open') return false;
    this.#openLeaf(door, door.state.latch === 'released' ? 'released' : 'forced');
    return true;
  }

  /** Somebody inside presses the button there, and lets go. @returns whether there is one, and nobody presses it yet */
  pressInside(locker: number): boolean {
    const door = this.#door(locker);
    if (door.pressedIs === null || door.pressed !== null) return false;
    door.pressed = this.#clock.setTimer(`button inside ${String(locker)}`, insidePressed, () => {
      door.pressed = null;
      this.#tell({ kind: 'inside', locker });
    });
    this.#tell({ kind: 'inside', locker });
    return true;
  }

  putIn(locker: number, label: string): boolean {
    const door = this.#door(locker);
    if (door.state.leaf === 'closed') return false;
    this.#change(door, { contents: [...door.state.contents, label] });
    return true;
  }

  /** Somebody takes everything out, or only what bears the label. @returns the labels; none through a closed door */
  takeOut(locker: number, label?: string): readonly string[] {
    const door = this.#door(locker);
    if (door.state.leaf === 'closed') return [];
    const taken = door.state.contents.filter((thing) => label === undefined || thing === label);
    if (taken.length > 0) this.#change(door, { contents: door.state.contents.filter((thing) => !taken.includes(thing)) });
    return taken;
  }

  setFault(locker: number, fault: CabinetFault | null): void {
    const door = this.#door(locker);
    this.#change(door, { fault });
    door.contact.setFault(fault);
  }

  /** The power goes, or the run ends: coils off, nothing moves any more. What is in the memory stays. */
  stop(): void {
    this.#coils.stop();
    for (const door of this.#doors.values()) {
      this.#disarmSpring(door);
      if (door.pressed !== null) this.#clock.cancel(door.pressed);
      door.contact.stop();
    }
    this.#listeners.clear();
  }

  #hang(state: DoorState, closedIs: 'low' | 'high', pressedIs: 'low' | 'high' | null): void {
    const { locker } = state;
    const contact = new Contact(this.#clock, closedIs, state.leaf, state.fault, () => {
      this.#tell({ kind: 'level', locker, level: contact.level() });
    });
    const door: Door = { state, contact, spring: null, pressedIs, pressed: null };
    this.#doors.set(locker, door);
    if (state.leaf === 'closed' && state.latch === 'released') this.#armSpring(door);
  }

  #door(locker: number): Door {
    const door = this.#doors.get(locker);
    if (door === undefined) throw new RangeError(`this cabinet has no locker ${String(locker)}`);
    return door;
  }

  #release(door: Door): void {
    if (door.state.leaf === 'open' || door.state.latch === 'released') return this.#change(door, {});
    this.#change(door, { latch: 'released' });
    this.#armSpring(door);
  }

  #armSpring(door: Door): void {
    const after = door.state.fault === 'slow-spring' ? slowSpringOpens : springOpens;
    door.spring = this.#clock.setTimer(`spring ${String(door.state.locker)}`, after, () => this.#openLeaf(door, 'released'));
  }

  #disarmSpring(door: Door): void {
    if (door.spring !== null) this.#clock.cancel(door.spring);
    door.spring = null;
  }

  #openLeaf(door: Door, by: 'released' | 'forced'): void {
    this.#disarmSpring(door);
    const { opened } = door.state;
    this.#change(door, { leaf: 'open', latch: 'released', opened: { ...opened, [by]: opened[by] + 1 } });
  }

  /** Memory first: whatever the sensor then tells the firmware has already happened for good. */
  #change(door: Door, change: Partial<DoorState>): void {
    const before = door.state.leaf;
    door.state = { ...door.state, ...change };
    this.#memory.save({ doors: [...this.#doors.values()].map(({ state }) => state) });
    if (door.state.leaf !== before) door.contact.move(door.state.leaf);
    this.#tell({ kind: 'door', locker: door.state.locker });
  }

  #tell(change: CabinetChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** What the data sheets of lock and supply allow, as the profile has them. */
function coilLimitsOf({ profile: { lock, supply }, coilLongest = coilOnMost, ordersTake = timersEarly }: CabinetOptions): CoilLimits {
  return {
    longest: coilLongest, atOnce: supply?.coilsAtOnce ?? 1, hotMost: hotPulsesMost,
    rest: ms(lock.restMs - ordersTake), gap: ms((supply?.gapMs ?? gapBetweenPulses) - ordersTake),
  };
}

function newDoor(locker: number): DoorState {
  return { locker, latch: 'latched', leaf: 'closed', contents: [], fault: null, opened: { released: 0, forced: 0 } };
}
