import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import { badgeTag, barcodeTag, carrierCodeTag, keyVerifier } from '../../firmware/bank/codes.ts';
import type { Books } from '../../firmware/bank/books.ts';
import type { PersonRef } from '../../firmware/bank/directory.ts';
import { lockedForMs } from '../../firmware/bank/lockout.ts';
import { checkCarrierCode, checkCode } from '../../firmware/bank/code-check.ts';
import { checkBadge, checkBarcode, checkPassword } from '../../firmware/bank/sign-in.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import { credentialTroubles } from '../../firmware/contract/events.ts';
import type { CredentialKind } from '../../firmware/contract/parts.ts';
import { never } from '../../statecharts/never.ts';
import { dayMs, hourMs, noonMs } from '../support/noon.ts';
import { hashOf, verifierOf } from '../support/scrypt.ts';
import type { Who } from './plain-bank.ts';
import { lockedFor, plainShow, type Shown } from './plain-credentials.ts';
import { mustAgree } from './must-agree.ts';
import { play } from './play.ts';
import { patience, runs } from './runs.ts';
import { codeOf } from './shapes.ts';
import { SideBySide } from './side-by-side.ts';
import type { Step, WhoShape } from './steps.ts';
import { heardIn } from './tell.ts';
import { usualPut, usualVisit } from './usual-steps.ts';

/** Whose badge and login barcode a number is; 2002 is on two badges. */
const badges: Readonly<Record<string, readonly PersonRef[]>> = {
  '1001': [{ in: 'recipients', id: 'ada' }],
  '2002': [
    { in: 'recipients', id: 'bob' },
    { in: 'recipients', id: 'cem' },
  ],
  '3003': [{ in: 'staff', id: 'mia' }],
  '4004': [{ in: 'staff', id: 'ida' }],
};
const carrierCodes = { '700001': 'fast', '800002': 'slow', '900003': 'fast' } as const;

type Try =
  | { readonly do: 'code'; readonly number: 1 | 2 | 3 | 4; readonly leg: 0 | 9 }
  | { readonly do: 'badge' | 'barcode'; readonly number: string }
  | { readonly do: 'carrier-code'; readonly code: keyof typeof carrierCodes | '123456' }
  | { readonly do: 'password'; readonly name: string; readonly isRight: boolean }
  | { readonly do: 'again'; readonly times: number; readonly what: 'code' | 'badge' | 'no-right' | 'password' }
  | Extract<Step, { do: 'visit' | 'wait' | 'jump' }>;

const visit = (nth: number, who: WhoShape): Try => ({
  do: 'visit',
  who,
  purpose: 'fit',
  nth,
  outcome: 'whole',
  leave: 0,
  ends: 'no',
  adds: false,
});

/** What is tried many times over: three guesses, and a badge of somebody who has no right here. */
const wrong = {
  'code': { do: 'code', number: 4, leg: 9 },
  'badge': { do: 'badge', number: '9999' },
  'no-right': { do: 'badge', number: '4004' },
  'password': { do: 'password', name: 'mia', isRight: false },
} as const satisfies Record<string, Try>;

const whoComes = fc.constantFrom<WhoShape>('fit-code', 'fit-code', 'fit', 'fit-qr');

const someTry = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('code'), number: fc.constantFrom(1, 2, 3, 4), leg: fc.constantFrom(0, 9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('badge', 'barcode'), number: fc.constantFrom(...Object.keys(badges), '9999') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('carrier-code'), code: fc.constantFrom(...Object.keys(carrierCodes), '123456') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('password'), name: fc.constantFrom('mia', 'ida', 'slow'), isRight: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('again'),
      times: fc.constantFrom(4, 5, 12),
      what: fc.constantFrom('code', 'badge', 'badge', 'no-right', 'password'),
    }),
  },
  { weight: 4, arbitrary: fc.tuple(fc.nat({ max: 3 }), whoComes).map(([nth, who]) => visit(nth, who)) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      ms: fc.constantFrom(61_000, 901_000, 2 * hourMs, 12 * hourMs, 25 * hourMs, 9 * dayMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump'), ms: fc.constantFrom(-hourMs, 12 * hourMs, 4 * dayMs) }) },
) as fc.Arbitrary<Try>;

const settings = fc.record({
  loginMethods: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Settings['loginMethods']>(['code', 'badge', 'barcode', 'password']) },
    fc.constantFrom<Settings['loginMethods']>(['code', 'badge'], ['barcode', 'password']),
  ),
  missesBeforeLock: fc.constantFrom(3, 5),
  lockFirst: fc.constantFrom(30_000, 60_000),
  lockLongest: fc.constantFrom(60_000, 900_000),
  guessesPerDay: fc.constantFrom(10, 20, 96),
  carrierDirectDropOff: fc.constantFrom(true, true, false),
  overdueStorage: fc.constantFrom('open', 'staff-only'),
  returnsAndExchanges: fc.constant(true),
  bankModes: fc.constant<Settings['bankModes']>(['delivery', 'storage', 'asset']),
  oneTimePinLife: fc.constantFrom(hourMs, 72 * hourMs),
}) as unknown as fc.Arbitrary<Partial<Settings>>;

