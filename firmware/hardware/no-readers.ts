import type { Readers } from '../ports/hardware.ts';

/** A bank without scanner and badge reader: nothing is ever read. */
export const noReaders: Readers = { watch: () => undefined };
