import { seconds, minutes, ms, type Milliseconds } from '../../statecharts/units.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { fraction, randomId, type Random } from '../ports/random.ts';
import type { Connection, Transport } from '../ports/transport.ts';
import { Commands } from './commanding.ts';
import type { CommandReading } from '../contract/commands.ts';
import type { DocumentAddress, Want } from '../contract/documents.ts';
import { inFlightMost } from '../contract/limits.ts';
import type { ReportMessage, RequestMessage, StateMessage } from '../contract/messages.ts';
import { topicsOf, type Topics } from '../contract/topics.ts';
import { Documents, type DocumentsOptions } from './fetching.ts';
import { hear, type Ears, type HelloAnswer } from './hearing.ts';
import { Hello, type HelloOptions } from './hello.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';
import type { KeySet } from '../signed/keys.ts';
import { Seldom } from './seldom.ts';
import { foundDocument, type Frame, type TrustMode } from '../signed/trust.ts';
import { windowed } from './window.ts';

/** First wait before connecting again; it doubles with full jitter, so that a site's banks do not return as one. */
const reconnectFirst = seconds(1);
const reconnectMost = minutes(5);

/**
 * A connection that has lasted so long held. Until then the waits go on growing: two banks with one name would
 * otherwise throw each other out every second.
 */
const holdsAfter = seconds(10);

/** How long the answer to `hello` is waited for before events are sent all the same. */
const helloPatience = seconds(2);

/** How long the broker may take to hear a goodbye: whoever presses Ctrl-C waits for it. */
const goodbyeWithin = seconds(2);

/** A report says how things are, not each step on the way there. */
const reportEvery = seconds(1);

export interface LinkOptions
  extends
    Pick<DocumentsOptions, 'hasPart' | 'onPart' | 'onDocument' | 'onRejected'>,
    Pick<OutboxOptions, 'onRewound' | 'onForked'>,
    Pick<HelloOptions, 'onServerTime'> {
  readonly transport: Transport;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenant: string;
  readonly bank: string;
  readonly firmware: string;
  readonly trust: TrustMode;
  /** The keys that are believed now; `keysChanged` says that there are others. */
  readonly keySet: () => KeySet;
  /** Milliseconds since 1970, by the clock by which keys begin and end. */
  readonly nowMs: () => number;
  readonly report: () => Promise<Omit<ReportMessage, 'session'>>;
  readonly onCommand: (reading: Exclude<CommandReading, { kind: 'noise' }>) => void;
  /** Which of the declared documents may take the place of what is in force. */
  readonly missing: (want: Want) => readonly DocumentAddress[];
  /** Never throws. */
  readonly onTrouble: (where: string, error: unknown) => void;
  readonly onLink: (change: LinkChange) => void;
}

export type LinkChange = { readonly kind: 'lost' } | { readonly kind: 'restored'; readonly seconds: number };

/**
 * The link to the upstream: connects with its will set, says online, reports, says hello, and sends what the journal
 * holds beyond the upstream's acknowledgement. Nothing at the kiosk ever waits for it.
 */
