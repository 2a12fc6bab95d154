import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileBoard, Terminal } from '../../../board-profiles/profile.schema.ts';
import { outputTerminalsOf } from '../field.ts';
import type { ExpanderPlan } from './mcp23017.ts';

/** The pins of the Pi and of its expanders, numbered in one row: so many for each board, whatever it has. */
const numbersPerBoard = 100;

/** One pin, by the number that johnny-five knows it by and by its place on its board. */
export interface PlannedPin {
  readonly pin: number;
  readonly channel: number;
}

export interface PlannedLines {
  readonly labels: readonly string[];
  readonly outputs: readonly PlannedPin[];
  readonly inputs: readonly PlannedPin[];
}

export interface PlannedExpander extends ExpanderPlan {
  readonly outputPins: readonly PlannedPin[];
  readonly inputPins: readonly PlannedPin[];
}

/** All pins of a bank, as the processes that share them tell each other. Plain data. */
export interface PinPlan {
  readonly chips: readonly PlannedLines[];
  readonly expanders: readonly PlannedExpander[];
}

export function outputPinsOf({ chips, expanders }: PinPlan): readonly PlannedPin[] {
  return [...chips.flatMap(({ outputs }) => outputs), ...expanders.flatMap(({ outputPins }) => outputPins)];
}

/** The expanders of each I2C bus. */
export function onBuses(expanders: readonly PlannedExpander[]): readonly (readonly PlannedExpander[])[] {
  return [...new Set(expanders.map(({ device }) => device))].map((device) => expanders.filter((expander) => expander.device === device));
}

/** What of a profile hangs on the Pi's own pins and on its expanders. `labels` are those of the Pi's chips. */
export function pinPlanOf(profile: Profile, labels: readonly string[]): PinPlan {
  const on = (board: ProfileBoard, terminals: readonly Terminal[]): readonly PlannedPin[] =>
    terminals.filter((terminal) => terminal.board === board.id)
      .map(({ channel }) => ({ pin: pinNumber(profile, board, channel), channel }));
  const [outputs, inputs] = [outputTerminalsOf(profile), inputTerminalsOf(profile)];
  return {
    chips: profile.boards.flatMap((board) => {
      if (board.model.family !== 'gpio') return [];
      const { bus } = board;
      const own = bus.kind === 'gpio' && bus.chipLabel !== undefined ? [bus.chipLabel] : labels;
      return [{ labels: own, outputs: on(board, outputs), inputs: on(board, inputs) }];
    }),
    expanders: profile.boards.flatMap((board) => {
      if (board.model.family !== 'mcp23017' || board.bus.kind !== 'i2c') return [];
      const outputPins = on(board, outputs);
      const mask = outputPins.reduce((bits, { channel }) => bits | (1 << channel), 0);
      return [{ device: board.bus.device, address: board.address, outputs: mask, outputPins, inputPins: on(board, inputs) }];
    }),
  };
}

/** The number of a terminal, as johnny-five gets it; `null` for one of a board that has no pins. */
export function pinOf(profile: Profile, { board: id, channel }: Terminal): number | null {
  const board = profile.boards.find((one) => one.id === id);
  return board && ['gpio', 'mcp23017'].includes(board.model.family) ? pinNumber(profile, board, channel) : null;
}

function inputTerminalsOf(profile: Profile): readonly Terminal[] {
  const { audio } = profile;
  return [
    ...lockersOf(profile).flatMap(({ contact, insideRelease }) => [contact, ...(insideRelease ? [insideRelease.switch] : [])]),
    ...(audio?.headphones ? [audio.headphones.sense] : []),
  ];
}

function pinNumber({ boards }: Profile, board: ProfileBoard, channel: number): number {
  return boards.indexOf(board) * numbersPerBoard + channel;
}
