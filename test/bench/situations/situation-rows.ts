import { rowOf, type Row } from '../row.ts';
import { quantile } from '../quantile.ts';
import { Notebook, type Findings } from './findings.ts';
import { Front } from './front.ts';
import { situations } from './situations.ts';

/** One cabinet for each family of boards that can be tried on a pseudo-terminal. */
const cabinets = {
  'Waveshare Modbus relay': 'waveshare-48', '0x8A/BCC': 'bcc8a-96', 'Kerong CU16': 'kerong-cu16-64',
  'Kerong CU48': 'kerong-cu48-96', 'UPUS SKB': 'upus-skb-72', 'WKLY': 'wkly-48', 'Firmata': 'firmata-mega-24',
} as const;

/** A door's movement is known to the upstream within this. */
const promisedMs = 1_000;

interface Played {
  readonly situation: string;
  readonly findings: Findings;
}

/** Every situation at one cabinet, one after the other, over one and the same bank. */
async function playAll(id: string): Promise<readonly Played[]> {
  const front = await Front.open(id);
  const played: Played[] = [];
  try {
    for (const { name, play } of situations) {
      front.notebook = new Notebook();
      const before = front.cabinet.violations().length;
      try {
        await play(front);
      } catch (error) {
        front.notebook.missing.push(`it could not be played: ${error instanceof Error ? error.message : String(error)}`);
      }
      front.notebook.overLimit.push(...front.cabinet.violations().slice(before).map((violation) => JSON.stringify(violation)));
      played.push({ situation: name, findings: front.notebook.findings() });
    }
  } finally {
    await front.close();
  }
  return played;
}

const count = (played: readonly Played[], what: 'falseSuccesses' | 'missing' | 'overLimit'): number =>
  played.reduce((sum, { findings }) => sum + findings[what].length, 0);

/**
 * The twelve situations at every family of boards, played over the built firmware as a process: prints what was found, and
 * answers the rows for the table.
 */
export async function situationRows(): Promise<readonly Row[]> {
  const families = Object.entries(cabinets);
  const rows: Row[] = [];
  // Two at a time: each is a bank, a broker and a cabinet, and what is measured is measured in real time.
  for (let at = 0; at < families.length; at += 2) {
    const pair = families.slice(at, at + 2);
    const results = await Promise.all(pair.map(([, id]) => playAll(id)));
    for (const [index, [family]] of pair.entries()) {
      const played = results[index] ?? [];
      print(family, played);
      rows.push(...rowsOf(family, played));
    }
  }
  return rows;
}

function rowsOf(family: string, played: readonly Played[]): readonly Row[] {
  const of = { value: situations.length, against: 'the situations' };
  const known = played.flatMap(({ findings }) => findings.knownAfterMs);
  const promised = { value: promisedMs, against: 'the second that is promised' };
  return [
    rowOf(`${family}: false successes`, count(played, 'falseSuccesses'), '', of, 0),
    rowOf(`${family}: missing reports`, count(played, 'missing'), '', of, 0),
    rowOf(`${family}: coils over their limit`, count(played, 'overLimit'), '', of, 0),
    rowOf(`${family}: movement → upstream, median`, quantile(known, 0.5), 'ms', promised, 1),
    rowOf(`${family}: movement → upstream, longest`, Math.max(...known), 'ms', promised, 1),
  ];
}

function print(family: string, played: readonly Played[]): void {
  process.stdout.write(`\n${family}\n`);
  for (const { situation, findings: { falseSuccesses, missing, overLimit, knownAfterMs, remarks } } of played) {
    const bad = [...falseSuccesses.map((what) => `FALSE SUCCESS ${what}`), ...missing.map((what) => `MISSING ${what}`), ...overLimit];
    const known = knownAfterMs.length === 0 ? '' : `known after ${knownAfterMs.map((ms) => ms.toFixed(0)).join(', ')} ms`;
    const says = [...bad, known, ...remarks].filter((part) => part !== '').join('; ') || 'as it should be';
    process.stdout.write(`  ${situation.padEnd(22)} ${says}\n`);
  }
}
