import { resolve } from 'node:path';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { sayNumbers } from '../../../statecharts/say-numbers.ts';
import { seconds, type Milliseconds } from '../../../statecharts/units.ts';
import { checkNewFile, saveSomewhere } from '../../adapters/files.ts';
import { sayError } from '../../adapters/process.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { isOfVisit } from '../../bank/doubt.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TechnicianKey } from '../../signed/technician-keys.ts';
import { Misuse, type Call, type Count, type ExitCode, type Switch, type Text } from '../cli/command.ts';
import { Refused, type BankClient } from '../socket/client.ts';
import { isOpen, type DoorRow, type OpenAnswer } from '../socket/protocol.ts';
import { readKey, withBank } from './bank.ts';
import { DoorWatch } from './door-watch.ts';
import { askDoors, askStatus } from './looking.ts';
import { hasPassed, reportPage, reportText, type DoorTest, type SelftestReport } from './selftest-report.ts';

type SelftestCall = Call<{
  readonly only: Text;
  readonly key: Text;
  readonly report: Text;
  readonly 'occupied-too': Switch;
  readonly empty: Switch;
  readonly patience: Count;
}>;

type Result = (verdict: DoorTest['verdict'], more?: Partial<DoorTest>) => DoorTest;

const usualPatience = seconds(60);
const reason = 'self-test';
const somethingLiesThere = 'something lies there';

/** A bolt needs 100 to 500 ms; a door that takes this long has a latch that sticks, or a coil that is starved. */
const slowBeyond = seconds(2);

/** Has each door opened, seen to open, shut by hand and seen to shut; writes down how long each took. */
export async function selftest(call: SelftestCall): Promise<ExitCode> {
  const { report: named } = call.options;
  if (named !== undefined && !/\.(html|json|txt)$/.test(named)) throw new Misuse('--report takes a file that ends in .html, .json or .txt');
  const only = call.options.only === undefined ? null : readNumbers(call.options.only);
  const key = await readKey(call, call.options.key);
  const file = named === undefined ? null : resolve(call.folder, named);
  if (file !== null) await checkNewFile(file);
  const report = await withBank(call, (client) => testDoors(call, client, key, only));
  const isSaved = file === null || await isKept(call, file, textFor(file, report));
  call.answer({ ...report, passed: hasPassed(report) }, reportText(report));
  return isSaved && hasPassed(report) ? 0 : 1;
}

/** What was tested is told whatever ends the test: Ctrl-C, or a bank that hangs up. */
async function testDoors(
  call: SelftestCall, client: BankClient, key: TechnicianKey, only: readonly number[] | null,
): Promise<SelftestReport> {
  const clock = new RealClock();
  const now = () => new Date(clock.wallMs()).toISOString();
  const began = now();
  const { interrupted } = call.terminal;
  const { patience } = call.options;
  const { bank, profile, cabinet, firmware } = await askStatus(client);
  const known = await askDoors(client);
  const missing = only?.find((locker) => !known.some((row) => row.locker === locker));
  if (missing !== undefined) throw new Misuse(`there is no locker ${String(missing)} here`);
  await client.signIn(key);
  const watch = await DoorWatch.begin(client, clock);
  const bench = new Bench(client, watch, clock, patience === undefined ? usualPatience : seconds(patience), (text) => call.note(text));
  interrupted.addEventListener('abort', () => watch.stop(), { once: true });
  let doors: readonly DoorTest[] = [];
  let isCutShort = false;
  try {
    for (const row of known.filter(({ locker }) => only === null || only.includes(locker))) {
      if (interrupted.aborted) break;
      doors = [...doors, await bench.test(row, call.options['occupied-too'])];
    }
    doors = await looked(call, bench, doors);
  } catch (error) {
    if (!(error instanceof LockerError)) throw error;
    call.note(sayError(error));
    isCutShort = true;
  }
  return {
    bank, profile: { id: profile, ...cabinet }, firmware, technician: key.id, began, ended: now(),
    isCutShort: isCutShort || interrupted.aborted, doorsInAll: known.length, doors,
  };
}

