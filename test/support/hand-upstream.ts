import { createHash } from 'node:crypto';
import type { Connection, Transport } from '../../firmware/ports/transport.ts';
import { batchType, type EventMessage } from '../../firmware/contract/messages.ts';
import { topicsOf, type Topics } from '../../firmware/contract/topics.ts';
import type { Signing } from '../../sim/upstream/signing.ts';

export const tenant = 'demo';
export const bank = 'bank-1';

/** What the hand reads off the wire: enough of every message of the bank to look into it. */
interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly message: HeardMessage;
}

interface HeardMessage extends Partial<EventMessage> {
  readonly s?: string;
  readonly session?: string;
  readonly head?: number;
  readonly health?: { readonly messagesRefused: number };
  readonly lockers?: readonly { readonly number: number; readonly status: string; readonly door: string }[];
  readonly oldestUnacknowledged?: string | null;
}

export interface HandOptions {
  /** Answers each `hello` with what it has booked; on unless a test wants to be rude. */
  readonly answersHello?: boolean;
  /** Acknowledges each event as it comes. */
  readonly acknowledges?: boolean;
  /** Signs what it says, with these keys. */
  readonly signing?: Signing;
  /** Says in its answer to `hello` that it is so late, in milliseconds since 1970. */
  readonly timeMs?: () => number;
  /** By which it gives openings from afar the short life that they may have; without it all live for decades. */
  readonly clock?: { wallMs(): number };
}

/** A document as a test would have it: `parts` by their hash. */
export interface HandDocument {
  readonly version: number;
  readonly body: string;
  readonly validUntil?: string;
  readonly rollback?: number;
}

/** An upstream that is played by hand: it hears everything, keeps the events in sequence, and says what it is told to say. */
export class HandUpstream {
  readonly topics: Topics = topicsOf(tenant, bank);
  readonly heard: Heard[] = [];
  /** Each event once, in sequence, as it first came. */
  readonly events = new Map<number, string>();
  readonly documents = new Map<string, HandDocument>();
  /** Texts of parts, by their hash. */
  readonly parts = new Map<string, string>();
  /** Commands that the answer to `hello` carries, signed for its session where this upstream signs. */
  readonly pending: ReturnType<typeof commandOf>[] = [];
  signing: Signing | null;
  /** The session of the bank's present connection. */
  session = '';
  answersHello: boolean;
  acknowledges: boolean;
  through = 0;
  logid = '';
  #connection: Connection | null = null;
  #said = 0;
  readonly #timeMs: (() => number) | null;
  readonly #clock: { wallMs(): number } | null;

  constructor({ answersHello = true, acknowledges = true, signing, timeMs, clock }: HandOptions = {}) {
    this.#clock = clock ?? null;
    this.answersHello = answersHello;
    this.acknowledges = acknowledges;
    this.signing = signing ?? null;
    this.#timeMs = timeMs ?? null;
    if (signing) this.documents.set('keys', { version: 1, body: JSON.stringify(signing.keysDocument) });
  }

  async connect(transport: Transport): Promise<void> {
    const { state, report, events, requests, host } = this.topics;
    const made = await transport.connect({
      clientId: 'upstream',
      will: { topic: host, payload: '{"s":"offline"}' },
      subscriptions: [state, report, events, requests],
      onMessage: (topic, payload) => this.#hear(topic, Buffer.from(payload).toString('utf8')),
      onLost: () => undefined,
    });
    if (made.kind === 'unreachable') throw new Error(made.why);
    this.#connection = made;
  }

  /** Every text that came on one topic. */
  texts(name: keyof Topics): readonly string[] {
    return this.heard.filter((one) => one.topic === this.topics[name]).map((one) => one.text);
  }

  messages(name: keyof Topics): readonly HeardMessage[] {
    return this.heard.filter((one) => one.topic === this.topics[name]).map((one) => one.message);
  }

  /** The events of one type, without `lockerbank.` and `.v1`, each once. */
  ofType(type: string): readonly EventMessage[] {
    return this.booked().filter((event) => event.type === `lockerbank.${type}.v1`);
  }

  booked(): readonly EventMessage[] {
    return [...this.events.entries()].sort(([a], [b]) => a - b).map(([, text]) => JSON.parse(text) as EventMessage);
  }

  types(): readonly string[] {
    return this.booked().map((event) => event.type.slice('lockerbank.'.length, -'.v1'.length));
  }

  say(name: keyof Topics, message: unknown, options: { readonly retain?: boolean } = {}): void {
    void this.#connection?.publish(this.topics[name], typeof message === 'string' ? message : JSON.stringify(message), options);
  }

  acknowledge(through: number, logid = this.logid): void {
    this.say('acks', { logid, through });
  }

