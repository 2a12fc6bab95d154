import { expanderSituations, lineSituations, onNoLine, onNoPin } from './pin-situations.ts';
import type { Situation } from './situations.ts';

interface PinFamily {
  /** That asks for it. */
  readonly word: string;
  readonly family: string;
  /** A cabinet of board-profiles/. */
  readonly id: string;
  readonly situations: readonly Situation[];
  /** What is not played, and why. */
  readonly absent: Readonly<Record<string, string>>;
}

/** What is played where Linux has lines: in an emulated machine. */
export const pinFamilies: readonly PinFamily[] = [
  { word: 'lines', family: 'Lines of the Pi', id: 'pi-gpio-12', situations: lineSituations, absent: onNoLine },
  { word: 'expanders', family: 'MCP23017', id: 'pi-mcp-48', situations: expanderSituations, absent: onNoPin },
];

const workRounds = 10_000;
const workTries = 7;

/** What some common work takes here at its quickest: a figure from an emulated machine says little without it. */
export function workMs(): number {
  return Math.min(...Array.from({ length: workTries }, workOnce));
}

function workOnce(): number {
  const began = performance.now();
  let text = '{"locker":0}';
  for (let round = 0; round < workRounds; round++) {
    text = JSON.stringify({ ...(JSON.parse(text) as object), round, words: text.slice(0, 40) });
  }
  return performance.now() - began;
}
