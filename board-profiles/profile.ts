import * as v from 'valibot';
import { LockerError } from '../statecharts/locker-error.ts';
import { boardSchema, type BoardModel } from './board.schema.ts';
import { formatVersion } from './fields.ts';
import { inherited, sayMissing, type ProfileKind, type ProfileLibrary, type ProfileText } from './inherit.ts';
import { cabinetSchema, type CabinetFile, type Profile, type ProfileBoard, type ProfileLocker, type Terminal } from './profile.schema.ts';
import { troublesOf, troublesOfModel } from './relations.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** As most boards have it; a model or a cabinet says otherwise. */
export const usualSettings = { answersOpen: true, groupOrder: 'lowest-first' } as const;

/** What a look at a profile gives: `profile` where it can be used, else everything that is wrong with it. */
type Examined<T> =
  | { readonly profile: T; readonly troubles: readonly [] }
  | { readonly profile: null; readonly troubles: readonly Trouble[] };

/**
 * Reads a cabinet profile out of its text, with what it inherits and the models of its boards.
 * @throws LockerError `profile.malformed` or `profile.missing`, naming file and field
 */
export function readProfile(file: ProfileText, library: ProfileLibrary): Profile {
  return soundOr(file.where, examineProfile(file, library));
}

/**
 * Reads the model of a board out of its text.
 * @throws LockerError `profile.malformed` or `profile.missing`, naming file and field
 */
export function readBoardModel(file: ProfileText, library: ProfileLibrary): BoardModel {
  return soundOr(file.where, examineBoardModel(file, library));
}

/**
 * As {@link readProfile}, with every trouble at once.
 * @throws LockerError for what is no JSON, for a parent that nobody has, and for what is wrong with the model of a board
 */
export function examineProfile(file: ProfileText, library: ProfileLibrary): Examined<Profile> {
  const { profile: cabinet, troubles } = check('cabinet', file, library, cabinetSchema);
  if (cabinet === null) return { profile: null, troubles };
  const modelOf = modelsOf(library);
  const boards: ProfileBoard[] = [];
  const lost: Trouble[] = [];
  for (const board of cabinet.boards) {
    const found = fitted(board, cabinet, modelOf, library);
    if (Array.isArray(found)) lost.push(...found);
    else boards.push(found);
  }
  if (lost.length > 0) return { profile: null, troubles: lost };
  const { $schema: _, inherits: __, columns, audio, ...rest } = cabinet;
  const profile = {
    ...rest,
    ...(audio && { audio: withSense(audio) }),
    boards,
    columns: columns.map((column) => ({ ...column, lockers: column.lockers.map(wired) })),
  };
  return sound(profile, [...misnamed(profile, file), ...troublesOf(profile)]);
}

function misnamed({ id }: Pick<Profile, 'id'>, { id: asked = id }: ProfileText): readonly Trouble[] {
  return id === asked ? [] : [{ field: 'id', what: `is ${id}, and it was asked for as ${asked}`, cure: 'Give both the same name' }];
}

/**
 * As {@link readBoardModel}, with every trouble at once.
 * @throws LockerError for what is no JSON, and for a parent that nobody has
 */
export function examineBoardModel(file: ProfileText, library: ProfileLibrary): Examined<BoardModel> {
  const { profile, troubles } = check('board', file, library, boardSchema);
  return profile === null ? { profile, troubles } : sound(profile, troublesOfModel(profile));
}

/** Every locker of a profile, column by column, from the top down. */
export function lockersOf(profile: Pick<Profile, 'columns'>): readonly ProfileLocker[] {
  return profile.columns.flatMap((column) => column.lockers);
}

/**
 * The board of a cabinet by its name.
 * @throws RangeError for a board that a checked profile cannot name
 */
export function boardOf({ boards }: Pick<Profile, 'boards'>, id: string): ProfileBoard {
  const board = boards.find((one) => one.id === id);
  if (board === undefined) throw new RangeError(`the profile has no board ${id}`);
  return board;
}

