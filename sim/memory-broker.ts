import type { Clock } from '../firmware/ports/clock.ts';
import type { ConnectOptions, Connection, Transport } from '../firmware/ports/transport.ts';
import { ms, type Milliseconds } from '../statecharts/units.ts';

/** How long a packet is on its way between a client and the broker. */
const usualHop = ms(5);

/** What can be wrong with a broker or the line to it. All of it is off at first, and may change at any moment. */
interface BrokerFaults {
  /** No connection is made. */
  refuses: boolean;
  /** The cable is out behind the switch: nothing arrives, nothing is answered, and nobody is told. */
  silent: boolean;
  /** Acknowledges a message and then loses it: power cut, full queue, forgotten session. */
  loses: (topic: string) => boolean;
  /** Delivers a message twice, as QoS 1 allows. */
  duplicates: (topic: string) => boolean;
  /** How long after a loss the will is published. */
  willAfter: Milliseconds;
}

interface BrokerMessage {
  readonly from: string;
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

interface Session {
  readonly options: ConnectOptions;
  readonly waiting: Set<(ok: boolean) => void>;
  isOpen: boolean;
}

interface MemoryBrokerOptions {
  readonly clock: Clock;
  readonly hop?: Milliseconds;
}

/**
 * An MQTT broker without MQTT: sessions, exact topics, QoS 1, retained messages and wills, one hop of the clock for
 * each packet, and so the same run each time. Retained messages come before the subscription is confirmed, as MQTT
 * allows (3.1.1, section 3.8.4).
 */
export class MemoryBroker {
  readonly faults: BrokerFaults = { refuses: false, silent: false, loses: () => false, duplicates: () => false, willAfter: ms(0) };
  /** Everything that was published, lost or not, wills too. */
  readonly published: BrokerMessage[] = [];
  readonly retained = new Map<string, string>();
  /** The most messages of one client that ever waited for their acknowledgement at once. */
  readonly inFlightMost = new Map<string, number>();
  readonly #clock: Clock;
  readonly #hop: Milliseconds;
  readonly #sessions = new Map<string, Session>();

  constructor({ clock, hop = usualHop }: MemoryBrokerOptions) {
    this.#clock = clock;
    this.#hop = hop;
  }

  transport(): Transport {
    return { connect: (options) => this.#connect(options) };
  }

  /** Ids of the clients that are connected. */
  clients(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** A connection is lost at once, without a goodbye: the will follows. */
  drop(clientId: string): void {
    const session = this.#sessions.get(clientId);
    if (session) this.#lose(session);
  }

  #connect(options: ConnectOptions): ReturnType<Transport['connect']> {
    return new Promise((resolve) => {
      this.#later(() => {
        if (this.faults.refuses || this.faults.silent) return resolve({ kind: 'unreachable', why: 'the broker does not answer' });
        this.drop(options.clientId); // Whoever comes with the same name takes over.
        const session: Session = { options, waiting: new Set(), isOpen: true };
        this.#sessions.set(options.clientId, session);
        for (const topic of options.subscriptions) {
          const payload = this.retained.get(topic);
          if (payload !== undefined) options.onMessage(topic, Buffer.from(payload));
        }
        resolve(this.#connectionOf(session));
      });
    });
  }

  #connectionOf(session: Session): Connection {
    return {
      kind: 'connected',
      publish: (topic, payload, { retain = false } = {}) => this.#publish(session, topic, payload, retain),
      close: () => {
        this.#end(session);
        return Promise.resolve();
      },
      drop: () => this.#lose(session, () => undefined),
    };
  }

  #publish(session: Session, topic: string, payload: string, retain: boolean): Promise<boolean> {
    if (!session.isOpen) return Promise.resolve(false);
    const { clientId } = session.options;
    return new Promise((resolve) => {
      const answer = (ok: boolean): void => {
        session.waiting.delete(answer);
        resolve(ok);
      };
      session.waiting.add(answer);
      this.inFlightMost.set(clientId, Math.max(session.waiting.size, this.inFlightMost.get(clientId) ?? 0));
      this.#later(() => {
        if (!session.isOpen || this.faults.silent) return;
        this.#accept({ from: clientId, topic, payload, retain });
        this.#later(() => this.faults.silent || answer(true));
      });
    });
  }

  #accept(message: BrokerMessage): void {
    const { topic, payload, retain } = message;
    this.published.push(message);
    if (this.faults.loses(topic)) return;
    if (retain && payload === '') this.retained.delete(topic);
    else if (retain) this.retained.set(topic, payload);
    const times = this.faults.duplicates(topic) ? 2 : 1;
    for (const session of this.#sessions.values()) {
      if (!session.options.subscriptions.includes(topic)) continue;
      for (let time = 0; time < times; time++) this.#later(() => this.#deliver(session, topic, payload));
    }
  }

  #deliver(session: Session, topic: string, payload: string): void {
    if (session.isOpen && !this.faults.silent) session.options.onMessage(topic, Buffer.from(payload));
  }

  #lose(session: Session, tell = session.options.onLost): void {
    if (!this.#end(session)) return;
    const { clientId, will } = session.options;
    const publishWill = (): void => this.#accept({ from: clientId, ...will, retain: true });
    if (this.faults.willAfter === 0) publishWill();
    else this.#clock.setTimer('will', this.faults.willAfter, publishWill);
    tell();
  }

  #end(session: Session): boolean {
    if (!session.isOpen) return false;
    session.isOpen = false;
    this.#sessions.delete(session.options.clientId);
    for (const answer of [...session.waiting]) answer(false);
    return true;
  }

  #later(act: () => void): void {
    this.#clock.setTimer('packet', this.#hop, act);
  }
}
