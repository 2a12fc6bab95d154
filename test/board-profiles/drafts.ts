import { examineProfile } from '../../board-profiles/profile.ts';
import type { ProfileKind, ProfileLibrary } from '../../board-profiles/inherit.ts';

type Json = Record<string, unknown>;

const board = (id: string, more: Json): Json => ({
  profileVersion: 2, id, version: 1, label: id, source: 'Data sheet', locks: { first: 1, last: 8 }, contacts: { first: 1,
    last: 8 }, ...more,
});
const serial = { baud: 9600, pauseMs: 6, answerWithinMs: 100 };
const timed = { timedBy: 'board', lastsMs: 300 };

/** Models of boards with what their data sheets might say. */
const models: readonly Json[] = [
  board('pins', { family: 'gpio', locks: { first: 9, last: 27, but: [14] }, contacts: { first: 2, last: 27 }, pulse: { timedBy: 'host' } }),
  board('expander', { family: 'mcp23017', addresses: { least: 32, most: 39 }, pulse: { timedBy: 'host' } }),
  board('mega', { family: 'firmata', locks: { first: 2, last: 69 }, contacts: { first: 2, last: 69 }, pulse: { timedBy: 'host' }, serial }),
  board('relays',
    { family: 'waveshare-relay', pulse: { timedBy: 'order', stepMs: 100, mostMs: 800 }, addresses: { least: 1, most: 9 }, serial }),
  board('quick', { family: 'waveshare-relay', inherits: 'relays', serial: { ...serial, baud: 19_200 } }),
  board('inputs', { family: 'waveshare-relay', locks: undefined, serial }),
  board('acme',
    { family: 'bcc-8a', pulse: timed, addresses: { least: 1, most: 32 }, currentMostMa: 600, serial,
      settings: { answersOpen: false, groupOrder: 'highest-first' } }),
  board('bad', { family: 'bcc-8a' }),
];

/** A library of these files, and of the models above. */
export function libraryOf(...files: readonly Json[]): ProfileLibrary {
  const find = (kind: ProfileKind, id: string) => {
    const found = files.find((one) => one['id'] === id) ?? (kind === 'board' ? models.find((one) => one['id'] === id) : undefined);
    return found ? { text: JSON.stringify(found), where: `${kind}s/${id}.json` } : null;
  };
  return Object.assign(find, { names: () => [...files, ...models].map((one) => String(one['id'])) });
}

/** Two lockers in one column behind one board, in the shape in which a technician writes them. */
export function draft(): Json & { readonly sizes: readonly Json[]; readonly lock: Json; readonly columns: readonly Json[] } {
  return {
    profileVersion: 2,
    id: 'acme-2',
    version: 1,
    label: 'Acme column',
    source: 'Data sheet rev C, page 9',
    sizes: [
      { name: 'small', widthMm: 420, heightMm: 120, depthMm: 500 },
      { name: 'large', widthMm: 420, heightMm: 570, depthMm: 500 },
    ],
    lock: { pulseMs: 400, restMs: 2000, currentMa: 500, closedIs: 'low' },
    buses: [bus()],
    boards: [{ id: 'left', model: 'acme', bus: 'line', address: 1 }],
    plinthMm: 100,
    columns: [{ widthMm: 450, lockers: [locker(1), locker(2, { size: 'large' })] }],
  };
}

export function bus(more: Json = {}): Json {
  return { id: 'line', kind: 'serial', port: '/dev/serial/by-id/ftdi', ...more };
}

export function locker(number: number, more: Json = {}): Json {
  return { number, size: 'small', heightMm: 150, lock: `left/${String(number)}`, ...more };
}

/** One column of these lockers. */
export function columnOf(...lockers: readonly Json[]): Json {
  return { columns: [{ widthMm: 450, lockers }] };
}

/** What a technician reads about a draft with this change: each trouble as `field: what`. */
export function troublesIn(change: Json, library: ProfileLibrary = libraryOf()): readonly string[] {
  const text = JSON.stringify({ ...draft(), ...change });
  return examineProfile({ text, where: 'acme-2.json' }, library).troubles.map(({ field, what }) => `${field}: ${what}`);
}
