import { never } from '../../../statecharts/never.ts';
import type { DoorOnScreen } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { back, finish, main, other, report, type Of } from './told.ts';
import type { Wording } from './wording.ts';

/** What somebody at their doors may choose: as the stage allows, door by door where there are several. */
export function doorChoices(screen: Of<'doors'>, wording: Wording): readonly Choice[] {
  const { stage, doors } = screen;
  // A door that stands open for somebody's other parcel needs no further try.
  const open = doors.filter(({ is }) => is === 'open').map(({ locker }) => locker);
  const stuck = lockersThat(doors, 'stuck').filter(({ locker }) => !open.includes(locker));
  switch (stage) {
    case 'opening': // A door that opens behind somebody who has gone holds their parcel out to anybody.
      return [];
    case 'open':
      if (screen.may.held !== null) return [back(wording)];
      return [...retries(stuck, other, wording), ...ends(screen, wording), ...reports(screen, wording), finish(wording)];
    case 'stuck':
      return [...retries(stuck, main, wording), ...skips(stuck, wording), finish(wording)];
    case 'shut':
      return atShutDoors(screen, wording);
    default:
      return never(stage, 'stage of doors');
  }
}

function atShutDoors(screen: Of<'doors'>, wording: Wording): readonly Choice[] {
  const { words, say } = wording;
  const { doors, may } = screen;
  const shut = lockersThat(doors, 'shut');
  const next = nextChoice(screen, wording);
  return [
    ...next,
    ...(may.reopen ? shut.map(({ locker }) => other(say(words.doors.reopen, { locker }), { type: 'reopen.chosen', locker })) : []),
    ...(may.retract ? [other(say(words.doors.retract), { type: 'retract.chosen' })] : []),
    ...(may.larger ? [other(say(words.doors.larger), { type: 'larger.chosen' })] : []),
    ...ends(screen, wording),
    ...(may.reopen ? leftBehind(doors, wording) : []),
    ...reports(screen, wording),
    // With nothing further to do, leaving is what most people want.
    { ...finish(wording), weight: next.length === 0 ? 'main' : 'quiet' },
  ];
}

function nextChoice({ doors, may }: Of<'doors'>, { words, say }: Wording): readonly Choice[] {
  const does = { type: 'next.chosen' } as const;
  switch (may.next) {
    case null:
      return [];
    case 'door': {
      const waiting = doors.find(({ is }) => is === 'waiting');
      return waiting ? [main(say(words.doors.nextDoor, { locker: waiting.locker }), does)] : [];
    }
    case 'parcel':
      return [main(say(words.doors.nextParcel), does)];
    case 'list':
      return [main(say(words.doors.nextList), does)];
    default:
      return never(may.next, 'next choice');
  }
}

type Weigh = typeof main;

/** Where time is over or a right is missing, another try would end the same way. */
function retries(stuck: readonly DoorOnScreen[], weigh: Weigh, { words, say }: Wording): readonly Choice[] {
  const retried = stuck.filter(({ why }) => why !== 'window-over' && why !== 'not-allowed');
  const name = stuck.length === 1 ? words.doors.retry : words.doors.retryOne;
  return retried.map(({ locker }) => weigh(say(name, { locker }), { type: 'retry.chosen', locker }));
}

function skips(stuck: readonly DoorOnScreen[], { words, say }: Wording): readonly Choice[] {
  const name = stuck.length === 1 ? words.doors.skip : words.doors.skipOne;
  return stuck.map(({ locker }) => other(say(name, { locker }), { type: 'skip.chosen', locker }));
}

/** The person has taken out all their belongings. */
function ends({ may }: Of<'doors'>, { words, say }: Wording): readonly Choice[] {
  return may.end ? [other(say(words.doors.end), { type: 'ending.chosen', ends: true })] : [];
}

/** What was not taken out after all, thing by thing. */
function leftBehind(doors: readonly DoorOnScreen[], { words, say }: Wording): readonly Choice[] {
  return doors.filter(({ is, purpose }) => is === 'shut' && purpose === 'pickup').flatMap(({ locker, items }) =>
    items.map((item) => other(say(words.doors.leftSome, { item, locker }), { type: 'left-some.chosen', locker, left: [item] })));
}

function reports({ may }: Of<'doors'>, wording: Wording): readonly Choice[] {
  return may.report ? [report(wording)] : [];
}

/** Each locker once: two reservations may lie behind the same door. */
function lockersThat(doors: readonly DoorOnScreen[], is: DoorOnScreen['is']): readonly DoorOnScreen[] {
  const all = doors.filter((door) => door.is === is);
  return all.filter((door, at) => all.findIndex(({ locker }) => locker === door.locker) === at);
}
