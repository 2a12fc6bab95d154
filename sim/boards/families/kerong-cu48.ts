import type { MakeBoard, Seat } from '../emulated-board.ts';
import { KerongBoard, type KerongDialect } from './kerong-board.ts';

const dialect: KerongDialect = {
  commandAt: 2,
  lengths: { 0x60: 3, 0x61: 3, 0x75: 15, 0x77: 15 },

  obey([address, lock = 0, command = 0], board) {
    if (address !== board.seat.address) return;
    switch (command) {
      case 0x60:
        sayStatus(board);
        break;
      case 0x61:
        if (board.open(lock) && board.seat.settings.answersOpen) sayStatus(board);
        break;
    }
  },
};

/** A CU48: six bytes of lock contacts, six of sensors inside (contacts 49 to 96, where the model has them). */
export const makeKerongCu48: MakeBoard = (seat: Seat) => new KerongBoard(seat, dialect);

function sayStatus(board: KerongBoard): void {
  board.say(board.seat.address, 0, 0x75, ...board.contactBytes(12));
}
