import type { Plural, Words } from '../words/words.ts';

/** Texts with their gaps filled in, and numbers and dates, as one language at one bank has them. */
export interface Wording {
  readonly words: Words;
  /** Who helps, as the settings have it. */
  readonly help: string;
  /** Fills the gaps of a text: `say('Locker {locker}', { locker: 7 })`. */
  readonly say: (text: string, gaps?: Gaps) => string;
  /** The form of a text that belongs to a number, which is its `{count}`. */
  readonly count: (forms: Plural, count: number, gaps?: Gaps) => string;
  readonly number: (value: number) => string;
  /** A date as the clock on the wall of the bank has it. */
  readonly time: (ms: number) => string;
  /** 5,400,000 ms → "1 hour, 30 minutes". */
  readonly length: (ms: number) => string;
  /** "3, 5 and 7" */
  readonly list: (parts: readonly string[]) => string;
}

type Gaps = Readonly<Record<string, string | number>>;

interface WordingFrame {
  /** For numbers, dates and plurals: `de`. */
  readonly locale: string;
  readonly help: string;
  readonly timeZone: string;
}

export function wordingOf(words: Words, { locale, help, timeZone }: WordingFrame): Wording {
  const formats = formatsFor(locale, timeZone);
  const say = (text: string, gaps: Gaps = {}): string => fill(text, { help, ...gaps });
  return {
    words,
    help,
    say,
    count: (forms, count, gaps = {}) =>
      say(forms[formats.plural.select(count)] ?? forms.other, { ...gaps, count: formats.number.format(count) }),
    number: (value) => formats.number.format(value),
    time: (ms) => formats.time.format(ms),
    length: (ms) => formats.parts.format(unitsOf(ms).map(([value, unit]) => formats.units[unit].format(value))),
    list: (parts) => formats.list.format(parts),
  };
}

/** A text with nothing in one of its gaps, as where nobody helps, has no space too many. */
function fill(text: string, gaps: Gaps): string {
  const values = new Map(Object.entries(gaps));
  return text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => String(values.get(name) ?? gap)).replaceAll(/ {2,}/g, ' ').trim();
}

type LengthUnit = 'day' | 'hour' | 'minute' | 'second';

const minutesOfDay = 24 * 60;

/** Rounded up: whoever comes back when it is over must not be too early. Under a minute in seconds, else in minutes. */
function unitsOf(ms: number): readonly (readonly [value: number, unit: LengthUnit])[] {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  if (seconds < 60) return [[seconds, 'second']];
  const minutes = Math.ceil(seconds / 60);
  const all = [
    [Math.floor(minutes / minutesOfDay), 'day'], [Math.floor((minutes % minutesOfDay) / 60), 'hour'], [minutes % 60, 'minute'],
  ] as const;
  return all.filter(([value]) => value > 0);
}

interface Formats {
  readonly locale: string;
  readonly timeZone: string;
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
  readonly time: Intl.DateTimeFormat;
  readonly units: Readonly<Record<LengthUnit, Intl.NumberFormat>>;
  readonly parts: Intl.ListFormat;
  readonly list: Intl.ListFormat;
}

/** Making them takes ten times as long as using them; a bank stands in one time zone, and a session has one language. */
let last: Formats | null = null;

function formatsFor(locale: string, timeZone: string): Formats {
  if (last?.locale === locale && last.timeZone === timeZone) return last;
  const unit = (name: LengthUnit) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' });
  last = {
    locale,
    timeZone,
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    time: new Intl.DateTimeFormat(locale, {
      timeZone, weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit',
    }),
    units: { day: unit('day'), hour: unit('hour'), minute: unit('minute'), second: unit('second') },
    parts: new Intl.ListFormat(locale, { style: 'long', type: 'unit' }),
    list: new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' }),
  };
  return last;
}
