import { ms } from '../../../statecharts/units.ts';
import type { Key } from '../../ports/keypad.ts';

/** A key that strikes twice is one press: hands tremble, contacts bounce. Who types a double digit on purpose needs longer. */
const doubleStrike = ms(200);

/** Which strikes of the keys are meant. */
export class Presses {
  #last: { readonly key: Key; readonly atMs: number } | null = null;

  isMeant(key: Key, atMs: number): boolean {
    const isAgain = this.#last?.key === key && atMs - this.#last.atMs < doubleStrike;
    this.#last = { key, atMs };
    return !isAgain;
  }
}
