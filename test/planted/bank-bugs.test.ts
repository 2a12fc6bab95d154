import { describe, test } from 'vitest';
import { plantedBugs } from './bank-bugs.ts';
import { isCaught } from './caught.ts';

describe('a bank is caught in which', () => {
  test.each(plantedBugs.map((bug) => [bug.name, bug.invariant, bug] as const))(
    '%s [invariant %i]',
    (_name, _invariant, bug) => isCaught(bug),
    60_000,
  );
});
