import { never } from '../../../statecharts/never.ts';
import type { DoorOnScreen } from '../screens.ts';
import type { Choice, Telling } from '../shown.ts';
import { doorChoices } from './door-choices.ts';
import { noticeTold, sentences, type Of, type Told } from './told.ts';
import type { Wording } from './wording.ts';

type Purpose = DoorOnScreen['purpose'];

/** Whoever fetches something is told otherwise than whoever brings something or looks after the lockers. */
function sideOf(purpose: Purpose): 'out' | 'in' {
  return purpose === 'pickup' || purpose === 'swap' || purpose === 'keep' ? 'out' : 'in';
}

/** The doors of one errand. */
export function doorsTold(screen: Of<'doors'>, wording: Wording): Told {
  const { doors, stage, may } = screen;
  const { words, say, count } = wording;
  const shown = doorsOfStage(screen);
  const [first] = shown;
  const choices: readonly Choice[] = doorChoices(screen, wording);
  if (!first) return { title: say(words.oneMoment.title), text: say(words.oneMoment.text), choices };
  const { title, text } = headingOf(stage, shown, wording);
  const waiting = new Set(doors.filter(({ is }) => is === 'waiting').map(({ locker }) => locker)).size;
  const code = codeTold(may.code, first, wording);
  // Once the door is shut nothing matters more than to take the code along.
  const isCodeFirst = code !== null && stage === 'shut';
  return {
    title: isCodeFirst ? code.title : title,
    text: sentences(
      text,
      code && !isCodeFirst ? `${code.title}.` : null,
      code?.text ?? null,
      stage === 'open' ? insideText(shown, wording) : null,
      waiting > 0 && stage !== 'opening' ? count(words.doors.waiting, waiting) : null,
    ),
    notice: heldTold(may.held, wording) ?? noticeTold(screen.notice, wording) ?? troubleBeside(screen, wording),
    places: shown,
    choices,
  };
}

/** The doors that the screen is about: the rest is done with, or comes later. */
function doorsOfStage({ stage, doors }: Of<'doors'>): readonly DoorOnScreen[] {
  const whoseStageIs = (is: DoorOnScreen['is']) => doors.filter((door) => door.is === is);
  const found = stage === 'opening' ? [...whoseStageIs('releasing'), ...whoseStageIs('waiting')].slice(0, 1) : whoseStageIs(stage);
  return found.length > 0 ? found : doors.slice(-1);
}

function headingOf(
  stage: Of<'doors'>['stage'],
  shown: readonly DoorOnScreen[],
  wording: Wording,
): Pick<Told, 'title' | 'text'> {
  const { words, say, count } = wording;
  const { doors } = words;
  const [first] = shown;
  const locker = first?.locker ?? 0;
  const purpose = first?.purpose ?? 'pickup';
  const lockers = new Set(shown.map((door) => door.locker)).size;
  const said = ({ title, text }: { readonly title: string; readonly text: string }) =>
    ({ title: say(title, { locker }), text: say(text, { locker }) });
  switch (stage) {
    case 'opening':
      return said(doors.opening);
    case 'open':
      if (lockers === 1) return said(doors.open[purpose]);
      return { title: count(doors.openMany.title, lockers), text: say(doors.openMany[sideOf(purpose)]) };
    case 'stuck':
      return stuckTold(first, wording);
    case 'shut':
      if (lockers === 1) return said(doors.shut[purpose]);
      return { title: say(doors.shutMany.title), text: say(doors.shutMany[sideOf(purpose)]) };
    default:
      return never(stage, 'stage of doors');
  }
}

function stuckTold(door: DoorOnScreen | undefined, { words, say }: Wording): Pick<Told, 'title' | 'text'> {
  const told = words.stuck[door?.why ?? 'did-not-open'];
  const gaps = { locker: door?.locker ?? 0, retry: words.doors.retry };
  return { title: say(told.title, gaps), text: say(told[sideOf(door?.purpose ?? 'pickup')], gaps) };
}

function heldTold(held: number | null, { words, say }: Wording): Telling['notice'] {
  return held === null ? null : { kind: 'trouble', text: say(words.doors.held, { locker: held }) };
}

/** One door has not opened while another stands open. */
function troubleBeside({ stage, doors }: Of<'doors'>, wording: Wording): Telling['notice'] {
  const isOpen = (locker: number) => doors.some((door) => door.is === 'open' && door.locker === locker);
  const stuck = stage === 'stuck' ? undefined : doors.find(({ is, locker }) => is === 'stuck' && !isOpen(locker));
  if (!stuck) return null;
  const { title, text } = stuckTold(stuck, wording);
  return { kind: 'trouble', text: sentences(`${title}.`, text) };
}

function codeTold(code: string | null, { locker }: DoorOnScreen, { words, say }: Wording): Pick<Told, 'title' | 'text'> | null {
  return code === null ? null : { title: say(words.doors.code.title, { code }), text: say(words.doors.code.text, { locker }) };
}

/** How much there is to take out; what it is stands on the labels. */
function insideText(shown: readonly DoorOnScreen[], { words, count }: Wording): string | null {
  const items = shown.reduce((sum, { purpose, items: { length } }) =>
    sum + (purpose === 'pickup' || purpose === 'swap' || purpose === 'empty' ? length : 0), 0);
  return items === 0 ? null : count(words.doors.inside, items);
}
