import { dayMs } from '../../statecharts/units.ts';

/** What the clock on the wall of the bank shows. `month` counts from 1; `weekday` from 0, which is Sunday. */
interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly minuteOfDay: number;
}

const minuteMs = 60_000;

/** @param timeZone an IANA name that the settings have checked */
export function wallTime(ms: number, timeZone: string): WallTime {
  const shown = new Date(ms + offsetMs(ms, timeZone));
  return {
    year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate(), weekday: shown.getUTCDay(),
    minuteOfDay: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
  };
}

/**
 * The next moment after `ms` at which the clock on the wall shows this minute of the day, in milliseconds since 1970.
 * A time that a change of the clocks leaves out is taken as much later as the clocks jump; of a time that comes twice
 * the first counts, so that a day has each time once.
 */
export function nextTimeOfDay(ms: number, minuteOfDay: number, timeZone: string): number {
  const { year, month, day } = wallTime(ms, timeZone);
  const onDay = (days: number) => momentOf(Date.UTC(year, month - 1, day + days) + minuteOfDay * minuteMs, timeZone);
  // Today, tomorrow or, where a clock set back has just shown it, the day after.
  return [0, 1, 2].map(onDay).find((atMs) => atMs > ms) ?? ms + dayMs;
}

/** The moment at which the clock on the wall shows what UTC shows at `shownMs`. */
function momentOf(shownMs: number, timeZone: string): number {
  // No zone changes its clocks twice within two days: these are the offsets before and after the change, if there is one.
  const before = shownMs - offsetMs(shownMs - dayMs, timeZone);
  const after = shownMs - offsetMs(shownMs + dayMs, timeZone);
  if (before + offsetMs(before, timeZone) === shownMs) return before;
  return after + offsetMs(after, timeZone) === shownMs ? after : before;
}

/** How far the clock on the wall is ahead of UTC. */
function offsetMs(ms: number, timeZone: string): number {
  const part = Object.fromEntries(formatFor(timeZone).formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000;
}

/** Making a format takes 0.1 ms, which is ten times as long as using it; a bank stands in one time zone. */
let last: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | null = null;

function formatFor(timeZone: string): Intl.DateTimeFormat {
  if (last?.timeZone === timeZone) return last.format;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, calendar: 'gregory', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric',
    minute: 'numeric', second: 'numeric',
  });
  last = { timeZone, format };
  return format;
}
