import type { Projection } from '../invariants/projection.ts';

/** Situations at which the power must have gone in some run, or the sweep has proved nothing about them. */
const dangers = [
  'between intent and pulse',
  'between pulse and outcome',
  'between the burning of a token and the pulse',
  'while a snapshot is written',
  'during a change of segments',
  'while a part of a document is written',
  'between the parts of a document and its record',
  'while a commit is on its way to the disk',
  'between write and sync',
  'while an event is on its way to the upstream',
  'while an order is being carried out',
  'during a start',
] as const;
export type Danger = (typeof dangers)[number];

/** In which of them the power went: by its last calls, and by what was durable then. */
export function marksOf(calls: readonly string[], seen: Projection, isPulsed: (intent: string) => boolean): readonly Danger[] {
  return [...atDoors(seen, isPulsed), ...onTheDisk(calls, seen), ...elsewhere(calls)];
}

function atDoors(seen: Projection, isPulsed: (intent: string) => boolean): readonly Danger[] {
  const intent = seen.intents.at(-1);
  if (!intent || intent.isOver) return [];
  const order: readonly Danger[] = intent.command === null ? [] : ['while an order is being carried out'];
  if (isPulsed(intent.intent)) return ['between pulse and outcome', ...order];
  return ['between intent and pulse', ...order, ...(intent.token ? ['between the burning of a token and the pulse' as const] : [])];
}

function onTheDisk(calls: readonly string[], seen: Projection): readonly Danger[] {
  const last = calls.at(-1) ?? '';
  const hasPart = calls.some((call) => call.startsWith('disk.replace directory'));
  const found: readonly (readonly [Danger, boolean])[] = [
    ['while a snapshot is written', last.startsWith('disk.replace snapshot')],
    ['during a change of segments', /^disk\.(rename|replace|open) journal/.test(last)],
    ['while a part of a document is written', last.startsWith('disk.replace directory')],
    ['between the parts of a document and its record', hasPart && !seen.documents.has('directory')],
    ['while a commit is on its way to the disk', last.startsWith('disk.write journal')],
    ['between write and sync', last.startsWith('disk.sync journal')],
  ];
  return found.filter(([, isSo]) => isSo).map(([danger]) => danger);
}

function elsewhere(calls: readonly string[]): readonly Danger[] {
  const isSending = calls.slice(-2).some((call) => call.startsWith('transport.publish evt'));
  const isStarting = !calls.includes('transport.connect');
  return [
    ...(isSending ? ['while an event is on its way to the upstream' as const] : []),
    ...(isStarting ? ['during a start' as const] : []),
  ];
}
