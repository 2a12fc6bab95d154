import five, { type Board } from 'johnny-five';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import type { Clock } from '../../ports/clock.ts';

/** An IO plugin that says nothing for this long is not there. Its own link, Firmata's for one, is up before it is given to us. */
export const boardReadyWithin = seconds(10);

/** What every IO plugin for johnny-five is; what it can do beyond that is between the two of them. */
export interface IoPlugin {
  readonly name: string;
  readonly isReady: boolean;
}

/**
 * Makes johnny-five's board over an IO plugin. One per process: johnny-five keeps every board it ever made.
 * @throws LockerError `hardware.not-ready`
 */
export function openBoard(io: IoPlugin, clock: Clock): Promise<Board> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      clock.cancel(limit);
      reject(new LockerError('hardware.not-ready', io.name, 'the board did not get ready: check its power and its cable', cause));
    };
    const limit = clock.setTimer('board gets ready', boardReadyWithin, () => fail(`waited ${String(boardReadyWithin)} ms`));
    try {
      // REPL and SIGINT handler would each end the process on their own; see johnny-five.d.ts.
      const board = new five.Board({ io, repl: false, debug: false, sigint: false, timeout: boardReadyWithin });
      // It stays for good: an `error` event that nobody hears would end the process.
      board.on('error', fail);
      board.on('ready', () => {
        clock.cancel(limit);
        resolve(board);
      });
    } catch (cause) {
      fail(cause);
    }
  });
}
