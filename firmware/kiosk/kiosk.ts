import { createActor, type ActorRefFrom, type SnapshotFrom } from 'xstate';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { never } from '../../statecharts/never.ts';
import { sessionChart } from '../../statecharts/session/session.chart.ts';
import type { SessionCommand, SessionFact, SessionInput } from '../../statecharts/session/session.events.ts';
import { ms } from '../../statecharts/units.ts';
import { xstateClock } from '../adapters/xstate-clock.ts';
import type { Branding } from '../bank/branding.ts';
import type { Settings } from '../bank/settings.ts';
import type { Desk } from '../desk.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import { randomId, type Random } from '../ports/random.ts';
import { Answers, answerInTrouble, type Question } from './answers.ts';
import { drawingOf, placesIn } from './drawing.ts';
import { PeopleSearch } from './people-search.ts';
import { screenOf } from './screen-of.ts';
import type { DoorPlace, Screen } from './screens.ts';
import { shownOf, type ToShow } from './shown-of.ts';
import type { KioskInput, Shown } from './shown.ts';
import { TimeLeft } from './time-left.ts';
import { spokenLanguage } from './words/languages.ts';

interface KioskOptions {
  readonly ledger: Ledger;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly random: Random;
  readonly profile: Profile;
  readonly show: (shown: Shown) => void;
  readonly onTrouble: (where: string, error: unknown) => void;
}

type Session = SnapshotFrom<typeof sessionChart>;

const sessionIdLength = 16;

/** The shell of the session chart: it asks the books what the chart wants to know, and shows what the chart decides. */
export class Kiosk {
  readonly #options: KioskOptions;
  readonly #placeOf: (locker: number) => DoorPlace;
  readonly #answers: Answers;
  readonly #timeLeft: TimeLeft;
  /** The one that the time left is counted from: the chart makes another one whenever it begins anew. */
  #stay: Session['context']['stay'] = null;
  readonly #people = new PeopleSearch();
  /** Doors that stand open for too long, in the order in which they were noticed. */
  readonly #left = new Set<number>();
  /** Doors that were opened by force, and still stand open. */
  readonly #forced = new Set<number>();
  #session: ActorRefFrom<typeof sessionChart>;
  #stopListening: () => void = () => undefined;
  /** That of the person here, where they have chosen one. */
  #language: string | null = null;
  #languageEnds: Timer | null = null;
  #letters = '';
  #isBlank = false;
  #stage: 'waiting' | 'running' | 'out-of-order' | 'stopped' = 'waiting';
  #isShowDue = false;
  /** What was shown last, to tell whether anything has changed. */
  #last: { readonly essence: string; readonly settings: Settings; readonly branding: Branding } | null = null;

  constructor(options: KioskOptions) {
    this.#options = options;
    this.#placeOf = placesIn(drawingOf(options.profile));
    this.#answers = new Answers(options);
    this.#timeLeft = new TimeLeft(options.clock);
    this.#session = this.#newSession();
  }

