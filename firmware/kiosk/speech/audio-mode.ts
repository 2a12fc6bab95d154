import { never } from '../../../statecharts/never.ts';
import { seconds } from '../../../statecharts/units.ts';
import type { Beeper } from '../../ports/beeper.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Digit, Key, Keypad } from '../../ports/keypad.ts';
import type { Headphones, Output, Speech } from '../../ports/speech.ts';
import type { Field, KioskInput, Shown } from '../shown.ts';
import { audioMenu, menuItemsMost, menuSpoken, type AudioDeed } from './audio-menu.ts';
import { DoorBeeps } from './door-beeps.ts';
import { choiceAt, keyed, type KeyedChoices } from './keyed-choices.ts';
import { alarmsOf, isHome, newsOf } from './news-of.ts';
import { OneTimer } from './one-timer.ts';
import { Presses } from './presses.ts';
import { filled, speechWords, type SpeechWords } from './speech-words.ts';
import { allParts, choosingSpoken, typingSpoken, wordsSpoken } from './spoken.ts';
import { Typing, type Press } from './typing.ts';
import { Voice } from './voice.ts';

/** What the session chart is told about hearing: somebody needs longer, or may have gone. */
export type HearingFact = { readonly type: 'headphones.plugged' } | { readonly type: 'headphones.unplugged' };

interface AudioModeOptions {
  readonly speech: Speech;
  readonly keypad: Keypad;
  readonly headphones: Headphones;
  readonly beeper: Beeper;
  readonly clock: Clock;
  readonly send: (input: KioskInput) => void;
  readonly tell: (fact: HearingFact) => void;
  /** Nothing is to be drawn, for privacy; or everything again. */
  readonly blank: (isBlank: boolean) => void;
}

/** After so long a pause in typing it is said how much was typed. */
export const countedAfter = seconds(2);
/** The loudspeaker falls silent when nobody has pressed a key at the home screen for so long. */
export const leftAloneAfter = seconds(60);
/** What the page does: a touch each second keeps a session as well as a hundred do. */
const touchesEvery = seconds(1);
/** In milliseconds; only where a screen does not say how long it stays. */
const usualWarning = 20_000;

/** What the digits mean at the moment. */
type Focus = { readonly on: 'typing' } | { readonly on: 'choosing'; readonly page: number } | { readonly on: 'menu' };

/**
 * The kiosk for whoever does not see it: every screen is spoken, twelve keys type and choose, the open door beeps. Which key
 * does what, and why, is told in docs/kiosk-audio.md. It decides nothing about doors: like the page, it sends inputs.
 */
export class AudioMode {
  readonly #options: AudioModeOptions;
  readonly #voice: Voice;
  readonly #beeps: DoorBeeps;
  #shown: Shown | null = null;
  /** The last screen that was more than a warning. */
  #told: Shown | null = null;
  #focus: Focus = { on: 'choosing', page: 0 };
  #typing = new Typing([]);
  #isDark = false;
  #touchedMs = -Infinity;
  readonly #presses = new Presses();
  readonly #pause: OneTimer;
  readonly #leftAlone: OneTimer;
  #isStopped = false;