const tries = fc.array(someTry, { minLength: 1, maxLength: 30, size: 'max' });

test(
  'whoever shows something is let in, refused and locked out exactly when the plain bank does it',
  () => {
    const property = fc.property(settings, tries, (some, list) => showAll(some, list));
    fc.assert(property, runs(800));
  },
  patience,
);

test(
  'each trouble with a credential is met by chance',
  () => {
    const heard = heardIn(fc.tuple(settings, tries), 400, ([some, list], said) => showAll(some, list, said));
    expect(credentialTroubles.filter((why) => !heard.has(`refused ${why}`))).toEqual([]);
  },
  patience,
);

test.each<readonly [WhoShape, number, boolean]>([
  ['fit-code', 0, true],
  ['fit', 0, false],
  ['fit-qr', 0, false],
  ['fit-code', 2, true],
  ['fit', 2, false],
  ['fit-qr', 2, false],
])('misses at the keypad, and then somebody (%s) goes through with what they came for (%i): forgiven: %s', (who, nth, isForgiven) => {
  const both = opened({ bankModes: ['delivery', 'storage', 'asset'], returnsAndExchanges: true, missesBeforeLock: 5 });
  const fourMisses: Try = { do: 'again', times: 4, what: 'code' };
  attempt(both, fourMisses);
  attempt(both, visit(nth, who));
  expect(both.real.books.misses['code']?.inARow).toBe(isForgiven ? 0 : 4);
  attempt(both, fourMisses);
  expect(both.heard.has('locked')).toBe(!isForgiven);
});

test('a badge that opens nothing is no guess, however often it is held up: it leaves others their guesses of the day', () => {
  const both = opened({ loginMethods: ['badge'], guessesPerDay: 10, missesBeforeLock: 5 });
  attempt(both, { do: 'again', times: 12, what: 'no-right' });
  attempt(both, { do: 'again', times: 4, what: 'badge' });
  expect(Object.fromEntries(both.heard)).toMatchObject({ 'refused not-allowed': 10, 'refused': 2, 'refused wrong': 4 });
  expect(both.heard.has('locked')).toBe(false);
});

function showAll(some: Partial<Settings>, list: readonly Try[], heard = new Map<string, number>()): void {
  const both = opened(some, heard);
  for (const one of list) attempt(both, one);
}

/** A bank with a parcel for Ada, a return that waits for Bob's PIN, storage of Cem, and everybody's credentials. */
function opened(some: Partial<Settings>, heard = new Map<string, number>()): SideBySide {
  const both = new SideBySide(some, heard);
  play(both, usualPut, 1);
  play(both, { ...usualPut, kind: 'return', from: { type: 'recipient', id: 'bob' } }, 2);
  play(both, { ...usualPut, kind: 'storage', party: { type: 'recipient', id: 'cem' } }, 3);
  play(both, { ...usualVisit, who: 'mia', purpose: 'deposit' }, 4);
  both.settle();
  giveCredentials(both);
  return both;
}

function giveCredentials({ real }: SideBySide): void {
  const { keys } = real.frame;
  const tagged = (tag: (number: string) => string) =>
    Object.fromEntries(Object.entries(badges).map(([number, refs]) => [tag(number), refs]));
  const codes = Object.entries(carrierCodes).map(([code, id]) => [
    carrierCodeTag(keys, code),
    [{ carrier: id, digits: 6, fromMs: null, untilMs: code === '900003' ? noonMs : null }],
  ]);
  const { directory } = real.books;
  const staff = Object.entries(directory.staff).map(([id, entry]) => [
    id,
    { ...entry, password: keyVerifier(keys, verifierOf(`secret of ${id}`)) },
  ]);
  (real.books as { directory: Books['directory'] }).directory = {
    ...directory,
    badges: tagged((number) => badgeTag(keys, number)),
    barcodes: tagged((number) => barcodeTag(keys, number)),
    carrierCodes: Object.fromEntries(codes) as Books['directory']['carrierCodes'],
    staff: Object.fromEntries(staff) as Books['directory']['staff'],
    usernames: Object.fromEntries(Object.keys(directory.staff).map((id) => [id, id])),
  };
}

