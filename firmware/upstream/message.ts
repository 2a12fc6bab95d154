import { payloadBytesMost } from '../contract/limits.ts';

/**
 * JSON nested deeper than this is nobody's message: it is an attack on the parser behind it. The deepest there is are the
 * items of a leg of a reservation, put by a command in the answer to `hello`: ten.
 */
const depthMost = 10;

/** Reads a payload; `null` for what is too large, not UTF-8, not JSON, or nested too deep. Never throws. */
export function readMessage(payload: Uint8Array): unknown {
  if (payload.length > payloadBytesMost) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return isShallow(value, depthMost) ? value : null;
  } catch {
    return null;
  }
}

function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((inner) => isShallow(inner, left - 1));
}
