import type { Books } from './books.ts';
import { classOfCode, classOfTag, isStrongEnough, type CodeClass } from './codes.ts';
import { decideDegraded } from './degraded.ts';
import type { Fact } from './facts.ts';
import { puttingLeg } from './legs.ts';
import { allRemembered } from './memory.ts';
import type { Moment } from './moment.ts';
import { isLive, mayStillReopen, type Reservation } from './reservation.ts';

/**
 * How easily somebody who presents whatever they like opens a door. A code that identifies by itself is tried against
 * every live code at once, so the odds grow with their number; the limits on guessing make them finite.
 */

/** On more than one day in a thousand no bank may open for a guesser. */
export const oddsMost = 1e-3;

/** Told as over only once it is clearly so: parcels come and go all day. */
const oddsCalm = 0.8 * oddsMost;

/** Behind a tag that does not say so may lie the weakest code that is ever taken. */
const weakest: CodeClass = { letters: false, length: 8 };

/** Letters that look like digits are read as digits, and U is left out by whoever makes codes: 32 characters. */
const characters = 32;

/** The longest code that the bank makes; nobody types more. */
const lengthMost = 12;

/**
 * The chance that somebody who guesses as often as the settings allow for a day hits any code that is live: 0 to 1.
 * They guess where codes are densest, at keypad and scanner and, apart from that, where carriers type theirs.
 */
export function oddsOfGuessing(books: Books): number {
  const carriers = carrierCodes(books);
  const typed = [...(books.settings.loginMethods.includes('code') ? pickupCodes(books) : []), ...carriers];
  return 1 - (1 - chanceOfHit(books, densest(typed))) * (1 - chanceOfHit(books, densest(carriers)));
}

/** Warns the upstream once when codes have become too easy to guess, and says once when they no longer are. */
export function decideOdds(books: Books): readonly Fact[] {
  const odds = oddsOfGuessing(books);
  return decideDegraded(books, 'codes-guessable', odds > (books.degraded.includes('codes-guessable') ? oddsCalm : oddsMost));
}

/** How many digits the next code that the bank makes needs: as many as the settings say, and as the odds demand. */
export function codeLength(books: Books): number {
  const live = [...pickupCodes(books), ...carrierCodes(books)];
  for (let length = books.settings.pickupCodeLength; length < lengthMost; length++) {
    const next: CodeClass = { letters: false, length };
    const alike = [...live, next].filter((one) => nameOf(one) === nameOf(next));
    if (chanceOfHit(books, densest(alike)) <= oddsMost) return length;
  }
  return lengthMost;
}

/** Whether a text could be a live code at all: nobody guesses with eighteen characters where all codes have eight. */
export function couldBeLive(books: Books, text: string, now: Moment): boolean {
  const found = classOfCode(text);
  if (found === null) return false;
  const isAlike = (one: CodeClass | null) => one === null || nameOf(one) === nameOf(found);
  if (carrierCodes(books).some(isAlike)) return true;
  if (!isStrongEnough(text)) return false;
  return allRemembered(books, now).some(({ legs }) => legs.some(({ tags }) => tags.some((tag) => isAlike(classOfTag(tag)))));
}

/** Of what kind each code is that opens something, or will once its turn has come. */
function pickupCodes(books: Books): readonly CodeClass[] {
  return Object.values(books.reservations).flatMap((reservation) =>
    reservation.legs
      .filter((_, leg) => opensOrWill(books, reservation, leg))
      .flatMap(({ tags }) => tags.map((tag) => classOfTag(tag) ?? weakest)));
}

function opensOrWill(books: Books, reservation: Reservation, leg: number): boolean {
  if (reservation.state === 'collected') {
    return leg === reservation.legs.length - 1 && isLive(reservation, { ms: books.floorMs, ageMs: books.ageMs });
  }
  return leg >= reservation.leg || (leg === puttingLeg(reservation) && mayStillReopen(reservation, books));
}

/** Carriers' codes, where carriers come at all; those whose time is over are not counted. */
function carrierCodes(books: Books): readonly CodeClass[] {
  const { mailroomDirectDropOff, carrierDirectDropOff } = books.settings;
  if (!mailroomDirectDropOff || !carrierDirectDropOff) return [];
  return Object.values(books.directory.carrierCodes).flatMap((refs) =>
    refs.filter(({ untilMs }) => untilMs === null || books.floorMs < untilMs).map(({ digits }) => ({ letters: false, length: digits })));
}

/** The share of hits among all codes of the kind in which a guess hits most often. */
function densest(live: readonly CodeClass[]): number {
  const counts = new Map<string, number>();
  let densestShare = 0;
  for (const one of live) {
    const name = nameOf(one);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    densestShare = Math.max(densestShare, count / spaceOf(one));
  }
  return Math.min(1, densestShare);
}

function spaceOf({ letters, length }: CodeClass): number {
  return (letters ? characters : 10) ** length;
}

function nameOf({ letters, length }: CodeClass): string {
  return `${letters ? 'a' : 'd'}${String(length)}`;
}

/** `1 - (1 - share) ** guesses`, exact for the tiny shares that there are. */
function chanceOfHit(books: Books, share: number): number {
  return -Math.expm1(books.settings.guessesPerDay * Math.log1p(-share));
}
