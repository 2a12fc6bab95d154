import { afterAll, beforeAll, describe, test } from 'vitest';
import { startBrowser } from '../../support/browser.ts';
import { Ends } from '../../support/ends.ts';
import { Front } from './front.ts';
import { ways, type Way } from './hands.ts';
import { legJourneys } from './leg-journeys.ts';
import { pickupJourneys } from './pickup-journeys.ts';
import { storageJourneys } from './storage-journeys.ts';
import { troubleJourneys } from './trouble-journeys.ts';

const journeys = [...pickupJourneys, ...legJourneys, ...storageJourneys, ...troubleJourneys];

/** Whoever listens needs longest: six of them share what is done by ear, each at a bank of their own. */
const groups = ways.flatMap((way): readonly { readonly way: Way; readonly told: typeof journeys }[] => {
  const told = journeys.filter(({ by }) => by.includes(way));
  if (way !== 'keypad') return [{ way, told }];
  return [0, 1, 2, 3, 4, 5].map((one) => ({ way, told: told.filter((_, at) => at % 6 === one) }));
});

/** Each waits for speech and for doors most of the time: all of them at once take as long as the longest. */
const patienceMs = 150_000;

const ends = new Ends();
const fronts: Front[] = [];

beforeAll(async () => {
  const browser = await startBrowser();
  ends.add(() => browser.close());
  for (const { way } of groups) {
    const front = await Front.open(browser, way);
    ends.add(() => front.close());
    fronts.push(front);
  }
}, patienceMs);

afterAll(() => ends.all());

describe.concurrent.each(groups.map((group, at) => [at, group] as const))('bank %i', (at, { way, told }) => {
  for (const { name, tell } of told) test.sequential(`by ${way}: ${name}`, () => tell(frontAt(at)), patienceMs);
});

function frontAt(at: number): Front {
  const front = fronts[at];
  if (!front) throw new RangeError(`there is no bank ${String(at)}`);
  return front;
}
