import { SerialPort } from 'serialport';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { boardOf } from '../../board-profiles/profile.ts';
import type { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { FirmataLine } from '../../sim/boards/firmata-line.ts';

/** The other end of a pseudo-terminal: a microcontroller with StandardFirmata over a simulated cabinet. */
export class FirmataOnPty {
  readonly line: FirmataLine;
  readonly #serial: SerialPort;

  constructor(path: string, profile: Profile, cabinet: Cabinet) {
    const serial = new SerialPort({ path, baudRate: 57_600 });
    this.line = new FirmataLine({ profile, board: boardOf(profile, 'uno'), cabinet });
    this.line.listen((bytes) => {
      if (serial.isOpen) serial.write(bytes);
    });
    serial.on('data', (bytes: Buffer) => this.line.hear(new Uint8Array(bytes)));
    this.#serial = serial;
  }

  /** As a real one, which its port resets when it is opened: it says who it is, and nobody has to wait until it is asked. */
  resetSoon(): void {
    setTimeout(() => this.line.board.announce(), 100);
  }

  async close(): Promise<void> {
    this.line.stop();
    await new Promise<void>((resolve) => this.#serial.close(() => resolve()));
  }
}

/** The same cabinet on the pins of an Uno: coils from pin 2, contacts on the last pins, of which 14 to 19 are analogue as well. */
export function onUno(profile: Profile): Profile {
  const columns = profile.columns.map((column) => ({
    ...column,
    lockers: column.lockers.map((locker) => ({
      ...locker, lock: { board: 'uno', channel: 1 + locker.number }, contact: { board: 'uno', channel: 11 + locker.number },
    })),
  }));
  const boards = profile.boards.map((board) => ({
    ...board, id: 'uno',
    model: {
      ...board.model, id: 'firmata-uno', family: 'firmata' as const, locks: { first: 2, last: 19 }, contacts: { first: 2, last: 19 },
    },
  }));
  return { ...profile, boards, columns };
}
