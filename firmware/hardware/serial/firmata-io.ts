import { EventEmitter } from 'node:events';
import type { Board } from 'firmata';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import type { BoardReport } from '../../ports/hardware.ts';
import type { TurningPart } from '../../ports/turning-part.ts';
import { boardSteadyLeast, type OnTrouble } from '../field.ts';
import type { IoPlugin } from '../gpio/board.ts';
import { Rounds } from '../rounds.ts';
import { firmataIsSilent, FirmataLink, firmataSpeaksWithin, type FirmataTransport } from './firmata-link.ts';
import { OrderedPins } from './ordered-pins.ts';

/** So often it is asked how one of its pins is set up, and what each port reads: 35 bytes of an Uno, some 6 ms of the line. */
const askEvery = ms(150);
/** With so many questions unanswered it hangs, or whoever carries them: its coil is off within a second of the last order. */
const missesMost = 3;
/** Wait before its port is opened again: doubled at each failure. A coil may be on that nobody could reach, so never long. */
const reopenFirstAfter = ms(250);
const reopenAtMostAfter = seconds(2);

export const firmataModes = { INPUT: 0x00, OUTPUT: 0x01 } as const;
const pullUp = 0x0b;
/** Bits of a digital message of Firmata, which tells all inputs of a port at once. */
const pinsOfPort = 8;

interface FirmataIoPin {
  readonly supportedModes: readonly number[];
}

interface FirmataIoOptions {
  /** Where it is, for the log. */
  readonly port: string;
  readonly clock: Clock;
  /** As the model of the board has them, for as long as nobody has reached it. */
  readonly pins: readonly FirmataIoPin[];
  /** A new one for each attempt: the port may be another one by then, under the same name. */
  readonly makeTransport: () => FirmataTransport;
  readonly onTrouble: OnTrouble;
}

/** What johnny-five wants of a pin, which is said again to a microcontroller that comes back. */
interface WantedPin {
  mode: number;
  hasPullUp: boolean;
  /** Of an input; `null` before it was reported, and while nobody can say. */
  level: number | null;
  /** Of an output: whether it was told so last. */
  isHigh: boolean;
  readonly listeners: ((level: number) => void)[];
}

/**
 * A microcontroller with StandardFirmata as an IO plugin for johnny-five. The plugin stays, whatever becomes of cable,
 * guardian or power: it finds its board again, sets it up as before, with every output low, and reads its inputs anew.
 * Beside what such a plugin emits: `lost` and `found`, with a pin.
 */
