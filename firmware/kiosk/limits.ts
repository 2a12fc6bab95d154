/** The most characters of a scanned text, from the scanner to the page: longer than any barcode or token of ours. */
export const scanLengthMost = 512;
