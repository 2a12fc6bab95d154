import { never } from '../../statecharts/never.ts';
import type { Chip, Mcu } from './chip.ts';
import { Stk500v1 } from './stk500v1.ts';
import { Stk500v2 } from './stk500v2.ts';

/** Where a boot loader sits. */
export interface BootSeat {
  readonly chip: Chip;
  readonly say: (bytes: readonly number[]) => void;
  /** Somebody knocks in its language: what runs on the chip ends. */
  readonly onKnock: () => void;
  /** A page was written: what was flashed before is gone. */
  readonly onWritten: () => void;
  /** It is told that all is done. */
  readonly onLeave: () => void;
}

/** The little program that takes another one over the serial port. */
export interface BootLoader {
  take(byte: number): void;
  /** Back to the beginning: what was half heard is forgotten, and somebody has to knock again. */
  reset(): void;
}

export function bootLoaderOf(programmer: Mcu['programmer'], seat: BootSeat): BootLoader {
  switch (programmer) {
    case 'arduino': return new Stk500v1(seat);
    case 'wiring': return new Stk500v2(seat);
    default: return never(programmer, 'programmer');
  }
}