export class Link {
  /** Messages that could not be read or were not to be obeyed, since the start. */
  messagesRefused = 0;
  readonly #options: LinkOptions;
  readonly #topics: Topics;
  readonly #outbox: Outbox;
  readonly #documents: Documents;
  readonly #commands: Commands;
  readonly #hello: Hello;
  readonly #refused: Seldom;
  readonly #unreachable: Seldom;
  readonly #ears: Ears;
  #connection: Connection | null = null;
  #session = '';
  #attempt = 0;
  #asked = 0;
  #logid: string;
  #stopped = false;
  #lostAtMonoMs: number | null = null;
  /** What the upstream declared last in this connection. */
  #declared: Want = {};
  #retry: Timer | null = null;
  #patience: Timer | null = null;
  #holding: Timer | null = null;
  #reporting: Timer | null = null;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#topics = topicsOf(options.tenant, options.bank);
    this.#logid = options.ledger.logid;
    const { onTrouble } = options;
    this.#refused = new Seldom(options.clock, (words) => onTrouble('signature', words));
    this.#unreachable = new Seldom(options.clock, (words) => onTrouble('broker', words));
    this.#outbox = new Outbox({
      ...options, send: (payload) => this.#publish(this.#topics.events, payload),
      onDoubt: () => this.#hello.soon(), onAcknowledged: () => this.reportSoon(),
    });
    this.#hello = new Hello({
      ...options, outbox: this.#outbox, frame: () => this.#frame(),
      ask: (data) => this.#ask({ type: 'lockerbank.hello.v1', data: { session: this.#session, ...data } }),
    });
    this.#documents = new Documents({
      ...options, needsKeys: options.trust === 'signed', ask: (question) => this.#ask(question),
      found: (wanted, tok) => foundDocument(wanted, tok, this.#frame()),
    });
    this.#commands = new Commands({
      onTrouble, onCommand: options.onCommand, frame: () => this.#frame(), session: () => this.#session,
      onRefused: (why) => {
        this.messagesRefused++;
        this.#refused.say(`a command was not obeyed: ${why}`);
      },
      onUnreadable: () => this.messagesRefused++,
    });
    this.#ears = this.#allEars();
    options.ledger.onCommitted(() => this.#committed());
  }

  /** Nothing, where it was stopped before: whoever waited with it did not hear of that. */
  start(): void {
    if (!this.#stopped) void this.#connect();
  }

  get isOnline(): boolean {
    return this.#connection !== null;
  }

  /** By the upstream's last word it has every event up to this one. The journal learns of that a little later. */
  get acknowledged(): number {
    return this.#outbox.through;
  }

  /** Something that the report says has changed: it is sent within a second. */
  reportSoon(): void {
    if (this.#reporting !== null || !this.#connection) return;
    this.#reporting = this.#options.clock.setTimer('report', reportEvery, () => {
      this.#reporting = null;
      void this.#reportNow();
    });
  }

  /** Sends one event again, whatever has been acknowledged: the stored answer to a command that came twice. */
  resend(sequence: number): void {
    this.#outbox.resend(sequence);
  }

  /** Sends everything durable from one event on again, or from the oldest that is kept. */
  replay(from: number): void {
    this.#outbox.replay(from);
  }

  /** `keySet` has others now: what they may let through is asked for again. */
  keysChanged(): void {
    if (!this.#connection) return;
    this.#documents.keysChanged();
    this.#hello.say();
  }

  /** Parts of documents on their way: whoever clears away parts that no document in force names must leave these. */
  partsWanted(): ReadonlySet<string> {
    return this.#documents.partsWanted();
  }

  /** Fetches what is declared and missing by now: a part may have been lost, a directory has to be renewed before it is too old. */
  wantAgain(): void {
    this.#wanted(this.#declared);
  }

  /** Writes down what the upstream has, says offline, waits for the broker's word, and leaves in order: no will is sent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const connection = this.#connection;
    const goodbye = this.#stateText('offline');
    this.#forget();
    if (this.#retry) this.#options.clock.cancel(this.#retry);
    await this.#outbox.note();
    if (!connection) return;
    await this.#within(goodbyeWithin, connection.publish(this.#topics.state, goodbye, { retain: true }));
    await connection.close();
  }

  /** Journal or disk have failed: the connection goes without a goodbye, so that its will says lost. */
  drop(): void {
    this.#stopped = true;
    const connection = this.#connection;
    this.#forget();
    if (this.#retry) this.#options.clock.cancel(this.#retry);
    connection?.drop();
  }

  #within(limit: Milliseconds, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.setTimer('goodbye', limit, resolve);
      void work.finally(() => {
        this.#options.clock.cancel(timer);
        resolve();
      });
    });
  }

  async #connect(): Promise<void> {
    this.#retry = null;
    const session = randomId(this.#options.random, 16);
    this.#session = session;
    const made = await this.#reach(session);
    if (this.#stopped || session !== this.#session) {
      if (made.kind === 'connected') await made.close();
      return;
    }
    if (made.kind === 'unreachable') {
      this.#unreachable.say(`the broker cannot be reached: ${made.why}`);
      return this.#retryLater();
    }
    this.#connection = made;
    await this.#greet(made);
  }

  /** A transport that throws breaks the port's promise; for the bank it is one more broker that is not there. */
  async #reach(session: string): ReturnType<Transport['connect']> {
    const { transport, bank } = this.#options;
    const { acks, answers, commands, want, host, state } = this.#topics;
    try {
      const made = await transport.connect({
        clientId: bank,
        will: { topic: state, payload: this.#stateText('lost') },
        subscriptions: [acks, answers, commands, want, host, state],
        onMessage: (topic, payload) => {
          if (session === this.#session) this.#guarded(topic, () => hear(this.#topics, topic, payload, this.#ears));
        },
        onLost: () => this.#lost(session),
      });
      return made.kind === 'connected' ? windowed(made, inFlightMost, (error) => this.#options.onTrouble('transport', error)) : made;
    } catch (error) {
      this.#options.onTrouble('transport', error);
      return { kind: 'unreachable', why: 'the transport has failed' };
    }
  }

  async #greet(connection: Connection): Promise<void> {
    const { clock } = this.#options;
    await connection.publish(this.#topics.state, this.#stateText('online'), { retain: true });
    if (connection !== this.#connection) return; // It went, or the bank stopped, before it was greeted.
    await this.#reportNow();
    if (connection !== this.#connection) return;
    const awayMs = this.#lostAtMonoMs === null ? null : clock.monoMs() - this.#lostAtMonoMs;
    this.#lostAtMonoMs = null;
    if (awayMs !== null) this.#tell({ kind: 'restored', seconds: Math.round(awayMs / 1000) });
    this.#hello.say();
    this.#patience = clock.setTimer('hello answered', helloPatience, () => this.#outbox.open());
    this.#holding = clock.setTimer('connection holds', holdsAfter, () => (this.#attempt = 0));
    this.#wanted(this.#declared);
  }

  /** More may be sent; or the ledger has begun another log, which the upstream has to know before its first event. */
  #committed(): void {
    if (this.#logid !== this.#options.ledger.logid) {
      this.#logid = this.#options.ledger.logid;
      this.#outbox.logBegan();
      void this.#connection?.publish(this.#topics.state, this.#stateText('online'), { retain: true });
      if (this.#connection) this.#hello.say();
    }
    this.#outbox.more();
    this.reportSoon();
  }

  #lost(session: string): void {
    if (session !== this.#session || this.#stopped) return;
    this.#forget();
    if (this.#lostAtMonoMs === null) this.#tell({ kind: 'lost' });
    this.#lostAtMonoMs ??= this.#options.clock.monoMs();
    this.#retryLater();
  }

  #tell(change: LinkChange): void {
    this.#guarded('link', () => this.#options.onLink(change));
  }

  #forget(): void {
    this.#connection = null;
    this.#session = '';
    this.#declared = {};
    this.#outbox.close();
    this.#documents.reset();
    this.#hello.reset();
    for (const timer of [this.#patience, this.#holding, this.#reporting]) if (timer) this.#options.clock.cancel(timer);
    this.#patience = this.#holding = this.#reporting = null;
  }

  #retryLater(): void {
    const { clock, random } = this.#options;
    const most = Math.min(reconnectMost, reconnectFirst * 2 ** this.#attempt++);
    this.#retry = clock.setTimer('connect again', waitUpTo(most, random), () => void this.#connect());
  }

  #allEars(): Ears {
    return {
      ack: ({ logid, through }) => this.#outbox.acknowledged(logid, through),
      helloAnswer: (answer) => this.#greeted(answer),
      documentAnswer: (data) => this.#documents.answered(data),
      partAnswer: (data) => this.#documents.answeredPart(data),
      command: (message) => this.#commands.take(message),
      want: (want) => this.#wanted(want),
      state: (state) => this.#heardOfMyself(state),
      noise: () => this.messagesRefused++,
    };
  }

  #frame(): Frame {
    const { tenant, bank, trust, keySet, nowMs } = this.#options;
    return { tenant, bank, trust, keys: keySet(), nowMs: nowMs() };
  }

  #greeted(answer: HelloAnswer): void {
    if (this.#patience) this.#options.clock.cancel(this.#patience);
    this.#hello.answered(answer, this.#session);
    this.#outbox.open();
    if (answer.data.want) this.#wanted(answer.data.want);
    for (const command of answer.data.commands) this.#commands.take(command);
  }

  #wanted(want: Want): void {
    this.#declared = want;
    if (this.#connection) this.#documents.fetch(this.#options.missing(want));
  }

  /** An old will that arrives late must not leave the bank shown as lost. */
  #heardOfMyself(state: StateMessage): void {
    if (state.session === this.#session || !this.#connection) return;
    void this.#connection.publish(this.#topics.state, this.#stateText('online'), { retain: true });
  }

  #ask(question: Pick<RequestMessage, 'type' | 'data'>): string {
    const correlationid = `${this.#session}-${String(++this.#asked)}`;
    const request = { specversion: '1.0', id: correlationid, source: this.#options.ledger.source, correlationid, ...question };
    void this.#publish(this.#topics.requests, JSON.stringify(request));
    return correlationid;
  }

  #publish(topic: string, payload: string): Promise<boolean> {
    return this.#connection ? this.#connection.publish(topic, payload) : Promise.resolve(false);
  }

  async #reportNow(): Promise<void> {
    const session = this.#session;
    try {
      const report: ReportMessage = { session, ...(await this.#options.report()) };
      if (session === this.#session) await this.#connection?.publish(this.#topics.report, JSON.stringify(report), { retain: true });
    } catch (error) {
      this.#options.onTrouble('report', error);
    }
  }

  #stateText(s: StateMessage['s']): string {
    const { ledger, firmware } = this.#options;
    const state: StateMessage = { s, session: this.#session, logid: ledger.logid, head: ledger.head, firmware };
    return JSON.stringify(state);
  }

  #guarded(where: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.onTrouble(where, error);
    }
  }
}

function waitUpTo(most: number, random: Random): Milliseconds {
  return ms(Math.round(most * fraction(random)));
}
