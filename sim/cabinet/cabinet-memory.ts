import type { CabinetFault } from './faults.ts';

/**
 * What steel and people would remember while no controller runs. No coil: it has no power then.
 */
export interface CabinetState {
  readonly doors: readonly DoorState[];
}

export interface DoorState {
  readonly locker: number;
  /** A released latch stays released until the door is shut onto it. */
  readonly latch: 'latched' | 'released';
  readonly leaf: 'open' | 'closed';
  /** Labels of the things inside. */
  readonly contents: readonly string[];
  readonly fault: CabinetFault | null;
  /** How often the leaf came open, and by what. */
  readonly opened: { readonly released: number; readonly forced: number };
}

/** Where the physical world is kept. Told at each change, before anybody else is, so that a kill forgets nothing. */
export interface CabinetMemory {
  load(): CabinetState | null;
  save(state: CabinetState): void;
}

/** A world that lasts as long as the value does: for tests, and for runs that begin anew. */
export function memoryOfOneRun(): CabinetMemory {
  let kept: CabinetState | null = null;
  return {
    load: () => kept,
    save: (state) => {
      kept = state;
    },
  };
}
