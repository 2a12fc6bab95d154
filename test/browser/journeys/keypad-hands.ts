import type { Page } from 'playwright-core';
import type { Digit, Key } from '../../../firmware/ports/keypad.ts';
import type { HeardLine } from '../../../sim/at-kiosk.ts';
import type { SimProcess } from '../../support/sim-process.ts';
import { until } from '../../support/until.ts';
import { drawnSince, watchDrawing } from './eyes.ts';
import { beginning, containing, exactly, pause, type Hands, type Named } from './hands.ts';

/** A key that strikes again within 200 ms is one press. */
const sameKeyMs = 230;
/** Two letters of one key are two letters after 1.5 s. */
const nextLetterMs = 1_650;
/** Nothing more is said: the pause between two sentences is much shorter. */
const silentMs = 900;
/** The longest list takes minutes at the usual pace, and half of that as fast as it goes. */
const patienceMs = 45_000;

/** The third item of the menu, by heart: four steps are as fast as it goes. */
const faster: readonly Key[] = ['3', '3', '3', '3'];

/** The home screen, also where its keypad is locked. */
const homeTitle = /Welcome|Too many wrong codes/;

/** The upper edge of a screen, which is drawn before the rest and has nothing personal in it. */
const upperEdge = /^Language Help$/;

/** Always on 9, so that nobody has to listen for it. */
const wayOut = /^(I am finished|Back|Sign out)$/;

interface Offer {
  readonly keys: readonly Key[];
  readonly name: string;
}

/** Twelve keys that are felt and headphones: what can be done is known from what was said, and from nothing else. */
export class KeypadHands implements Hands {
  readonly way = 'keypad';
  readonly #sim: SimProcess;
  readonly #page: Page;
  /** Sentences up to this one are old: a key was pressed since, or something happened. */
  #old = 0;
  /** The sentence that told what was waited for: the choices that go with it come later. */
  #told = 0;
  #last: { readonly key: Key; readonly atMs: number } | null = null;
  /** Whoever has been here knows the keys of the menu, which stay. */
  readonly #menu = new Map<string, Key>();

  constructor(sim: SimProcess, page: Page) {
    this.#sim = sim;
    this.#page = page;
  }

