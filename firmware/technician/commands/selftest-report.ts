import { tableOf } from '../cli/table.ts';

/** What the test of one door found. */
type DoorVerdict =
  | 'passed'
  /** The order went out, and its contact said nothing; or its board took no order. */
  | 'did-not-open'
  /** Of none of the doors on its board is anything known, or the board of its coil does not answer. */
  | 'board-silent'
  /** Nothing is known of its contact, though its board is there: whether it has opened, nobody can tell. */
  | 'contact-unknown'
  /** Another door's contact spoke meanwhile: two wires have changed places, or two labels, or somebody opened it. */
  | 'another-door'
  /** It opened, and its contact never said closed again. */
  | 'not-shut'
  /** The bank would not: somebody is there, or something is wrong with the whole bank. */
  | 'refused'
  | 'skipped';

export interface DoorTest {
  readonly locker: number;
  readonly lock: string;
  readonly contact: string;
  readonly verdict: DoorVerdict;
  /** From the order to the contact's word. */
  readonly openedAfterMs: number | null;
  /** From there until it was shut again, by hand. */
  readonly shutAfterMs: number | null;
  /** What else there is to say, in words. */
  readonly remark: string;
}

export interface SelftestReport {
  readonly bank: string;
  readonly profile: { readonly id: string; readonly label: string; readonly version: number };
  readonly firmware: string;
  /** Whose key it was. */
  readonly technician: string;
  readonly began: string;
  readonly ended: string;
  /** It was stopped before its end. */
  readonly isCutShort: boolean;
  /** How many doors the bank has, whether they were named for the test or not. */
  readonly doorsInAll: number;
  readonly doors: readonly DoorTest[];
}

const verdictWords: Readonly<Record<DoorVerdict, string>> = {
  'passed': 'passed', 'did-not-open': 'DID NOT OPEN', 'board-silent': 'BOARD SILENT', 'contact-unknown': 'CONTACT UNKNOWN',
  'another-door': 'ANOTHER DOOR', 'not-shut': 'NOT SHUT', 'refused': 'REFUSED', 'skipped': 'skipped',
};

export function hasPassed({ doors, isCutShort }: Pick<SelftestReport, 'doors' | 'isCutShort'>): boolean {
  const tested = doors.filter(({ verdict }) => verdict !== 'skipped');
  return !isCutShort && tested.length > 0 && tested.every(({ verdict }) => verdict === 'passed');
}

function summaryOf(report: SelftestReport): string {
  const count = (verdict: DoorVerdict) => report.doors.filter((door) => door.verdict === verdict).length;
  const failed = report.doors.length - count('passed') - count('skipped');
  const tried = report.doors.length - count('skipped') - count('refused');
  const parts = [`${String(count('passed'))} passed`, `${String(failed)} failed`, `${String(count('skipped'))} skipped`];
  const cut = report.isCutShort ? ' It was stopped before its end.' : '';
  const of = `${String(tried)} of ${String(report.doorsInAll)} doors tried`;
  return `${hasPassed(report) ? 'Passed' : 'Not passed'}: ${parts.join(', ')}; ${of}.${cut}`;
}

const head = ['locker', 'coil', 'contact', 'result', 'opened after', 'shut after', 'remark'];

function cellsOf({ locker, lock, contact, verdict, openedAfterMs, shutAfterMs, remark }: DoorTest): readonly string[] {
  const opened = openedAfterMs === null ? '' : `${String(openedAfterMs)} ms`;
  const shut = shutAfterMs === null ? '' : `${(shutAfterMs / 1000).toFixed(1)} s`;
  return [String(locker), lock, contact, verdictWords[verdict], opened, shut, remark];
}

function headOf(report: SelftestReport): readonly (readonly [string, string])[] {
  const { id, label, version } = report.profile;
  return [
    ['Bank', report.bank], ['Profile', `${id}, version ${String(version)}`], ['Cabinet', label],
    ['Firmware', report.firmware], ['Technician', report.technician],
    ['Began', report.began], ['Ended', report.ended],
  ];
}

/** The report as text, to be read in a terminal or sent by mail. */
export function reportText(report: SelftestReport): string {
  return [
    'Self-test of a locker bank', '', ...headOf(report).map(([name, text]) => `${name.padEnd(12)}${text}`), '',
    tableOf(head, report.doors.map(cellsOf)), '', summaryOf(report),
  ].join('\n');
}

/** The report as a page that can be printed, with lines to sign on by hand. It needs nothing but itself. */
export function reportPage(report: SelftestReport): string {
  const cell = (text: string) => `<td>${escaped(text)}</td>`;
  const rows = report.doors.map((door) => `<tr class="${door.verdict}">${cellsOf(door).map(cell).join('')}</tr>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Self-test of ${escaped(report.bank)}</title>
<style>
  body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #111; background: #fff; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #bbb; vertical-align: top; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  td:nth-child(4) { font-weight: 600; }
  .passed td:nth-child(4) { color: #0a5c2b; }
  tr:not(.passed, .skipped) td:nth-child(4) { color: #9c1010; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; }
  dd { margin: 0; }
  .sum { font-size: 1.25rem; font-weight: 600; margin: 1.5rem 0; }
  .sign { display: flex; gap: 3rem; margin-top: 4rem; }
  .sign p { flex: 1; border-top: 1px solid #111; padding-top: .3rem; }
</style>
</head>
<body>
<h1>Self-test of a locker bank</h1>
<dl>${headOf(report).map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>
<p class="sum">${summaryOf(report)}</p>
<table>
<thead><tr>${head.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<div class="sign"><p>Date, technician</p><p>Date, received by</p></div>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
