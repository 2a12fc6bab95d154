import { Misuse } from '../cli/command.ts';
import { reasonLeast, reasonMost } from '../socket/protocol.ts';

/** A reason that whoever runs the bank is told whole. */
export function readReason(option: string, text: string | undefined): string {
  const reason = text?.trim() ?? '';
  if (reason.length >= reasonLeast && reason.length <= reasonMost) return reason;
  throw new Misuse(`--${option} takes ${String(reasonLeast)} to ${String(reasonMost)} characters: it is told to whoever runs the bank`);
}
