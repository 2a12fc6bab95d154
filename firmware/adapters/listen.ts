import type { AddressInfo, Server } from 'node:net';
import { LockerError } from '../../statecharts/locker-error.ts';

/** Nobody but this computer reaches what listens here. */
export const loopback = '127.0.0.1';

/**
 * Begins to listen on loopback.
 * @param port 0 takes any free port
 * @param variable chooses the port
 * @param orElse another cure of a busy port
 * @returns the port that it listens on
 * @throws LockerError `port.busy`, naming the port and the variable
 */
export function listenOn(server: Server, port: number, variable: string, orElse?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? busy(port, variable, orElse, error) : error);
    });
    server.listen(port, loopback, () => resolve((server.address() as AddressInfo).port));
  });
}

function busy(port: number, variable: string, orElse: string | undefined, cause: unknown): LockerError {
  const cure = `Cure: stop it, or set ${variable} to a free port${orElse === undefined ? '' : `, or ${orElse}`}`;
  return new LockerError('port.busy', `port ${String(port)}`, `another program listens there. ${cure}`, cause);
}