  start(): void {
    if (this.#stage !== 'waiting') return; // It has been stopped, or can journal nothing, since it was made.
    this.#stage = 'running';
    this.#session.start();
    this.#stopListening = this.#options.ledger.onCommitted(() => this.#showSoon());
    this.show();
  }

  stop(): void {
    this.#stage = 'stopped';
    this.#stopListening();
    this.#forgetLanguage();
    this.#session.stop();
  }

  /** Somebody is at work at the kiosk. */
  get isServing(): boolean {
    return this.#stage === 'running' && !this.#session.getSnapshot().matches({ errand: 'home' });
  }

  /** What the person at the kiosk did. */
  input(input: KioskInput): void {
    if (this.#stage !== 'running') return;
    switch (input.type) {
      case 'language.chosen':
        return this.#speak(input.language);
      case 'letters.typed':
        this.#letters = input.letters;
        return this.#touched();
      default:
        return this.#session.send(input satisfies SessionInput);
    }
  }

  /** What has become of a door, once it is in the journal; or settings that have changed. */
  tell(fact: SessionFact): void {
    if (fact.type === 'door.closed') for (const open of [this.#left, this.#forced]) open.delete(fact.locker);
    this.#session.send(fact);
    this.#showSoon();
  }

  /** A door stands open for so long that it is said on the spot, whoever is there by now. */
  leftOpen(locker: number): void {
    this.#left.add(locker);
    this.#showSoon();
  }

  /** A door has opened that nobody had released: everybody near it is told, where the settings want an alarm. */
  forcedOpen(locker: number): void {
    this.#forced.add(locker);
    this.#showSoon();
  }

  /** For privacy nothing is drawn, and everything is spoken; until the session is over. */
  blank(isBlank: boolean): void {
    this.#isBlank = isBlank;
    this.#showSoon();
  }

  /** Nothing can be journaled any more: no door may move, and the screen says so. */
  outOfOrder(): void {
    if (this.#stage !== 'stopped') this.#stage = 'out-of-order';
    this.show();
  }

  #newSession(): ActorRefFrom<typeof sessionChart> {
    const { clock, ledger } = this.#options;
    const session = createActor(sessionChart, {
      input: { settings: ledger.books.settings },
      clock: xstateClock(clock, 'session'),
    });
    // Both before start(): a chart repeats nothing for those who come late.
    session.on('*', (command) => void this.#perform(command));
    session.subscribe({ next: (snapshot) => this.#turned(snapshot), error: (error) => this.#revive(error) });
    return session;
  }

  /** A chart that has died of an error would leave the kiosk standing where it was: whoever comes next finds the home screen. */
  #revive(error: unknown): void {
    this.#trouble('session', error);
    void this.#ended();
    this.#timeLeft.begin(null);
    this.#session = this.#newSession();
    if (this.#stage === 'waiting' || this.#stage === 'stopped') return;
    this.#session.start();
    this.#showSoon();
  }

  #turned(session: Session): void {
    const { stay } = session.context;
    if (stay !== this.#stay) this.#timeLeft.begin(stay?.ms ?? null);
    this.#stay = stay;
    if (!session.matches({ errand: { delivering: 'naming' } })) this.#letters = '';
    this.#showSoon();
  }

  async #perform(command: SessionCommand): Promise<void> {
    switch (command.type) {
      case 'session.started':
        this.#keepLanguage();
        return this.#options.desk.begin(randomId(this.#options.random, sessionIdLength));
      case 'session.ended':
        return this.#ended();
      case 'person.warned':
        return; // By what is shown: drawn and spoken.
      case 'credential.check':
      case 'offers.list':
      case 'parcel.find':
      case 'place.find':
      case 'storage.begin':
      case 'saying.take':
      case 'door.release':
        return this.#answer(command);
      default:
        return never(command, 'session command');
    }
  }

  /** Every question gets an answer, also when the bank itself is in trouble. */
  async #answer(question: Question): Promise<void> {
    const session = this.#session;
    try {
      const fact = await this.#answers.to(question);
      if (fact) session.send(fact);
    } catch (error) {
      this.#trouble(`kiosk ${question.type}`, error);
      session.send(answerInTrouble(question));
    }
  }

  /** They have gone, and nothing of theirs is shown from now on. */
  async #ended(): Promise<void> {
    this.#forgetLanguage();
    this.#letters = '';
    this.#isBlank = false;
    this.#people.forget();
    try {
      await Promise.all([this.#options.desk.end(), this.#answers.end()]);
    } catch (error) {
      this.#trouble('kiosk session.ended', error);
    }
  }

  /** Another language: for whoever is here, and no longer. */
  #speak(language: string): void {
    const { settings } = this.#options.ledger.books;
    const isOfBank = settings.languages.some((one) => one === language) || language === settings.language;
    if (!isOfBank || spokenLanguage([language]) !== language) return;
    this.#keepLanguage();
    this.#language = language;
    if (this.#session.getSnapshot().matches({ errand: 'home' })) {
      this.#languageEnds = this.#options.clock.setTimer('language', ms(settings.returnHomeOnInactivity), () => {
        this.#forgetLanguage();
        this.#showSoon();
      });
    }
    this.#touched();
  }

  #keepLanguage(): void {
    if (this.#languageEnds) this.#options.clock.cancel(this.#languageEnds);
    this.#languageEnds = null;
  }

  #forgetLanguage(): void {
    this.#keepLanguage();
    this.#language = null;
  }

  #touched(): void {
    this.#session.send({ type: 'person.touched' });
    this.#showSoon();
  }

  /** What the chart passes on its way is not shown: only where it has come to. */
  #showSoon(): void {
    if (this.#isShowDue) return;
    this.#isShowDue = true;
    queueMicrotask(() => {
      this.#isShowDue = false;
      if (this.#stage === 'running') this.show();
    });
  }

  /** Shows the screen of now. Whoever draws it may fail; neither the chart that called nor the bank may end of it. */
  show(): void {
    if (this.#stage === 'stopped') return;
    try {
      this.#showNow();
    } catch (error) {
      this.#trouble('screen', error);
    }
  }

  #showNow(): void {
    const toShow = this.#toShow();
    const { settings, branding } = toShow.books;
    const essence = essenceOf(toShow, this.#timeLeft.endsMonoMs);
    const last = this.#last;
    if (last && last.essence === essence && last.settings === settings && last.branding === branding) return;
    this.#options.show(shownOf(toShow));
    this.#last = { essence, settings, branding };
  }

  #toShow(): ToShow {
    const { books } = this.#options.ledger;
    const session = this.#session.getSnapshot();
    const isWorking = this.#stage === 'running';
    const { remote, hears } = session.context;
    return {
      books, screen: this.#screen(session), language: this.#language,
      homeInMs: isWorking ? this.#timeLeft.leftMs() : null,
      isWarned: isWorking && session.matches({ presence: 'warned' }),
      hears, isBlank: this.#isBlank,
      left: [...this.#left].map(this.#placeOf),
      forced: books.settings.forcedAlarm ? [...this.#forced].map(this.#placeOf) : [],
      remote: isWorking && remote ? { door: this.#placeOf(remote.locker), why: remote.why } : null,
    };
  }

  #screen(session: Session): Screen {
    if (this.#stage === 'waiting') return { screen: 'starting' };
    if (this.#stage !== 'running') return { screen: 'out-of-order' };
    const { ledger, desk, profile } = this.#options;
    return screenOf(session, {
      books: ledger.books, now: ledger.now(), profile, visitor: desk.visitor, lockers: () => desk.lockers(), placeOf: this.#placeOf,
      people: this.#people, letters: this.#letters,
      codeFor: (reservation) => this.#answers.codeFor(reservation),
      isBrought: (reservation) => this.#answers.isBrought(reservation),
    });
  }

  #trouble(where: string, error: unknown): void {
    this.#options.onTrouble(where, error);
  }
}

/** What differs when it is worth showing anew: not the milliseconds, which go by of themselves. */
function essenceOf({ books: _, homeInMs: __, screen, ...rest }: ToShow, endsMonoMs: number | null): string {
  const steady = 'keypadLockedForMs' in screen ? { ...screen, keypadLockedForMs: screen.keypadLockedForMs > 0 } : screen;
  return JSON.stringify([steady, rest, endsMonoMs]);
}
