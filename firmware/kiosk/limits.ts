/** The most characters of a scanned text, from the scanner to the page: longer than any barcode or token of ours. */
export const scanLengthMost = 512;

/** The most characters of a signature, as strokes: it travels like every other input, within 4 KiB. */
export const strokesLengthMost = 3_072;

/** The most lockers that can be marked at once: as many as a cabinet has. */
export const markedMost = 400;