  constructor(options: AudioModeOptions) {
    this.#options = options;
    this.#voice = new Voice(options.speech);
    this.#beeps = new DoorBeeps(options.beeper, options.clock);
    this.#pause = new OneTimer(options.clock, 'typing has paused');
    this.#leftAlone = new OneTimer(options.clock, 'nobody listens to the loudspeaker');
    options.keypad.watch((key) => this.#pressed(key));
    options.headphones.watch((isPlugged) => (isPlugged ? this.#begin('headphones') : this.#unplugged()));
  }

  /** Whatever the page is told. */
  show(shown: Shown): void {
    if (this.#isStopped) return;
    const [before, told] = [this.#shown, this.#told];
    this.#shown = shown;
    if (!shown.isWarned) this.#told = shown;
    if (isHome(shown) && before !== null && !isHome(before)) this.#reset();
    this.#beepAt(shown);
    const alarms = alarmsOf(shown, before);
    if (!shown.isWarned) this.#takeFields(shown, told);
    if (shown.isWarned) this.#warn(shown, before?.isWarned === true, alarms);
    else if (this.#voice.output() !== null) this.#tellNews(shown, told, before?.isWarned === true, alarms);
    else if (alarms.length > 0) this.#voice.announce(alarms, shown.language);
    // The plug was in before the bank woke up.
    if (before === null && this.#voice.output() === null && this.#options.headphones.isPlugged()) this.#begin('headphones');
  }

  /** Silence, and no timers. */
  stop(): void {
    this.#isStopped = true;
    this.#voice.turnTo(null);
    this.#typing.clear();
    this.#beeps.stop();
    this.#pause.cancel();
    this.#leftAlone.cancel();
  }

  // Beginning and ending

  #begin(output: Output): void {
    if (this.#isStopped) return;
    this.#voice.turnTo(output);
    this.#focus = this.#usualFocus();
    if (this.#isDark) this.#options.blank(true);
    if (this.#shown) this.#beepAt(this.#shown);
    this.#watchLoudspeaker();
    this.#options.tell({ type: 'headphones.plugged' });
    this.#say([this.#words().begin, ...this.#everything()]);
  }

  /** What was for one person's ears is not said to the room; and whoever pulled the plug may have gone. */
  #unplugged(): void {
    if (this.#isStopped || this.#voice.output() === null) return;
    const isAnswered = this.#shown !== null && !isHome(this.#shown);
    this.#end();
    if (isAnswered) this.#voice.announce([this.#words().unplugged], this.#language());
    else this.#forgetWishes();
  }

  /** The next person finds everything as it was. */
  #reset(): void {
    this.#forgetWishes();
    if (this.#voice.output() !== 'loudspeaker') return;
    this.#end();
    this.#voice.announce([this.#words().over], this.#language());
  }

  #forgetWishes(): void {
    if (this.#isDark) this.#options.blank(false);
    this.#isDark = false;
    this.#voice.reset();
    this.#typing.clear();
  }

  /** The screen is lit, or the question whether they are still there could not be seen. */
  #end(): void {
    this.#voice.turnTo(null);
    this.#typing.clear();
    this.#pause.cancel();
    this.#leftAlone.cancel();
    if (this.#shown) this.#beepAt(this.#shown);
    if (this.#isDark) this.#options.blank(false);
    this.#options.tell({ type: 'headphones.unplugged' });
  }

  #watchLoudspeaker(): void {
    this.#leftAlone.cancel();
    if (this.#voice.output() !== 'loudspeaker') return;
    this.#leftAlone.set(leftAloneAfter, () => {
      if (this.#shown === null || isHome(this.#shown)) this.#reset();
    });
  }

  // What is said

  #language(): string {
    return this.#shown?.language ?? 'en';
  }

  #words(): SpeechWords {
    return speechWords(this.#language());
  }

  #say(sentences: readonly string[]): void {
    this.#voice.say(sentences, this.#language());
  }

  /** For whoever comes, or asks again: doors that stand open have long been told to those before. */
  #everything(): readonly string[] {
    return [...(this.#shown ? alarmsOf(this.#shown, null) : []), ...this.#screen()];
  }

  #screen(): readonly string[] {
    const [shown, output] = [this.#shown, this.#voice.output()];
    return shown === null || output === null ? [] : [...wordsSpoken(shown, allParts, output), ...this.#prompt()];
  }

  /** How to go on from here. */
  #prompt(): readonly string[] {
    const [shown, output] = [this.#shown, this.#voice.output()];
    if (shown === null || output === null) return [];
    switch (this.#focus.on) {
      case 'typing': return typingSpoken(shown, this.#typing, this.#choices(), output);
      case 'choosing': return choosingSpoken(shown, this.#choices(), this.#focus.page, output);
      case 'menu': return menuSpoken(shown, audioMenu(shown, this.#typing, this.#isDark));
      default: return never(this.#focus, 'focus');
    }
  }

  /** Whoever was cut off in the middle of a screen, or asked whether they are there, hears the whole of it. */
  #tellNews(shown: Shown, told: Shown | null, wasWarned: boolean, alarms: readonly string[]): void {
    const news = newsOf(shown, told);
    const isNext = news.kind === 'screen' && isHome(shown);
    const first = [...(isNext ? alarmsOf(shown, null) : alarms), ...this.#remoteSpoken(shown, told)];
    if (news.kind === 'screen') this.#focus = this.#usualFocus();
    else this.#focusWithin(shown);
    if (news.kind === 'nothing' && !wasWarned) {
      if (first.length > 0) this.#say([...first, ...this.#prompt()]);
    } else if (news.kind !== 'words' || wasWarned || this.#voice.isTalking()) {
      this.#say([...first, ...this.#screen()]);
    } else {
      const words = wordsSpoken(shown, news.parts, this.#voice.output() ?? 'loudspeaker');
      this.#say([...first, ...words, ...(news.choices ? this.#prompt() : [])]);
    }
  }

  /** Why somebody who is not here opens a door may have a name in it. */
  #remoteSpoken({ remote }: Shown, told: Shown | null): readonly string[] {
    if (remote === null || remote.door.locker === told?.remote?.door.locker) return [];
    return [this.#voice.output() === 'headphones' ? remote.text : filled(this.#words().remote, { ...remote.door })];
  }

  /** What is half typed stays, as long as it is typed into the same fields. */
  #takeFields({ screen, telling }: Shown, told: Shown | null): void {
    const names = (fields: readonly Field[]) => fields.map(({ name }) => name).join();
    const isSame = told?.screen.screen === screen.screen && names(told.telling.fields) === names(telling.fields);
    if (!isSame) this.#typing = new Typing(telling.fields);
  }

  #usualFocus(): Focus {
    return this.#typing.field() === null ? { on: 'choosing', page: 0 } : { on: 'typing' };
  }

  /** The list may have become shorter; and where nobody was found the letters were wrong. */
  #focusWithin({ screen }: Shown): void {
    if (this.#focus.on !== 'choosing') return;
    const last = Math.max(0, this.#choices().pages.length - 1);
    this.#focus = { on: 'choosing', page: Math.min(this.#focus.page, last) };
    if (screen.screen !== 'party' || screen.found.length > 0) return;
    this.#typing.clear();
    this.#focus = this.#usualFocus();
  }

  #choices(): KeyedChoices {
    return keyed(this.#shown?.telling.choices ?? []);
  }

  /** Heard by who does not see the screen, and by who does not look at it. */
  #warn({ homeInMs }: Shown, isSaid: boolean, alarms: readonly string[]): void {
    const warning = filled(this.#words().warned, { seconds: Math.round((homeInMs ?? usualWarning) / 1000) });
    if (this.#voice.output() === null) {
      if (!isSaid) this.#voice.tone('warning');
      if (alarms.length > 0) this.#voice.announce(alarms, this.#language());
    } else if (!isSaid || alarms.length > 0) this.#say([...(isSaid ? [] : [warning]), ...alarms]);
  }

  /** Doors that stand open too long or were forced beep for everybody; the person's own for whoever has to find them by ear. */
  #beepAt({ screen, left, forced }: Shown): void {
    const isHeard = this.#voice.output() !== null && screen.screen === 'doors';
    const own = isHeard ? screen.doors.filter(({ is }) => is === 'open') : [];
    this.#beeps.for([...new Set([...own, ...left, ...forced].map(({ locker }) => locker))]);
  }

  // Keys

  #pressed(key: Key): void {
    const atMs = this.#options.clock.monoMs();
    if (!this.#presses.isMeant(key, atMs) || this.#isStopped) return;
    this.#voice.interrupt();
    this.#pause.cancel();
    if (this.#voice.output() === null) return this.#begin(this.#options.headphones.isPlugged() ? 'headphones' : 'loudspeaker');
    this.#watchLoudspeaker();
    if (this.#shown === null) return;
    if (this.#shown.isWarned) return this.#options.send({ type: 'more-time.chosen' });
    if (atMs - this.#touchedMs >= touchesEvery) {
      this.#touchedMs = atMs;
      this.#options.send({ type: 'person.touched' });
    }
    this.#act(key, this.#shown, atMs);
  }

  #act(key: Key, shown: Shown, atMs: number): void {
    switch (key) {
      case 'speech': return this.#say(this.#everything());
      case 'louder': return this.#do({ kind: 'volume', by: 1 });
      case 'softer': return this.#do({ kind: 'volume', by: -1 });
      case 'dark': return this.#do({ kind: 'dark' });
      case 'round': return this.#round();
      case 'star': return this.#star();
      default:
    }
    switch (this.#focus.on) {
      case 'typing': return this.#type(key, atMs);
      case 'choosing': return this.#choose(key, this.#focus.page);
      case 'menu': return this.#chooseInMenu(key, shown);
      default: return never(this.#focus, 'focus');
    }
  }

  #round(): void {
    if (this.#focus.on === 'menu') return this.#say(this.#prompt());
    if (this.#focus.on === 'choosing' || this.#typing.count() === 0) return this.#say(this.#everything());
    const input = this.#typing.enter();
    if (input === null) return this.#say(this.#prompt());
    if (input.type === 'letters.typed') this.#focus = { on: 'choosing', page: 0 };
    this.#options.send(input);
  }

  #star(): void {
    if (this.#focus.on === 'menu') return this.#leaveMenu();
    if (this.#focus.on === 'choosing') {
      this.#focus = this.#usualFocus();
      return this.#say(this.#prompt());
    }
    if (this.#typing.count() === 0) {
      this.#focus = { on: 'choosing', page: 0 };
      return this.#say(this.#prompt());
    }
    this.#typing.erase();
    this.#say([this.#words().erased, this.#typed()]);
  }

  #type(key: Digit, atMs: number): void {
    const press = this.#typing.press(key, atMs);
    if (press.kind === 'looked-up') {
      this.#focus = { on: 'choosing', page: 0 };
      return this.#options.send(press.input);
    }
    this.#echo(press);
    this.#pause.set(countedAfter, () => this.#say([this.#typed()]));
  }

  /** What is typed is said at one person's ears only, and a secret nowhere: there a sound says that the key was felt. */
  #echo(press: Exclude<Press, { kind: 'looked-up' }>): void {
    if (press.kind === 'full') return this.#say([this.#words().full]);
    const isHeard = this.#voice.output() === 'headphones' && this.#typing.field()?.isSecret === false;
    if (isHeard) this.#say([press.character]);
    else this.#voice.tone('typed');
  }

  #typed(): string {
    const count = this.#typing.count();
    return count === 0 ? this.#words().nothingTyped : filled(this.#words().typed, { count });
  }

  #choose(key: Digit, page: number): void {
    const chosen = choiceAt(this.#choices(), page, key);
    switch (chosen.kind) {
      case 'chosen': return this.#options.send(chosen.choice.does);
      case 'turned':
        this.#focus = { on: 'choosing', page: chosen.page };
        return this.#say(this.#prompt());
      case 'menu':
        this.#focus = { on: 'menu' };
        return this.#say(this.#prompt());
      case 'nothing': return this.#refuse();
      default: return never(chosen, 'choice');
    }
  }

  /** While a door opens there is nothing to choose, and whoever presses a key must hear the more of that door. */
  #refuse(): void {
    const isWaiting = this.#shown?.telling.choices.length === 0;
    if (isWaiting) this.#voice.tone('refused');
    else this.#say([this.#words().nothingHere]);
  }

  #chooseInMenu(key: Digit, shown: Shown): void {
    if (key === '9') return this.#leaveMenu();
    const item = audioMenu(shown, this.#typing, this.#isDark).slice(0, menuItemsMost)[Number(key) - 1];
    if (item) this.#do(item.deed);
    else this.#say([this.#words().nothingHere]);
  }

  #leaveMenu(): void {
    this.#focus = this.#usualFocus();
    this.#say(this.#screen());
  }

  #do(deed: AudioDeed): void {
    const words = this.#words();
    switch (deed.kind) {
      case 'volume':
        this.#voice.louder(deed.by);
        return this.#say([deed.by > 0 ? words.louder : words.softer]);
      case 'pace':
        this.#voice.faster(deed.by);
        return this.#say([deed.by > 0 ? words.faster : words.slower]);
      case 'dark':
        this.#isDark = !this.#isDark;
        this.#options.blank(this.#isDark);
        return this.#say([this.#isDark ? words.isDark : words.isLit]);
      case 'characters':
        this.#typing.switch();
        this.#focus = this.#usualFocus();
        return this.#say(this.#prompt());
      case 'chosen': return this.#options.send(deed.choice.does);
      default: return never(deed, 'deed');
    }
  }
}
