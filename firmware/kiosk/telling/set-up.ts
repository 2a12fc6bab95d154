import type { Of, Told } from './told.ts';
import type { Wording } from './wording.ts';

/** So much of what has failed is read from a screen; `lockerbank status` has all of it. */
const troubleMost = 88;

/** Nobody but a technician can do anything here: it says with which command. */
export function setUpTold(screen: Of<'set-up'>, { words, say }: Wording): Told {
  const title = say(words.setUp.title);
  if (screen.why !== 'not-passed') return { title, text: say(words.setUp[screen.why]) };
  const { profile, version, says } = screen.failed;
  const all = says.join('; ');
  const trouble = all.length > troubleMost ? `${all.slice(0, troubleMost - 1)}…` : all;
  return { title, text: say(words.setUp['not-passed'], { profile, version, trouble }) };
}
