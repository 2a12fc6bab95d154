import type { SessionInput } from '../../../statecharts/session/session.events.ts';

/** Longer texts come from a scanner; nobody types them. */
export const codeMost = 16;
/** Longer texts are no number of a label but may still be one of ours. */
const labelMost = 64;

/** What a code means that was typed, or written by a scanner that poses as a keyboard. */
export function codeInput(text: string): SessionInput {
  const code = asCode(text);
  return isCode(code) ? { type: 'code.entered', code } : { type: 'label.scanned', text };
}

export function carrierInput(text: string): SessionInput {
  const code = asCode(text);
  return isCode(code) ? { type: 'carrier-code.entered', code } : { type: 'label.scanned', text };
}

export function labelInput(text: string): SessionInput {
  return text.length <= labelMost ? { type: 'label.entered', label: text } : { type: 'label.scanned', text };
}

/** A code has capitals and digits; spaces and dashes are how people write it down. */
export function asCode(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

function isCode(code: string): boolean {
  return /^[A-Z0-9]+$/.test(code) && code.length <= codeMost;
}

/** "4F7K2Q9P" → "4F7K 2Q9P". The long text of a scanner is shown by its beginning. */
export function grouped(text: string): string {
  const code = asCode(text);
  if (code !== '' && !isCode(code)) return `${text.slice(0, codeMost)}…`;
  return code.replace(/(.{4})(?=.)/g, '$1\u00a0');
}
