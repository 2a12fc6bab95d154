import * as v from 'valibot';
import type { Clock, Timer } from '../../firmware/ports/clock.ts';
import { randomId, type Random } from '../../firmware/ports/random.ts';
import type { Connection, Transport } from '../../firmware/ports/transport.ts';
import {
  batchSchema, eventSchema, reportSchema, requestSchema, stateSchema,
  type EventMessage, type ReportMessage, type RequestMessage, type StateMessage,
} from '../../firmware/contract/messages.ts';
import { topicsOf, type Topics } from '../../firmware/contract/topics.ts';
import { readMessage } from '../../firmware/upstream/message.ts';
import { never } from '../../statecharts/never.ts';
import type { SettingValue } from '../../statecharts/setting.ts';
import { dayMs, seconds } from '../../statecharts/units.ts';
import type { DirectoryDocument } from '../../firmware/contract/document-bodies.ts';
import type { Party } from '../../firmware/contract/parts.ts';
import { cutBranding, writeBranding } from './branding.ts';
import { cutDirectory } from './chunks.ts';
import type { BrandWish } from './demo-looks.ts';
import { demoDirectory } from './demo-people.ts';
import { Shelf } from './documents.ts';
import type { Signing } from './signing.ts';
import { takeInTurn } from './turn.ts';
import { askedFor, freshCodes, type Wish } from './wishes.ts';
import type { BookedParcel, PendingCommand, UpstreamBooks, UpstreamRecord } from './upstream-books.ts';
import type { UpstreamLog } from './upstream-log.ts';

const ownSource = 'lb://reference-upstream';

/** How long commands of each kind stay true. */
const reservationLivesMs = 24 * 3_600_000;
const openLivesMs = 60_000;

/** The party of what was put in for nobody known. */
const nobodyKnown = '?';

const reconnectAfter = seconds(1);

/** Room that the answer to `hello` has for commands: 64 KiB, less what else is in it. What does not fit is sent by itself. */
const helloBytesMost = 56 * 1024;

/** Events that arrive before their turn are held, so many at most; beyond that the bank sends them again anyway. */
const heldEventsMost = 1_000;

export interface UpstreamOptions {
  readonly transport: Transport;
  readonly log: UpstreamLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenant: string;
  readonly bank: string;
  /** Signs whatever banks are to obey; without it the broker has to be trusted. */
  readonly signing?: Signing;
  /** What is declared where nobody has said otherwise yet; without it, what is usual. */
  readonly settings?: Readonly<Record<string, SettingValue>>;
  readonly onChange: () => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/**
 * The reference upstream: owns people, settings and intentions, and learns everything else from events. It commits
 * events in sequence before it acknowledges them, and keeps commands until their terminal event has come.
 */
export class Upstream {
  /** Events that came again and were not booked again. */
  duplicates = 0;
  state: StateMessage | null = null;
  report: ReportMessage | null = null;
  readonly #options: UpstreamOptions;
  readonly #topics: Topics;
  readonly #signing: Signing | null;
  readonly #shelf: Shelf;
  readonly #held = new Map<number, EventMessage>();
  /** The log that the held events belong to. */
  #heldLogid = '';
  /** The bank's present connection, for which commands are signed; `null` while it is away. */
  #session: string | null = null;
  #connection: Connection | null = null;
  #booking: Promise<void> = Promise.resolve();
  #stopped = false;
  #retry: Timer | null = null;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.#topics = topicsOf(options.tenant, options.bank);
    const { tenant, bank, clock, signing = null } = options;
    this.#signing = signing;
    this.#shelf = new Shelf({ tenant, bank, signing, nowMs: () => clock.wallMs() });
    if (signing) this.#shelf.put('keys', 1, JSON.stringify(signing.keysDocument));
    for (const kind of ['settings', 'directory', 'branding'] as const) this.#shelve(kind);
  }

