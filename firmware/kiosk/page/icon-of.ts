import { never } from '../../../statecharts/never.ts';
import type { LockerDeed, SignInWay } from '../../../statecharts/session/session.events.ts';
import type { KioskInput } from '../shown.ts';
import type { IconName } from './icons.tsx';

const ways: Readonly<Record<SignInWay, IconName>> = { code: 'keypad', password: 'person', 'carrier-code': 'van' };
const deeds: Readonly<Record<LockerDeed, IconName>> = {
  open: 'opening', end: 'calendar', remove: 'takeOut', 'out-of-service': 'out', 'in-service': 'done', check: 'eye',
};

/** The picture of a choice, by what it does: a word is never alone. */
export function iconOf(input: KioskInput): IconName {
  switch (input.type) {
    case 'way.chosen': return ways[input.way];
    case 'deed.chosen': return deeds[input.deed];
    case 'ending.chosen': return input.ends ? 'takeOut' : 'shut';
    case 'party.chosen': return input.party.type === 'department' ? 'people' : 'person';
    case 'finish.chosen': return 'done';
    case 'back.chosen': return 'back';
    case 'next.chosen': return 'forward';
    case 'person.touched':
    case 'more-time.chosen':
    case 'longer.chosen':
    case 'extension.chosen':
    case 'length.chosen': return 'clock';
    case 'code.entered':
    case 'carrier-code.entered':
    case 'pin.entered': return 'keypad';
    case 'label.scanned':
    case 'badge.shown': return 'scan';
    case 'password.entered': return 'person';
    case 'visits.chosen': return 'opening';
    case 'signature.given': return 'pen';
    case 'end.chosen': return 'done';
    case 'visiting.chosen': return 'parcel';
    case 'storing.chosen': return 'bag';
    case 'size.chosen': return 'free';
    case 'beside.chosen': return 'plus';
    case 'label.entered': return 'label';
    case 'no-label.chosen': return 'tag';
    case 'delivering.chosen': return 'putIn';
    case 'administering.chosen': return 'boxes';
    case 'removing.chosen': return 'clock';
    case 'lockers.marked': return 'mark';
    case 'reason.chosen': return 'out';
    case 'deed.confirmed': return 'done';
    case 'reopen.chosen': return 'again';
    case 'retry.chosen': return 'again';
    case 'skip.chosen': return 'forward';
    case 'retract.chosen': return 'none';
    case 'larger.chosen': return 'larger';
    case 'left-some.chosen': return 'putIn';
    case 'reporting.chosen':
    case 'problem.chosen': return 'alert';
    case 'language.chosen': return 'globe';
    case 'letters.typed': return 'person';
    default: return never(input, 'input');
  }
}
