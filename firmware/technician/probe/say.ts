import { never } from '../../../statecharts/never.ts';
import type { Saying } from '../../hardware/bus/family.ts';

/** What a board has said, for a technician. */
export function saySaying(says: Saying): string {
  const board = `board ${String(says.address)}`;
  switch (says.says) {
    case 'opening': return `${board} opens channel ${String(says.channel)}`;
    case 'contacts': return `${board}: ${[...says.levels].map(([channel, level]) => `${String(channel)} ${level}`).join(', ')}`;
    case 'coupling': return `${board}: ${says.inputsSwitch ? 'an input switches a coil by itself' : 'no input switches a coil'}`;
    case 'resting': return `${board}: every coil off`;
    case 'refused': return `${board} refuses: ${says.why}`;
    case 'hello': return `${board} is there${says.what === '' ? '' : `: ${says.what}`}`;
    case 'other': return `${board}: ${says.what}`;
    default: return never(says, 'saying');
  }
}

/** The same for a program. */
export function jsonOf(says: Saying | null): unknown {
  return says?.says === 'contacts' ? { ...says, levels: Object.fromEntries(says.levels) } : says;
}
