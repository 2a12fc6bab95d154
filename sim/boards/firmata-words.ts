import { firmata, FirmataMessages } from '../../firmware/hardware/serial/firmata-messages.ts';

const answers = { pinState: 0x6e, capability: 0x6c, analog: 0x6a, firmware: 0x79 } as const;
const modeWords: Readonly<Record<number, string>> = {
  0x00: 'an input', 0x01: 'an output', 0x02: 'analogue', 0x0b: 'an input with its pull-up',
};
const pinsOfPort = 8;

/** Puts into words what a microcontroller with StandardFirmata says. */
export function firmataWords(bytes: Uint8Array): string {
  const [message, ...more] = new FirmataMessages('board').push(bytes);
  return message === undefined || more.length > 0 ? 'no good message' : wordsOf(message);
}

function wordsOf([first = 0, second = 0, third = 0, fourth = 0]: readonly number[]): string {
  if (first === firmata.version) return `speaks Firmata ${String(second)}.${String(third)}`;
  if ((first & 0xf0) === firmata.digital) return portWords(first & 0x0f, second | (third << 7));
  if (first !== firmata.sysexStart) return 'says something else';
  switch (second) {
    case answers.pinState:
      return `pin ${String(third)} is ${modeWords[fourth] ?? 'something else'}`;
    case answers.firmware:
      return 'names its program';
    case answers.capability:
    case answers.analog:
      return 'tells what its pins can do';
    default:
      return 'says something else';
  }
}

function portWords(port: number, value: number): string {
  const from = port * pinsOfPort;
  const high = Array.from({ length: pinsOfPort }, (_, bit) => bit).filter((bit) => ((value >> bit) & 1) === 1).map((bit) => from + bit);
  const which = high.length === 0 ? 'none is' : `${high.join(', ')} ${high.length === 1 ? 'is' : 'are'}`;
  return `of pins ${String(from)} to ${String(from + pinsOfPort - 1)}, ${which} high`;
}
