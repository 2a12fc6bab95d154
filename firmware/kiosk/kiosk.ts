import { createActor, type ActorRefFrom } from 'xstate';
import { never } from '../../statecharts/never.ts';
import { sessionChart } from '../../statecharts/session/session.chart.ts';
import type {
  AskedVisit, CodeNotice, ParcelNotice, SessionCommand, SessionEvent, SessionInput, StaffMember, StaffNotice,
} from '../../statecharts/session/session.events.ts';
import { xstateClock } from '../adapters/xstate-clock.ts';
import type { ParcelAnswer } from '../bank/find-parcel.ts';
import { lockedForMs } from '../bank/lockout.ts';
import { own } from '../bank/own.ts';
import type { WantedVisit } from '../bank/visits.ts';
import type { Desk, Presented } from '../desk.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import { randomId, type Random } from '../ports/random.ts';
import type { DoorPlace, Screen } from './screens.ts';
import { screenOf } from './screen-of.ts';
import { TimeLeft } from './time-left.ts';

export interface KioskOptions {
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly random: Random;
  readonly placeOf: (locker: number) => DoorPlace;
  readonly show: (screen: Screen) => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** The shell of the session chart: it asks the books what the chart wants to know, and shows what the chart decides. */
export class Kiosk {
  readonly #options: KioskOptions;
  readonly #session: ActorRefFrom<typeof sessionChart>;
  #isOutOfOrder = false;
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
    this.#session.subscribe(() => this.show());
  }

  start(): void {
    this.#session.start();
    this.show();
  }

  stop(): void {
    this.#session.stop();
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
    this.show();
  }

  async #perform(command: SessionCommand): Promise<void> {
    switch (command.type) {
      case 'session.started':
        return this.#options.desk.begin(randomId(this.#options.random, 16));
      case 'session.ended':
        return this.#options.desk.end();
      case 'credential.check':
        return this.#present(command.ask, { how: command.how, code: command.code });
      case 'password.check':
        return this.#signIn(command.ask, { how: 'password', username: command.username, password: command.password });
      case 'parcel.find':
        return this.#findParcel(command.ask, command.tracking);
      case 'door.release':
        return this.#release(command.ask, command.visit);
      case 'deposit.retract':
        return this.#retract(command.ask, command.visit);
      default:
        return never(command, 'session command');
    }
  }

  async #present(ask: number, presented: Presented): Promise<void> {
    const { desk } = this.#options;
    const answer = await desk.present(presented);
    const staff = answer.kind === 'known' && answer.identity.kind === 'staff' ? this.#staffMember(answer.identity.id) : null;
    if (staff) return this.#session.send({ type: 'staff.granted', ask, staff });
    const [first] = answer.kind === 'known' ? desk.lockers() : [];
    if (first) return this.#session.send({ type: 'credential.granted', ask, visit: askedVisit(first.visit) });
    const why = answer.kind === 'refused' && isCodeNotice(answer.why) ? answer.why : 'code-refused';
    this.#session.send({ type: 'credential.refused', ask, why });
  }

  async #signIn(ask: number, presented: Presented): Promise<void> {
    const answer = await this.#options.desk.present(presented);
    const staff = answer.kind === 'known' && answer.identity.kind === 'staff' ? this.#staffMember(answer.identity.id) : null;
    if (staff) return this.#session.send({ type: 'staff.granted', ask, staff });
    const why = answer.kind === 'refused' && isStaffNotice(answer.why) ? answer.why : 'sign-in-refused';
    this.#session.send({ type: 'staff.refused', ask, why });
  }

  #staffMember(id: string): StaffMember | null {
    const entry = own(this.#options.ledger.books.directory.staff, id);
    return entry ? { id, name: entry.name } : null;
  }

  #findParcel(ask: number, tracking: string): void {
    const answer = this.#options.desk.find(tracking);
    if (answer.kind === 'found') this.#session.send({ type: 'parcel.found', ask, visit: askedVisit(answer.visit) });
    else this.#session.send({ type: 'parcel.refused', ask, why: isParcelNotice(answer) ? answer.why : 'parcel-unknown' });
  }

  async #release(ask: number, asked: AskedVisit): Promise<void> {
    const answer = await this.#options.desk.release(asked);
    if (answer.kind === 'refused') this.#session.send({ type: 'release.refused', ask, why: answer.why });
  }

  async #retract(ask: number, asked: AskedVisit): Promise<void> {
    if (await this.#options.desk.retract(asked)) this.#session.send({ type: 'deposit.retracted', ask });
    else this.#session.send({ type: 'release.refused', ask, why: 'window-over' });
  }

  /** Every question gets an answer, also when the bank itself is in trouble. */
  #failed(command: SessionCommand, error: unknown): void {
    this.#options.onTrouble(`kiosk ${command.type}`, error);
    if (!('ask' in command)) return;
    const answers = { 'credential.check': 'credential.refused', 'password.check': 'staff.refused', 'parcel.find': 'parcel.refused',
      'door.release': 'release.refused', 'deposit.retract': 'release.refused' } as const;
    this.#session.send({ type: answers[command.type], ask: command.ask, why: 'bank-trouble' });
  }

  /** Shows the screen of now. Whoever draws it may fail; neither the chart that called nor the bank may end of it. */
  show(): void {
    try {
      this.#showNow();
    } catch (error) {
      this.#options.onTrouble('screen', error);
    }
  }

  #showNow(): void {
    const { show, ledger, placeOf } = this.#options;
    if (this.#isOutOfOrder) return show({ screen: 'out-of-order' });
    const keypadLockedForMs = () => lockedForMs(ledger.books, { kind: 'code' }, ledger.now());
    show(this.#timeLeft.on(screenOf(this.#session.getSnapshot(), { placeOf, keypadLockedForMs })));
  }
}

function askedVisit({ purpose, locker, reservation, items }: WantedVisit & { readonly reservation: string }): AskedVisit {
  return { purpose, locker, reservation, ...(items === undefined ? {} : { items }) };
}

function isCodeNotice(why: string): why is CodeNotice {
  return why === 'code-refused' || why === 'keypad-locked' || why === 'bank-trouble';
}

function isStaffNotice(why: string): why is StaffNotice {
  return why === 'sign-in-refused' || why === 'sign-in-locked' || why === 'not-allowed' || why === 'bank-trouble';
}

function isParcelNotice(answer: ParcelAnswer): answer is Extract<ParcelAnswer, { kind: 'refused' }> & { readonly why: ParcelNotice } {
  return answer.kind === 'refused' && answer.why !== 'not-allowed';
}
