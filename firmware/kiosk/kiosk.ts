import { createActor, type ActorRefFrom } from 'xstate';
import { never } from '../../statecharts/never.ts';
import { sessionChart } from '../../statecharts/session/session.chart.ts';
import type { SessionCommand, SessionEvent, SessionInput, AskedVisit } from '../../statecharts/session/session.events.ts';
import { ms } from '../../statecharts/units.ts';
import { xstateClock } from '../adapters/xstate-clock.ts';
import type { BankKeys } from '../bank/codes.ts';
import { aboutBank, type Fact } from '../bank/facts.ts';
import { checkCode, checkPassword, findParcel, lockedForMs, operatorOf, type PresentedCode } from '../bank/people.ts';
import { decideRelease, decideRetract, type Visitor } from '../bank/visits.ts';
import type { Visit } from '../bank/books.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Hasher, ScryptCost } from '../ports/hasher.ts';
import { intentLength, randomId, type Random } from '../ports/random.ts';
import type { DoorPlace, Screen } from './screens.ts';
import { screenOf } from './screen-of.ts';
import { TimeLeft } from './time-left.ts';

/** An unknown user name costs as much time as a known one: scrypt at the parameters that the contract recommends. */
const usualCost: ScryptCost = { n: 16_384, r: 8, p: 1 };

export interface KioskOptions {
  readonly ledger: Ledger;
  readonly keys: BankKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly hasher: Hasher;
  readonly placeOf: (locker: number) => DoorPlace;
  readonly show: (screen: Screen) => void;
  /** Journals the intent of a visit, waits for the disk, and only then pulses the lock. */
  readonly release: (visit: Visit) => Promise<void>;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** The shell of the session chart: it asks the books what the chart wants to know, and shows what the chart decides. */
export class Kiosk {
  readonly #options: KioskOptions;
  readonly #session: ActorRefFrom<typeof sessionChart>;
  #sessionId = '';
  #staffId: string | null = null;
  #unlock: Timer | null = null;
  #isOutOfOrder = false;
  #isHashing = false;
  readonly #timeLeft: TimeLeft;

