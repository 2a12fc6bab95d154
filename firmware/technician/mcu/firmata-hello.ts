import { ms, seconds } from '../../../statecharts/units.ts';
import { ProbeLine, type ProbeWorld } from '../probe/line.ts';

/** Firmata 2.5, as far as a microcontroller says who it is: https://github.com/firmata/protocol. */
const [version, sysexStart, sysexEnd] = [0xf9, 0xf0, 0xf7];
const [firmware, askCapabilities, capabilities] = [0x79, 0x6b, 0x6c];
const endOfPin = 0x7f;
const questions = Uint8Array.of(version, sysexStart, firmware, sysexEnd, sysexStart, askCapabilities, sysexEnd);
/** A Mega lists its 70 pins in some 1200 bytes. */
const messageMost = 4096;

/** Opening the port resets it; its boot loader waits two seconds at most, and must not be talked to. */
const quietAtFirst = seconds(3);
const asksEvery = seconds(3);
const answersWithin = seconds(15);
const looksEvery = ms(100);

type Version = readonly [major: number, minor: number];

/** Who a microcontroller says that it is. */
export interface FirmataHello {
  /** Of Firmata. */
  readonly protocol: Version;
  /** Of what is flashed. */
  readonly name: string;
  readonly version: Version;
  /** By pin, what each can be: numbers of Firmata, of which 0 is an input and 1 an output. */
  readonly pins: readonly (readonly number[])[];
}

/** Picks out of what a microcontroller says who it is; whatever else comes is passed over. */
export class HelloEar {
  #message: number[] = [];
  #protocol: Version | null = null;
  #firmware: Pick<FirmataHello, 'name' | 'version'> | null = null;
  #pins: FirmataHello['pins'] | null = null;

  take(bytes: Uint8Array): void {
    for (const byte of bytes) this.#take(byte);
  }

  /** It has said something of itself: its program runs. */
  get isAwake(): boolean {
    return this.#protocol !== null || this.#firmware !== null;
  }

  /** `null`: it has not said all of it yet. */
  get hello(): FirmataHello | null {
    return this.#protocol && this.#firmware && this.#pins && { protocol: this.#protocol, ...this.#firmware, pins: this.#pins };
  }

  #take(byte: number): void {
    if (byte >= 0x80 && byte !== sysexEnd) this.#message = [];
    this.#message.push(byte);
    const [first, what = 0, ...said] = this.#message;
    if (first === version && this.#message.length === 3) this.#protocol = [what, said[0] ?? 0];
    if (first === sysexStart && byte === sysexEnd) this.#read(what, said.slice(0, -1));
    if ((first !== version && first !== sysexStart) || byte === sysexEnd || this.#message.length > messageMost) this.#message = [];
  }

  #read(what: number, [major = 0, minor = 0, ...rest]: readonly number[]): void {
    if (what === firmware) this.#firmware = { version: [major, minor], name: textOf(rest) };
    if (what === capabilities) this.#pins = pinsOf([major, minor, ...rest]);
  }
}

/** Asks a microcontroller that has been reset who it is, and moves nothing. @returns `null` where it says nothing of use */
export async function askHello(
  world: ProbeWorld, { port, baud }: { readonly port: string; readonly baud: number }, interrupted: AbortSignal,
): Promise<FirmataHello | null> {
  const { clock } = world;
  const ear = new HelloEar();
  const line = await ProbeLine.open({ ...world, port, baud, parity: 'none', onBytes: (bytes) => ear.take(bytes) });
  try {
    const sinceMs = clock.monoMs();
    let askAtMs = sinceMs + quietAtFirst;
    while (ear.hello === null && !interrupted.aborted && clock.monoMs() - sinceMs < answersWithin) {
      await line.listen(looksEvery, interrupted);
      const nowMs = clock.monoMs();
      const isFirst = askAtMs === sinceMs + quietAtFirst;
      if (nowMs < askAtMs && !(isFirst && ear.isAwake)) continue;
      await line.write(questions);
      askAtMs = nowMs + asksEvery;
    }
    return ear.hello;
  } finally {
    await line.close();
  }
}

/** Each sign in two bytes of seven bits. */
function textOf(bytes: readonly number[]): string {
  const signs = bytes.flatMap((byte, at) => (at % 2 === 0 ? [(byte | ((bytes[at + 1] ?? 0) << 7)) & 0xff] : []));
  return Buffer.from(signs).toString('latin1').replaceAll(/[^ -~]/g, '?');
}

/** For each pin pairs of what it can be and how finely. */
function pinsOf(bytes: readonly number[]): readonly (readonly number[])[] {
  const pins: number[][] = [];
  let pin: number[] = [];
  for (const byte of bytes) {
    if (byte === endOfPin) {
      pins.push(pin.filter((_, at) => at % 2 === 0));
      pin = [];
    } else {
      pin.push(byte);
    }
  }
  return pins;
}
