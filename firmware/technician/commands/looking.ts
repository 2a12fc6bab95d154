import type { EventMessage } from '../../contract/messages.ts';
import type { Call, Count, ExitCode, Switch, Terminal } from '../cli/command.ts';
import { paint, type Colour } from '../cli/colours.ts';
import { tableOf } from '../cli/table.ts';
import type { BankClient } from '../socket/client.ts';
import type { DoorRow, StatusAnswer } from '../socket/protocol.ts';
import { withBank } from './bank.ts';
import { setUpStatus } from './set-up-status.ts';
import { sayClock, sayDegraded } from './status-words.ts';

/** Every door as the bank sees it now. */
export async function doors(call: Call): Promise<ExitCode> {
  const rows = await withBank(call, askDoors);
  call.answer({ doors: rows }, doorTable(rows, call.terminal));
  return 0;
}

export async function askDoors(client: BankClient): Promise<readonly DoorRow[]> {
  return (await client.ask({ ask: 'doors' }) as { doors: readonly DoorRow[] }).doors;
}

function doorTable(rows: readonly DoorRow[], terminal: Terminal): string {
  const head = ['locker', 'size', 'status', 'door', 'coil', 'contact', 'board', 'last movement (UTC)', ''];
  const cells = rows.map((row) => [
    String(row.locker), row.size, row.status, row.door, row.lock, row.contact, row.board,
    sayMovement(row.moved), remarkOf(row),
  ]);
  return tableOf(head, cells, (text, column, at) => {
    const row = rows[at];
    const colour = row && colourOf(row, column);
    return colour ? paint(terminal, colour, text) : text;
  });
}

/** A door whose contact was silent has moved at some time that nobody has seen. */
function sayMovement(moved: DoorRow['moved']): string {
  if (moved === null) return 'never seen';
  const by = shortTime(moved.by);
  if (moved.after === moved.by) return by;
  return moved.after === null ? `before ${by}` : `between ${shortTime(moved.after)} and ${by}`;
}

function remarkOf({ doubt, outOfService, isVisited }: DoorRow): string {
  return [
    ...(doubt === null ? [] : [`look: ${doubt}`]), ...(outOfService === null ? [] : [`out of service: ${outOfService}`]),
    ...(isVisited ? ['somebody is there'] : []),
  ].join(', ');
}

const doorColumn = 3;
const boardColumn = 6;

function colourOf({ door, board }: DoorRow, column: number): Colour | null {
  if (column === doorColumn) return door === 'unknown' ? 'red' : door === 'open' ? 'yellow' : 'green';
  return column === boardColumn && board === 'silent' ? 'red' : null;
}

/** `2026-03-01 12:00:05` */
export function shortTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** How the bank is. Ends with 1 where something is wrong with it, so that a script can tell. */
export async function status(call: Call): Promise<ExitCode> {
  return withBank(call, (client) => {
    const { setUp } = client.greeting;
    return setUp === undefined ? statusAtWork(call, client) : setUpStatus(call, client, setUp);
  });
}

async function statusAtWork(call: Call, client: BankClient): Promise<ExitCode> {
  const answer = await askStatus(client);
  const isWell = answer.degraded.length === 0 && answer.silentBoards.length === 0 && answer.doors.unknown === 0;
  call.answer({ ...answer, well: isWell }, statusText(answer, isWell, call.terminal));
  return isWell ? 0 : 1;
}

export async function askStatus(client: BankClient): Promise<StatusAnswer> {
  return await client.ask({ ask: 'status' }) as StatusAnswer;
}

/** Room for the name of each row. */
const nameWidth = 15;

function statusText(answer: StatusAnswer, isWell: boolean, terminal: Terminal): string {
  const { doors: count, events } = answer;
  const rows: (readonly [string, string])[] = [
    ['bank', answer.bank],
    ['profile', profileText(answer, terminal)],
    ...failureRow(answer),
    ['firmware', `${answer.firmware}, up ${lengthOf(answer.up.seconds)}, boot ${answer.bootid}`],
    ['upstream', `${answer.upstream}; ${String(events.head - events.acknowledged)} of ${String(events.head)} events not acknowledged yet`],
    ['clock', `${shortTime(answer.now)} UTC, ${sayClock(answer.clock)}`],
    ['kiosk', answer.kiosk === 'in-use' ? 'somebody is at it' : 'free'],
    ['lockers', Object.entries(answer.lockers).map(([state, many]) => `${String(many)} ${state}`).join(', ')],
    ['doors', `${String(count.closed)} closed, ${String(count.open)} open, ${String(count.unknown)} unknown`],
    ['silent boards', answer.silentBoards.join(', ') || 'none'],
    ['technicians', answer.technicians.join(', ') || 'none signed in'],
    ['wrong', answer.degraded.map(sayDegraded).join(`\n${' '.repeat(nameWidth)}`) || 'nothing that the bank knows of'],
  ];
  const verdict = isWell ? paint(terminal, 'green', 'The bank is well.') : paint(terminal, 'red', 'Something is wrong with this bank.');
  return [...rows.map(([name, text]) => `${name.padEnd(nameWidth)}${text}`), '', verdict].join('\n');
}