/**
 * A door that was moved by hand, or stood open when the bank began, stays in doubt until somebody has looked. Whoever has
 * just had it open and shut it has: they are asked once, for all such doors.
 * @returns the same doors, and at each of these what became of it
 */
async function looked(call: SelftestCall, bench: Bench, doors: readonly DoorTest[]): Promise<readonly DoorTest[]> {
  const remarks = new Map(bench.ofStaff(doors).map((locker) => [locker, 'out of use until staff have looked inside']));
  const inDoubt = bench.inDoubt(doors);
  const isEmpty = inDoubt.length > 0 && await isSaidEmpty(call, inDoubt);
  for (const locker of inDoubt) {
    remarks.set(locker, isEmpty ? await bench.sayEmpty(locker) : 'in doubt still: nobody said that it is empty');
  }
  return doors.map((door) => {
    const news = remarks.get(door.locker);
    return news === undefined ? door : { ...door, remark: [door.remark, news].filter((text) => text !== '').join('; ') };
  });
}

async function isSaidEmpty(call: SelftestCall, inDoubt: readonly number[]): Promise<boolean> {
  const { terminal, options } = call;
  if (options.empty) return true;
  if (terminal.interrupted.aborted) return false;
  const names = inDoubt.length === 1 ? `Locker ${String(inDoubt[0])} is` : `Lockers ${sayNumbers(inDoubt)} are`;
  const question = `${names} out of use until somebody has looked inside, as you have just done. Nothing in there? [y/N] `;
  const said = await terminal.ask(question);
  if (/^y(?:es)?$/i.test(said?.trim() ?? '')) return true;
  call.note(`${names} out of use still.${said === null ? ' Where nobody can be asked: --empty' : ''}`);
  return false;
}

/** Whoever has walked to every door is told where their report is, or sees it at least. */
async function isKept(call: SelftestCall, file: string, text: string): Promise<boolean> {
  try {
    const where = await saveSomewhere(file, text);
    if (where !== file) call.note(`${file} cannot be written any more. The report is in ${where}.`);
    return true;
  } catch (error) {
    call.note(sayError(error));
    return false;
  }
}

function textFor(file: string, report: SelftestReport): string {
  if (file.endsWith('.html')) return reportPage(report);
  return file.endsWith('.json') ? `${JSON.stringify(report, null, 2)}\n` : `${reportText(report)}\n`;
}

function readNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map((word) => (/^\d{1,4}$/.test(word.trim()) ? Number(word) : NaN));
  if (numbers.some(Number.isNaN)) throw new Misuse('--only takes numbers of lockers with commas between them: 3,4,12');
  return numbers;
}

/** Where doors are tested, one after the other, while all of them are watched. */
class Bench {
  readonly #client: BankClient;
  readonly #watch: DoorWatch;
  readonly #clock: Clock;
  readonly #patience: Milliseconds;
  readonly #note: (text: string) => void;

  constructor(client: BankClient, watch: DoorWatch, clock: Clock, patience: Milliseconds, note: (text: string) => void) {
    this.#client = client;
    this.#watch = watch;
    this.#clock = clock;
    this.#patience = patience;
    this.#note = note;
  }

