import type { Terminal } from './command.ts';

const codes = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;
export type Colour = keyof typeof codes;

/** Colours a text where they can be seen. A colour never says anything that the word does not say, too. */
export function paint({ hasColours }: Pick<Terminal, 'hasColours'>, colour: Colour, text: string): string {
  return hasColours ? `\u001B[${String(codes[colour])}m${text}\u001B[0m` : text;
}