/** A profile on trial may be another one in half a minute: whoever looks at doors now has to know. */
function profileText({ profile, flashed }: StatusAnswer, terminal: Terminal): string {
  if (flashed === null) return `${profile}, named by LOCKERBANK_PROFILE`;
  const trial = flashed.isOnTrial ? `, ${paint(terminal, 'yellow', 'on trial: if it fails, the bank goes back by itself')}` : '';
  return `${profile}, version ${String(flashed.version)}${trial}`;
}

/** Whoever flashed it and went away has to learn that the bank does not work with it, and why. */
function failureRow({ flashed }: StatusAnswer): readonly (readonly [string, string])[] {
  const verdict = flashed?.verdict;
  return !verdict || verdict.isPassed ? [] : [['last trial', `another profile has not passed: ${verdict.says.join('; ')}`]];
}

function lengthOf(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return `${String(days)} d ${String(hours)} h`;
  return hours > 0 ? `${String(hours)} h ${String(minutes)} min` : `${String(minutes)} min`;
}

/** Each door that changes, as it does, until Ctrl-C. */
export async function watch(call: Call): Promise<ExitCode> {
  const last = new Map<number, DoorRow>();
  const total = (await withBank(call, askDoors)).length;
  return endless(call, (client, print) => client.ask({ ask: 'watch' }, (part) => {
    const row = part as DoorRow;
    const before = last.get(row.locker);
    last.set(row.locker, row);
    if (before) print(row, changeText(before, row, call.terminal));
    else if (call.isJson) print(row, '');
    else if (last.size === total) call.note(`Watching ${String(total)} doors. Stop with Ctrl-C.`);
  }));
}

function changeText(before: DoorRow, row: DoorRow, terminal: Terminal): string {
  const news = [
    ...(row.door === before.door ? [] : [paint(terminal, colourOf(row, doorColumn) ?? 'bold', row.door)]),
    ...(row.status === before.status ? [] : [`${before.status} → ${row.status}`]),
    ...(row.board === before.board ? [] : [`board ${row.board}`]),
    ...(row.isVisited === before.isVisited ? [] : [row.isVisited ? 'somebody comes' : 'nobody is there any more']),
    ...(row.outOfService === before.outOfService ? [] : [row.outOfService === null ? 'in service' : `out of service: ${row.outOfService}`]),
  ];
  return `locker ${String(row.locker).padEnd(4)} ${news.join(', ') || remarkOf(row) || row.door}`;
}

type EventsCall = Call<{
  readonly from: Count;
  readonly follow: Switch;
}>;

/** So many of the newest are shown where nobody says from where. */
const newestShown = 20;

/** What the bank has told the upstream, or would tell it if it could be reached. */
export async function events(call: EventsCall): Promise<ExitCode> {
  if (call.options.follow) {
    return endless(call, async (client, print) => {
      const { head } = await askEvents(client, Number.MAX_SAFE_INTEGER);
      const from = call.options.from ?? head + 1;
      return client.ask({ ask: 'follow', from }, (part) => print(part, eventText(part as EventMessage)));
    });
  }
  const found = await withBank(call, async (client) => {
    const { head } = await askEvents(client, Number.MAX_SAFE_INTEGER);
    return allEvents(client, call.options.from ?? Math.max(1, head - newestShown + 1), head);
  });
  for (const event of found) call.answer(event, eventText(event));
  return 0;
}

/** Events from one sequence number to another, in as many questions as it takes. */
export async function allEvents(client: BankClient, from: number, to: number): Promise<readonly EventMessage[]> {
  const found: EventMessage[] = [];
  for (let next = from; next <= to; ) {
    const { events: some } = await askEvents(client, next);
    const last = some.at(-1);
    if (!last) break;
    found.push(...some);
    next = Number(last.sequence) + 1;
  }
  return found;
}

export async function askEvents(client: BankClient, from: number): Promise<{ events: readonly EventMessage[]; head: number }> {
  return await client.ask({ ask: 'events', from }) as { events: readonly EventMessage[]; head: number };
}

function eventText({ sequence, time, type, subject, data }: EventMessage): string {
  const name = type.replace(/^lockerbank\./, '').replace(/\.v\d+$/, '');
  const details = Object.entries(data).flatMap(([key, value]) => (key === 'locker' || value === null ? [] : [`${key} ${sayValue(value)}`]));
  const row = `${String(Number(sequence)).padStart(6)}  ${shortTime(time)}  ${name.padEnd(22)} ${subject}`;
  return details.length > 0 ? `${row}  ${details.join(', ')}` : row;
}

/** A value as a sentence has it: `technician tess`, and not the braces of its JSON. */
function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(sayValue).join(' and ');
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).filter(([, inner]) => inner !== null);
  if (isPerson(value)) return `${value.role} ${value.id}`;
  return fields.map(([key, inner]) => `${key} ${sayValue(inner)}`).join(' ');
}

function isPerson(value: object): value is { readonly role: string; readonly id: string } {
  return 'role' in value && 'id' in value && Object.keys(value).length === 2;
}

/** Goes on until Ctrl-C, which is no failure, or until the bank hangs up, which is one. */
function endless(
  call: Call, begin: (client: BankClient, print: (value: unknown, text: string) => void) => Promise<unknown>,
): Promise<ExitCode> {
  const { interrupted } = call.terminal;
  return withBank(call, (client) => new Promise<ExitCode>((resolve, reject) => {
    const stop = () => resolve(0);
    interrupted.addEventListener('abort', stop, { once: true });
    if (interrupted.aborted) stop();
    begin(client, (value, text) => call.answer(value, text)).catch(reject);
  }));
}
