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

/** What one pin reads, and whose change is news of it. */
interface Input {
  readonly terminal: Terminal;
  readonly tells: 'level' | 'inside' | null;
  readonly locker: number | null;
  readonly level: () => Level;
}

/**
 * The cabinet's wiring as an IO plugin for johnny-five: each door's coil hangs on the pin of the terminal `lock`, its contact
 * on that of `contact`, its button inside on that of `insideRelease`; what hangs on a line does not. What the contract for
 * such plugins leaves to the plugin, and a cabinet has not, throws.
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
  readonly #lockerByLockPin: ReadonlyMap<number, number>;
  readonly #inputs: ReadonlyMap<number, Input>;
  readonly #outputs = new Set<number>();
  readonly #readers = new Map<Input, ((value: number) => void)[]>();
  readonly #soon = new Set<Timer>();
  readonly #stopListening: () => void;

  constructor(profile: Profile, cabinet: Cabinet, clock: Clock) {
    super();
    const lockers = lockersOf(profile);
    const pinOf = pinNumbering(profile);
    const byPin = <T>(places: readonly (readonly [Terminal, T])[]): ReadonlyMap<number, T> => new Map(places.flatMap(([terminal, what]) => {
      const pin = pinOf(terminal);
      return pin === null ? [] : [[pin, what]];
    }));
    this.#cabinet = cabinet;
    this.#clock = clock;
    const inputs = inputsOf(profile, cabinet);
    this.#lockerByLockPin = byPin(lockers.map(({ lock, number }) => [lock, number]));
    this.#inputs = byPin(inputs.map((input) => [input.terminal, input]));
    const terminals = [...outputTerminalsOf(profile), ...inputs.map(({ terminal }) => terminal)];
    const highest = Math.max(...terminals.map((terminal) => pinOf(terminal) ?? 0));
    this.pins = Array.from({ length: highest + 1 }, () => ({ supportedModes: [modes.INPUT, modes.OUTPUT] }));
    this.#stopListening = cabinet.onChange((change) => {
      if (change.kind !== 'level' && change.kind !== 'inside') return;
      for (const input of this.#readers.keys()) if (input.tells === change.kind && input.locker === change.locker) this.#deliver(input);
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
    const locker = this.#lockerByLockPin.get(pin);
    if (locker === undefined || !this.#outputs.has(pin)) return;
    if (value === low) this.#cabinet.deenergise(locker);
    else this.#cabinet.energise(locker);
  }

  /** Delivers the present level soon, then every change of it. */
  digitalRead(pin: number, listener: (value: number) => void): void {
    const input = this.#inputs.get(pin);
    if (input === undefined) return;
    this.#readers.set(input, [...(this.#readers.get(input) ?? []), listener]);
    this.#soonDo(`pin ${String(pin)} is read`, () => tell(input.level(), listener));
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

  #deliver(input: Input): void {
    for (const listener of this.#readers.get(input) ?? []) tell(input.level(), listener);
  }
}

function inputsOf(profile: Profile, cabinet: Cabinet): readonly Input[] {
  const headphones = profile.audio?.headphones;
  return [
    ...lockersOf(profile).flatMap(({ number: locker, contact, insideRelease }): Input[] => [
      { terminal: contact, tells: 'level', locker, level: () => cabinet.level(locker) },
      ...(insideRelease ? [{
        terminal: insideRelease.switch, tells: 'inside' as const, locker, level: () => cabinet.insideLevel(locker),
      }] : []),
    ]),
    // The socket for headphones stands beside this cabinet: nobody plugs anything into this one.
    ...(headphones ? [{ terminal: headphones.sense, tells: null, locker: null, level: () => opposite(headphones.pluggedIs) }] : []),
  ];
}

function opposite(level: 'low' | 'high'): 'low' | 'high' {
  return level === 'low' ? 'high' : 'low';
}

function tell(level: Level, listener: (value: number) => void): void {
  if (level !== null) listener(level === 'low' ? low : high); // A pin that nothing drives tells nobody so.
}

function lacking(what: string): never {
  throw new Error(`a cabinet has no ${what}`);
}
