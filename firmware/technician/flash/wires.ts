import { lockBoardFamily } from '../../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard, ProfileBus } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';
import { BusMaster } from '../../hardware/bus/bus-master.ts';
import { familyOf } from '../../hardware/bus/families.ts';
import { sayHello } from '../../hardware/bus/hello.ts';
import { figuresOf, probeOf } from '../../hardware/bus/line-field.ts';
import { sayPortTrouble } from '../../hardware/serial/port-list.ts';
import type { MakePort } from '../../hardware/serial/serial-line.ts';
import type { Kernel } from '../../hardware/gpio/kernel.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HeardOfBoard, OpenLine } from '../../ports/hardware.ts';
import { askExpanders } from './expanders.ts';

/** What a profile names and the wires do not have. */
export type WireTrouble =
  | { readonly what: 'no-port'; readonly port: string }
  | { readonly what: 'shut-port'; readonly port: string; readonly why: string }
  | {
    readonly what: 'silent' | 'garbled'; readonly port: string; readonly board: string; readonly model: string; readonly address: number;
  };

interface WiresOptions {
  readonly clock: Clock;
  /** The profile with which the bank works: what it uses otherwise is not opened a second time. `null`: it has none. */
  readonly now: Profile | null;
  /** The lines that the bank has open. */
  readonly lines: readonly OpenLine[];
  /** What a path leads to; `null`: nothing is there. */
  readonly realPath: (path: string) => string | null;
  readonly makePort?: MakePort;
  /** Linux; a test gives another one. */
  readonly kernelOf?: () => Promise<Kernel>;
}

type SerialBus = Extract<ProfileBus, { kind: 'serial' }>;

/**
 * Compares a profile with what is really there, before it is used: each port is, and each board answers in the words of
 * its family, on a line that is free, or open already and spoken in the same way. What cannot be asked (pins, a
 * microcontroller, a line that is spoken otherwise now) is left to the trial. No coil moves.
 */
export async function compareWires(next: Profile, options: WiresOptions): Promise<readonly WireTrouble[]> {
  const { realPath } = options;
  const missing = portsOf(next).filter((port) => realPath(port) === null);
  const lines = next.buses.filter((bus) => bus.kind === 'serial').filter(({ port }) => !missing.includes(port));
  const asked = await Promise.all([
    ...lines.map((bus) => askLine(next, bus, options)), askExpanders(next, (device) => !missing.includes(device), options.kernelOf),
  ]);
  return [...missing.map((port) => ({ what: 'no-port', port }) as const), ...asked.flat()];
}

/** Every path of the machine that a profile names. */
function portsOf({ buses, readers, keypad }: Profile): readonly string[] {
  return [...new Set([...buses, ...readers, ...(keypad ? [keypad] : [])].flatMap((part) =>
    ('port' in part ? [part.port] : 'device' in part ? [part.device] : [])))];
}

async function askLine(next: Profile, bus: SerialBus, { clock, now, lines, realPath, makePort }: WiresOptions) {
  const boards = next.boards.filter((board) => board.bus.id === bus.id);
  const family = lockBoardFamily(boards[0]?.model.family);
  if (family === null) return [];
  const figures = figuresOf(bus, boards);
  const isThis = (port: string): boolean => realPath(port) === realPath(bus.port);
  const open = lines.find(({ port }) => isThis(port));
  if (open) {
    const isAlike = open.family === family && open.baud === figures.baud && open.parity === figures.parity;
    return isAlike ? askBoards(bus, boards, (address) => open.hello(address)) : [];
  }
  if (now && portsOf(now).some(isThis)) return [];
  let trouble: unknown = null;
  const master = new BusMaster({
    port: bus.port, clock, family: familyOf(family), ...figures, probe: probeOf(boards, familyOf(family)), ...(makePort && { makePort }),
    onOpen: () => undefined, onLost: (_, error) => void (trouble ??= error),
  });
  try {
    await master.tried();
    if (!master.isOpen) return [{ what: 'shut-port', port: bus.port, why: sayPortTrouble(trouble) } as const];
    return await askBoards(bus, boards, (address) => sayHello(master, familyOf(family), address));
  } finally {
    await master.close();
  }
}

async function askBoards(
  { port }: SerialBus, boards: readonly ProfileBoard[], hello: (address: number) => Promise<HeardOfBoard>,
): Promise<readonly WireTrouble[]> {
  const troubles: WireTrouble[] = [];
  for (const { id, model, address } of boards) {
    const heard = await hello(address);
    if (heard === 'no-port') return [...troubles, { what: 'shut-port', port, why: 'it went away' }];
    if (heard !== 'there') troubles.push({ what: heard, port, board: id, model: model.id, address });
  }
  return troubles;
}

export function sayWireTrouble(trouble: WireTrouble): string {
  switch (trouble.what) {
    case 'no-port':
      return `${trouble.port} is not there`;
    case 'shut-port':
      return `${trouble.port} cannot be used: ${trouble.why}`;
    case 'silent':
      return `${boardIn(trouble)} does not answer`;
    case 'garbled':
      return `${boardIn(trouble)} answers in no way that makes sense: another model, another speed, or two of one address`;
    default:
      return never(trouble, 'trouble of wires');
  }
}

function boardIn({ port, board, model, address }: Extract<WireTrouble, { board: string }>): string {
  return `board ${board} (${model}, address ${String(address)}) at ${port}`;
}