function attempt(both: SideBySide, one: Try): void {
  switch (one.do) {
    case 'code': {
      const claim = both.plain.claims.find(({ id }) => id === `r${String(one.number)}`);
      const code = codeOf(one.number, one.leg);
      const leg = claim?.legs.findIndex(({ codes }) => codes.includes(code)) ?? -1;
      return show(both, one, { kind: 'code', claim: leg < 0 ? null : (claim?.id ?? null), leg }, code);
    }
    case 'badge':
    case 'barcode':
      return show(both, one, { kind: one.do, who: (badges[one.number] ?? []).map(whoOf) }, one.number);
    case 'carrier-code': {
      const id = one.code === '123456' ? null : carrierCodes[one.code];
      return show(
        both,
        one,
        { kind: 'carrier-code', who: id === null ? null : { kind: 'staff', id }, isOver: one.code === '900003' && both.plain.ms >= noonMs },
        one.code,
      );
    }
    case 'password':
      return show(both, one, { kind: 'password', name: one.name, isRight: one.isRight }, one.isRight ? `secret of ${one.name}` : 'wrong');
    case 'again': {
      for (let time = 0; time < one.times; time++) attempt(both, wrong[one.what]);
      return;
    }
    case 'visit':
    case 'wait':
    case 'jump':
      play(both, one, 0);
      return both.settle();
    default:
      return never(one, 'try');
  }
}

function whoOf(ref: PersonRef): Who {
  return ref.in === 'staff' ? { kind: 'staff', id: ref.id } : { kind: 'recipient', id: ref.id };
}

function show(both: SideBySide, one: Try, shown: Shown, text: string): void {
  const { real, plain } = both;
  const answer = really(both, shown, text);
  real.take(answer.facts);
  const refusal = answer.facts.find((fact) => !isNote(fact) && fact.type === 'credential.refused');
  const isLocked = answer.kind === 'refused' && ['keypad-locked', 'sign-in-locked'].includes(answer.why);
  const said = answer.kind === 'refused' ? (refusal ? `refused ${whyOf(refusal)}` : isLocked ? 'locked' : 'refused') : answer.kind;
  both.hear(said);
  const expected = plainShow(plain, shown);
  mustAgree(one, { said, locks: locksOf(both, true) }, { said: expected, locks: locksOf(both, false) });
}

function whyOf(fact: Fact): string {
  return fact.type === 'credential.refused' ? fact.data.why : '';
}

function really({ real }: SideBySide, shown: Shown, text: string) {
  const { books, now } = real;
  const { keys } = real.frame;
  switch (shown.kind) {
    case 'code':
      return checkCode(books, keys, { how: 'typed', code: text }, now, 's');
    case 'badge':
      return checkBadge(books, keys, text, now, 's');
    case 'barcode':
      return checkBarcode(books, keys, text, now, 's');
    case 'carrier-code':
      return checkCarrierCode(books, keys, text, now, 's');
    case 'password':
      return checkPassword(books, keys, { username: shown.name, hash: hashOf(text) }, now, 's');
    default:
      return never(shown, 'credential');
  }
}

const lockable: readonly (readonly [CredentialKind, string?])[] = [
  ['code'],
  ['badge'],
  ['barcode'],
  ['carrier-code'],
  ['password', 'mia'],
  ['password', 'ida'],
  ['password', 'slow'],
];

/** How long each kind of credential is locked, in both. */
function locksOf({ real, plain }: SideBySide, isReal: boolean): Readonly<Record<string, number>> {
  const forMs = (kind: CredentialKind, person?: string) =>
    isReal ? lockedForMs(real.books, { kind, ...(person === undefined ? {} : { person }) }, real.now) : lockedFor(plain, kind, person);
  return Object.fromEntries(lockable.map(([kind, person]) => [`${kind} ${person ?? ''}`, forMs(kind, person)]));
}
