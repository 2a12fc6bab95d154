/** How far avrdude is. Before `writing` nothing has been changed. */
export type FlashStage = 'connecting' | 'writing' | 'verifying';

export interface FlashProgress {
  readonly stage: FlashStage;
  readonly percent: number;
}

/** Where it is no terminal that it writes to, avrdude draws one sign for each two percent. */
const percentOfSign = 2;

/** Reads from what avrdude has said so far how far it is. Some versions draw a bar for the signature, too, before they write. */
export function progressIn(said: string): FlashProgress {
  const written = said.lastIndexOf('Writing |');
  const read = said.lastIndexOf('Reading |');
  if (written === -1) return { stage: 'connecting', percent: 0 };
  const stage = read > written ? 'verifying' : 'writing';
  const signs = /\| *(#*)/.exec(said.slice(Math.max(written, read)))?.[1] ?? '';
  return { stage, percent: Math.min(100, signs.length * percentOfSign) };
}

/** Why it failed: the boot loader says nothing, it is another chip, or what was read is not what was written. */
export type FlashFailure = 'no-answer' | 'other-chip' | 'mismatch' | 'failed';

const failures: readonly (readonly [RegExp, FlashFailure])[] = [
  [/expected signature/i, 'other-chip'],
  [/verification (?:mismatch|error)/i, 'mismatch'],
  [/not in sync|not responding|timeout|unable to open programmer/i, 'no-answer'],
];

export function failureIn(said: string): FlashFailure {
  return failures.find(([words]) => words.test(said))?.[1] ?? 'failed';
}

const complaintsMost = 4;

/** What of it is of use to a technician: not that a pseudo-terminal has no modem lines, nor ten times the same. */
export function complaintsIn(said: string): readonly string[] {
  const lines = said.split('\n').map((line) => line.trim()).filter((line) => /\b(?:error|warning)\b/i.test(line) && !/ioctl/.test(line));
  return [...new Set(lines)].slice(-complaintsMost);
}
