import type { Connection } from '../ports/transport.ts';

/** Messages that wait for their turn: a broker that is further behind than this gets nothing more until it catches up. */
const waitingMost = 64;

/**
 * A connection on which at most so many messages wait for the broker's acknowledgement; the others wait their turn,
 * in order. It answers false where too many wait, and where the connection breaks its promise and throws.
 */
export function windowed(connection: Connection, most: number, onTrouble: (error: unknown) => void): Connection {
  const waiting: (() => void)[] = [];
  let inFlight = 0;

  async function guarded<T>(otherwise: T, act: () => T | Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      onTrouble(error);
      return otherwise;
    }
  }

  return {
    kind: 'connected',
    async publish(topic, payload, options) {
      if (inFlight < most) inFlight++;
      else if (waiting.length >= waitingMost) return false;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const hasArrived = await guarded(false, () => connection.publish(topic, payload, options));
      const next = waiting.shift();
      if (next) next(); // It takes this place in the window.
      else inFlight--;
      return hasArrived;
    },
    close: () => guarded(undefined, () => connection.close()),
    drop: () => void guarded(undefined, () => connection.drop()),
  };
}
