import type { Key } from '../firmware/ports/keypad.ts';

/** The twelve keys as they lie under a hand, row by row; then those that some keypads have beside them. */
export const twelveKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'star', '0', 'round'] as const satisfies readonly Key[];
export const otherKeys = ['speech', 'louder', 'softer', 'dark'] as const satisfies readonly Key[];
export const keys: readonly Key[] = [...twelveKeys, ...otherKeys];
