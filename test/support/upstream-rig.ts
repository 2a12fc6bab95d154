import type { Connection } from '../../firmware/ports/transport.ts';
import { readCommand, type CommandReading } from '../../firmware/contract/commands.ts';
import { batchType, type AckMessage, type EventMessage } from '../../firmware/contract/messages.ts';
import { topicsOf, type Topics } from '../../firmware/contract/topics.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { openUpstreamLog } from '../../sim/upstream/upstream-log.ts';
import { Upstream, type UpstreamOptions } from '../../sim/upstream/upstream.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { bank, tenant } from './hand-upstream.ts';
import { noonMs } from './noon.ts';

/** An event as a bank would journal it. */
export function event(n: number, type = 'door.opened', data: object = {}, change: Partial<EventMessage> = {}): EventMessage {
  const sequence = String(n).padStart(20, '0');
  const logid = change.logid ?? 'LOG';
  return {
    specversion: '1.0', id: `${logid}-${sequence}`, source: `lb://${tenant}/${bank}`, type: `lockerbank.${type}.v1`, subject: 'bank',
    time: '2026-11-22T12:00:00.000Z', datacontenttype: 'application/json', logid, sequence, prevhash: '', bootid: 'B', monoms: '0',
    clockq: 'ntp', data: { ...data }, ...change,
  };
}

/** What a wish of any kind says: here one thing, for Ada. */
export const forAda = { party: { type: 'recipient', id: 'ada' }, labels: ['PKG-1'], size: 'small', accessible: false } as const;

interface Answer {
  readonly correlationid: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface HelloAnswer {
  readonly logid: string;
  readonly through: number;
  readonly want: unknown;
  readonly commands: readonly unknown[];
}

/** The reference upstream, and a bank that is played by hand. */
export class UpstreamRig {
  readonly clock = new VirtualClock({ wallMs: noonMs });
  readonly broker = new MemoryBroker({ clock: this.clock });
  readonly disk = new MemoryDisk();
  readonly topics: Topics = topicsOf(tenant, bank);
  readonly troubles: string[] = [];
  readonly heard: { readonly topic: string; readonly text: string }[] = [];
  readonly #random = new SeededRandom(5);
  #upstream: Upstream | null = null;
  #bank: Connection | null = null;
  #asked = 0;

  static async start(change: Partial<UpstreamOptions> = {}): Promise<UpstreamRig> {
    const rig = new UpstreamRig();
    const { acks, answers, commands, want } = rig.topics;
    const joining = rig.broker.transport().connect({
      clientId: bank, will: { topic: 'lb/will', payload: '{}' }, subscriptions: [acks, answers, commands, want], onLost: () => undefined,
      onMessage: (topic, payload) => rig.heard.push({ topic, text: Buffer.from(payload).toString('utf8') }),
    });
    await rig.advance(50);
    const made = await joining;
    rig.#bank = made.kind === 'connected' ? made : null;
    await rig.begin(change);
    rig.upstream.start();
    await rig.advance(50);
    return rig;
  }

  /** An upstream over the disk, not yet connected. */
  async begin(change: Partial<UpstreamOptions> = {}): Promise<void> {
    this.#upstream = new Upstream({
      transport: this.broker.transport(), log: await openUpstreamLog(this.disk), clock: this.clock, random: this.#random, tenant, bank,
      onChange: () => undefined, onTrouble: (where) => this.troubles.push(where), ...change,
    });
  }

  /** The power goes and comes back. */
  async restart(): Promise<void> {
    this.disk.powerCut(this.#random);
    await this.begin();
    this.upstream.start();
    await this.advance(50);
  }

  get upstream(): Upstream {
    if (!this.#upstream) throw new Error('there is no upstream yet');
    return this.#upstream;
  }

  advance(byMs: number): Promise<void> {
    return this.clock.advance(ms(byMs));
  }

  async say(name: keyof Topics, message: unknown): Promise<void> {
    void this.#bank?.publish(this.topics[name], typeof message === 'string' ? message : JSON.stringify(message));
    await this.advance(50);
  }

  async tell(...events: EventMessage[]): Promise<void> {
    for (const one of events) await this.say('events', one);
  }

  tellBatch(...events: EventMessage[]): Promise<void> {
    return this.say('events', { specversion: '1.0', id: 'batch', source: 'lb://demo/bank-1', type: batchType, data: { events } });
  }

  messages<T>(name: keyof Topics): readonly T[] {
    return this.heard.filter(({ topic }) => topic === this.topics[name]).map(({ text }) => JSON.parse(text) as T);
  }

  acks(): readonly AckMessage[] {
    return this.messages('acks');
  }

  commands(): readonly { readonly id: string }[] {
    return this.messages<{ readonly data: { readonly id: string } }>('commands').map(({ data }) => data);
  }

  want(): Readonly<Record<string, { readonly version: number; readonly sha256: string }>> {
    return this.messages<ReturnType<UpstreamRig['want']>>('want').at(-1) ?? {};
  }

  async ask(type: string, data: object): Promise<Answer | null> {
    const correlationid = `q-${String(++this.#asked)}`;
    const head = { specversion: '1.0', id: correlationid, source: 'lb://demo/bank-1', correlationid };
    await this.say('requests', { ...head, type: `lockerbank.${type}.v1`, data });
    return this.messages<Answer>('answers').find((answer) => answer.correlationid === correlationid) ?? null;
  }

  async hello(logid = 'LOG'): Promise<HelloAnswer> {
    const answer = await this.ask('hello', { session: 'S', logid, head: 0, acknowledged: 0 });
    if (!answer) throw new Error('hello was not answered');
    return answer.data as unknown as HelloAnswer;
  }
}

/** The newest command as the bank reads it. */
export function command(rig: UpstreamRig): CommandReading {
  return readCommand(rig.messages('commands').at(-1));
}
