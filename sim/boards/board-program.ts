import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { BoardModel } from '../../board-profiles/board.schema.ts';
import { readBoardModel } from '../../board-profiles/profile.ts';
import { exitCodes, runUntilStopped, sayError } from '../../firmware/adapters/process.ts';
import { profileLibrary, profileText } from '../../firmware/adapters/profile-file.ts';
import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { LockerError } from '../../statecharts/locker-error.ts';
import { isLockBoard, Workbench, workbenchHelp } from './workbench.ts';
import { FirmataBench, firmataBenchHelp } from './firmata-bench.ts';
import { boardManners } from './manners.ts';
import { PtyLine } from './pty-line.ts';

const usage = `lockerbank-sim board MODEL [--address 0,1] [--link PATH] [--manners late,corrupt]

Puts emulated lock boards on a serial port, and says what passes on the line. The port is yours alone: a bank that is to open it runs as
the same user. Lock boards answer at their own speed and at no other. MODEL is a file of board-profiles/boards/, or its name. Words that
are typed open and shut doors and give the boards bad manners: ? lists them.

  --address   the addresses of the boards, one or several        the smallest that the model can have
  --link      where the port appears                             lockerbank-MODEL in the folder for passing files
  --manners   ${boardManners.join(', ')}

  lockerbank-sim board kerong-cu16 --address 0,1 --link /tmp/lock-bus
`;

/** More would not fit on a line. */
const boardsMost = 32;

interface BoardCall {
  readonly model: string;
  readonly addresses: readonly number[] | null;
  readonly link: string | null;
  readonly manners: readonly string[];
}

/** Runs `lockerbank-sim board …` until it is told to stop. @param words behind `board` */
export async function runBoardProgram(words: readonly string[], profileFolder: string): Promise<void> {
  if (words.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const call = readCall(words);
  if (call === null) {
    process.stderr.write(usage);
    process.exit(exitCodes.misused);
  }
  await runUntilStopped(() => start(call, profileFolder));
}

/** `null`: nobody can say what was meant. */
function readCall(words: readonly string[]): BoardCall | null {
  try {
    const text = { type: 'string' } as const;
    const options = { address: text, link: text, manners: text };
    const { positionals: [model, ...more], values } = parseArgs({ args: [...words], options, allowPositionals: true });
    const addresses = values.address?.split(',').map((digits) => (/^\d{1,3}$/.test(digits) ? Number(digits) : NaN)) ?? null;
    const manners = values.manners?.split(',') ?? [];
    const areKnown = manners.every((manner) => boardManners.some((known) => known === manner));
    if (model === undefined || more.length > 0 || !areKnown || addresses?.some(Number.isNaN)) return null;
    return { model, addresses, link: values.link ?? null, manners };
  } catch {
    return null; // An option that there is not, or one without its value.
  }
}

async function start(call: BoardCall, profileFolder: string): Promise<{ stop(): Promise<void> }> {
  const model = readBoardModel(profileText(call.model, profileFolder, 'board'), profileLibrary(profileFolder));
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const workbench = workbenchFor(model, call, tell);
  const link = resolve(call.link ?? join(tmpdir(), `lockerbank-${model.id}`));
  const port = await PtyLine.open(workbench.line, link).catch((error: unknown) => {
    workbench.stop();
    throw error;
  });
  for (const manner of call.manners) workbench.obey(manner);
  process.stdout.write([
    model.label, `Port            ${link}, for your programs alone`,
    ...('baud' in workbench.line ? [`Speed           ${String(workbench.line.baud)} baud`] : []), ...inProfile(link), workbench.layout(),
    'Type ? for what can be done. Stop with Ctrl-C.', '',
  ].join('\n'));
  const typed = createInterface({ input: process.stdin });
  typed.on('line', (line) => {
    void obey(line.trim(), workbench, port, tell).catch((error: unknown) => tell(sayError(error)));
  });
  return {
    stop: async () => {
      typed.close();
      await port.close();
      workbench.stop();
    },
  };
}

/** Ports of a profile are below /dev. The terminal that is behind the link is there, but after `unplug` and `plug` it is another one. */
function inProfile(link: string): readonly string[] {
  if (link.startsWith('/dev/')) return [`In a profile    "port": "${link}"`];
  return [`In a profile    "port": "/dev/..${link}"`, '                (the same place: a port of a profile begins with /dev/)'];
}

function workbenchFor(model: BoardModel, call: BoardCall, tell: (line: string) => void): Workbench | FirmataBench {
  const clock = new RealClock();
  if (model.family === 'firmata') return new FirmataBench({ model, clock, tell });
  if (!isLockBoard(model)) {
    const what = 'hangs on no serial line. Cure: name one of board-profiles/boards/ that does';
    throw new LockerError('profile.board-unsupported', model.id, what);
  }
  const addresses = call.addresses ?? [model.addresses?.least ?? 0];
  checkAddresses(model, addresses);
  return new Workbench({ model, addresses, clock, tell });
}

/** As a bank's profile is checked: two boards with one address, or one that the switches do not have, are a mistake. */
function checkAddresses({ id, addresses: range }: BoardModel, addresses: readonly number[]): void {
  const least = range?.least ?? 0;
  const most = range?.most ?? 0;
  const isGood = addresses.length <= boardsMost && new Set(addresses).size === addresses.length
    && addresses.every((address) => address >= least && address <= most);
  if (isGood) return;
  const cure = `Cure: say each address once, from ${String(least)} to ${String(most)}`;
  throw new LockerError('configuration.malformed', '--address', `${addresses.join(',')} cannot be addresses of ${id}. ${cure}`);
}

async function obey(words: string, workbench: Workbench | FirmataBench, port: PtyLine, tell: (line: string) => void): Promise<void> {
  if (words === 'unplug') await port.unplug();
  else if (words === 'plug') await port.plugIn();
  else if (words === '?') tell(workbench instanceof FirmataBench ? firmataBenchHelp : workbenchHelp);
  else if (words !== '' && !workbench.obey(words)) tell(`${words}: not understood. Type ? for what can be done.`);
}
