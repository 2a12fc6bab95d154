import { resolve } from 'node:path';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds, type Milliseconds } from '../../../statecharts/units.ts';
import { checkNewFile, saveSomewhere } from '../../adapters/files.ts';
import { sayError } from '../../adapters/process.ts';
import { RealClock } from '../../adapters/real-clock.ts';
import { isOfVisit } from '../../bank/doubt.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TechnicianKey } from '../../signed/technician-keys.ts';
import { Misuse, type Call, type Count, type ExitCode, type Switch, type Text } from '../cli/command.ts';
import { Refused, type BankClient } from '../socket/client.ts';
import type { DoorRow, OpenAnswer } from '../socket/protocol.ts';
import { readKey, withBank } from './bank.ts';
import { askDoors, askStatus } from './looking.ts';
import { hasPassed, reportPage, reportText, type DoorTest, type SelftestReport } from './selftest-report.ts';

type SelftestCall = Call<{
  readonly only: Text;
  readonly key: Text;
  readonly report: Text;
  readonly 'occupied-too': Switch;
  readonly patience: Count;
}>;

const usualPatience = seconds(60);
const reason = 'self-test';

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
  const { bank, profile, firmware } = await askStatus(client);
  const known = await askDoors(client);
  const missing = only?.find((locker) => !known.some((row) => row.locker === locker));
  if (missing !== undefined) throw new Misuse(`there is no locker ${String(missing)} here`);
  await client.signIn(key);
  const bench = new Bench(client, clock, patience === undefined ? usualPatience : seconds(patience), (text) => call.note(text));
  interrupted.addEventListener('abort', () => bench.stop(), { once: true });
  await bench.watch();
  const doors: DoorTest[] = [];
  let isCutShort = false;
  try {
    for (const row of known.filter(({ locker }) => only === null || only.includes(locker))) {
      if (interrupted.aborted) break;
      doors.push(await bench.test(row, call.options['occupied-too']));
    }
  } catch (error) {
    if (!(error instanceof LockerError)) throw error;
    call.note(sayError(error));
    isCutShort = true;
  }
  return { bank, profile, firmware, technician: key.id, began, ended: now(), isCutShort: isCutShort || interrupted.aborted, doors };
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
  readonly #clock: Clock;
  readonly #patience: Milliseconds;
  readonly #note: (text: string) => void;
  readonly #rows = new Map<number, DoorRow>();
  readonly #listeners = new Set<() => void>();
  /** Which doors have opened since the present test began: somebody may have shut the wrong one again by its end. */
  readonly #opened = new Set<number>();
  #isStopped = false;

  constructor(client: BankClient, clock: Clock, patience: Milliseconds, note: (text: string) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#patience = patience;
    this.#note = note;
  }

  /** Resolves once every door has said how it is. */
  async watch(): Promise<void> {
    const total = (await askDoors(this.#client)).length;
    await new Promise<void>((resolve, reject) => {
      this.#client.ask({ ask: 'watch' }, (part) => {
        const row = part as DoorRow;
        if (row.door === 'open' && this.#rows.get(row.locker)?.door !== 'open') this.#opened.add(row.locker);
        this.#rows.set(row.locker, row);
        if (this.#rows.size === total) resolve();
        for (const listener of this.#listeners) listener();
      }).catch((error: unknown) => {
        this.stop();
        reject(error as Error);
      });
    });
  }

  /** Nobody waits for a door any more. */
  stop(): void {
    this.#isStopped = true;
    for (const listener of this.#listeners) listener();
  }

  /** @param before how the door was before the first test: a doubt that a test itself has brought up is no reason to pass it over */
  async test(before: DoorRow, occupiedToo: boolean): Promise<DoorTest> {
    const { locker, lock, contact } = before;
    const result = (verdict: DoorTest['verdict'], more: Partial<DoorTest> = {}): DoorTest =>
      ({ locker, lock, contact, verdict, openedAfterMs: null, shutAfterMs: null, remark: '', ...more });
    const { isOccupied, doubt } = before;
    if (!occupiedToo && isOccupied) return result('skipped', { remark: 'something lies there' });
    // A door that stuck before is what a test is for; where somebody else may have been inside, somebody has to look first.
    if (!occupiedToo && doubt !== null && !isOfVisit(doubt)) return result('skipped', { remark: `somebody has to look first: ${doubt}` });
    const row = this.#row(locker);
    if (row.door === 'open') {
      this.#note(`Locker ${String(locker)} stands open. Shut it, please.`);
      if (!(await this.#isShut(locker))) return result('not-shut', { remark: 'stood open from the beginning' });
    }
    this.#opened.clear();
    const answer = await this.#open(locker);
    if (typeof answer === 'string') return result('refused', { remark: answer });
    const others = [...this.#opened].filter((one) => one !== locker);
    if (answer.outcome !== 'opened' && answer.outcome !== 'already-open') {
      if (others.length === 0) {
        this.#note(`Locker ${String(locker)} did not open.`);
        return result('did-not-open', { remark: row.door === 'unknown' ? 'nothing is known of its contact' : '' });
      }
      this.#note(`Locker ${others.join(', ')} opened instead of ${String(locker)}. Shut it, please.`);
      for (const other of others) await this.#isShut(other);
      return result('another-door', { remark: `opened ${others.join(', ')} instead` });
    }
    this.#note(`Locker ${String(locker)} opened after ${String(answer.afterMs)} ms. Shut it, please.`);
    const openMs = this.#clock.monoMs();
    const openedAfterMs = answer.afterMs;
    const remark = others.length > 0 ? `${others.join(', ')} opened, too` : '';
    if (!(await this.#isShut(locker))) return result('not-shut', { openedAfterMs, remark });
    const shutAfterMs = Math.round(this.#clock.monoMs() - openMs);
    return result(others.length > 0 ? 'another-door' : 'passed', { openedAfterMs, shutAfterMs, remark });
  }

  async #open(locker: number): Promise<OpenAnswer | string> {
    try {
      return await this.#client.ask({ ask: 'open', locker, reason }) as OpenAnswer;
    } catch (error) {
      if (error instanceof Refused) return error.message.replace(/^the bank: refuses: /, '');
      throw error;
    }
  }

  #row(locker: number): DoorRow {
    const row = this.#rows.get(locker);
    if (!row) throw new RangeError(`nothing was heard of locker ${String(locker)}`);
    return row;
  }

  /** Waits until a door's contact says closed and nobody is taken to be at it. @returns false where nobody shuts it in time */
  #isShut(locker: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isShut: boolean) => {
        this.#clock.cancel(timer);
        this.#listeners.delete(look);
        resolve(isShut);
      };
      const look = () => {
        const { door, isVisited } = this.#row(locker);
        if (door === 'closed' && !isVisited) end(true);
        else if (this.#isStopped) end(false);
      };
      const timer = this.#clock.setTimer('somebody shuts the door', this.#patience, () => end(false));
      this.#listeners.add(look);
      look();
    });
  }
}
