import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenLocally } from '../../firmware/adapters/local-socket.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import { keyFor, TechnicianRig, type RigOptions } from './technician-rig.ts';
import { runLine, StandInTerminal } from './stand-in-terminal.ts';

/** How Tom signs in. */
export const tom = ['--key', 'tom.key'];

/**
 * A technician's terminal beside a whole bank: the commands speak over a real socket, and the bank's virtual time goes on
 * by itself as long as a command runs. The keys of Tom and Eve lie in files.
 */
export class TechnicianRoom {
  readonly rig: TechnicianRig;
  readonly folder: string;
  /** What the terminal's environment says beyond where the bank is. */
  readonly environment: Record<string, string> = {};
  readonly #socket: { close(): Promise<void> };

  private constructor(rig: TechnicianRig, folder: string, socket: { close(): Promise<void> }) {
    this.rig = rig;
    this.folder = folder;
    this.#socket = socket;
  }

  static async enter(options: RigOptions = {}): Promise<TechnicianRoom> {
    const rig = await TechnicianRig.start(options);
    const folder = mkdtempSync(join(tmpdir(), 'lockerbank-'));
    for (const id of ['tom', 'eve']) writeFileSync(join(folder, `${id}.key`), JSON.stringify(keyFor(id)), { mode: 0o600 });
    const socket = await listenLocally(join(folder, 'bank.sock'), (peer) => rig.server.take(peer));
    return new TechnicianRoom(rig, folder, socket);
  }

  /** @param meanwhile called again and again while the command runs: whoever stands at the doors */
  async run(words: readonly string[], terminal = new StandInTerminal(), meanwhile: () => void = () => undefined) {
    const { folder } = this;
    const here = { LOCKERBANK_SOCKET: join(folder, 'bank.sock'), LOCKERBANK_DATA: join(folder, 'data'), HOME: folder };
    const environment = { ...here, ...this.environment };
    let isOver = false;
    const profileFolder = join(import.meta.dirname, '../../board-profiles');
    const running = runLine(words, { terminal, environment, folder, profileFolder }).finally(() => (isOver = true));
    while (!isOver) {
      await this.rig.bank.advance(25);
      meanwhile();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return running;
  }

  async leave(): Promise<void> {
    await this.#socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Somebody has exchanged the wires of two locks. */
export function swappedDoors(one: number, other: number): (hardware: Hardware) => Hardware {
  const behind = (locker: number) => (locker === one ? other : locker === other ? one : locker);
  return (hardware) => {
    const { locks } = hardware;
    return {
      ...hardware,
      locks: {
        pulse: (locker, length, urgency) => locks.pulse(behind(locker), length, urgency), rest: (locker) => locks.rest(behind(locker)),
        restAll: () => locks.restAll(),
      },
    };
  };
}
