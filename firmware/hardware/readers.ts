import type { Readers } from '../ports/hardware.ts';

/** Several readers as one: the bank does not care which of them has read something, only what sort it was. */
export function together(...readers: readonly Readers[]): Readers {
  return {
    watch: (listener) => {
      for (const one of readers) one.watch(listener);
    },
  };
}
