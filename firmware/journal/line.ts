import { crc32c, crc32cHex, lengthWith } from './crc32c.ts';

/** One record is one line: eight hex digits of CRC-32C over the text, a space, the text, a line feed. */
const headerBytes = 9;
const lineFeed = 0x0a;
const space = 0x20;
const hexDigits = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));

export function encodeLine(text: string): Uint8Array {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from(`${crc32cHex(body)} `), body, Buffer.of(lineFeed)]);
}

/** The line that begins at a place, if it is whole: its text as bytes, and where the next line begins. */
export function wholeLineAt(bytes: Uint8Array, at: number): { readonly body: Uint8Array; readonly end: number } | null {
  const checksum = checksumOf(bytes.subarray(at, at + headerBytes));
  const feed = checksum === null ? -1 : bytes.indexOf(lineFeed, at + headerBytes);
  if (feed < 0) return null;
  const body = bytes.subarray(at + headerBytes, feed);
  return crc32c(body) === checksum ? { body, end: feed + 1 } : null;
}

/** What a file of lines holds, and where it stops being whole. */
type LinesReading =
  | { readonly kind: 'whole'; readonly texts: readonly string[] }
  /** Everything after `length` is the rest of one write that a power cut interrupted. */
  | { readonly kind: 'torn'; readonly texts: readonly string[]; readonly length: number }
  /** A damaged line with whole ones behind it: no power cut does that. Lines count from 1. */
  | { readonly kind: 'damaged'; readonly line: number };

export function decodeLines(bytes: Uint8Array): LinesReading {
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(lineFeed, at);
    const text = end < 0 ? null : decodeLine(bytes.subarray(at, end));
    if (text === null) {
      const laterIsWhole = hasWholeLine(bytes, end < 0 ? bytes.length : end + 1) || hasWholeLine(bytes, afterRecord(bytes, at));
      return laterIsWhole ? { kind: 'damaged', line: texts.length + 1 } : { kind: 'torn', texts, length: at };
    }
    texts.push(text);
    at = end + 1;
  }
  return { kind: 'whole', texts };
}

function hasWholeLine(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, at);
    if (end < 0) return false;
    if (decodeLine(bytes.subarray(at, end)) !== null) return true;
    at = end + 1;
  }
  return false;
}

/** Behind the record that begins here, if it is whole by its checksum: damage may have hit nothing but its line feed. */
function afterRecord(bytes: Uint8Array, at: number): number {
  const crc = checksumOf(bytes.subarray(at));
  const length = crc === null ? null : lengthWith(crc, bytes.subarray(at + headerBytes));
  return length === null ? bytes.length : at + headerBytes + length + 1;
}

function decodeLine(line: Uint8Array): string | null {
  const body = line.subarray(headerBytes);
  return checksumOf(line) === crc32c(body) ? Buffer.from(body).toString('utf8') : null;
}

function checksumOf(line: Uint8Array): number | null {
  if (line.length < headerBytes || line[headerBytes - 1] !== space) return null;
  let checksum = 0;
  for (let at = 0; at < headerBytes - 1; at++) {
    const digit = hexDigits.indexOf(line[at] ?? 0);
    if (digit < 0) return null;
    checksum = checksum * 16 + digit;
  }
  return checksum;
}