  /** @param before how the door was before the first test: a doubt that a test itself has brought up is no reason to pass it over */
  async test(before: DoorRow, occupiedToo: boolean): Promise<DoorTest> {
    const { locker, lock, contact, doubt } = before;
    const { isOccupied, isEmptyInBooks, door } = this.#watch.row(locker);
    const result = (verdict: DoorTest['verdict'], more: Partial<DoorTest> = {}): DoorTest =>
      ({ locker, lock, contact, verdict, openedAfterMs: null, shutAfterMs: null, remark: '', ...more });
    if (!occupiedToo && isOccupied) return result('skipped', { remark: somethingLiesThere });
    // A door that stuck before is what a test is for; where somebody else may have been inside, those have to look who may see it.
    if (!occupiedToo && doubt !== null && !isOfVisit(doubt) && !isEmptyInBooks) {
      return result('skipped', { remark: `staff have to look first: ${doubt}` });
    }
    if (door === 'open') {
      this.#note(`Locker ${String(locker)} stands open. Shut it, please.`);
      if (!(await this.#isShut(locker))) return result('not-shut', { remark: 'stood open from the beginning' });
    }
    const answer = await this.#open(locker, !occupiedToo);
    if (answer instanceof Refused) {
      // Something was put in after we had asked.
      return answer.why === 'occupied' ? result('skipped', { remark: somethingLiesThere }) : result('refused', { remark: answer.says });
    }
    if (!isOpen(answer)) {
      const instead = this.#watch.othersThan(locker);
      if (instead.length > 0) return this.#openedInstead(locker, instead, result);
      const { kind, says } = this.#watch.whyNot(answer);
      this.#note(`Locker ${String(locker)} was not seen to open: ${says}.`);
      return result(kind, { remark: says });
    }
    const { afterMs: openedAfterMs } = answer;
    this.#note(`Locker ${String(locker)} opened after ${String(openedAfterMs)} ms. Shut it, please.`);
    const openMs = this.#clock.monoMs();
    const isShut = await this.#isShut(locker);
    // Only now: another contact may have spoken a moment later.
    const others = this.#watch.othersThan(locker);
    const remark = [
      ...(others.length > 0 ? [`${others.join(', ')} opened meanwhile`] : []),
      ...(openedAfterMs > slowBeyond ? [`slow: more than ${String(slowBeyond / 1000)} s until it opened`] : []),
      ...(isShut ? [] : [this.#watch.wasLost(locker) ? 'its contact fell silent' : 'it was not seen to shut']),
    ].join('; ');
    if (!isShut) return result('not-shut', { openedAfterMs, remark });
    const shutAfterMs = Math.round(this.#clock.monoMs() - openMs);
    return result(others.length > 0 ? 'another-door' : 'passed', { openedAfterMs, shutAfterMs, remark });
  }

  async #openedInstead(locker: number, others: readonly number[], result: Result): Promise<DoorTest> {
    const names = others.join(', ');
    this.#note(`Locker ${String(locker)} did not open, and ${names} did meanwhile. Shut it, please.`);
    for (const other of others) await this.#isShut(other);
    return result('another-door', { remark: `${names} opened meanwhile: if nobody else opened it, two doors are exchanged` });
  }

  /** Of which of these doors a person may say now that they are empty: each has been opened and shut, and is in doubt still. */
  inDoubt(doors: readonly DoorTest[]): readonly number[] {
    return doors.filter(({ locker, verdict }) => verdict === 'passed' && this.#isInDoubt(locker, true)).map(({ locker }) => locker);
  }

  /** Which of the doors that were tried are in doubt, and for staff to look into: something lies there, or is to. */
  ofStaff(doors: readonly DoorTest[]): readonly number[] {
    return doors.filter(({ locker, verdict }) => verdict !== 'skipped' && this.#isInDoubt(locker, false)).map(({ locker }) => locker);
  }

  /** Tells the bank that somebody has looked. @returns what it says, for the report */
  async sayEmpty(locker: number): Promise<string> {
    try {
      await this.#client.ask({ ask: 'looked', locker });
      return 'looked into: empty';
    } catch (error) {
      if (error instanceof Refused) return `in doubt still: ${error.says}`;
      // It answers for no further door, but what it has taken of others stands.
      if (error instanceof LockerError) return 'in doubt, perhaps: the bank hung up before it had answered';
      throw error;
    }
  }

  #isInDoubt(locker: number, isEmpty: boolean): boolean {
    const { doubt, isEmptyInBooks } = this.#watch.row(locker);
    return doubt !== null && isEmptyInBooks === isEmpty;
  }

  async #open(locker: number, unlessOccupied: boolean): Promise<OpenAnswer | Refused> {
    try {
      return await this.#watch.open(locker, reason, unlessOccupied);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  #isShut(locker: number): Promise<boolean> {
    return this.#watch.isShut(locker, this.#patience);
  }
}
