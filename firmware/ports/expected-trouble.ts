/**
 * What happens to a bank some day: a board is cut off, a profile does not pass its trial. It is told in one line; where in the
 * program it was noticed helps nobody who has to mend it.
 */
export class ExpectedTrouble extends Error {}
