import type { Profile } from '../board-profiles/profile.schema.ts';
import { lockersOf } from '../board-profiles/profile.ts';
import { seconds } from '../statecharts/units.ts';
import type { Ledger } from './journal/ledger.ts';
import type { Clock } from './ports/clock.ts';

/** Sensors that have not spoken by then are unknown; the bank opens for business all the same. */
const speakWithin = seconds(2);

interface SpokenOptions {
  readonly profile: Profile;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Resolves when the books know how every door is, or nobody waits for that any more. */
export function sensorsHaveSpoken({ profile, ledger, clock }: SpokenOptions): Promise<void> {
  const areKnown = (): boolean => lockersOf(profile).every(({ number }) => ledger.books.lockers[number]?.door !== 'unknown');
  return new Promise((resolve) => {
    if (areKnown()) return resolve();
    const done = (): void => {
      clock.cancel(timer);
      stopListening();
      resolve();
    };
    const timer = clock.setTimer('sensors speak', speakWithin, done);
    const stopListening = ledger.onCommitted(() => {
      if (areKnown()) done();
    });
  });
}
