import { beforeAll, describe, expect, test } from 'vitest';
import { sessionChart } from '../../../statecharts/session/session.chart.ts';
import type { SessionSettings } from '../../../statecharts/session/session.settings.ts';
import { restingPlacesOf, story } from '../nodes.ts';
import { explore } from './session-explore.ts';
import { errandOf, goOn, type SessionSnapshot, type SessionStep } from './session-rig.ts';
import { brokenSessionRules } from './session-rules.ts';

/** Each choice that a session takes from the settings, at least once each way. */
const banks: readonly (readonly [name: string, changed: Partial<SessionSettings>])[] = [
  ['as usual', {}],
  ['that asks for signatures, and whether storage ends', { signature: 'sign', storageDuration: 'unlimited' }],
  ['that opens all doors at once and takes parcels in batches', { allDoorsAtOnce: true, batchDropOff: true, storageDuration: 'fixed' }],
];

const patience: SessionStep = { type: 'xstate.after.patience.session.presence.attending' };
const warning: SessionStep = { type: 'xstate.after.inactivityWarning.session.presence.warned' };

/** Nobody does anything, and the shell is silent, too. */
function walkAway(from: SessionSnapshot): string | null {
  const warned = from.value.presence === 'warned' ? { to: from, said: [{ type: 'person.warned' }] } : goOn(from, patience);
  if (warned.to.value.presence !== 'warned' || warned.said.map(({ type }) => type).join() !== 'person.warned') return 'nobody is warned';
  if (errandOf(warned.to) !== errandOf(from)) return 'the warning takes the screen away';
  const { to, said } = goOn(warned.to, warning);
  return errandOf(to) === 'home' && said.map(({ type }) => type).join() === 'session.ended' ? null : 'a silent session does not end';
}

describe.each(banks)('at a bank %s', (_name, changed) => {
  const broken = new Set<string>();
  let places: readonly SessionSnapshot[] = [];

  // Not while the tests are being collected: a chart that cannot be explored is to fail them, not to leave none.
  beforeAll(() => {
    places = explore(changed, (edge) => {
      for (const trouble of brokenSessionRules(edge)) broken.add(`${trouble}: from ${errandOf(edge.from)} by ${story([edge.told])}`);
    }).map(({ place }) => place);
  }, 300_000);

  test('whatever happens, a session does nothing that it must never do', () => {
    expect(places.length).toBeGreaterThan(500);
    expect([...broken]).toEqual([]);
  });

  test('from every situation a person who walks away is warned, and leaves the home screen behind', () => {
    const troubles = places.filter((place) => errandOf(place) !== 'home').flatMap((place) => {
      const trouble = walkAway(place);
      return trouble === null ? [] : [`${trouble}: ${errandOf(place)}`];
    });
    expect(troubles).toEqual([]);
  });

  test('every state of what people come for is reached', () => {
    const reached = new Set(places.map((place) => `errand.${errandOf(place)}`));
    const isPossible = (place: string) =>
      (changed.storageDuration === 'unlimited' || place !== 'errand.visiting.asked')
      && (changed.signature === 'sign' || !['errand.visiting.signing', 'errand.visiting.proving'].includes(place))
      && (changed.storageDuration === undefined || place !== 'errand.storing.lengthening');
    const wanted = restingPlacesOf(sessionChart).filter((place) => place.startsWith('errand.') && isPossible(place));
    expect(wanted.filter((place) => !reached.has(place))).toEqual([]);
  });
});
