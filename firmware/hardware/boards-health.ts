import type { HardwareHealth } from '../ports/hardware.ts';
import type { Field } from './field.ts';

/** How the boards of all fields are, as one part: well when every one of them answers. */
export function boardsHealthOf(fields: readonly Field[]): HardwareHealth & Required<Pick<HardwareHealth, 'boards'>> {
  const states = new Map<Field, boolean>();
  const listeners: Parameters<HardwareHealth['watch']>[0][] = [];
  let told: boolean | null = null;
  const tell = (): void => {
    const isWell = [...states.values()].every((state) => state);
    // One that is ill is news at once; that all are well is known when all have said so.
    if (isWell === told || (isWell && states.size < fields.length)) return;
    told = isWell;
    for (const listener of listeners) listener('boards', isWell);
  };
  for (const field of fields) {
    field.watchHealth((isWell) => {
      states.set(field, isWell);
      tell();
    });
  }
  return {
    watch: (listener) => {
      listeners.push(listener);
      if (told !== null) listener('boards', told);
    },
    boards: () => fields.flatMap((field) => field.reports?.() ?? []),
  };
}
