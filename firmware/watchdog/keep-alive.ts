import type { Clock } from '../ports/clock.ts';
import { ExpectedTrouble } from '../ports/expected-trouble.ts';
import type { Service } from '../ports/service.ts';
import type { TurningPart } from '../ports/turning-part.ts';
import { Watchdog } from './watchdog.ts';

interface KeptOptions {
  readonly service: Service;
  readonly clock: Clock;
  readonly parts: readonly TurningPart[];
  /** What is said of it as long as all is well. */
  readonly status: string;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * Says that the bank is open for business, and from now on, as long as every part goes round, that it lives.
 * @returns how to say that it is closing
 */
export function keepAlive({ service, clock, parts, status, onTrouble }: KeptOptions): () => void {
  const onStill = (still: readonly string[]): void => {
    const names = still.join(', ');
    service.status(still.length === 0 ? status : `Standing still: ${names}`);
    const what = still.length === 0 ? 'all parts go round again' : `standing still, and the bank ends if that goes on: ${names}`;
    onTrouble('watchdog', new ExpectedTrouble(what));
  };
  const { starvesAfter } = service;
  const watchdog = starvesAfter === null ? null : new Watchdog({ parts, clock, starvesAfter, onStill, feed: () => service.feed() });
  service.ready(status);
  watchdog?.start();
  return () => {
    watchdog?.stop();
    service.stopping();
  };
}
