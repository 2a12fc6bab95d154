import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import { cabinetPanel } from './cabinet-panel.ts';
import { FirmataBoard } from './firmata.ts';

interface FirmataLineOptions {
  readonly profile: Profile;
  readonly board: ProfileBoard;
  readonly cabinet: Cabinet;
}

type Listener = (bytes: Uint8Array) => void;

/** A microcontroller with StandardFirmata between a serial line and a simulated cabinet: what it hears, and what it says. */
export class FirmataLine {
  readonly board: FirmataBoard;
  readonly #listeners = new Set<Listener>();
  readonly #stopListening: () => void;

  constructor({ profile, board, cabinet }: FirmataLineOptions) {
    this.board = new FirmataBoard({
      ...pinsOf(board),
      panel: cabinetPanel(profile, board.id, cabinet),
      say: (bytes) => {
        for (const listener of this.#listeners) listener(bytes);
      },
    });
    this.#stopListening = cabinet.onChange((change) => {
      if (change.kind === 'level' || change.kind === 'inside') this.board.sense();
    });
  }

  hear(bytes: Uint8Array): void {
    this.board.hear(bytes);
  }

  /** @returns how to stop listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#stopListening();
    this.board.stop();
  }
}

/** The pins of an Uno where the model's terminals fit on one, else those of a Mega. */
function pinsOf({ model: { locks, contacts } }: ProfileBoard): { readonly pins: number; readonly firstAnalog: number } {
  return Math.max(locks?.last ?? 0, contacts?.last ?? 0) < 20 ? { pins: 20, firstAnalog: 14 } : { pins: 70, firstAnalog: 54 };
}
