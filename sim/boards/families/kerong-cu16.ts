import { ms } from '../../../statecharts/units.ts';
import type { MakeBoard, Seat } from '../emulated-board.ts';
import { KerongBoard, type KerongDialect } from './kerong-board.ts';

/** Between the answers of two boards to a question that is for all of them: 9 bytes at 9600 baud, and a pause. */
const answersApart = ms(20);
const everyBoard = 0x0f;

const dialect: KerongDialect = {
  commandAt: 1,
  lengths: { 0x30: 2, 0x31: 2, 0x32: 2, 0x33: 2, 0x35: 6 },

  obey([place = 0, command = 0], board) {
    const { seat } = board;
    const address = place >> 4;
    const isMeant = address === seat.address;
    switch (command) {
      case 0x30:
        if (isMeant) sayStatus(board);
        break;
      case 0x31:
        if (isMeant && board.open(place & 0x0f) && seat.settings.answersOpen) sayStatus(board);
        break;
      case 0x32:
        // Sources differ in which address this bears.
        if (address === 0 || address === everyBoard) sayStatusInTurn(board);
        break;
      case 0x33:
        if (!isMeant) break;
        board.openAll();
        if (seat.settings.answersOpen) sayStatus(board);
        break;
    }
  },
};

/** A CU16: two bytes of lock contacts, two of sensors inside (contacts 17 to 32, where the model has them). */
export const makeKerongCu16: MakeBoard = (seat: Seat) => new KerongBoard(seat, dialect);

function sayStatus(board: KerongBoard): void {
  board.say(board.seat.address << 4, 0x35, ...board.contactBytes(4));
}

function sayStatusInTurn(board: KerongBoard): void {
  board.later('board waits for its turn to answer', ms(board.seat.address * answersApart), () => sayStatus(board));
}
