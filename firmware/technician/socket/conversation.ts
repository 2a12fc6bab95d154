import * as v from 'valibot';
import { never } from '../../../statecharts/never.ts';
import { minutes } from '../../../statecharts/units.ts';
import { parseJson } from '../../contract/json.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { Peer } from '../../ports/local-peer.ts';
import type { Random } from '../../ports/random.ts';
import type { FlashDone } from '../flash/flasher.ts';
import type { BankDesk } from './bank-desk.ts';
import type { ProfileDesk } from './profile-desk.ts';
import { protocolVersion, refusalWords, requestSchema, type Greeting, type Refusal, type Request } from './protocol.ts';
import type { SignIn, Technician } from './sign-in.ts';

/** Questions that may wait for an answer at once: one that watches, one that opens, and some to spare. */
const requestsMost = 8;

/** Whoever has signed in and asks nothing for so long has gone away from the terminal. Walking along 240 doors is no silence. */
export const idleMost = minutes(15);

const challengeBytes = 32;

/** Who answers at the socket: a bank, or the set-up screen of one that has no profile. */
export interface Desks {
  readonly signIn: SignIn;
  readonly profiles: ProfileDesk;
  readonly bank: BankDesk | null;
  /** Of this run. */
  readonly bootid: string;
  /** Why there is no bank; `null` where there is one. */
  readonly setUp: NonNullable<Greeting['setUp']> | null;
}

export interface ConversationOptions {
  readonly desks: Desks;
  readonly peer: Peer;
  readonly firmware: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly onTrouble: (where: string, error: unknown) => void;
  readonly onEnd: () => void;
}

type OfProfile = Extract<Request, { ask: 'compare' | 'flash' | 'way-back' | 'roll-back' }>;
type OfBank = Exclude<Request, OfProfile | { ask: 'sign-in' | 'flashed' }>;

