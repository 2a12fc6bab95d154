/** What is used of firmata 2.3, which johnny-five brings and which has no types. */
declare module 'firmata' {
  import type { EventEmitter } from 'node:events';

  interface FirmataPin {
    readonly supportedModes: readonly number[];
    /** As it was ordered, or as the board has said since. */
    readonly mode: number | undefined;
    /** As the board has said when it was asked last: of an output its level. */
    readonly state: number | undefined;
  }

  export class Board extends EventEmitter {
    constructor(transport: object);
    readonly pins: readonly FirmataPin[];
    /** Of `setTimeout`: after it the board would be asked who it is. */
    readonly reportVersionTimeoutId: NodeJS.Timeout;
    reportVersion(callback: () => void): void;
    queryFirmware(callback: () => void): void;
    queryPinState(pin: number, callback: () => void): void;
    pinMode(pin: number, mode: number): void;
    /** Tells a whole port of eight pins. `isKept`: nothing is told now, but it goes with what is told next. */
    digitalWrite(pin: number, value: number, isKept?: boolean): void;
    /** Turns the reports of the pin's port on; the board answers at once with what it reads. */
    reportDigitalPin(pin: number, value: 0 | 1): void;
  }
}
