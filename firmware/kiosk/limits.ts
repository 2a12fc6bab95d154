/** The most characters of a signature, as strokes: it travels like every other input, within 4 KiB. */
export const strokesLengthMost = 3_072;

/** The most lockers that can be marked at once: as many as a cabinet has. */
export const markedMost = 400;
