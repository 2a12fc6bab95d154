import { never } from '../../../statecharts/never.ts';
import type { Screen } from '../screens.ts';

/**
 * What of a screen is nobody's business but that of the person in front: names, what lies there by its label, a code. It is
 * taken from the data and not from the sentences, so that no wording, and none that an upstream declares, can let it out.
 */
export function personalOf(screen: Screen): readonly string[] {
  return personalIn(screen).filter((text) => text !== '');
}

function personalIn(screen: Screen): readonly string[] {
  switch (screen.screen) {
    case 'starting': case 'out-of-order': case 'set-up': case 'home': case 'one-moment': case 'sign-in': case 'pin': case 'ask-end':
    case 'sign': case 'store-size': case 'store-length': case 'longer': case 'problem': case 'reason': case 'confirm':
      return [];
    case 'choose': return [screen.name ?? '', ...screen.offers.map(({ department }) => department ?? '')];
    case 'doors': return [screen.may.code ?? '', ...screen.doors.flatMap(({ items }) => items)];
    case 'label': return [screen.person.name ?? ''];
    case 'party': return [screen.label ?? '', screen.sought, ...screen.found.map(({ name }) => name)];
    case 'place': return [screen.party];
    case 'lockers': return [screen.person.name ?? ''];
    default: return never(screen, 'screen');
  }
}

/** Whether a text has one of them in it, however it is spaced. */
export function givesAway(text: string, personal: readonly string[]): boolean {
  const spaced = ` ${words(text)} `;
  const joined = spaced.replaceAll(' ', '');
  return personal.some((one) => {
    const sought = words(one);
    // A code is grouped for the eye, a label may be broken up; a name of three letters is part of many other words.
    const isCode = /\d/.test(sought) && sought.replaceAll(' ', '').length >= 4;
    return sought !== '' && (spaced.includes(` ${sought} `) || (isCode && joined.includes(sought.replaceAll(' ', ''))));
  });
}

function words(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{M}\d]+/gu, ' ').trim();
}

/** Codes and labels one character after the other: a voice makes "48 million" of eight digits. */
export function spelledOut(text: string, screen: Screen): string {
  return codesOf(screen).reduce((said, code) => {
    const grouped = [...code].map((one) => one.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('[\\s-]?');
    return said.replaceAll(new RegExp(grouped, 'gi'), () => [...code].join(' '));
  }, text);
}

function codesOf(screen: Screen): readonly string[] {
  const codes = screen.screen === 'doors' ? [screen.may.code ?? '', ...screen.doors.flatMap(({ items }) => items)]
    : screen.screen === 'party' ? [screen.label ?? ''] : [];
  return codes.filter((code) => code.length >= 4 && /\d/.test(code));
}
