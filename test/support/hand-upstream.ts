import { createHash } from 'node:crypto';
import type { Connection, Transport } from '../../firmware/ports/transport.ts';
import { batchType, type EventMessage } from '../../firmware/upstream/contract/messages.ts';
import { topicsOf, type Topics } from '../../firmware/upstream/contract/topics.ts';

export const tenant = 'demo';
export const bank = 'bank-1';

/** What the hand reads off the wire: enough of every message of the bank to look into it. */
export interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly message: HeardMessage;
}

export interface HeardMessage extends Partial<EventMessage> {
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
}

/** An upstream that is played by hand: it hears everything, keeps the events in sequence, and says what it is told to say. */
export class HandUpstream {
  readonly topics: Topics = topicsOf(tenant, bank);
  readonly heard: Heard[] = [];
  /** Each event once, in sequence, as it first came. */
  readonly events = new Map<number, string>();
  readonly documents = new Map<string, { readonly version: number; readonly body: string }>();
  answersHello: boolean;
  acknowledges: boolean;
  through = 0;
  logid = '';
  #connection: Connection | null = null;
  #said = 0;

  constructor({ answersHello = true, acknowledges = true }: HandOptions = {}) {
    this.answersHello = answersHello;
    this.acknowledges = acknowledges;
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
    const { id = `c-${String(++this.#said)}`, exp = '2100-01-01T00:00:00.000Z' } = change;
    this.say('commands', commandOf(id, cmd, args, exp));
    return id;
  }

  declare(): void {
    this.say('want', this.want(), { retain: true });
  }

  want(): Record<string, { version: number; sha256: string }> {
    return Object.fromEntries([...this.documents].map(([kind, { version, body }]) => [kind, { version, sha256: sha256(body) }]));
  }

  #hear(topic: string, text: string): void {
    const message = JSON.parse(text) as HeardMessage;
    this.heard.push({ topic, text, message });
    if (topic === this.topics.state && message.logid !== undefined) this.logid = message.logid;
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
      const data = { logid: request.data?.['logid'], through: this.acknowledges ? this.through : 0, want: this.want() };
      this.say('answers', { ...head, type: 'lockerbank.hello.answer.v1', data });
    }
    const document = this.documents.get(String(request.data?.['kind']));
    if (type === 'lockerbank.document.get.v1' && document) {
      const data = { kind: request.data?.['kind'], version: document.version, body: document.body };
      this.say('answers', { ...head, type: 'lockerbank.document.answer.v1', data });
    }
  }
}

export function commandOf(id: string, cmd: string, args: unknown, exp = '2100-01-01T00:00:00.000Z'): object {
  return { specversion: '1.0', id, source: 'lb://hand', type: 'lockerbank.command.v1', data: { id, cmd, args, exp, by: 'upstream' } };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
