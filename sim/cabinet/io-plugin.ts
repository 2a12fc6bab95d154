import { EventEmitter } from 'node:events';
import { lockersOf } from '../../board-profiles/profile.ts';
import type { Profile, Terminal } from '../../board-profiles/profile.schema.ts';
import { outputTerminalsOf } from '../../firmware/hardware/field.ts';
import type { IoPlugin } from '../../firmware/hardware/gpio/board.ts';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';
import { pinNumbering } from './cabinet-pins.ts';
import type { Cabinet } from './cabinet.ts';
import type { Level } from './contact.ts';

const modes = { INPUT: 0, OUTPUT: 1, ANALOG: 2, PWM: 3, SERVO: 4 } as const;
const high = 1;
const low = 0;

/**
 * The cabinet's wiring as an IO plugin for johnny-five: each door's coil hangs on the pin of the terminal `lock`, its contact
 * on that of `contact`; what hangs on a line does not. What the contract for such plugins leaves to the plugin, and a cabinet
 * has not, throws.
 */
export class CabinetIo extends EventEmitter implements IoPlugin {
  readonly name = 'simulated cabinet';
  readonly MODES = modes;
  readonly HIGH = high;
  readonly LOW = low;
  readonly pins: readonly { readonly supportedModes: readonly number[] }[];
  readonly analogPins: readonly number[] = [];
  isReady = false;
  readonly #cabinet: Cabinet;
  readonly #clock: Clock;
  readonly #lockers: { readonly byLockPin: ReadonlyMap<number, number>; readonly byContactPin: ReadonlyMap<number, number> };
  /** What an input reads at which no person does anything. */
  readonly #idle: ReadonlyMap<number, 'low' | 'high'>;
  readonly #outputs = new Set<number>();
  readonly #readers = new Map<number, ((value: number) => void)[]>();
  readonly #soon = new Set<Timer>();
  readonly #stopListening: () => void;

  constructor(profile: Profile, cabinet: Cabinet, clock: Clock) {
    super();
    const lockers = lockersOf(profile);
    const idle = idleInputsOf(profile);
    const pinOf = pinNumbering(profile);
    const byPin = <T>(places: readonly (readonly [Terminal, T])[]): ReadonlyMap<number, T> => new Map(places.flatMap(([terminal, what]) => {
      const pin = pinOf(terminal);
      return pin === null ? [] : [[pin, what]];
    }));
    this.#cabinet = cabinet;
    this.#clock = clock;
    this.#lockers = {
      byLockPin: byPin(lockers.map(({ lock, number }) => [lock, number])),
      byContactPin: byPin(lockers.map(({ contact, number }) => [contact, number])),
    };
    this.#idle = byPin(idle);
    const terminals = [...outputTerminalsOf(profile), ...lockers.map(({ contact }) => contact), ...idle.map(([terminal]) => terminal)];
    const highest = Math.max(...terminals.map((terminal) => pinOf(terminal) ?? 0));
    this.pins = Array.from({ length: highest + 1 }, () => ({ supportedModes: [modes.INPUT, modes.OUTPUT] }));
    this.#stopListening = cabinet.onChange((change) => {
      if (change.kind === 'level') this.#deliver(change.locker, change.level);
    });
    // Whoever makes the board over this plugin must have the time to listen first.
    this.#soonDo('io plugin ready', () => {
      this.emit('connect');
      this.isReady = true;
      this.emit('ready');
    });
  }

  pinMode(pin: number, mode: number): void {
    if (mode === modes.OUTPUT) this.#outputs.add(pin);
    else this.#outputs.delete(pin);
  }

  /** On an input this sets a pull-up, which an ideal contact does not need; only an output moves a coil. */
  digitalWrite(pin: number, value: number): void {
    const locker = this.#lockers.byLockPin.get(pin);
    if (locker === undefined || !this.#outputs.has(pin)) return;
    if (value === low) this.#cabinet.deenergise(locker);
    else this.#cabinet.energise(locker);
  }

  /** Delivers the present level soon, then every change of it. */
  digitalRead(pin: number, listener: (value: number) => void): void {
    const idle = this.#idle.get(pin);
    if (idle !== undefined) return this.#soonDo(`pin ${String(pin)} is read`, () => listener(valueOf(idle)));
    const locker = this.#lockers.byContactPin.get(pin);
    if (locker === undefined) return;
    this.#readers.set(locker, [...(this.#readers.get(locker) ?? []), listener]);
    this.#soonDo(`pin ${String(pin)} is read`, () => {
      const level = this.#cabinet.level(locker);
      if (level !== null) listener(valueOf(level));
    });
  }

  /** The cable is pulled: nothing is delivered any more. */
  stop(): void {
    this.#stopListening();
    for (const timer of this.#soon) this.#clock.cancel(timer);
    this.#soon.clear();
  }

  analogRead(): never {
    return lacking('analogue inputs');
  }

  pwmWrite(): never {
    return lacking('PWM');
  }

  servoWrite(): never {
    return lacking('servos');
  }

  i2cConfig(): never {
    return lacking('an I2C bus');
  }

  #soonDo(name: string, what: () => void): void {
    const timer = this.#clock.setTimer(name, ms(0), () => {
      this.#soon.delete(timer);
      what();
    });
    this.#soon.add(timer);
  }

  #deliver(locker: number, level: Level): void {
    if (level === null) return; // A pin that nothing drives tells nobody so.
    for (const listener of this.#readers.get(locker) ?? []) listener(valueOf(level));
  }
}

/** Buttons inside that nobody presses, and the socket for headphones, which stand beside this cabinet. */
function idleInputsOf(profile: Profile): readonly (readonly [Terminal, 'low' | 'high'])[] {
  const headphones = profile.audio?.headphones;
  return [
    ...lockersOf(profile).flatMap(({ insideRelease }) => (
      insideRelease ? [[insideRelease.switch, opposite(insideRelease.pressedIs)] as const] : []
    )),
    ...(headphones ? [[headphones.sense, opposite(headphones.pluggedIs)] as const] : []),
  ];
}

function opposite(level: 'low' | 'high'): 'low' | 'high' {
  return level === 'low' ? 'high' : 'low';
}

function valueOf(level: 'low' | 'high'): number {
  return level === 'low' ? low : high;
}

function lacking(what: string): never {
  throw new Error(`a cabinet has no ${what}`);
}