  /** Plugs in, makes the voice as fast as it goes, and the screen dark. */
  async come(): Promise<void> {
    await until('what the last one was told is no longer shown: they would still be taken to be here', async () => {
      const screen = await this.#sim.screen();
      return screen.screen === 'home' && screen.notice === null;
    }, 75_000);
    await this.heed();
    await this.#sim.act({ do: 'plug', to: 'in' });
    await this.untilTold('Speech is on');
    await this.untilTold(homeTitle);
    if (await this.#isTyping()) await this.#press('star');
    await this.#press('0');
    await this.#press(...faster);
    await this.untilTold('Faster');
    if (this.#menu.size === 0) await this.#press('round');
    await this.#pressInMenu('Turn the screen dark');
    await this.untilTold('The screen is dark now');
    await watchDrawing(this.#page);
    await this.#press('9');
    await this.untilTold(homeTitle);
  }

  /** At the end the screen is lit for the next person: nothing but the home screen may have been drawn. */
  async leave(): Promise<readonly string[]> {
    const drawn = (await drawnSince(this.#page)).filter((text) => !homeTitle.test(text) && !upperEdge.test(text));
    await this.#sim.act({ do: 'plug', to: 'out' });
    return drawn.map((text) => `the dark screen said: ${text}`);
  }

  async choose(name: Named): Promise<void> {
    if (typeof name === 'string' && wayOut.test(name)) return this.#leaveScreen();
    const offer = await this.#untilOffered(name);
    await this.#press(...offer.keys);
  }

  async type(label: string, text: string): Promise<void> {
    await this.#intoField(label);
    const spoken = await this.#manner();
    if (spoken === 'letters') await this.#typeLetters(text, label);
    else if (/^\d+$/.test(text)) await this.#press(...([...text] as Digit[]));
    else {
      await this.#chooseLetters();
      await this.#typeLetters(text, label);
    }
    await this.#press('round');
  }

  async lookUp(letters: string): Promise<void> {
    await this.#intoField('First letters of the name');
    await this.#press(...[...letters.toLowerCase()].map((letter) => keyOf(letter)));
  }

  async chooseLength(name: string): Promise<void> {
    await this.choose(name);
  }

  async report(what: string): Promise<void> {
    await this.choose('Report a problem');
    await this.untilTold('What is wrong?');
    await this.choose(what);
  }

  async sign(pin: string): Promise<void> {
    await this.type('PIN', pin);
  }

  async untilTold(what: Named, withinMs = patienceMs): Promise<string> {
    const sought = containing(what);
    // What is told may take several sentences.
    const isIt = (_: HeardLine, soFar: string): boolean => sought.test(soFar);
    const line = await this.#untilHeard(String(what), isIt, () => this.#old, withinMs);
    this.#told = line.number;
    return (await this.#since(this.#old)).map(({ text }) => text).join(' ');
  }

  async isOffered(name: Named): Promise<boolean> {
    await this.#press('round');
    await this.#untilSilent();
    return offersIn(await this.#since(this.#old)).some((offer) => beginning(name).test(offer.name));
  }

  async heed(): Promise<void> {
    const { atKiosk: { heard } } = await this.#sim.state();
    this.#old = heard[0]?.number ?? 0;
    this.#told = this.#old;
  }

  async #leaveScreen(): Promise<void> {
    const isTyping = await this.#isTyping();
    await this.#press(...(isTyping ? ['star', '9'] as const : ['9'] as const));
  }

  // What is heard

  /** Sentences after this one, oldest first. */
  async #since(number: number): Promise<readonly HeardLine[]> {
    const { atKiosk: { heard } } = await this.#sim.state();
    return heard.filter((line) => line.number > number && line.from === 'headphones').toReversed();
  }

  /** Listens until it is said; asks once for everything again where it was not. */
  async #untilHeard(
    what: string, isIt: (line: HeardLine, soFar: string) => boolean, after: () => number, withinMs = patienceMs,
  ): Promise<HeardLine> {
    const end = performance.now() + withinMs;
    let heard: readonly HeardLine[] = [];
    let quietSince: number | null = null;
    let hasAsked = false;
    while (performance.now() < end) {
      heard = await this.#since(after());
      const found = heard.find((line, at) => isIt(line, heard.slice(0, at + 1).map(({ text }) => text).join(' ')));
      if (found) return found;
      const isQuiet = (await this.#since(0)).at(-1)?.end !== 'speaking'; // nothing more may be coming after what was told
      quietSince = isQuiet ? (quietSince ?? performance.now()) : null;
      if (!hasAsked && quietSince !== null && performance.now() - quietSince > silentMs) {
        hasAsked = true;
        await this.#press('round');
      }
      await pause(60);
    }
    throw new Error(`waited ${String(withinMs)} ms in vain to hear ${what}; heard: ${heard.map(({ text }) => text).join(' ')}`);
  }

  async #untilSilent(): Promise<void> {
    for (let quiet = 0; quiet < silentMs; quiet += 100) {
      const [last] = (await this.#since(0)).toReversed();
      if (last?.end === 'speaking') quiet = 0;
      await pause(100);
    }
  }

  /** Where the list goes on, the next page is asked for. */
  async #untilOffered(name: Named): Promise<Offer> {
    for (let page = 1; page <= 8; page++) {
      const isIt = (line: HeardLine): boolean => {
        const [offer] = offersIn([line]);
        return (offer !== undefined && beginning(name).test(offer.name)) || isMore(line) || isLists(line);
      };
      const line = await this.#untilHeard(`that ${String(name)} can be chosen`, isIt, () => Math.max(this.#old, this.#told));
      const offers = offersIn(await this.#since(Math.max(this.#old, this.#told)));
      const offer = offers.find((one) => beginning(name).test(one.name));
      if (offer) return offer;
      await this.#press(isLists(line) ? 'star' : '8');
    }
    throw new Error(`${String(name)} is nowhere in the list`);
  }

  /** Typing begins by itself, or after the star key. */
  async #intoField(label: string): Promise<void> {
    const isIt = ({ text }: HeardLine): boolean => text.startsWith(`Type: ${label}.`) || text === 'Press the star key to type.';
    const line = await this.#untilHeard(`how to type: ${label}`, isIt, () => this.#old);
    if (line.text.startsWith('Type: ')) return;
    await this.#press('star');
    await this.#untilHeard(`how to type: ${label}`, ({ text }) => text.startsWith(`Type: ${label}.`), () => this.#old);
  }

  async #isTyping(): Promise<boolean> {
    const isIt = ({ text }: HeardLine): boolean => text.startsWith('Type: ') || text.startsWith('Press ');
    return (await this.#untilHeard('how to go on', isIt, () => Math.max(this.#old, this.#told))).text.startsWith('Type: ');
  }

  /** Whether the field takes letters by itself: it is said right after how to type. */
  async #manner(): Promise<'letters' | 'digits'> {
    const isIt = ({ text }: HeardLine): boolean => text.startsWith('Letters are typed') || text.startsWith('Press the star key');
    const line = await this.#untilHeard('how letters are typed', isIt, () => this.#old);
    return line.text.startsWith('Letters are typed') ? 'letters' : 'digits';
  }

  async #chooseLetters(): Promise<void> {
    await this.#press('star', '0');
    await this.#pressInMenu('Type letters');
  }

  async #pressInMenu(name: string): Promise<void> {
    const known = this.#menu.get(name);
    if (known !== undefined) return this.#press(known);
    await this.#untilHeard(`${name} in the menu`, (one) => offersIn([one])[0]?.name === name, () => this.#old);
    for (const offer of offersIn(await this.#since(this.#old))) this.#menu.set(offer.name, offer.keys[0] ?? '0');
    await this.#press(this.#menu.get(name) ?? '0');
  }

  // What is pressed

  async #press(...keys: readonly Key[]): Promise<void> {
    for (const key of keys) {
      const sinceMs = performance.now() - (this.#last?.atMs ?? -Infinity);
      if (this.#last?.key === key && sinceMs < sameKeyMs) await pause(sameKeyMs - sinceMs);
      if (key === keys.at(-1)) await this.heed();
      const answer = await this.#sim.act({ do: 'press', key });
      this.#last = { key, atMs: performance.now() }; // when it has been felt, which may take a while
      if (answer.kind === 'refused') throw new Error(answer.why);
    }
  }

  /** A key is pressed as often as its letter is far down on it. */
  async #typeLetters(text: string, label: string): Promise<void> {
    for (const character of text) {
      const key = keyOf(character);
      const times = signsOn(key, label === 'Password').indexOf(character) + 1;
      if (times === 0) throw new Error(`no key has ${character}`);
      if (this.#last?.key === key) await pause(nextLetterMs);
      await this.#press(...Array.from({ length: times }, () => key));
    }
  }
}

/** "Press 2 for: Staff." */
function offersIn(lines: readonly HeardLine[]): readonly Offer[] {
  return lines.flatMap(({ text }) => {
    const found = /^Press (?<star>the star key, then )?(?<key>\d) for: (?<name>.*)\.$/s.exec(text)?.groups;
    if (!found) return [];
    const key = found['key'] as Digit;
    return [{ keys: found['star'] === undefined ? [key] : ['star', key], name: found['name'] ?? '' }];
  });
}

function isMore({ text }: HeardLine): boolean {
  return text.startsWith('Press 8 for more.');
}

/** Beside a field only the first page of choices is told. */
function isLists({ text }: HeardLine): boolean {
  return exactly('Press the star key for the choices of this screen.').test(text);
}

/** As on a telephone, which is known by heart. */
const lettersOn = ['0 ', '1.-_@,!?#$%&*+=/\\:;()[]{}<>"\'~^|`', 'abc2', 'def3', 'ghi4', 'jkl5', 'mno6', 'pqrs7', 'tuv8', 'wxyz9'] as const;

function keyOf(character: string): Digit {
  const at = lettersOn.findIndex((letters) => letters.includes(character.toLowerCase()));
  if (at < 0) throw new Error(`no key has ${character}`);
  return String(at) as Digit;
}

/** A password has capitals too, after the small letters. */
function signsOn(key: Digit, hasCapitals: boolean): string {
  const letters = lettersOn[Number(key) as 0];
  if (!hasCapitals || /^[01]/.test(letters)) return letters;
  return letters.slice(0, -1) + letters.slice(0, -1).toUpperCase() + key;
}
