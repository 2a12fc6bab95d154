import type { Readers } from '../ports/hardware.ts';

/** A bank without a scanner: nothing is ever read. */
export const noReaders: Readers = { watch: () => undefined };