function check<S extends typeof cabinetSchema | typeof boardSchema>(
  kind: ProfileKind, file: ProfileText, library: ProfileLibrary, schema: S,
): Examined<v.InferOutput<S>> {
  const written = inherited(kind, file, library);
  if (isOld(written)) return { profile: null, troubles: [oldFormat] };
  const parsed = v.safeParse(schema, written);
  return parsed.success
    ? { profile: parsed.output, troubles: [] } : { profile: null, troubles: parsed.issues.map((issue) => troubleOf(issue, schema)) };
}

const oldFormat: Trouble = {
  field: 'profileVersion', what: `1 is the old format with one board, and this program reads ${String(formatVersion)}`,
  cure: 'Begin a new file with lockerbank profile new ID --from sim-24, and carry the figures over: a locker has lock and contact now, '
    + 'each board/number, and closedIs stands in lock',
};

function isOld(written: unknown): boolean {
  return typeof written === 'object' && written !== null && 'profileVersion' in written && written.profileVersion === 1;
}

function sound<T>(profile: T, troubles: readonly Trouble[]): Examined<T> {
  return troubles.length === 0 ? { profile, troubles: [] } : { profile: null, troubles };
}

function soundOr<T>(where: string, { profile, troubles }: Examined<T>): T {
  if (profile !== null) return profile;
  throw new LockerError('profile.malformed', where, troubles.map(({ field, what }) => `${field}: ${what}`).join('; '));
}

type FileBoard = CabinetFile['boards'][number];

/** A board with its bus and its model; or what of them is not there. */
function fitted(
  board: FileBoard, { buses, lock }: CabinetFile, modelOf: (id: string) => BoardModel | null, library: ProfileLibrary,
): ProfileBoard | Trouble[] {
  const { id, address, closedIs, lastsMs, settings } = board;
  const field = `board ${id}`;
  const bus = buses.find((one) => one.id === board.bus);
  const model = modelOf(board.model);
  if (!bus || !model) {
    return [
      ...(bus ? [] : [{ field, what: `there is no bus ${board.bus}`, cure: `There are ${buses.map((one) => one.id).join(', ')}` }]),
      ...(model ? [] : [{ field, what: `model: ${sayMissing(library, 'board', board.model)}`, cure: null }]),
    ];
  }
  return {
    id, model, bus, address: address ?? 0, closedIs: closedIs ?? lock.closedIs,
    lastsMs: model.pulse?.timedBy === 'board' ? lastsMs ?? model.pulse.lastsMs : null,
    settings: { ...usualSettings, ...model.settings, ...said(settings ?? {}) },
  };
}

/** Each model is read once, however many boards of it there are. */
function modelsOf(library: ProfileLibrary): (id: string) => BoardModel | null {
  const models = new Map<string, BoardModel>();
  return (id) => {
    const known = models.get(id);
    if (known) return known;
    const text = library('board', id);
    if (text === null) return null;
    const model = readBoardModel(text, library);
    models.set(id, model);
    return model;
  };
}

/** What is left out is nothing that is said. */
function said<T extends object>(partly: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(partly).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}

function wired({ lock, contact, lamp, beeper, insideRelease, ...rest }: CabinetFile['columns'][number]['lockers'][number]): ProfileLocker {
  return {
    ...rest,
    lock: terminalOf(lock),
    contact: terminalOf(contact ?? lock),
    ...(lamp !== undefined && { lamp: terminalOf(lamp) }),
    ...(beeper !== undefined && { beeper: terminalOf(beeper) }),
    ...(insideRelease && { insideRelease: { ...insideRelease, switch: terminalOf(insideRelease.switch) } }),
  };
}

function withSense({ headphones, loudspeaker }: NonNullable<CabinetFile['audio']>): NonNullable<Profile['audio']> {
  return { loudspeaker, ...(headphones && { headphones: { ...headphones, sense: terminalOf(headphones.sense) } }) };
}

function terminalOf(text: string): Terminal {
  const slash = text.indexOf('/');
  return { board: text.slice(0, slash), channel: Number(text.slice(slash + 1)) };
}
