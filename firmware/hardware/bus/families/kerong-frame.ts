import { sum } from '../checksums.ts';

/** The frames of Kerong's boards: 02, a body, 03, the low byte of the sum of all before it. */

const head = 0x02;
const tail = 0x03;
const around = 3;

export function kerongFrame(...body: readonly number[]): Uint8Array {
  const bytes = [head, ...body, tail];
  return Uint8Array.from([...bytes, sum(bytes)]);
}

/**
 * @param commandAt where in the body the command stands
 * @param bodyLength how long a body with this command is; `null` for a command that nobody knows
 * @returns the body of the frame with which these bytes begin
 */
export function kerongBody(
  bytes: Uint8Array, commandAt: number, bodyLength: (command: number) => number | null,
): Uint8Array | 'need-more' | 'noise' {
  if (bytes.length === 0) return 'need-more';
  if (bytes[0] !== head) return 'noise';
  const command = bytes[1 + commandAt];
  if (command === undefined) return 'need-more';
  const length = bodyLength(command);
  if (length === null) return 'noise';
  const end = length + around;
  // What does not end as it should is noise as early as that can be seen: a real answer may follow right behind it.
  if (bytes.length >= end - 1 && bytes[end - 2] !== tail) return 'noise';
  if (bytes.length < end) return 'need-more';
  return sum(bytes.subarray(0, end - 1)) === bytes[end - 1] ? bytes.subarray(1, end - 2) : 'noise';
}

/** How long a frame with this body is. */
export function kerongLength(body: Uint8Array): number {
  return body.length + around;
}
