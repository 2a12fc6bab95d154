import { lockBoardFamilies, lockBoardFamily, type BoardModel, type LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { ms } from '../../../statecharts/units.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { familyOf } from '../../hardware/bus/families.ts';
import { hex } from '../../hardware/bus/orders.ts';
import { listPorts } from '../../hardware/serial/port-list.ts';
import type { Timer } from '../../ports/clock.ts';
import { Misuse, type Call, type Count, type ExitCode, type Switch, type Text } from '../cli/command.ts';
import { bytesOf, judge, withRightChecksum, type Judgement } from './frames.ts';
import { ProbeLine, type ProbeWorld } from './line.ts';
import { lockBoardModels } from './models.ts';
import { FrameCutter, type Overheard } from './overhear.ts';
import { jsonOf, saySaying } from './say.ts';
import { roundsOf, scan, type ScanFind } from './scan.ts';


/** A pause that no frame has inside, at any speed that boards have. */
const quietAfter = ms(60);
/** The slowest board, the slowest adapter, and the longest answer at 9600 baud. */
const answersWithin = ms(700);
const usualBaud = 9600;
/** One line carries 32 devices. */
const usualAddressMost = 32;
const reasonLeast = 3;
/** No frame of any family begins like this, so no board does anything. */
const echoWords = Uint8Array.from('lockerbank, is there an echo?', (sign) => sign.charCodeAt(0));

const realWorld = (): ProbeWorld => ({ clock: new RealClock() });

/** Lists the serial ports of this machine. */
export async function probePorts(call: Call): Promise<ExitCode> {
  const ports = await listPorts();
  const said = ports.flatMap(({ path, maker, serialNumber, names }) => [
    [path, maker, serialNumber].filter((one) => one !== null).join('  '), ...names.map((name) => `  ${name}`),
  ]);
  call.answer(ports, ports.length === 0 ? 'No serial port: is the adapter plugged in?' : said.join('\n'));
  return ports.length === 0 ? 1 : 0;
}

/** Says something that no board understands, and tells what comes back. */
export async function probeEcho(call: Call<{ readonly baud: Count }>, world = realWorld()): Promise<ExitCode> {
  const heard: number[] = [];
  const line = await ProbeLine.open({
    ...world, port: call.operands[0] ?? '', baud: call.options.baud ?? usualBaud, parity: 'none', onBytes: (bytes) => heard.push(...bytes),
  });
  try {
    await line.write(echoWords);
    await line.listen(answersWithin, call.terminal.interrupted);
  } finally {
    await line.close();
  }
  const echo = heard.length === 0 ? 'none' : hex(Uint8Array.from(heard)) === hex(echoWords) ? 'whole' : 'garbled';
  call.answer({ echo, heard: hex(Uint8Array.from(heard)) }, {
    none: 'Nothing came back. Most adapters for RS-485 give nothing back while they are well; most others do when their ends are joined.',
    whole: 'All came back: the adapter echoes, or its two ends are joined. The bank can live with an echo.',
    garbled: `Something else came back: ${hex(Uint8Array.from(heard))}. Somebody else speaks, or A and B are exchanged.`,
  }[echo]);
  return echo === 'garbled' ? 1 : 0;
}

type ScanCall = Call<{ readonly family: Text; readonly baud: Text; readonly addresses: Count }>;

/** Asks every address, in every way, who is there. */
export async function probeScan(call: ScanCall, world = realWorld()): Promise<ExitCode> {
  const { family, baud, addresses = usualAddressMost } = call.options;
  const bauds = baud === undefined ? null : baud.split(',').map(Number);
  if (bauds?.some((one) => !Number.isInteger(one) || one < 1200 || one > 230_400)) {
    throw new Misuse('--baud takes speeds, as in 9600,19200');
  }
  const finds: ScanFind[] = [];
  const { interrupted } = call.terminal;
  call.note('One board at a time: two fresh boards have one address, and answer at once. Ctrl-C ends it.');
  await scan({
    ...world, port: call.operands[0] ?? '', interrupted,
    rounds: roundsOf(lockBoardModels(call.profileFolder), lockBoardFamily(family), bauds, addresses),
    onRound: (round) => call.note(`${round.family} at ${String(round.baud)} …`),
    onFind: (find) => {
      finds.push(find);
      call.note(`  ${sayFind(find)}`);
    },
  });
  const boards = finds.filter(({ answer }) => answer === 'hello');
  call.answer(
    { boards, garbled: finds.filter(({ answer }) => answer === 'garbled'), isWhole: !interrupted.aborted },
    boards.length > 0 ? boards.map(sayFind).join('\n') : [
      'No board answers. Look at its supply, 0 V to 0 V, A and B (exchange them), and the resistors.',
      ...(finds.length > 0 ? ['Something was heard that makes no sense: two boards with one address, or a speed that was not tried.'] : []),
    ].join('\n'),
  );
  return boards.length > 0 ? 0 : 1;
}

function sayFind({ family, baud, address, answer, what }: ScanFind): string {
  const board = what === '' ? 'a board' : `a board, ${what}`;
  const is = answer === 'hello' ? board : 'something that makes no sense: two boards with one address?';
  return `address ${String(address)}, ${family} at ${String(baud)}: ${is}`;
}

type ListenCall = Call<{ readonly family: Text; readonly baud: Count; readonly seconds: Count }>;

/** Prints what passes on a line until Ctrl-C, and says nothing itself. */
export async function probeListen(call: ListenCall, world = realWorld()): Promise<ExitCode> {
  const family = lockBoardFamily(call.options.family);
  const { clock } = world;
  const sinceMs = clock.monoMs();
  let frames = 0;
  const ear = earOn(call, world, { family, onHeard: (heard) => {
    frames += heard.says === null ? 0 : 1;
    const atMs = Math.round(clock.monoMs() - sinceMs);
    call.answer({ atMs, bytes: hex(heard.bytes), says: jsonOf(heard.says) }, `${(atMs / 1000).toFixed(3).padStart(9)}  ${sayHeard(heard)}`);
  } });
  const { seconds } = call.options;
  const line = await ear.open();
  try {
    await line.listen(seconds === undefined ? null : ms(seconds * 1000), call.terminal.interrupted);
  } finally {
    await line.close();
    ear.end();
  }
  if (!call.isJson) call.note(`${String(frames)} frames.`);
  return 0;
}

function sayHeard({ bytes, says }: Overheard): string {
  return `${hex(bytes)}${says === null ? '' : `  ${saySaying(says)}`}`;
}

type RawCall = Call<{ readonly family: Text; readonly baud: Count; readonly yes: Switch; readonly dangerous: Switch }>;

/** Sends one frame, once, and tells what is said to it. */
export async function probeRaw(call: RawCall, world = realWorld()): Promise<ExitCode> {
  const family = lockBoardFamily(call.options.family);
  const bytes = bytesOf(call.operands[1] ?? '');
  if (family === null) throw new Misuse(`--family is missing: one of ${lockBoardFamilies.join(', ')}`);
  if (bytes === null) throw new Misuse('HEX takes pairs of digits, as in "80 01 00 33 B2"');
  const judgement = judge(bytes, family, lockBoardModels(call.profileFolder).get(family) ?? []);
  const consent = await consentTo(call, bytes, family, judgement);
  if (consent === null) return 1;
  const asked = judgement.kind === 'own' ? judgement.request : null;
  const answers: Overheard[] = [];
  const ear = earOn(call, world, { family, asked, onHeard: (heard) => answers.push(heard) });
  const line = await ear.open();
  try {
    await line.write(bytes);
    await line.listen(answersWithin, call.terminal.interrupted);
  } finally {
    await line.close();
    ear.end();
  }
  call.answer(
    {
      sent: hex(bytes), asks: asked?.asks ?? null, reason: consent.reason,
      answers: answers.map(({ bytes: said, says }) => ({ bytes: hex(said), says: jsonOf(says) })),
    },
    [`sent   ${hex(bytes)}${asked === null ? '' : `  ${asked.asks}`}`, ...answers.map((heard) => `heard  ${sayHeard(heard)}`)].join('\n')
      + (answers.length === 0 ? '\nNothing was heard.' : ''),
  );
  return answers.some(({ says }) => says !== null) ? 0 : 1;
}

/** @returns `null` where it must not be sent */
async function consentTo(
  call: RawCall, bytes: Uint8Array, family: LockBoardFamily, judgement: Judgement,
): Promise<{ readonly reason: string | null } | null> {
  if (judgement.kind === 'forbidden') {
    call.note(`Not sent: in it is an order to ${judgement.family} boards that no bank gives: to all coils, to several or without an end.`);
    return null;
  }
  if (judgement.kind === 'own') {
    const { asks, address, channel } = judgement.request;
    if (asks !== 'open') return { reason: null };
    const what = `channel ${String(channel)} of board ${String(address)}`;
    if (!call.options.yes) throw new Misuse(`this opens ${what}: say so with --yes`);
    return await isTyped(call, `This opens ${what}. Type "open ${String(channel)}": `, `open ${String(channel)}`) ? { reason: null } : null;
  }
  if (!call.options.dangerous) {
    const right = withRightChecksum(bytes, family);
    const why = right === null
      ? 'nobody here knows what a board does with this frame'
      : `its checksum is wrong: ${hex(right)} would be right among ${family} boards`;
    throw new Misuse(`${why}; --dangerous sends it all the same`);
  }
  const reason = (await call.terminal.ask(`${hex(bytes)} is unknown, and may open doors. Type why it has to be sent: `))?.trim() ?? '';
  if (reason.length >= reasonLeast) return { reason };
  call.note('Nothing was sent.');
  return null;
}

async function isTyped(call: RawCall, question: string, words: string): Promise<boolean> {
  if ((await call.terminal.ask(question))?.trim() === words) return true;
  call.note('Nothing was sent.');
  return false;
}

interface EarOptions {
  readonly family: LockBoardFamily | null;
  readonly asked?: Extract<Judgement, { kind: 'own' }>['request'] | null;
  readonly onHeard: (heard: Overheard) => void;
}

/** An ear on a line; a pause ends whatever was being said. */
function earOn(call: Call<{ readonly baud: Count }>, world: ProbeWorld, { family, asked = null, onHeard }: EarOptions) {
  const models = family === null ? [] : lockBoardModels(call.profileFolder).get(family) ?? [];
  const cutter = new FrameCutter(family === null ? null : familyOf(family), asked, onHeard);
  let pause: Timer | null = null;
  const stop = (): void => {
    if (pause !== null) world.clock.cancel(pause);
    pause = null;
  };
  const onBytes = (bytes: Uint8Array): void => {
    stop();
    cutter.take(bytes);
    pause = world.clock.setTimer('a line is quiet', quietAfter, () => cutter.quiet());
  };
  return {
    open: () => ProbeLine.open({ ...world, ...speedOf(models, call.options.baud), port: call.operands[0] ?? '', onBytes }),
    end: () => {
      stop();
      cutter.quiet();
    },
  };
}

interface Speed {
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
}

function speedOf(models: readonly BoardModel[], baud: number | undefined): Speed {
  const serial = models.find((model) => model.serial)?.serial;
  return { baud: baud ?? serial?.baud ?? usualBaud, parity: serial?.parity ?? 'none' };
}
