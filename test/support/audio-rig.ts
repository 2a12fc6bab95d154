import { AudioMode, type HearingFact } from '../../firmware/kiosk/speech/audio-mode.ts';
import type { DoorOnScreen, DoorPlace, Screen } from '../../firmware/kiosk/screens.ts';
import type { Choice, Field, KioskInput, Shown, Telling } from '../../firmware/kiosk/shown.ts';
import { en } from '../../firmware/kiosk/words/en.ts';
import type { Key } from '../../firmware/ports/keypad.ts';
import { SimulatedBeeper, SimulatedHeadphones, SimulatedKeypad } from '../../sim/tactile.ts';
import { Transcript } from '../../sim/transcript.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';

/** A kiosk that is heard, with a hand at its keys. What it sends is kept; `answers` shows what comes of it. */
export class AudioRig {
  readonly clock = new VirtualClock();
  readonly speech = new Transcript(this.clock);
  readonly keypad = new SimulatedKeypad();
  readonly headphones: SimulatedHeadphones;
  readonly beeper = new SimulatedBeeper(this.clock);
  readonly sent: KioskInput[] = [];
  readonly told: HearingFact['type'][] = [];
  readonly blanked: boolean[] = [];
  readonly audio: AudioMode;
  answers: (input: KioskInput) => Shown | null = () => null;

  constructor(isPlugged = false) {
    this.headphones = new SimulatedHeadphones(isPlugged);
    const { clock, speech, keypad, headphones, beeper } = this;
    this.audio = new AudioMode({
      clock, speech, keypad, headphones, beeper,
      send: (input) => this.#take(input),
      tell: ({ type }) => void this.told.push(type),
      blank: (isBlank) => void this.blanked.push(isBlank),
    });
  }

  show(shown: Shown): void {
    this.audio.show(shown);
  }

  /** One key after the other, as fast as a finger goes. */
  async press(...keys: readonly Key[]): Promise<void> {
    for (const key of keys) {
      await this.clock.advance(ms(250));
      this.keypad.press(key);
    }
  }

  async wait(forMs: number): Promise<void> {
    await this.clock.advance(ms(forMs));
  }

  /** Everything that is said from now until nothing more is. */
  async listen(): Promise<string> {
    for (let step = 0; step < 600 && !this.speech.isSilent(); step++) await this.wait(250);
    const said = this.speech.texts().join(' ');
    this.speech.clear();
    return said;
  }

  tones(): readonly string[] {
    return this.speech.heard().flatMap((one) => (one.kind === 'tone' ? [`${one.tone} ${one.output}`] : []));
  }

  /** What was sent but for touches, which only say that somebody is here. */
  inputs(): readonly KioskInput[] {
    return this.sent.filter(({ type }) => type !== 'person.touched');
  }

  #take(input: KioskInput): void {
    this.sent.push(input);
    const shown = this.answers(input);
    if (shown) this.audio.show(shown);
  }
}

const homeScreen: Screen = { screen: 'home', notice: null, keypadLockedForMs: 0, scans: false, ways: ['code'], stores: true };

export const finish: Choice = { name: 'I am finished', weight: 'quiet', does: { type: 'finish.chosen' } };
export const back: Choice = { name: 'Back', weight: 'quiet', does: { type: 'back.chosen' } };

export function choice(name: string, does: KioskInput): Choice {
  return { name, weight: 'main', does };
}

export function field(name: Field['name'], label: string, more: Partial<Field> = {}): Field {
  return { name, label, keys: 'digits', isSecret: false, most: 12, ...more };
}

/** A screen with the words that matter to a test. */
export function shown(screen: Screen, telling: Partial<Telling>, more: Partial<Shown> = {}): Shown {
  return {
    screen, language: 'en', homeInMs: null, isWarned: false, hears: true, isBlank: false, left: [], forced: [], remote: null, helpLink: '',
    telling: {
      title: 'Title', text: '', notice: null, places: [], fields: [], choices: [], help: '', languages: [], page: en.page, direction: 'ltr',
      ...telling,
    },
    ...more,
  };
}

export const home = shown(homeScreen, {
  title: 'Welcome', text: 'Type the code from your message.', fields: [field('code', 'Code', { keys: 'code' })],
  choices: [choice('Staff', { type: 'way.chosen', way: 'password' }), choice('Store belongings', { type: 'storing.chosen' })],
});

export const doorSeven: DoorPlace = { locker: 7, column: 3, row: 2 };

export function doorsScreen(is: DoorOnScreen['is'], more: Partial<Extract<Screen, { screen: 'doors' }>> = {}): Screen {
  return {
    screen: 'doors', stage: is === 'open' ? 'open' : is === 'shut' ? 'shut' : 'opening', notice: null,
    doors: [{ ...doorSeven, is, why: null, purpose: 'pickup', items: ['JD014600003'] }],
    may: { reopen: is === 'shut', retract: false, larger: false, next: null, end: false, held: null, report: false, code: null },
    ...more,
  };
}

export const openDoor = shown(doorsScreen('open'), {
  title: 'Take your things and shut the door', text: 'Locker 7 is open.',
  places: ['Locker 7: column 3 from the left, row 2 from the top.'], choices: [finish],
});

export const shutDoor = shown(doorsScreen('shut'), {
  title: 'Thank you', text: 'Locker 7 is shut.', choices: [choice('Open locker 7 again', { type: 'reopen.chosen', locker: 7 }), finish],
});
