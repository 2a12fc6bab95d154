/** What every broker of the contract can carry. */

/** The size that every CloudEvents intermediary must forward. */
export const payloadBytesMost = 64 * 1024;

/** Below HiveMQ Edge's receive maximum of 10. */
export const inFlightMost = 8;

/** Leaves room for the envelope of a batch below `payloadBytesMost`. */
export const batchBytesMost = 60 * 1024;
