import * as v from 'valibot';
import { LockerError } from '../../../statecharts/locker-error.ts';
import { seconds } from '../../../statecharts/units.ts';
import { parseJson } from '../../contract/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Peer } from '../../ports/local-peer.ts';
import { flashText, openAllText, signInText, signText, type TechnicianKey } from '../../signed/technician-keys.ts';
import { greetingSchema, protocolVersion, replySchema, type Greeting, type Request } from './protocol.ts';

/** A bank that is alive greets at once. */
const greetingWithin = seconds(5);

/** What a request without its number looks like. */
type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

interface Waiting {
  readonly part: (part: unknown) => void;
  readonly done: (done: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** What the bank has refused, and its words for it. */
export class Refused extends LockerError {
  readonly why: string;
  readonly says: string;
  constructor(why: string, says: string) {
    super('technician.refused', 'refused', says);
    this.why = why;
    this.says = says;
  }
}

/** The other side of the bank's local socket: what a technician's commands ask with. */
export class BankClient {
  readonly greeting: Greeting;
  readonly #peer: Peer;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #isOver = false;
  #onClosed: (() => void) | null = null;

  private constructor(peer: Peer, greeting: Greeting) {
    this.#peer = peer;
    this.greeting = greeting;
  }

  /** @throws LockerError `socket.silent` where nobody greets, or in another version of the language */
  static open(peer: Peer, clock: Clock): Promise<BankClient> {
    return new Promise((resolve, reject) => {
      let client: BankClient | null = null;
      const timer = clock.setTimer('greeting', greetingWithin, () => fail('it does not greet'));
      const fail = (why: string) => {
        clock.cancel(timer);
        peer.close();
        reject(new LockerError('socket.silent', 'the bank', `${why}. Cure: use the lockerbank program that the bank itself runs`));
      };
      peer.listen({
        line: (text) => {
          if (client) return client.#heard(text);
          const greeting = v.safeParse(greetingSchema, parseJson(text));
          if (!greeting.success) return fail('it greets in a language of its own');
          if (greeting.output.lockerbank !== protocolVersion) return fail(`it speaks version ${String(greeting.output.lockerbank)}`);
          clock.cancel(timer);
          client = new BankClient(peer, greeting.output);
          return resolve(client);
        },
        closed: () => (client ? client.#end() : fail('it hangs up')),
      });
    });
  }

  /**
   * Asks, and waits for the last word.
   * @throws Refused where the bank refuses
   * @throws LockerError `socket.silent` where the connection ends first
   */
  ask(request: Asked, part: (part: unknown) => void = () => undefined): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(ended());
      this.#waiting.set(id, { part, done: resolve, failed: reject });
      this.#peer.send(JSON.stringify({ id, ...request }));
    });
  }

  /** @throws LockerError `technician.refused`, or `technician.unknown` where the key cannot sign */
  async signIn(key: TechnicianKey): Promise<void> {
    const { source, challenge } = this.greeting;
    await this.ask({ ask: 'sign-in', technician: key.id, signature: signed(key, signInText(source, challenge, key.id)) });
  }

  /** What a second technician adds to an opening of all doors. */
  second(key: TechnicianKey, reason: string): { technician: string; signature: string } {
    const { source, challenge } = this.greeting;
    return { technician: key.id, signature: signed(key, openAllText(source, challenge, key.id, reason)) };
  }

  /** What a technician adds to a profile that they flash. */
  answersFor(key: TechnicianKey, sha256: string): string {
    const { source, challenge } = this.greeting;
    return signed(key, flashText(source, challenge, key.id, sha256));
  }

  /** Calls a listener once, when the connection has ended, from whichever side. */
  onClosed(listener: () => void): void {
    this.#onClosed = listener;
    if (this.#isOver) listener();
  }

  close(): void {
    this.#peer.close();
  }

  #heard(text: string): void {
    const read = v.safeParse(replySchema, parseJson(text));
    if (!read.success) return this.close();
    const reply = read.output;
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if ('part' in reply) return waiting.part(reply.part);
    this.#waiting.delete(reply.id);
    if ('done' in reply) return waiting.done(reply.done);
    waiting.failed(new Refused(reply.refused, reply.says));
  }

  #end(): void {
    this.#isOver = true;
    for (const { failed } of this.#waiting.values()) failed(ended());
    this.#waiting.clear();
    this.#onClosed?.();
  }
}

function ended(): LockerError {
  return new LockerError('socket.silent', 'the bank', 'has hung up. Cure: look whether it still runs, and try again');
}

function signed(key: TechnicianKey, text: string): string {
  const signature = signText(key, text);
  if (signature !== null) return signature;
  throw new LockerError('technician.unknown', key.id, 'this key is damaged. Cure: make another one with lockerbank key new');
}
