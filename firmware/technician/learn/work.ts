import { basename, dirname, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { name as nameSchema } from '../../../board-profiles/fields.ts';
import { readProfile } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { lockOutBank } from '../../adapters/data-lock.ts';
import { checkNewFile, saveSomewhere } from '../../adapters/files.ts';
import { sayError } from '../../adapters/process.ts';
import { isFileName, libraryFor, profileText } from '../../adapters/profile-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import type { Field } from '../../hardware/field.ts';
import { openFields } from '../../hardware/open-fields.ts';
import { sayPortTrouble } from '../../hardware/serial/port-list.ts';
import { Misuse, type Call, type ExitCode, type Text } from '../cli/command.ts';
import { meantBank } from '../commands/bank.ts';
import { checkProfile, sayCheck } from '../profile/check.ts';
import { diffOf, sayDiff } from '../profile/diff.ts';
import { findingsOf, planOf, type Findings } from './findings.ts';
import { learnedProfileText } from './learned-profile.ts';
import { runLearning } from './run.ts';
import { sayLesson, type LearnPlan, type LearnState } from './wizard.ts';

type LearnCall = Call<{ readonly to: Text; readonly only: Text }>;
type Over = Extract<LearnState, { at: 'over' }>;

interface NewFile {
  readonly path: string;
  readonly id: string;
}

/** Leads a technician from door to door, and writes down what the cabinet says. */
export async function learn(call: LearnCall): Promise<ExitCode> {
  const named = call.operands[0] ?? '';
  const isFile = isFileName(named);
  const file = profileText(isFile ? resolve(call.folder, named) : named, call.profileFolder);
  const draft = readProfile(file, libraryFor(file, call.profileFolder));
  const target = targetOf(call, draft, isFile ? file.where : null);
  const plan = planOf(draft, onlyOf(call.options.only, draft));
  await checkNewFile(target.path);
  const clock = new RealClock();
  const over = await ask(call, draft, plan, clock);
  // Whoever was cut off by their laptop has been at half of the doors. A number on a door is something, too.
  if (!over.lessons.some((lesson) => 'locker' in lesson)) return sayNothing(call, over);
  return write(call, draft, over, target, clock);
}

async function ask(call: LearnCall, draft: Profile, plan: LearnPlan, clock: RealClock): Promise<Over> {
  // Two programs at one board, each with rests of its own, would give a coil twice what it bears.
  const lock = await lockOutBank(meantBank(call).dataFolder);
  try {
    const fields = await openAll(call, draft, clock);
    return await runLearning({
      profile: draft, plan, fields, clock, say: (text) => call.note(text), ask: (question) => call.terminal.ask(question),
      interrupted: call.terminal.interrupted,
    });
  } finally {
    await lock.release();
  }
}

/** @throws LockerError `hardware.not-ready` where a port is not there, or somebody else has it */
async function openAll(call: LearnCall, profile: Profile, clock: RealClock): Promise<readonly Field[]> {
  const troubles: { readonly where: string; readonly error: unknown }[] = [];
  let isOpening = true;
  const fields = await openFields({
    profile, clock,
    onTrouble: (where, error) => (isOpening ? troubles.push({ where, error }) : call.note(`${where}: ${sayPortTrouble(error)}`)),
  });
  isOpening = false;
  const [trouble] = troubles;
  if (trouble === undefined) return fields;
  await Promise.all(fields.map((field) => field.close()));
  throw new LockerError('hardware.not-ready', trouble.where, sayPortTrouble(trouble.error), trouble.error);
}

function sayNothing(call: LearnCall, { how, lessons }: Over): ExitCode {
  const why = how === 'interrupted' ? 'Nobody answers any more: every' : 'Every';
  const text = [...lessons.map(sayLesson), `${why} coil is off, and nothing was learned or written.`].join('\n');
  call.answer({ how, lessons, file: null }, text);
  return 1;
}

async function write(call: LearnCall, draft: Profile, over: Over, { path, id }: NewFile, clock: RealClock): Promise<ExitCode> {
  const findings = findingsOf(draft, over.lessons);
  const schema = relative(dirname(path), join(call.profileFolder, 'cabinet.schema.json'));
  const text = learnedProfileText(draft, findings, { id, schema, day: new Date(clock.wallMs()).toISOString().slice(0, 10) });
  const where = await kept(call, path, text);
  const file = { text, where: path };
  const library = libraryFor(file, call.profileFolder);
  const check = checkProfile(file, library);
  const diff = check.troubles.length === 0 ? diffOf(draft, readProfile(file, library)) : null;
  const failed = over.lessons.filter(({ kind }) => kind !== 'learned');
  const learned = over.lessons.length - failed.length;
  const remaining = remainingOf(over, findings);
  const isWhole = remaining.length === 0 && failed.length === 0 && findings.troubles.length === 0 && diff !== null;
  call.answer(
    {
      how: over.how, file: where, learned, of: over.plan.locks.length, lessons: over.lessons,
      remaining, guessed: findings.guessed, troubles: findings.troubles, check: check.troubles, changes: diff?.changes ?? null,
    },
    [
      `${String(learned)} of ${String(over.plan.locks.length)} locks are learned.`,
      ...failed.map(sayLesson), ...findings.troubles, ...sayGuessed(findings),
      diff === null ? sayCheck(check) : sayDiff(diff), '',
      sayWhere(path, where, draft), ...sayRemaining(where === path ? path : null, remaining),
    ].join('\n'),
  );
  return isWhole && where !== null ? 0 : 1;
}

/** Nobody opens sixty doors again for a stick that has gone meanwhile: at the very least they can read what was learned. */
async function kept(call: LearnCall, path: string, text: string): Promise<string | null> {
  try {
    return await saveSomewhere(path, text);
  } catch (error) {
    call.note(`${sayError(error)}\n${text}`);
    return null;
  }
}

function sayWhere(path: string, where: string | null, { id }: Profile): string {
  if (where === null) return `Not written: ${path}. What stands above is what was learned.`;
  const elsewhere = where === path ? '' : ` ${path} cannot be written any more: move it beside ${id}.`;
  return `Written: ${where}. It inherits all else from ${id}.${elsewhere}`;
}

function sayGuessed({ guessed, lockers }: Findings): readonly string[] {
  return guessed.map((locker) => {
    const { lock = '', contact = '' } = lockers.get(locker) ?? {};
    return `Locker ${String(locker)}: what paper says of it belongs to another door. In the file it has what is left over, `
      + `lock ${lock} and contact ${contact}, which nobody has seen.`;
  });
}

/** Doors that are in the file and were not learned, of those that were meant to be. */
function remainingOf({ plan, lessons }: Over, { guessed }: Findings): readonly number[] {
  const learned = new Set(lessons.flatMap((lesson) => (lesson.kind === 'learned' ? [lesson.locker] : [])));
  const meant = new Set([...plan.locks.map(({ locker }) => locker), ...guessed]);
  return plan.lockers.filter((locker) => meant.has(locker) && !learned.has(locker));
}

/** @param path of the file, if it lies where it can be gone on from */
function sayRemaining(path: string | null, remaining: readonly number[]): readonly string[] {
  if (remaining.length === 0) return [];
  const left = `Not learned yet: ${remaining.join(', ')}. Do not trust these doors before they are`;
  return path === null ? [`${left}.`] : [`${left}; to go on with them:`, `  lockerbank learn ${path} --only ${remaining.join(',')}`];
}

/** @param file of the draft; `null`: it comes with the program */
function targetOf(call: LearnCall, draft: Profile, file: string | null): NewFile {
  const beside = file && dirname(file);
  const path = resolve(call.folder, call.options.to ?? join(beside ?? call.folder, `${draft.id}-learned.json`));
  const id = basename(path, '.json');
  if (!path.endsWith('.json') || !v.safeParse(nameSchema, id).success) {
    throw new Misuse('--to names a file like town-hall-learned.json: its id in lower-case letters, digits and dashes, then .json');
  }
  if (file !== null && basename(file) !== `${draft.id}.json`) {
    throw new Misuse(`the new profile inherits from the draft, and finds it by its id: call that file ${draft.id}.json`);
  }
  // Looked for beside the new file, and only there: to be told so after half an hour of doors would be too late.
  if (beside !== null && dirname(path) !== beside) throw new Misuse('--to names a file beside the draft, from which it inherits');
  if (id === draft.id) throw new Misuse('--to: the new profile inherits from the draft, so it needs another name');
  return { path, id };
}

function onlyOf(text: string | undefined, { columns }: Profile): readonly number[] | null {
  if (text === undefined) return null;
  const known = columns.flatMap(({ lockers }) => lockers.map(({ number }) => number));
  const numbers = text.split(',').map((one) => Number(one.trim()));
  const unknown = numbers.find((number) => !known.includes(number));
  if (unknown !== undefined) throw new Misuse(`--only takes numbers of doors, as in 7,12; the profile has no locker ${String(unknown)}`);
  return numbers;
}