  #shelve(kind: 'settings' | 'directory' | 'branding'): void {
    const { settings, books: { settingsVersion, documents } } = this;
    switch (kind) {
      case 'settings':
        return this.#shelf.put(kind, settingsVersion, JSON.stringify(settings));
      case 'directory': {
        const { version, text } = documents.directory ?? { version: 1, text: JSON.stringify(demoDirectory()) };
        return this.#shelf.put(kind, version, cutDirectory({ ...(JSON.parse(text) as DirectoryDocument) }));
      }
      case 'branding':
        if (documents.branding) this.#shelf.put(kind, documents.branding.version, cutBranding(documents.branding));
        return;
      default:
        return never(kind, 'kind of document');
    }
  }

  get books(): UpstreamBooks {
    return this.#options.log.books;
  }

  /** Those of the settings that are declared: all others are as usual. */
  get settings(): Readonly<Record<string, SettingValue>> {
    return { ...this.#options.settings, ...this.books.settings };
  }

  start(): void {
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry) this.#options.clock.cancel(this.#retry);
    await this.#booking;
    await this.#connection?.publish(this.#topics.host, JSON.stringify({ s: 'offline' }), { retain: true });
    await this.#connection?.close();
    await this.#options.log.close();
  }

  /** Wishes for a place for anything, and chooses the codes of whoever comes for it. Answers the reservation's id. */
  async announce(wish: Wish): Promise<string> {
    const { random, clock } = this.#options;
    const reservation = `r-${randomId(random, 10).toLowerCase()}`;
    const { args, codes, back } = askedFor(wish, reservation, freshCodes(this.books, random));
    const { kind, party, labels } = wish;
    const asked: UpstreamRecord = {
      kind: 'asked',
      parcel: {
        reservation, tracking: labels[0] ?? '', recipient: party.id, code: codes.at(-1)?.code ?? '',
        at: new Date(clock.wallMs()).toISOString(), more: { kind, party, labels, back, codes },
      },
    };
    await this.#command('reservation.put', args, reservationLivesMs, reservation, [asked]);
    return reservation;
  }

  cancel(reservation: string): Promise<string> {
    return this.#command('reservation.cancel', { reservation }, reservationLivesMs, null);
  }

  openLocker(locker: number, reason: string): Promise<string> {
    return this.#command('locker.open', { locker, reason }, openLivesMs, null);
  }

  service(locker: number, to: 'in' | 'out'): Promise<string> {
    return this.#command('locker.service', { locker, to }, reservationLivesMs, null);
  }

  /** Gives a locker to one party for good, or takes it back. */
  dedicate(locker: number, party: Party | null): Promise<string> {
    return this.#command('locker.dedicate', { locker, party }, reservationLivesMs, null);
  }

  /** Declares a new settings document. */
  set(name: string, value: SettingValue): Promise<void> {
    return this.#change('settings', { kind: 'setting', name, value });
  }

  /** Declares other people. A large directory goes in parts, of which only those that have changed are fetched. */
  declareDirectory(directory: DirectoryDocument): Promise<void> {
    return this.#change('directory', { kind: 'document', document: 'directory', text: JSON.stringify(directory) });
  }

  /** Declares another look. Pictures go in parts. */
  declareBranding(wish: BrandWish): Promise<void> {
    return this.#change('branding', { kind: 'document', document: 'branding', ...writeBranding(wish) });
  }

  /** The code that opens a parcel's locker: ours, unless the bank has made another one and sealed it for us. */
  codeOf(parcel: BookedParcel): string {
    const unsealed = parcel.sealed === null ? null : this.#signing?.unseal(parcel.sealed);
    return unsealed ?? parcel.code;
  }

  /** What the mail's QR code says; `null` where this upstream does not sign. It opens once, until it is a month old. */
  qrOf({ reservation, at }: BookedParcel): string | null {
    const { tenant, bank } = this.#options;
    const exp = new Date(Date.parse(at) + 30 * dayMs).toISOString();
    return this.#signing?.online.sign({ jti: `mail-${reservation}`, rid: reservation, nbf: at, exp }, `lb1|qr|${tenant}/${bank}`) ?? null;
  }

  async #change(kind: 'settings' | 'directory' | 'branding', change: UpstreamRecord): Promise<void> {
    await this.#options.log.write([change]);
    this.#shelve(kind);
    this.#declare();
    this.#options.onChange();
  }

  async #command(
    cmd: string,
    args: PendingCommand['args'],
    livesMs: number,
    reservation: string | null,
    with_: UpstreamRecord[] = [],
  ): Promise<string> {
    const { random, clock, log, onChange } = this.#options;
    const exp = new Date(clock.wallMs() + livesMs).toISOString();
    const command: PendingCommand = { id: `c-${randomId(random, 12).toLowerCase()}`, cmd, args, exp, reservation };
    await log.write([...with_, { kind: 'command', command }]);
    this.#sendCommand(command);
    onChange();
    return command.id;
  }

  /** What somebody brought unannounced has no code yet by which its recipient could collect it. */
  async #giveCode(event: EventMessage): Promise<void> {
    const parcel = event.type === 'lockerbank.deposit.completed.v1' ? this.books.parcels.get(String(event.data['reservation'])) : undefined;
    if (!parcel || !isCollected(parcel) || parcel.codes.length > 0 || parcel.sealed !== null || parcel.party.id === nobodyKnown) return;
    const { reservation, kind, party } = parcel;
    const code = freshCodes(this.books, this.#options.random)();
    const given: UpstreamRecord = { kind: 'code', reservation, code };
    await this.#command('reservation.put', { reservation, kind, party, codes: [code] }, reservationLivesMs, null, [given]);
  }

  async #connect(): Promise<void> {
    this.#retry = null;
    const { transport, onTrouble } = this.#options;
    const { state, report, events, requests, host } = this.#topics;
    const made = await transport.connect({
      clientId: `upstream-of-${this.#options.bank}`,
      will: { topic: host, payload: JSON.stringify({ s: 'offline' }) },
      subscriptions: [state, report, events, requests],
      onMessage: (topic, payload) => {
        try {
          this.#receive(topic, readMessage(payload));
        } catch (error) {
          onTrouble('upstream', error);
        }
      },
      onLost: () => {
        this.#connection = null;
        this.#later();
      },
    });
    if (this.#stopped) {
      if (made.kind === 'connected') await made.close();
      return;
    }
    if (made.kind === 'unreachable') return this.#later();
    this.#connection = made;
    void made.publish(host, JSON.stringify({ s: 'online' }), { retain: true });
    this.#declare();
    if (this.books.logid !== null) this.#acknowledge(this.books.logid);
    // The bank may have said hello to nobody: whoever comes second says what there is to do.
    for (const command of this.#pending()) this.#sendCommand(command);
  }

  #later(): void {
    if (this.#stopped) return;
    this.#retry = this.#options.clock.setTimer('upstream connects again', reconnectAfter, () => void this.#connect());
  }

  #receive(topic: string, message: unknown): void {
    const { state, report, events, requests } = this.#topics;
    if (topic === events) return this.#receiveEvents(message);
    if (topic === requests && v.is(requestSchema, message)) return this.#answer(message);
    if (topic === state && v.is(stateSchema, message)) this.#receiveState(message);
    if (topic === report && v.is(reportSchema, message)) this.report = message;
    this.#options.onChange();
  }

  /** A `lost` of another session than the one that said online last is an old will, and says nothing. */
  #receiveState(state: StateMessage): void {
    if (state.s === 'lost' && this.state?.s === 'online' && state.session !== this.state.session) return;
    this.state = state;
    this.#session = state.s === 'online' ? state.session : null;
  }

  #receiveEvents(message: unknown): void {
    const events = v.is(batchSchema, message) ? message.data.events : v.is(eventSchema, message) ? [message] : [];
    this.#booking = this.#booking.then(() => this.#book(events)).catch((error: unknown) => this.#options.onTrouble('booking', error));
  }

  async #book(events: readonly EventMessage[]): Promise<void> {
    const logid = events[0]?.logid ?? this.books.logid;
    if (logid === null) return;
    if (logid !== this.#heldLogid) this.#held.clear();
    this.#heldLogid = logid;
    const through = this.#throughOf(logid);
    for (const event of events) {
      const sequence = Number(event.sequence);
      if (sequence <= through) this.duplicates++;
      else this.#held.set(sequence, event);
    }
    const inTurn = takeInTurn(this.#held, through).map((event) => ({ kind: 'event' as const, event }));
    // The latest go first: whatever comes, the event that the others wait for has its place.
    for (const sequence of [...this.#held.keys()].sort((a, b) => a - b).slice(heldEventsMost)) this.#held.delete(sequence);
    if (inTurn.length > 0) await this.#options.log.write(inTurn);
    this.#acknowledge(logid);
    for (const { event } of inTurn) await this.#giveCode(event);
    this.#options.onChange();
  }

  /** A bank that was set up anew counts from 1 again, in a log of another name. */
  #throughOf(logid: string): number {
    return this.books.logs.get(logid) ?? 0;
  }

  #acknowledge(logid: string): void {
    this.#send('acks', { logid, through: this.#throughOf(logid) });
  }

  #answer(request: RequestMessage): void {
    const { correlationid } = request;
    const head = { specversion: '1.0', id: `a-${correlationid}`, source: ownSource, correlationid };
    switch (request.type) {
      case 'lockerbank.hello.v1':
        return this.#hello(head, request.data.session, request.data.logid);
      case 'lockerbank.document.get.v1': {
        const { kind, version } = request.data;
        const found = this.#shelf.document(kind, version);
        if (!found) return;
        const data = { kind, version, body: found.body, ...(found.tok === null ? {} : { tok: found.tok }) };
        return this.#send('answers', { ...head, type: 'lockerbank.document.answer.v1', data });
      }
      case 'lockerbank.blob.get.v1': {
        const { sha256 } = request.data;
        const body = this.#shelf.part(sha256);
        if (body !== null) this.#send('answers', { ...head, type: 'lockerbank.blob.answer.v1', data: { sha256, body } });
        return;
      }
    }
  }

  /** The commands that fit go with the answer, so that no broker can put something between; the others follow. */
  #hello(head: { readonly correlationid: string }, session: string, logid: string): void {
    this.#session = session;
    const time = new Date(this.#options.clock.wallMs()).toISOString();
    const tok = this.#timeToken(session, head.correlationid, time);
    const data = { logid, through: this.#throughOf(logid), time, want: this.#shelf.want(), commands: [] as object[], ...tok };
    let room = helloBytesMost - Buffer.byteLength(JSON.stringify(data));
    const late: PendingCommand[] = [];
    for (const command of this.#pending()) {
      const message = this.#messageOf(command, session);
      room -= Buffer.byteLength(JSON.stringify(message)) + 1;
      if (room >= 0) data.commands.push(message);
      else late.push(command);
    }
    this.#send('answers', { ...head, type: 'lockerbank.hello.answer.v1', data });
    for (const command of late) this.#sendCommand(command);
  }

  #timeToken(session: string, correlationid: string, time: string): { readonly tok?: string } {
    const { tenant, bank } = this.#options;
    if (!this.#signing) return {};
    return { tok: this.#signing.online.sign({ time, session, correlationid }, `lb1|time|${tenant}/${bank}|${session}`) };
  }

  /** Commands that nothing has ended yet and that may still be carried out. */
  #pending(): readonly PendingCommand[] {
    return [...this.books.pending.values()].filter((command) => Date.parse(command.exp) > this.#options.clock.wallMs());
  }

  #send(name: 'answers' | 'commands' | 'acks', message: object): void {
    void this.#connection?.publish(this.#topics[name], JSON.stringify(message));
  }

  /** A signed command is for one connection of the bank: while there is none it waits for the next `hello`. */
  #sendCommand(command: PendingCommand): void {
    if (this.#signing && this.#session === null) return;
    this.#send('commands', this.#messageOf(command, this.#session ?? ''));
  }

  #messageOf(command: PendingCommand, session: string): object {
    const { tenant, bank, clock } = this.#options;
    const { id, cmd, args, exp } = command;
    const plain = { id, cmd, args, exp, by: 'upstream' };
    const iat = new Date(clock.wallMs()).toISOString();
    const data = this.#signing ? { tok: this.#signing.online.sign({ ...plain, iat }, `lb1|cmd|${tenant}/${bank}|${session}`) } : plain;
    return { specversion: '1.0', id, source: ownSource, type: 'lockerbank.command.v1', data };
  }

  #declare(): void {
    void this.#connection?.publish(this.#topics.want, JSON.stringify(this.#shelf.want()), { retain: true });
  }
}

/** What a recipient collects with a code. A return is for whoever works there, and belongings have their holder. */
function isCollected({ kind }: BookedParcel): boolean {
  return kind === 'delivery' || kind === 'asset';
}
