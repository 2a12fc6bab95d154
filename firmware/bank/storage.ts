import { never } from '../../statecharts/never.ts';
import type { Moment } from './moment.ts';
import { nextLeg, type Reservation } from './reservation.ts';
import type { Settings } from './settings.ts';
import { minuteOf } from './times.ts';
import { nextTimeOfDay } from './wall-time.ts';

/**
 * How long belongings may be stored. Storage that has been reserved or begun at the kiosk waits for its holder with
 * its leg's `untilMs` as the end that was asked for; from the first closing of the door `untilMs` of the reservation
 * is the end, and its beginning is `depositedMs`.
 */

/** When storage is over that begins at `startedMs`, at the latest, as the settings say; `null`: whenever its holder ends it. */
export function latestEndMs(settings: Settings, startedMs: number): number | null {
  switch (settings.storageDuration) {
    case 'fixed':
      return nextTimeOfDay(startedMs, minuteOf(settings.storageEndsAt), settings.timeZone);
    case 'flexible':
      return startedMs + settings.storageLongest;
    case 'unlimited':
      return null;
    default:
      return never(settings.storageDuration, 'duration of storage');
  }
}

/**
 * When storage ends. Whatever is asked for stands, as long as the settings allow it and it is still to come.
 * @param asked a date; `null`: as the settings say, and as long as they allow
 * @param startedMs when it began; for a reservation, when it may begin at the latest
 */
export function storageEndMs(
  settings: Settings,
  asked: number | null,
  nowMs: number,
  startedMs: number,
): number | null | 'too-long' | 'too-short' {
  const latestMs = latestEndMs(settings, startedMs);
  if (asked === null) return latestMs;
  if (latestMs !== null && asked > latestMs) return 'too-long';
  return asked > nowMs ? asked : 'too-short';
}

/**
 * The end of storage that begins now, with the door just shut: as was asked for, and never later than the settings of
 * today allow. What a department shares has no end.
 */
export function startedStorageEndMs(settings: Settings, reservation: Reservation, now: Moment): number | null {
  if (reservation.shared) return null;
  const latestMs = latestEndMs(settings, now.ms);
  const asked = nextLeg(reservation)?.untilMs ?? null;
  return asked !== null && (latestMs === null || asked < latestMs) ? asked : latestMs;
}

/** From how much up to how much somebody may choose, and in which steps. */
interface StorageChoice {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly stepMs: number;
}

/** For how long somebody may store who begins to; `null` where the settings leave them no choice. */
export function choiceOfLengths({ storageDuration, storageStep, storageLongest }: Settings): StorageChoice | null {
  return storageDuration === 'flexible' ? { firstMs: storageStep, lastMs: storageLongest, stepMs: storageStep } : null;
}

/**
 * Until which dates storage that has begun can be made to last longer: whole steps after its present end, still to come,
 * and up to the longest time from its beginning. `null` where it cannot.
 */
export function choiceOfLaterEnds(settings: Settings, reservation: Reservation, now: Moment): StorageChoice | null {
  const { untilMs, depositedMs, state } = reservation;
  if (settings.storageDuration !== 'flexible' || state !== 'occupied' || untilMs === null || depositedMs === null) return null;
  const { storageStep: stepMs, storageLongest } = settings;
  const lastMs = depositedMs + storageLongest;
  if (lastMs <= Math.max(untilMs, now.ms)) return null;
  const steps = Math.max(1, Math.floor((now.ms - untilMs) / stepMs) + 1);
  return { firstMs: Math.min(untilMs + steps * stepMs, lastMs), lastMs, stepMs };
}

/** Whether it is one of those to choose from; the last of them always is, however long the steps are. */
export function isOffered({ firstMs, lastMs, stepMs }: StorageChoice, ms: number): boolean {
  if (ms < firstMs || ms > lastMs) return false;
  return ms === lastMs || (ms - firstMs) % stepMs === 0;
}
