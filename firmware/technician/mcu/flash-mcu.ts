import { resolve } from 'node:path';
import { readProfile } from '../../../board-profiles/profile.ts';
import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';
import { lockOutBank } from '../../adapters/data-lock.ts';
import { readTextFile } from '../../adapters/files.ts';
import { libraryFor } from '../../adapters/profile-file.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { realDisk } from '../../adapters/real-disk.ts';
import type { Call, ExitCode, Switch, Text } from '../cli/command.ts';
import { meantBank } from '../commands/bank.ts';
import { isMeant } from '../commands/is-meant.ts';
import { profileInUse } from '../flash/profile-in-use.ts';
import { ProbeLine, type ProbeWorld } from '../probe/line.ts';
import { textOf } from '../profile/work.ts';
import type { FlashFailure, FlashStage } from './avrdude-progress.ts';
import { askHello, type FirmataHello } from './firmata-hello.ts';
import { readHex, type HexProgram } from './intel-hex.ts';
import { ProgressBar } from './progress-bar.ts';
import { sayHello, shortcomings, targetOf, type McuTarget } from './target.ts';
import { writeFlash, type WriteEnd } from './write-flash.ts';

export type McuCall = Call<{ readonly mcu: Text; readonly expect: Text; readonly yes: Switch }>;

interface McuWorld extends ProbeWorld {
  readonly avrdude: string;
}

const realWorld = (): McuWorld => ({ clock: new RealClock(), avrdude: 'avrdude' });

const unpowered = 'Leave the supply of the coils off until then: nobody can say what half a program does with its pins.';
const onceMore = 'Its boot loader is still there: give the same command once more.';

/** Puts firmware into the microcontroller of a bank that is stopped, and asks it afterwards who it is. */
export async function flashMcu(call: McuCall, world: McuWorld = realWorld()): Promise<ExitCode> {
  const file = resolve(call.folder, call.options.mcu ?? '');
  const target = targetOf(await meantProfile(call));
  const text = await readTextFile(file, 'name the .hex file of the firmware');
  const program = readHex(text, file, target.mcu.programMostBytes);
  const { board, port, mcu } = target;
  call.note(`${file}: ${String(program.bytes)} bytes for ${board}, an ${mcu.part} at ${port}.\n`
    + 'Switch the supply of the coils off first: while it is flashed, nobody watches over its pins.');
  if (!(await isMeant(call, `Flash the firmware of ${board}?`))) return 1;
  // Whoever holds it is the only one at the boards: a bank that systemd starts meanwhile waits until it is over. A set-up screen has no
  // board open, but from there a profile can go in at any moment, and a bank begin with it at this very port.
  const lock = await lockOutBank(meantBank(call).dataFolder);
  try {
    return await flashed(call, world, target, program);
  } finally {
    await lock.release();
  }
}

/** The one that says which microcontroller is meant: that of the bank, where none is named. */
function meantProfile(call: McuCall): Promise<Profile> {
  const [named] = call.operands;
  if (named === undefined) {
    const { configuration, dataFolder } = meantBank(call);
    return profileInUse({ named: configuration.profile, profileFolder: call.profileFolder, disk: realDisk(dataFolder) });
  }
  const file = textOf(named, call);
  return Promise.resolve(readProfile(file, libraryFor(file, call.profileFolder)));
}

async function flashed(call: McuCall, world: McuWorld, target: McuTarget, program: HexProgram): Promise<ExitCode> {
  const { interrupted } = call.terminal;
  await checkPort(world, target);
  const bar = new ProgressBar(call.terminal);
  const end = await writeFlash({
    program: world.avrdude, mcu: target.mcu, port: target.port, hex: program.text, clock: world.clock, interrupted,
    onProgress: (progress) => bar.show(progress),
  });
  bar.end();
  const facts = { board: target.board, port: target.port, bytes: program.bytes };
  if (end.kind !== 'flashed') {
    call.answer({ ...facts, ...end }, sayEnd(target, end));
    return 1;
  }
  call.note('Written, and read back as it was written. It is asked who it is …');
  const hello = await askHello(world, target, interrupted);
  const wrong = hello === null ? [sayNoHello(interrupted)] : shortcomings(target, hello, call.options.expect);
  const { pins, ...says } = hello ?? { pins: [] };
  call.answer(
    { ...facts, kind: 'flashed', says: hello && { ...says, pins: pins.length }, wrong },
    sayFlashed(call, target, hello, wrong),
  );
  return wrong.length === 0 ? 0 : 1;
}

/**
 * Some versions of avrdude turn round and round on a port that is not there, and none says who else has it.
 * @throws LockerError `hardware.not-ready`
 */
async function checkPort(world: ProbeWorld, { port, baud }: McuTarget): Promise<void> {
  const line = await ProbeLine.open({ ...world, port, baud, parity: 'none', onBytes: () => undefined });
  await line.close();
}

function sayFlashed({ operands: [named] }: McuCall, { board }: McuTarget, hello: FirmataHello | null, wrong: readonly string[]): string {
  return [
    ...(hello === null ? [] : [`${board} says: ${sayHello(hello)}, ${String(hello.pins.length)} pins.`]),
    wrong.length === 0
      ? sayNext(named)
      : `The firmware was written, but ${wrong.join('; ')}.`,
  ].join('\n');
}

function sayNext(named: string | undefined): string {
  return named === undefined
    ? 'Start the bank. When it is at work, switch the supply on and try every door: lockerbank selftest'
    : `The profile itself was not flashed. Start the bank, then: lockerbank flash ${named}`;
}

function sayNoHello({ aborted }: AbortSignal): string {
  return aborted ? 'nobody has asked it who it is' : 'it does not say who it is: this is no Firmata, or it speaks at another baud';
}

function sayEnd({ board }: McuTarget, end: Exclude<WriteEnd, { kind: 'flashed' }>): string {
  const why = end.kind === 'interrupted' ? ['Interrupted.'] : [`${sayWhy(end.why)}.`, ...end.says.map((line) => `  ${line}`)];
  return [...why, sayState(board, end.stage)].join('\n');
}

function sayWhy(why: FlashFailure): string {
  switch (why) {
    case 'no-answer':
      return 'The boot loader does not answer. Cure: look at port and cable; that of an old Nano speaks at 57600 (mcu.baud of its model)';
    case 'other-chip':
      return 'This is another chip than the profile says. Cure: look at the board, and at the port of its bus';
    case 'mismatch':
      return 'What was read back is not what was written';
    case 'failed':
      return 'avrdude has failed';
    default:
      return never(why, 'failure');
  }
}

function sayState(board: string, stage: FlashStage): string {
  switch (stage) {
    case 'connecting':
      return `Nothing was written: ${board} has the firmware that it had.`;
    case 'writing':
      return `${board} is half flashed, and of no use like this. ${onceMore} ${unpowered}`;
    case 'verifying':
      return `${board} is written, but not proven. ${onceMore} ${unpowered}`;
    default:
      return never(stage, 'stage');
  }
}
