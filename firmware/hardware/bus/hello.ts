import type { HeardOfBoard } from '../../ports/hardware.ts';
import type { BusMaster } from './bus-master.ts';
import type { BusAnswer } from './exchange.ts';
import type { Family } from './family.ts';

/** One byte may be lost on any line; a board that is there answers one of three. */
const triesMost = 3;

/** Asks whether a board of this family has this address. Nothing of it moves a coil. */
export async function sayHello(master: Pick<BusMaster, 'exchange'>, family: Family, address: number): Promise<HeardOfBoard> {
  let heard: HeardOfBoard = 'silent';
  for (let tries = 0; tries < triesMost && heard !== 'there'; tries++) {
    heard = heardIn(await master.exchange(family.hello(address), 'poll'));
    if (heard === 'no-port') return heard;
  }
  return heard;
}

function heardIn(answer: BusAnswer): HeardOfBoard {
  if (answer.kind === 'said') return answer.says.says === 'hello' ? 'there' : 'garbled';
  if (answer.kind === 'sent') return 'silent';
  return answer.why;
}