  /** Sends a command as the contract writes it. */
  command(cmd: string, args: unknown, change: { readonly id?: string; readonly exp?: string } = {}): string {
    const { id = `c-${String(++this.#said)}`, exp = this.#end(cmd) } = change;
    this.say('commands', this.signed(commandOf(id, cmd, args, exp)));
    return id;
  }

  #end(cmd: string): string {
    return cmd === 'locker.open' && this.#clock ? new Date(this.#clock.wallMs() + 50_000).toISOString() : '2100-01-01T00:00:00.000Z';
  }

  /** The same command with a token in its place, for the session that is open now or another one. */
  signed(command: ReturnType<typeof commandOf>, session = this.session): object {
    if (!this.signing) return command;
    const tok = this.signing.online.sign(command.data, `lb1|cmd|${tenant}/${bank}|${session}`);
    return { ...command, data: { tok } };
  }

  declare(): void {
    this.say('want', this.want(), { retain: true });
  }

  want(): Record<string, { version: number; sha256: string }> {
    return Object.fromEntries([...this.documents].map(([kind, { body, ...rest }]) => [kind, { ...rest, sha256: sha256(body) }]));
  }

  /** Takes a document that goes in parts. */
  publishParts(kind: string, version: number, texts: readonly string[], change: Partial<HandDocument> = {}): void {
    for (const text of texts) this.parts.set(sha256(text), text);
    this.documents.set(kind, { version, body: JSON.stringify({ chunks: texts.map(sha256) }), ...change });
  }

  #hear(topic: string, text: string): void {
    const message = JSON.parse(text) as HeardMessage;
    this.heard.push({ topic, text, message });
    if (topic === this.topics.state && message.logid !== undefined) this.logid = message.logid;
    if (topic === this.topics.state && message.s === 'online') this.session = message.session ?? '';
    if (topic === this.topics.events) this.#book(message, text);
    if (topic === this.topics.requests) this.#answer(message);
  }

  #book(message: HeardMessage, text: string): void {
    const inside = message.type === batchType ? (message.data?.['events'] as readonly EventMessage[]) : null;
    // JSON.parse and JSON.stringify give the text of an event in a batch back as it stood there: order and digits stay.
    const texts = inside ? inside.map((event) => JSON.stringify(event)) : [text];
    for (const one of texts) {
      const sequence = Number((JSON.parse(one) as EventMessage).sequence);
      if (!this.events.has(sequence)) this.events.set(sequence, one);
    }
    while (this.events.has(this.through + 1)) this.through++;
    if (this.acknowledges) this.acknowledge(this.through);
  }

  #answer(request: HeardMessage): void {
    const { type, correlationid } = request;
    const head = { specversion: '1.0', id: `a-${String(++this.#said)}`, source: 'lb://hand', correlationid };
    if (type === 'lockerbank.hello.v1' && this.answersHello) {
      const data = {
        logid: request.data?.['logid'], through: this.acknowledges ? this.through : 0, want: this.want(),
        commands: this.pending.map((command) => this.signed(command)), ...this.#time(String(correlationid)),
      };
      this.say('answers', { ...head, type: 'lockerbank.hello.answer.v1', data });
    }
    if (type === 'lockerbank.document.get.v1') this.#answerDocument(head, String(request.data?.['kind']));
    if (type === 'lockerbank.blob.get.v1') {
      const wanted = String(request.data?.['sha256']);
      const body = this.parts.get(wanted);
      if (body !== undefined) this.say('answers', { ...head, type: 'lockerbank.blob.answer.v1', data: { sha256: wanted, body } });
    }
  }

  #time(correlationid: string): object {
    if (!this.#timeMs) return {};
    const time = new Date(this.#timeMs()).toISOString();
    if (!this.signing) return { time };
    const { session } = this;
    return { tok: this.signing.online.sign({ time, session, correlationid }, `lb1|time|${tenant}/${bank}|${session}`) };
  }

  #answerDocument(head: object, kind: string): void {
    const document = this.documents.get(kind);
    if (!document) return;
    const { version, body } = document;
    const data = { kind, version, body, ...this.tokenFor(kind, document) };
    this.say('answers', { ...head, type: 'lockerbank.document.answer.v1', data });
  }

  /** The token that goes with a document; nothing for an upstream that does not sign. */
  tokenFor(kind: string, { body, ...rest }: HandDocument): { readonly tok?: string } {
    if (!this.signing) return {};
    const { root, online } = this.signing;
    const [signer, assertion] = kind === 'keys' ? [root, `lb1|keys|${tenant}`] : [online, `lb1|doc|${tenant}/${bank}`];
    return { tok: signer.sign({ kind, ...rest, sha256: sha256(body) }, assertion) };
  }
}

export function commandOf(id: string, cmd: string, args: unknown, exp = '2100-01-01T00:00:00.000Z') {
  return { specversion: '1.0', id, source: 'lb://hand', type: 'lockerbank.command.v1', data: { id, cmd, args, exp, by: 'upstream' } };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