  constructor(options: KioskOptions) {
    this.#options = options;
    this.#timeLeft = new TimeLeft(options.clock);
    this.#session = createActor(sessionChart, {
      input: { settings: options.ledger.books.settings },
      clock: xstateClock(options.clock),
    });
    this.#session.on('*', (command) => {
      void this.#perform(command).catch((error: unknown) => this.#failed(command, error));
    });
    this.#session.subscribe(() => this.#show());
  }

  start(): void {
    this.#session.start();
    this.#show();
  }

  stop(): void {
    this.#session.stop();
    if (this.#unlock) this.#options.clock.cancel(this.#unlock);
  }

  /** What the person at the kiosk did. */
  input(input: SessionInput): void {
    if (this.#isOutOfOrder) return;
    if (input.type === 'person.touched') this.#timeLeft.begin();
    this.#session.send(input);
  }

  /** What has become of a door, once it is in the journal; or settings that have changed. */
  tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  /** Nothing can be journaled any more: no door may move, and the screen says so. */
  outOfOrder(): void {
    this.#isOutOfOrder = true;
    this.#show();
  }

  async #perform(command: SessionCommand): Promise<void> {
    switch (command.type) {
      case 'session.started':
        this.#sessionId = randomId(this.#options.random, 16);
        return;
      case 'session.ended':
        return this.#ended();
      case 'credential.check':
        return this.#checkCode(command.ask, command);
      case 'password.check':
        return this.#checkPassword(command.ask, command.username, command.password);
      case 'parcel.find':
        return this.#findParcel(command.ask, command.tracking);
      case 'door.release':
        return this.#release(command.ask, command.visit, { staff: command.staff, session: this.#sessionId });
      case 'deposit.retract':
        return this.#retract(command.ask, command.visit, { staff: command.staff, session: this.#sessionId });
      default:
        return never(command, 'session command');
    }
  }

  async #ended(): Promise<void> {
    const session = this.#sessionId;
    const id = this.#staffId;
    this.#staffId = null;
    if (id !== null) await this.#commit([aboutBank('staff.signed-out', { by: { role: 'operator', id } }, { session })]);
  }

  async #checkCode(ask: number, presented: PresentedCode): Promise<void> {
    const { ledger, keys } = this.#options;
    const answer = checkCode(ledger.books, keys, presented, ledger.nowMs(), this.#sessionId);
    await this.#commit(answer.facts);
    if (answer.kind === 'granted') this.#session.send({ type: 'credential.granted', ask, visit: answer.visit });
    else this.#session.send({ type: 'credential.refused', ask, why: answer.why });
  }

  async #checkPassword(ask: number, username: string, password: string): Promise<void> {
    const { ledger, keys, hasher } = this.#options;
    const session = this.#sessionId;
    const verifier = operatorOf(ledger.books, username)?.verifier;
    const salt = Buffer.from(verifier?.salt ?? 'nobody', 'base64url');
    // One at a time: hashes share their threads with the journal, and somebody may be waiting for a door.
    if (this.#isHashing) return this.#session.send({ type: 'staff.refused', ask, why: 'bank-trouble' });
    this.#isHashing = true;
    const hash = await hasher.scrypt(password, salt, verifier ?? usualCost).finally(() => (this.#isHashing = false));
    const answer = checkPassword(ledger.books, keys, username, hash, ledger.nowMs(), session);
    if (session !== this.#sessionId || !this.#session.getSnapshot().matches({ staff: 'checking' })) return; // They left meanwhile.
    if (answer.kind === 'granted') this.#staffId = answer.operator.id;
    await this.#commit(answer.facts);
    if (answer.kind === 'granted') {
      const { id, name } = answer.operator;
      this.#session.send({ type: 'staff.granted', ask, staff: { id, name } });
    } else {
      this.#session.send({ type: 'staff.refused', ask, why: answer.why });
    }
  }

  #findParcel(ask: number, tracking: string): void {
    const answer = findParcel(this.#options.ledger.books, tracking);
    if (answer.kind === 'found') this.#session.send({ type: 'parcel.found', ask, visit: answer.visit });
    else this.#session.send({ type: 'parcel.refused', ask, why: answer.why });
  }

  async #release(ask: number, asked: AskedVisit, visitor: Visitor): Promise<void> {
    const { ledger, random } = this.#options;
    const answer = decideRelease(ledger.books, asked, visitor, randomId(random, intentLength), ledger.nowMs());
    if (answer.kind === 'intended') await this.#options.release(answer.visit);
    else this.#session.send({ type: 'release.refused', ask, why: answer.why });
  }

  async #retract(ask: number, asked: AskedVisit, visitor: Visitor): Promise<void> {
    const { ledger } = this.#options;
    const facts = decideRetract(ledger.books, asked, visitor, ledger.nowMs());
    if (facts) await this.#commit(facts);
    if (facts) this.#session.send({ type: 'deposit.retracted', ask });
    else this.#session.send({ type: 'release.refused', ask, why: 'window-over' });
  }

  #commit(facts: readonly Fact[]): Promise<void> {
    return this.#options.ledger.commit(facts);
  }

  /** Every question gets an answer, also when the bank itself is in trouble. */
  #failed(command: SessionCommand, error: unknown): void {
    this.#options.onTrouble(`kiosk ${command.type}`, error);
    if (!('ask' in command)) return;
    const answers = { 'credential.check': 'credential.refused', 'password.check': 'staff.refused', 'parcel.find': 'parcel.refused',
      'door.release': 'release.refused', 'deposit.retract': 'release.refused' } as const;
    this.#session.send({ type: answers[command.type], ask: command.ask, why: 'bank-trouble' });
  }

  /** Whoever draws the screen may fail; neither the chart that called nor the bank may end of it. */
  #show(): void {
    try {
      this.#showNow();
    } catch (error) {
      this.#options.onTrouble('screen', error);
    }
  }

  #showNow(): void {
    const { show, ledger, placeOf } = this.#options;
    if (this.#isOutOfOrder) return show({ screen: 'out-of-order' });
    const keypadLockedForMs = () => lockedForMs(ledger.books, 'code', ledger.nowMs());
    const screen = this.#timeLeft.on(screenOf(this.#session.getSnapshot(), { placeOf, keypadLockedForMs }));
    show(screen);
    if (screen.screen === 'home') this.#showAgainWhenUnlocked(screen.keypadLockedForMs);
  }

  #showAgainWhenUnlocked(lockedForMs: number): void {
    const { clock } = this.#options;
    if (this.#unlock) clock.cancel(this.#unlock);
    this.#unlock = lockedForMs > 0 ? clock.setTimer('keypad unlocked', ms(Math.min(lockedForMs, 900_000)), () => this.#show()) : null;
  }
}
