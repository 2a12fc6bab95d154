import type { Profile, ProfileBoard, ProfileLocker, Terminal } from '../../../board-profiles/profile.schema.ts';

export type Fact = string | number | boolean;

/** Everything that a profile says, sorted by what it is about: `locker 7`, `board left`, `lock`. Each fact by its field. */
type ProfileFacts = ReadonlyMap<string, ReadonlyMap<string, Fact>>;

export function factsOf(profile: Profile): ProfileFacts {
  const { id, version, label, source, plinthMm, sizes, lock, supply, buses, boards, readers, keypad, audio, screen, columns } = profile;
  const rows: readonly (readonly [string, unknown])[] = [
    ['cabinet', { id, version, label, source, plinthMm }],
    ['lock', lock],
    ['supply', supply],
    ...buses.map(({ id: called, ...bus }) => [`bus ${called}`, bus] as const),
    ...boards.map((board) => [`board ${board.id}`, boardFacts(board)] as const),
    ...sizes.map(({ name, ...size }) => [`size ${name}`, size] as const),
    ...readers.map((reader, index) => [`reader ${String(index + 1)}`, reader] as const),
    ['keypad', keypad],
    ['audio',
      audio && { ...audio, ...(audio.headphones && { headphones: { ...audio.headphones, sense: sayTerminal(audio.headphones.sense) } }) }],
    ['screen', screen],
    ...columns.map(({ lockers: _, ...column }, index) => [`column ${String(index + 1)}`, column] as const),
    ...columns.flatMap(({ lockers }, column) => lockers.map((locker, row) =>
      [`locker ${String(locker.number)}`,
        { ...lockerFacts(locker), place: `column ${String(column + 1)}, row ${String(row + 1)}` }] as const)),
  ];
  return new Map(rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, new Map(flat(value))] as const])));
}

export function sayTerminal({ board, channel }: Terminal): string {
  return `${board}/${String(channel)}`;
}

function boardFacts({ model, bus, address, closedIs, lastsMs, settings }: ProfileBoard): object {
  return { model: model.id, bus: bus.id, address, closedIs, ...(lastsMs !== null && { lastsMs }), settings };
}

function lockerFacts({ number: _, lock, contact, lamp, beeper, insideRelease, ...rest }: ProfileLocker): object {
  return {
    ...rest, lock: sayTerminal(lock), contact: sayTerminal(contact),
    ...(lamp && { lamp: sayTerminal(lamp) }),
    ...(beeper && { beeper: sayTerminal(beeper) }),
    ...(insideRelease && { insideRelease: { ...insideRelease, switch: sayTerminal(insideRelease.switch) } }),
  };
}

function flat(value: unknown, field = ''): [string, Fact][] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[field, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, field === '' ? key : `${field}.${key}`));
}

const units = [['Ms', 'ms'], ['Mm', 'mm'], ['Ma', 'mA'], ['Px', 'px']] as const;

/** A field in words, and its unit: `pulseMs` is a pulse in ms. */
export function wordsOf(field: string): { readonly word: string; readonly unit: string } {
  const unit = units.find(([end]) => field.endsWith(end));
  const bare = unit ? field.slice(0, -unit[0].length) : field;
  const word = bare.replaceAll('.', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { word, unit: unit ? ` ${unit[1]}` : '' };
}
