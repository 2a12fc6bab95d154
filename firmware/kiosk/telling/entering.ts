import type { Choice } from '../shown.ts';
import { field } from './fields.ts';
import { back, main, noticeTold, other, type Of, type Told } from './told.ts';
import type { Wording } from './wording.ts';

/** The screens before it is known who is there. */

/** @param languages the other languages of the bank */
export function homeTold(screen: Of<'home'>, wording: Wording, languages: readonly Choice[]): Told {
  const { words, say } = wording;
  const types = screen.ways.includes('code');
  const isLocked = types && !screen.scans && screen.keypadLockedForMs > 0;
  const lead = screen.scans ? words.home.scan : types ? words.home.type : words.home.choose;
  const choices: Choice[] = [];
  if (types && screen.scans) choices.push(main(words.home.typeInstead, { type: 'way.chosen', way: 'code' }));
  if (screen.stores) choices.push(other(words.home.store, { type: 'storing.chosen' }));
  if (screen.ways.includes('carrier-code')) choices.push(other(words.home.carrier, { type: 'way.chosen', way: 'carrier-code' }));
  if (screen.ways.includes('password')) choices.push(other(words.home.staff, { type: 'way.chosen', way: 'password' }));
  return {
    notice: noticeTold(screen.notice, wording),
    ...(isLocked ? lockedTold(screen.keypadLockedForMs, wording) : { title: say(words.home.title), text: say(lead) }),
    fields: types && !screen.scans && !isLocked ? [field('code', wording)] : [],
    choices: [...choices, ...languages],
  };
}

export function signInTold({ way, isForLabel, notice, keypadLockedForMs }: Of<'sign-in'>, wording: Wording): Told {
  const { words, say } = wording;
  const told = { notice: noticeTold(notice, wording), choices: [back(wording)] };
  if (way === 'code' && keypadLockedForMs > 0) return { ...lockedTold(keypadLockedForMs, wording), ...told };
  const { title, text } = words.signIn[isForLabel ? 'label' : way];
  const fields = way === 'password' ? [field('username', wording), field('password', wording)] : [field(way, wording)];
  return { title: say(title), text: say(text), fields, ...told };
}

export function pinTold({ why }: Of<'pin'>, wording: Wording): Told {
  const { title, text } = wording.words.pin[why];
  return { title: wording.say(title), text: wording.say(text), fields: [field('pin', wording)], choices: [back(wording)] };
}

function lockedTold(keypadLockedForMs: number, { words, say, length }: Wording): Pick<Told, 'title' | 'text'> {
  const { title, text } = words.signIn.locked;
  return { title: say(title), text: say(text, { time: length(keypadLockedForMs) }) };
}