/** One connection at the socket, from its greeting to its end. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #challenge: string;
  readonly #open = new Set<number>();
  readonly #stops: (() => void)[] = [];
  #technician: Technician | null = null;
  #isSigningIn = false;
  #isOver = false;
  #idle: Timer | null = null;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#challenge = Buffer.from(options.random.bytes(challengeBytes)).toString('base64url');
  }

  start(): void {
    const { desks: { signIn, bootid, setUp }, peer, firmware } = this.#options;
    peer.listen({ line: (text) => this.#heard(text), closed: () => void this.end() });
    const greeting: Greeting = {
      lockerbank: protocolVersion, source: signIn.source, firmware, bootid, challenge: this.#challenge, ...(setUp && { setUp }),
    };
    this.#say(greeting);
  }

  get isSignedIn(): boolean {
    return this.#technician !== null;
  }

  /** Nobody is signed in any more, nothing is watched; what has been ordered already goes on to its own end. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const { clock, desks, peer, onEnd, onTrouble } = this.#options;
    for (const stop of this.#stops) stop();
    if (this.#idle) clock.cancel(this.#idle);
    peer.close();
    onEnd();
    if (this.#technician) await desks.signIn.signOut(this.#technician).catch((error: unknown) => onTrouble('technician', error));
  }

  #heard(text: string): void {
    if (this.#isOver) return;
    const read = v.safeParse(requestSchema, parseJson(text));
    if (!read.success) {
      const id = v.safeParse(v.object({ id: v.pipe(v.number(), v.integer(), v.minValue(1)) }), parseJson(text));
      // Whoever does not speak the language is not taught it.
      return id.success ? this.#refuse(id.output.id, 'malformed') : void this.end();
    }
    const request = read.output;
    this.#touched();
    if (this.#open.has(request.id)) return this.#refuse(request.id, 'malformed');
    if (this.#open.size >= requestsMost) return this.#refuse(request.id, 'too-many-requests');
    this.#open.add(request.id);
    this.#track(this.#answer(request).catch((error: unknown) => {
      this.#refuse(request.id, 'bank-trouble');
      throw error;
    }));
  }

  async #answer(request: Request): Promise<void> {
    switch (request.ask) {
      case 'sign-in':
        return this.#signIn(request);
      case 'compare':
      case 'flash':
      case 'way-back':
      case 'roll-back':
        return this.#profile(request);
      case 'flashed':
        return this.#done(request.id, await this.#options.desks.profiles.now());
      case 'status':
      case 'doors':
      case 'events':
      case 'watch':
      case 'follow':
      case 'open':
      case 'looked':
      case 'open-all': {
        const { bank } = this.#options.desks;
        return bank ? this.#ofBank(bank, request) : this.#refuse(request.id, 'no-profile');
      }
      default:
        return never(request, 'request');
    }
  }

  async #ofBank(bank: BankDesk, request: OfBank): Promise<void> {
    const { id } = request;
    switch (request.ask) {
      case 'status':
        return this.#done(id, await bank.status());
      case 'doors':
        return this.#done(id, { doors: bank.doors() });
      case 'events':
        return this.#done(id, { events: await bank.events(request.from), head: bank.head });
      case 'watch':
        return this.#watch(bank, id);
      case 'follow':
        return this.#follow(bank, id, request.from);
      case 'open': {
        if (!this.#technician) return this.#refuse(id, 'sign-in-first');
        const answer = await bank.open(request.locker, request.reason, this.#technician, request.unlessOccupied);
        return typeof answer === 'string' ? this.#refuse(id, answer) : this.#done(id, answer);
      }
      case 'looked': {
        if (!this.#technician) return this.#refuse(id, 'sign-in-first');
        const refused = await bank.looked(request.locker, this.#technician);
        return refused === null ? this.#done(id, { locker: request.locker }) : this.#refuse(id, refused);
      }
      case 'open-all':
        return this.#openAll(bank, request);
      default:
        return never(request, 'request');
    }
  }

  async #signIn({ id, technician, signature }: Extract<Request, { ask: 'sign-in' }>): Promise<void> {
    if (this.#technician || this.#isSigningIn) return this.#refuse(id, 'signed-in-already');
    this.#isSigningIn = true;
    const answer = await this.#options.desks.signIn.signIn(technician, signature, this.#challenge)
      .finally(() => (this.#isSigningIn = false));
    if (typeof answer === 'string') {
      this.#refuse(id, answer);
      return this.end(); // One try for each challenge.
    }
    if (this.#isOver) return this.#options.desks.signIn.signOut(answer);
    this.#technician = answer;
    this.#touched();
    this.#done(id, { technician });
  }

  async #openAll(bank: BankDesk, { id, reason, occupiedToo, second }: Extract<Request, { ask: 'open-all' }>): Promise<void> {
    const { signIn } = this.#options.desks;
    if (!this.#technician) return this.#refuse(id, 'sign-in-first');
    if (!(await signIn.isSeconded(this.#technician, second, reason, this.#challenge))) return this.#refuse(id, 'second-refused');
    this.#done(id, await bank.openAll(reason, this.#technician, occupiedToo, {
      part: (part) => {
        this.#touched();
        this.#say({ id, part });
      },
      isOver: () => this.#isOver,
    }));
  }

  async #profile(request: OfProfile): Promise<void> {
    const { profiles } = this.#options.desks;
    const { id } = request;
    if (!this.#technician) return this.#refuse(id, 'sign-in-first');
    const answer = await this.#askProfile(request, this.#technician);
    if (typeof answer === 'string') return this.#refuse(id, answer);
    if (answer.kind !== 'flashed') return this.#done(id, answer);
    this.#done(id, toldOf(answer));
    profiles.restart();
  }

  #askProfile(request: OfProfile, technician: Technician) {
    const { profiles } = this.#options.desks;
    switch (request.ask) {
      case 'compare':
        return profiles.compare(request.bundle, technician);
      case 'flash':
        return profiles.flash(request, technician, this.#challenge);
      case 'way-back':
        return profiles.wayBack(technician);
      case 'roll-back':
        return profiles.rollBack(request, technician);
      default:
        return never(request, 'request');
    }
  }

  #watch(bank: BankDesk, id: number): void {
    const last = new Map<number, string>();
    const look = () => {
      for (const row of bank.doors()) {
        const text = JSON.stringify(row);
        if (last.get(row.locker) === text) continue;
        last.set(row.locker, text);
        this.#say({ id, part: row });
      }
    };
    this.#stops.push(bank.onChange(look));
    look();
  }

  #follow(bank: BankDesk, id: number, from: number): void {
    let next = from;
    let isReading = false;
    const read = async () => {
      if (isReading) return;
      isReading = true;
      try {
        while (next <= bank.head && !this.#isOver) {
          const events = await bank.events(next);
          if (events.length === 0) break;
          for (const event of events) this.#say({ id, part: event });
          next = Number(events.at(-1)?.sequence ?? next) + 1;
        }
      } finally {
        isReading = false;
      }
    };
    this.#stops.push(bank.onChange(() => this.#track(read())));
    this.#track(read());
  }

  #done(id: number, done: unknown): void {
    this.#open.delete(id);
    this.#say({ id, done });
  }

  #refuse(id: number, refused: Refusal): void {
    this.#open.delete(id);
    this.#say({ id, refused, says: refusalWords[refused] });
  }

  /** Somebody who does not read what they asked for is not waited for. */
  #say(message: object): void {
    if (!this.#isOver && !this.#options.peer.send(JSON.stringify(message))) void this.end();
  }

  #touched(): void {
    const { clock } = this.#options;
    if (this.#idle) clock.cancel(this.#idle);
    this.#idle = this.#technician && !this.#isOver ? clock.setTimer('technician idle', idleMost, () => void this.end()) : null;
  }

  #track(work: Promise<void>): void {
    void work.catch((error: unknown) => this.#options.onTrouble('technician', error));
  }
}

/** Not the whole profile: whoever flashed it has it. */
function toldOf({ slot, sha256, profile: { id, version } }: FlashDone): object {
  return { kind: 'flashed', slot, sha256, profile: id, version };
}
