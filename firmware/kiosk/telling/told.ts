import type { DoneNotice, Notice } from '../../../statecharts/session/session.events.ts';
import type { DoorPlace, Screen } from '../screens.ts';
import type { Choice, Field, KioskInput, Telling } from '../shown.ts';
import type { Wording } from './wording.ts';

/** What one screen tells by itself; what all screens have in common is added to it. */
export interface Told {
  readonly title: string;
  readonly text: string;
  readonly notice?: Telling['notice'];
  readonly places?: readonly DoorPlace[];
  readonly fields?: readonly Field[];
  readonly choices?: readonly Choice[];
}

export type Of<Name extends Screen['screen']> = Extract<Screen, { readonly screen: Name }>;

export function main(name: string, does: KioskInput): Choice {
  return { name, weight: 'main', does };
}

export function other(name: string, does: KioskInput): Choice {
  return { name, weight: 'other', does };
}

export function quiet(name: string, does: KioskInput): Choice {
  return { name, weight: 'quiet', does };
}

export function back({ words }: Wording): Choice {
  return quiet(words.common.back, { type: 'back.chosen' });
}

export function finish({ words }: Wording): Choice {
  return quiet(words.common.finish, { type: 'finish.chosen' });
}

/** Leads to what can be wrong: so many choices would stand between somebody and their door. */
export function report({ words }: Wording): Choice {
  return quiet(words.page.problem, { type: 'reporting.chosen' });
}

export function signOut({ words }: Wording): Choice {
  return quiet(words.common.signOut, { type: 'finish.chosen' });
}

/** Sentences one after the other, without those that have nothing to say. */
export function sentences(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}

const done: readonly Notice[] = ['retracted', 'left', 'ended', 'extended', 'done', 'problem-reported'] satisfies readonly DoneNotice[];

/** Something was done, or did not work. */
export function noticeTold(notice: Notice | null, { words, say }: Wording): Telling['notice'] {
  if (notice === null) return null;
  return { kind: done.includes(notice) ? 'done' : 'trouble', text: say(words.notices[notice]) };
}