export class FirmataIo extends EventEmitter implements IoPlugin {
  /** Under the name `Firmata` johnny-five takes pin 14 of an Uno for A0, and then for pin 0. */
  readonly name: string;
  readonly MODES = firmataModes;
  readonly HIGH = 1;
  readonly LOW = 0;
  readonly analogPins: readonly number[] = [];
  pins: readonly FirmataIoPin[];
  isReady = false;
  /** A question that was answered, or not. Where nobody has been met nothing is asked, and nothing is wrong with us. */
  readonly loop: TurningPart;
  readonly #options: FirmataIoOptions;
  readonly #wanted = new Map<number, WantedPin>();
  readonly #rounds = new Rounds();
  readonly #orders: OrderedPins;
  #link: FirmataLink | null = null;
  #state: 'away' | 'has-restarted' | 'set-up' | 'in-reach' = 'away';
  #timer: Timer | null = null;
  #reopenAfter: Milliseconds = reopenFirstAfter;
  #questions = 0;
  #isAwaited = false;
  #misses = 0;
  /** Why nobody reaches it. */
  #trouble: 'silent' | 'unplugged' | null = null;
  readonly #counts = { answered: 0, silent: 0 };
  /** Since when it has answered each question. One that was lost, or has started anew, is believed after a while of that. */
  #steadySinceMs = 0;
  /** What was told last of an attempt to find it: the same again is no news. */
  #toldLast = '';
  /** The end of the link before. */
  #ending: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(options: FirmataIoOptions) {
    super();
    this.#options = options;
    this.pins = options.pins;
    this.#orders = new OrderedPins(options.clock);
    this.name = `firmata on ${options.port}`;
    this.loop = { name: this.name, round: () => (this.#state === 'away' ? Promise.resolve() : this.#rounds.next()) };
  }

  /**
   * Resolves when it has said which pins it has. One that is away, or still silent, keeps no other board shut: it is found
   * later, as after an unplug.
   */
  static async open(options: FirmataIoOptions): Promise<FirmataIo> {
    const io = new FirmataIo(options);
    await new Promise<void>((resolve) => {
      const limit = options.clock.setTimer('microcontroller is waited for', firmataSpeaksWithin, () => {
        io.#trouble = 'silent';
        io.#tell(firmataIsSilent());
        resolve();
      });
      void io.#connectOrLater().then(() => {
        options.clock.cancel(limit);
        resolve();
      });
    });
    io.isReady = true;
    return io;
  }

  /** @throws RangeError for a pin that the board does not have, or that cannot do so */
  pinMode(pin: number, mode: number): void {
    if (!canBe(this.pins[pin], mode)) throw new RangeError(`pin ${String(pin)} is not made for that`);
    this.#wanted.set(pin, { mode, hasPullUp: false, level: null, isHigh: false, listeners: [] });
    if (this.#state === 'in-reach') this.#setUp([pin]);
    else this.emit('lost', pin);
  }

  /**
   * To an output a level; to an input its pull-up.
   * @throws Error while an output that shall be high is out of reach: no order is kept for later. Low it will be in any case,
   * before anything else happens
   */
  digitalWrite(pin: number, value: number): void {
    const wanted = this.#wantedAt(pin);
    if (wanted.mode === firmataModes.OUTPUT) {
      if (this.#state !== 'in-reach' && value !== 0) throw new Error('the microcontroller is out of reach');
      wanted.isHigh = value !== 0;
      if (value === 0) this.#orders.goesLow(pin);
      if (this.#state === 'in-reach') this.#link?.board.digitalWrite(pin, value);
    } else {
      wanted.hasPullUp = value !== 0;
      if (this.#state === 'in-reach') this.#setUp([pin]);
    }
  }

  /** Whether the last order to this output was carried out, as its board says. That it goes low is its guardian's care. */
  taken(pin: number): Promise<boolean> {
    if (!this.#wantedAt(pin).isHigh) return Promise.resolve(true);
    if (this.#link === null || this.#state !== 'in-reach') return Promise.resolve(false);
    return this.#orders.isHigh(this.#link.board, pin);
  }

  /** Delivers the present level soon, then every change of it. */
  digitalRead(pin: number, listener: (level: number) => void): void {
    this.#wantedAt(pin).listeners.push(listener);
    if (this.#state === 'in-reach') this.#link?.board.reportDigitalPin(pin, 1);
  }

  /** How the board is. One that has started anew, or has come back, is `new` until it is believed. */
  report(): Omit<BoardReport, 'board'> {
    const state = this.#state === 'in-reach' ? 'well' : this.#state === 'away' ? 'lost' : 'new';
    return { state, trouble: state === 'lost' ? this.#trouble : null, counts: { ...this.#counts, garbled: 0, refused: 0 } };
  }

  /** Lets the last orders out, then closes the port. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const link = this.#link;
    this.#leave();
    await this.#ending;
    await link?.close();
  }

  /** Never rejects. */
  #connectOrLater(): Promise<void> {
    return this.#connect().catch((error: unknown) => {
      if (this.#isClosed) return;
      this.#tell(error);
      this.#reopenLater();
    });
  }

  async #connect(): Promise<void> {
    const { clock, makeTransport } = this.#options;
    const link = new FirmataLink({ transport: makeTransport(), clock, onLost: (why) => this.#lose(link, why) });
    this.#link = link;
    try {
      await link.open();
      this.#meet(link.board);
    } catch (error) {
      this.#trouble = link.hasPort ? 'silent' : 'unplugged';
      if (this.#link === link) this.#leave();
      await (this.#ending = link.close());
      throw error;
    }
    this.#ask();
  }

  #meet(board: Board): void {
    const unfit = [...this.#wanted].find(([pin, { mode }]) => !canBe(board.pins[pin], mode));
    if (unfit) {
      const what = `is another microcontroller than the profile says: its pin ${String(unfit[0])} is not made for what is wired`;
      throw new LockerError('hardware.not-ready', this.#options.port, what);
    }
    board.on('reportversion', () => this.#hasRestarted());
    board.on('digital-read', ({ pin, value }: { readonly pin: number; readonly value: number }) => this.#hear(pin, value));
    this.#state = this.isReady ? 'has-restarted' : 'in-reach';
    this.#isAwaited = false;
    this.#misses = 0;
    this.pins = board.pins;
  }

  #ask(): void {
    const link = this.#link;
    if (link === null) return;
    if (this.#isAwaited) {
      this.#counts.silent++;
      this.#steadySinceMs = this.#options.clock.monoMs();
      if (++this.#misses >= missesMost) return link.drop('it answers no more');
    }
    if (this.#state === 'has-restarted') this.#setUpAll();
    const pin = this.#nextAsked();
    const question = ++this.#questions;
    this.#isAwaited = true;
    link.board.queryPinState(pin, () => {
      if (link === this.#link && question === this.#questions) this.#answered(pin, link.board.pins[pin]?.mode);
    });
    this.#askLevels();
    this.#timer = this.#options.clock.setTimer('microcontroller is asked', askEvery, () => this.#ask());
  }

  /** Of an input it tells whether the board has started anew: nothing is an input then. */
  #nextAsked(): number {
    const inputs = this.#pinsOf(firmataModes.INPUT);
    return inputs[this.#questions % inputs.length] ?? this.#pinsOf(firmataModes.OUTPUT)[0] ?? 0;
  }

  #answered(pin: number, mode: number | undefined): void {
    this.#isAwaited = false;
    this.#misses = 0;
    this.#counts.answered++;
    this.#rounds.done();
    if (this.#state === 'has-restarted') return;
    const wanted = this.#wanted.get(pin);
    if (wanted !== undefined && wanted.mode !== (mode === pullUp ? firmataModes.INPUT : mode)) return this.#hasRestarted();
    if (this.#state !== 'set-up' || this.#options.clock.monoMs() - this.#steadySinceMs < boardSteadyLeast) return;
    const inputs = this.#pinsOf(firmataModes.INPUT);
    if (inputs.every((input) => this.#wanted.get(input)?.level !== null)) this.#find();
  }

  #hear(pin: number, value: number): void {
    const wanted = this.#wanted.get(pin);
    if (wanted === undefined || wanted.level === value) return;
    wanted.level = value;
    if (this.#state === 'in-reach') for (const listener of wanted.listeners) listener(value);
  }

  #find(): void {
    this.#state = 'in-reach';
    this.#reopenAfter = reopenFirstAfter;
    this.#tell(new ExpectedTrouble('the microcontroller is back'));
    for (const [pin, { level, listeners }] of this.#wanted) {
      if (level !== null) for (const listener of listeners) listener(level);
      this.emit('found', pin);
    }
  }

  /** Nothing of what it was told is true any more, and nothing of what it reads. It is set up with the next question. */
  #hasRestarted(): void {
    if (this.#state === 'in-reach') this.#tell(new ExpectedTrouble('the microcontroller has started anew: look at its power'));
    this.#outOfReach('has-restarted');
  }

  #setUpAll(): void {
    this.#state = 'set-up';
    this.#steadySinceMs = this.#options.clock.monoMs();
    for (const wanted of this.#wanted.values()) wanted.level = null;
    this.#setUp([...this.#wanted.keys()]);
  }

  /** All inputs, each time: a report that was lost, or garbled, is made up for. */
  #askLevels(): void {
    for (const pin of oneOfEachPort(this.#pinsOf(firmataModes.INPUT))) this.#link?.board.reportDigitalPin(pin, 1);
  }

  /** Every output is low before it is one, and before anything else happens. */
  #setUp(pins: readonly number[]): void {
    const board = this.#link?.board;
    if (board === undefined) return;
    const those = (mode: number): readonly number[] => pins.filter((pin) => this.#wanted.get(pin)?.mode === mode);
    const outputs = those(firmataModes.OUTPUT);
    // Eight pins are told at once: what was on before must not come back with the first of its neighbours.
    for (const pin of outputs) board.digitalWrite(pin, 0, true);
    for (const pin of oneOfEachPort(outputs)) board.digitalWrite(pin, 0);
    for (const pin of outputs) board.pinMode(pin, firmataModes.OUTPUT);
    for (const pin of those(firmataModes.INPUT)) {
      const hasPullUp = this.#wanted.get(pin)?.hasPullUp === true;
      const knowsPullUps = canBe(board.pins[pin], pullUp);
      board.pinMode(pin, hasPullUp && knowsPullUps ? pullUp : firmataModes.INPUT);
      if (hasPullUp && !knowsPullUps) board.digitalWrite(pin, 1);
    }
  }

  #lose(link: FirmataLink, why: unknown): void {
    if (link !== this.#link) return;
    this.#trouble = this.#misses >= missesMost ? 'silent' : 'unplugged';
    this.#leave();
    this.#tell(why);
    this.#ending = link.close().then(() => this.#reopenLater());
  }

  #reopenLater(): void {
    if (this.#isClosed) return;
    const after = this.#reopenAfter;
    this.#reopenAfter = ms(Math.min(after * 2, reopenAtMostAfter));
    this.#timer = this.#options.clock.setTimer('port of a microcontroller is opened again', after, () => void this.#connectOrLater());
  }

  /** The link is no more. */
  #leave(): void {
    this.#link = null;
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
    this.#rounds.done();
    this.#outOfReach('away');
  }

  #outOfReach(state: 'away' | 'has-restarted'): void {
    const wasInReach = this.#state === 'in-reach';
    this.#state = state;
    this.#orders.end();
    if (!wasInReach || this.#isClosed) return;
    for (const [pin, wanted] of this.#wanted) {
      wanted.level = null;
      this.emit('lost', pin);
    }
  }

  #tell(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (text === this.#toldLast) return;
    this.#toldLast = text;
    this.#options.onTrouble(this.#options.port, error);
  }

  #pinsOf(mode: number): readonly number[] {
    return [...this.#wanted].flatMap(([pin, wanted]) => (wanted.mode === mode ? [pin] : []));
  }

  #wantedAt(pin: number): WantedPin {
    const wanted = this.#wanted.get(pin);
    if (wanted === undefined) throw new RangeError(`pin ${String(pin)} has no direction yet`);
    return wanted;
  }
}

function oneOfEachPort(pins: readonly number[]): Iterable<number> {
  return new Map(pins.map((pin) => [Math.floor(pin / pinsOfPort), pin])).values();
}

function canBe(pin: { readonly supportedModes: readonly number[] } | undefined, mode: number): boolean {
  return pin?.supportedModes.includes(mode) === true;
}
