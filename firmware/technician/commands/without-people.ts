import type { EventMessage } from '../../contract/messages.ts';
import type { DoorRow } from '../socket/protocol.ts';

/**
 * What of an event may leave the house: about doors, boards, the link and the bank itself. Everything about somebody, and
 * about what lies where, stays; a new kind of event stays, too, until somebody has thought about it here.
 */
const mayLeave: Readonly<Record<string, readonly string[]>> = {
  'door.released': ['locker', 'pulse', 'confirmed'],
  'door.opened': ['locker', 'how'],
  'door.closed': ['locker'],
  'door.held-open': ['locker'],
  'door.forced': ['locker'],
  'door.did-not-open': ['locker', 'why'],
  'door.sensor-fault': ['locker'],
  'locker.check': ['locker', 'why'],
  'bank.booted': ['bootid', 'firmware', 'profile', 'tornBytes'],
  'bank.degraded': ['why'],
  'bank.recovered': ['why'],
  'clock.stepped': ['byMs', 'clockq'],
  'link.lost': [],
  'link.restored': ['seconds', 'events'],
  'storage.failed': ['why'],
  'log.rolled-back': ['old', 'head'],
  'events.lost': ['from', 'to'],
  'document.applied': ['kind', 'version'],
  'document.rejected': ['kind', 'version'],
};

/** An event as it may be sent to support; of all others that there was one, and when. */
export function withoutPeople({ type, time, sequence, clockq, bootid, data }: EventMessage): object {
  const name = type.replace(/^lockerbank\./, '').replace(/\.v\d+$/, '');
  const fields = Object.hasOwn(mayLeave, name) ? mayLeave[name] : undefined;
  const kept = fields && Object.fromEntries(fields.flatMap((field) => (Object.hasOwn(data, field) ? [[field, data[field]] as const] : [])));
  return { sequence: Number(sequence), time, type: name, clockq, bootid, ...(kept ? { data: blottedIn(kept) } : {}) };
}

/** A door as it may be sent to support: its wires and its contact. What lies behind it, for whom, and what staff wrote of it, stays. */
export function doorWithoutPeople({ locker, size, accessible, door, moved, lock, contact, board, doubt, outOfService }: DoorRow): object {
  return { locker, size, accessible, door, moved, lock, contact, board, doubt, isInService: outOfService === null };
}

/** The name of a port is long, has a number in it, and is just what support wants to see. */
const notInPort = String.raw`(?<!/by-(?:id|path)/[\w.:@+-]*)`;

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(?:v4\.(?:public|local)|k4\.(?:secret|local|public))\.[\w.-]+/g, '(key or token)'],
  [/\b([a-z][a-z+]*:\/\/)\S*@/g, '$1(sign-in)@'],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, '(address)'],
  [new RegExp(String.raw`${notInPort}(?<![\w.:])\d{6,}(?![\w.:])`, 'g'), '(number)'],
  [/"(id|why)":"(?:[^"\\]|\\.)*"/g, '"$1":"(left out)"'],
  [new RegExp(String.raw`${notInPort}\b[\w-]{43,}\b`, 'g'), '(key or hash)'],
];

/** A line of the log as it may be sent to support: whatever could be a key, a code or an address is blotted out. */
export function blotted(line: string): string {
  return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
}

/** Every text in a value, blotted like a line of the log. */
export function blottedIn(value: unknown): unknown {
  if (typeof value === 'string') return blotted(value);
  if (Array.isArray(value)) return value.map(blottedIn);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, blottedIn(one)])) : value;
}
