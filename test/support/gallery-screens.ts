import { fileURLToPath } from 'node:url';
import { loadProfile } from '../../firmware/adapters/profile-file.ts';
import { drawingOf, placesIn } from '../../firmware/kiosk/drawing.ts';
import type {
  CabinetDrawing, DoorChoices, DoorOnScreen, LockerOffer, LockerOnScreen, PartyOffer, Screen, SizeOffer,
} from '../../firmware/kiosk/screens.ts';
import type { ToShow } from '../../firmware/kiosk/shown-of.ts';
import type { KnownPerson } from '../../statecharts/session/session.events.ts';
import { pinLocker } from './profiles.ts';

/** One picture of the gallery: a screen, and what lies over or around it. */
export interface Picture {
  readonly name: string;
  readonly screen: Screen;
  readonly around?: Partial<Omit<ToShow, 'books' | 'language' | 'screen'>>;
  /** Which tool at the upper edge is pressed before anybody looks. */
  readonly opens?: 'help' | 'languages';
}

type Of<Name extends Screen['screen']> = Extract<Screen, { readonly screen: Name }>;

const profiles = fileURLToPath(new URL('../../board-profiles/', import.meta.url));

/** The cabinet of all pictures but those of the long bank. */
export const galleryProfile = loadProfile('sim-24', profiles);
export const galleryCabinet: CabinetDrawing = drawingOf(galleryProfile);
const placeOf = placesIn(galleryCabinet);

/** Twelve columns along a wall: drawn across the whole screen, and too many for tiles that stand as the lockers do. */
export const longCabinet: CabinetDrawing = drawingOf({
  ...galleryProfile,
  columns: Array.from({ length: 12 }, (_, column) => ({
    widthMm: 450, kioskMm: column === 5 ? 900 : 0,
    lockers: Array.from({ length: column === 5 ? 3 : 6 }, (__, row) =>
      pinLocker(column * 6 + row + 1, { size: 'medium', accessible: row > 2, heightMm: 300 })),
  })),
});

/** The largest that there is: its doors are smaller on the screen than their numbers should be. */
export const wallCabinet: CabinetDrawing = drawingOf(loadProfile('four-buses-240', profiles));

/** 2026-03-29, 17:30 in Berlin, on the longest day of the week in most languages. */
const untilMs = Date.UTC(2026, 2, 25, 16, 30);
const hourMs = 3_600_000;
const longName = 'Dr. Maximiliane Schwarzenberger-Hohenstein';
const clerk: KnownPerson = { role: 'operator', name: longName, administers: true, delivers: true, receives: true };
const courier: KnownPerson = { role: 'carrier', name: null, administers: false, delivers: true, receives: false };

const home = {
  screen: 'home', notice: null, keypadLockedForMs: 0, scans: true, ways: ['code', 'carrier-code', 'password'], stores: true,
} as const;
const typing = { ...home, scans: false } as const;
const signIn = { screen: 'sign-in', way: 'code', isForLabel: false, notice: null, keypadLockedForMs: 0 } as const;

function offer(locker: number, change: Partial<LockerOffer> = {}): LockerOffer {
  return {
    ...placeOf(locker), purpose: 'pickup', kind: 'delivery', again: false, items: 1, department: null, untilMs, isOverdue: false,
    mayEnd: false, extension: null, trouble: null, ...change,
  };
}

const stored = offer(12, {
  purpose: 'keep', kind: 'storage', mayEnd: true,
  extension: { firstMs: untilMs + hourMs, lastMs: untilMs + 24 * hourMs, stepMs: hourMs },
});

function choose(offers: readonly LockerOffer[], change: Partial<Of<'choose'>> = {}): Of<'choose'> {
  return { screen: 'choose', name: 'Ada Lovelace', offers, stores: true, works: [], notice: null, ...change };
}

type Doors = Of<'doors'>;

function door(locker: number, is: DoorOnScreen['is'], change: Partial<DoorOnScreen> = {}): DoorOnScreen {
  const why = is === 'stuck' ? 'did-not-open' : null;
  return { ...placeOf(locker), is, why, purpose: 'pickup', items: ['1Z 999 AA1 01 2345 6784'], ...change };
}

function doors(
  stage: Doors['stage'], list: readonly DoorOnScreen[], may: Partial<DoorChoices> = {}, notice: Doors['notice'] = null,
): Doors {
  const nothing: DoorChoices = {
    reopen: false, retract: false, larger: false, next: null, held: null, end: false, report: stage !== 'opening', code: null,
  };
  return { screen: 'doors', stage, doors: list, may: { ...nothing, ...may }, notice };
}

const open = doors('open', [door(7, 'open')]);
const deposit = { purpose: 'deposit' } as const;
const keep = { purpose: 'keep', items: [] } as const;

const sizes: readonly SizeOffer[] = galleryProfile.sizes.map(({ name, ...measures }, index) => ({ size: name, ...measures, free: index }));
const sizesToReach = sizes.map((size) => ({ ...size, free: 2 }));

const found: readonly PartyOffer[] = [
  { party: { type: 'recipient', id: 'ada' }, name: 'Ada Lovelace' }, { party: { type: 'recipient', id: 'max' }, name: longName },
  { party: { type: 'department', id: 'law' }, name: 'Rechtsabteilung und Datenschutz' },
  { party: { type: 'recipient', id: 'm-17' }, name: 'Adam Müller' }, { party: { type: 'recipient', id: 'm-29' }, name: 'Adam Müller' },
];

const statuses = ['available', 'occupied', 'reserved', 'occupied', 'expired', 'available', 'check', 'out-of-service'] as const;

function rowsOf(cabinet: CabinetDrawing): readonly LockerOnScreen[] {
  return cabinet.lockers.map(({ locker, column, row }, at) => {
    const status = statuses[(at * 5) % statuses.length] ?? 'available';
    const outOfService = status === 'out-of-service' ? 'lock' : null;
    return { locker, column, row, size: 'medium', status, isOpen: locker === 9, outOfService, items: 1 };
  });
}

function lockers(change: Partial<Of<'lockers'>> = {}): Of<'lockers'> {
  return { screen: 'lockers', only: 'all', person: clerk, lockers: rowsOf(galleryCabinet), marked: [], notice: null, ...change };
}

const warned = { isWarned: true, homeInMs: 20_000 } as const;
const remote = { door: placeOf(15), why: 'Reinigung der Anlage nach Wasserschaden' };

/** Every kind of screen, and of each what looks different. */
const screens: { readonly [Name in Screen['screen']]: Readonly<Record<string, Of<Name>>> } = {
  'starting': { plain: { screen: 'starting' } },
  'out-of-order': { plain: { screen: 'out-of-order' } },
  'set-up': {
    first: { screen: 'set-up', why: 'never-flashed' }, damaged: { screen: 'set-up', why: 'damaged' },
    failed: { screen: 'set-up', why: 'not-passed', failed: { profile: 'town-hall', version: 2, says: ['a board does not answer: b6'] } },
    // A hundred boards are silent, and the name is as long as one may be.
    'all-failed': {
      screen: 'set-up', why: 'not-passed',
      failed: {
        profile: 'town-hall-left-wing-ground-floor-lobby-2', version: 999_999,
        says: [`a board does not answer: ${Array<string>(100).fill('b16').join(', ')}`],
      },
    },
  },
  'home': {
    scans: home, types: typing, refused: { ...typing, notice: 'code-refused' },
    'scans-refused': { ...home, notice: 'two-people' },
    locked: { ...typing, keypadLockedForMs: 61_000 }, bare: { ...home, ways: [], stores: false },
    'without-code': { ...typing, ways: ['password'] },
  },
  'one-moment': { plain: { screen: 'one-moment' } },
  'sign-in': {
    code: signIn, locked: { ...signIn, keypadLockedForMs: 7 * hourMs },
    carrier: { ...signIn, way: 'carrier-code', notice: 'sign-in-refused' },
    label: { ...signIn, isForLabel: true }, password: { ...signIn, way: 'password' },
    'password-refused': { ...signIn, way: 'password', notice: 'sign-in-locked' },
  },
  'pin': { badge: { screen: 'pin', why: 'badge' } },
  'choose': {
    nothing: choose([], { name: null }), one: choose([offer(7)], { stores: false }), two: choose([offer(7, { items: 2 }), stored]),
    many: choose([
      offer(3, { items: 12 }), offer(7, { trouble: 'locker-busy' }), offer(10, { again: true }), stored,
      offer(13, { purpose: 'keep', kind: 'storage', isOverdue: true }), offer(17, { purpose: 'swap', kind: 'exchange' }),
    ]),
    staff: choose([offer(7)], { name: longName, works: ['delivering', 'administering', 'removing'] }),
    departments: choose([
      offer(3), offer(7, { items: 2 }), offer(10, { department: 'Rechtsabteilung' }), offer(17, { department: 'Rechtsabteilung' }),
    ]),
  },
  'longer': { plain: { screen: 'longer', locker: 12, extension: stored.extension } },
  'problem': {
    door: { screen: 'problem', locker: 7, reasons: ['empty', 'wrong-thing', 'damaged', 'does-not-shut', 'dirty'] },
    nowhere: { screen: 'problem', locker: null, reasons: ['damaged', 'does-not-shut', 'dirty'] },
  },
  'ask-end': { plain: { screen: 'ask-end', door: placeOf(7) } },
  'sign': {
    signature: { screen: 'sign', how: 'sign', notice: null }, pin: { screen: 'sign', how: 'pin', notice: null },
    'signature-refused': { screen: 'sign', how: 'sign', notice: 'sign-in-refused' },
  },
  'doors': {
    opening: doors('opening', [door(7, 'releasing'), door(12, 'waiting')]), open,
    'open-three': doors('open', [door(7, 'open'), door(12, 'open'), door(20, 'open')]),
    'open-and-stuck': doors('open', [door(7, 'open'), door(20, 'stuck')]),
    'open-and-code': doors('open', [door(7, 'open', keep)], { code: '48213907', end: true }),
    deposit: doors('open', [door(17, 'open', deposit)]), swap: doors('open', [door(17, 'open', { purpose: 'swap' })]),
    look: doors('open', [door(7, 'open', { purpose: 'look', items: [] })]),
    held: doors('open', [door(7, 'open', deposit)], { held: 17 }),
    stuck: doors('stuck', [door(7, 'stuck')]), 'stuck-over': doors('stuck', [door(7, 'stuck', { why: 'window-over' })]),
    'stuck-two': doors('stuck', [door(7, 'stuck'), door(12, 'stuck'), door(3, 'shut')]),
    shut: doors('shut', [door(7, 'shut')], { reopen: true }),
    'shut-deposit': doors('shut', [door(17, 'shut', deposit)], { reopen: true, retract: true, larger: true, next: 'parcel' }),
    'shut-storage': doors('shut', [door(12, 'shut', keep)], { reopen: true, code: '48213907' }),
    'shut-keep': doors('shut', [door(12, 'shut', keep)], { reopen: true, end: true }, 'extended'),
    'shut-many': doors('shut', [door(7, 'shut'), door(12, 'shut'), door(20, 'skipped')], { reopen: true }),
    'shut-next': doors('shut', [door(7, 'shut'), door(12, 'waiting')], { next: 'door', reopen: true }),
  },
  'store-size': {
    plain: { screen: 'store-size', sizes, notice: null }, reach: { screen: 'store-size', sizes: sizesToReach, notice: null },
    full: { screen: 'store-size', sizes: sizes.map((size) => ({ ...size, free: 0 })), notice: 'no-free-locker' },
  },
  'store-length': { plain: { screen: 'store-length', firstMs: 3 * hourMs, lastMs: 27.5 * hourMs, stepMs: hourMs / 2 } },
  'label': {
    clerk: { screen: 'label', person: clerk, noLabel: true, notice: null },
    courier: { screen: 'label', person: courier, noLabel: false, notice: 'announced-for-others' },
  },
  'party': {
    empty: { screen: 'party', label: null, sought: '', found: [] }, found: { screen: 'party', label: null, sought: 'ada', found },
    none: { screen: 'party', label: null, sought: 'xyz', found: [] },
  },
  'place': {
    plain: { screen: 'place', party: longName, beside: [placeOf(3), placeOf(7)], sizes: sizesToReach, notice: null },
    refused: { screen: 'place', party: 'Ada Lovelace', beside: [], sizes, notice: 'kept-for-deliveries' },
  },
  'lockers': {
    all: lockers(), marked: lockers({ marked: [3, 7, 12] }), done: lockers({ marked: [7], notice: 'done' }),
    expired: lockers({ only: 'expired', lockers: rowsOf(galleryCabinet).filter(({ status }) => status === 'expired') }),
  },
  'reason': {
    plain: { screen: 'reason', reasons: ['door', 'lock', 'sensor', 'damaged', 'dirty', 'kept-free', 'other'], marked: [3, 7, 12] },
  },
  'confirm': { open: { screen: 'confirm', deed: 'open', marked: [3, 7, 12] }, end: { screen: 'confirm', deed: 'end', marked: [7] } },
};

/** What lies over a screen or stands above it, whatever the screen is. */
const layers: readonly Picture[] = [
  { name: 'warned-choose', screen: choose([offer(7), stored]), around: warned },
  { name: 'warned-doors', screen: open, around: warned },
  { name: 'left-home', screen: typing, around: { left: [placeOf(7)] } },
  { name: 'left-many-doors', screen: open, around: { left: [placeOf(3), placeOf(12), placeOf(18), placeOf(20), placeOf(24)] } },
  { name: 'forced-home', screen: home, around: { forced: [placeOf(3), placeOf(12)] } },
  { name: 'remote-home', screen: home, around: { remote } },
  { name: 'remote-left-doors', screen: doors('shut', [door(7, 'shut')], { reopen: true }), around: { remote, left: [placeOf(12)] } },
  { name: 'remote-label', screen: screens.label['clerk'] ?? open, around: { remote } },
  { name: 'remote-lockers', screen: lockers({ marked: [7] }), around: { remote, left: [placeOf(12)] } },
  { name: 'hears-home', screen: home, around: { hears: true } },
  { name: 'blank-doors', screen: open, around: { isBlank: true, hears: true } },
  { name: 'help-home', screen: home, opens: 'help' },
  { name: 'help-doors', screen: open, opens: 'help' },
  { name: 'languages-doors', screen: open, opens: 'languages' },
];

function staysFor({ screen }: Screen): number | null {
  return screen === 'home' || screen === 'starting' || screen === 'out-of-order' || screen === 'set-up' ? null : 60_000;
}

/** Every picture of the gallery, each under a name of its own: `doors-stuck`. */
export const gallery: readonly Picture[] = [
  ...Object.values<Readonly<Record<string, Screen>>>(screens).flatMap((variants) =>
    Object.entries(variants).map(([variant, screen]): Picture => ({ name: `${screen.screen}-${variant}`, screen }))),
  ...layers,
].map((picture) => ({ ...picture, around: { homeInMs: staysFor(picture.screen), ...picture.around } }));

/** The same at a bank as long as a wall. */
export const longGallery: readonly Picture[] = [
  { name: 'long-doors-open', screen: doors('open', [{ ...door(7, 'open'), locker: 40, column: 8, row: 4 }]) },
  { name: 'long-doors-shut', screen: doors('shut', [{ ...door(7, 'shut'), locker: 40, column: 8, row: 4 }], { reopen: true }) },
  { name: 'long-warned', screen: doors('open', [{ ...door(7, 'open'), locker: 40, column: 8, row: 4 }]), around: warned },
  { name: 'long-lockers', screen: lockers({ lockers: rowsOf(longCabinet), marked: [7, 40] }) },
].map((picture) => ({ ...picture, around: { homeInMs: 60_000, ...picture.around } }));

const inWall = placesIn(wallCabinet);
const wallDoor = (locker: number, is: DoorOnScreen['is']): DoorOnScreen => ({ ...door(7, is), ...inWall(locker) });

/** The same at a wall of 240 doors: neighbours, corners, and first and last of a row. */
export const wallGallery: readonly Picture[] = [
  { name: 'wall-doors-opening', screen: doors('opening', [wallDoor(10, 'releasing'), wallDoor(235, 'waiting')]) },
  { name: 'wall-doors-open', screen: doors('open', [wallDoor(100, 'open')]) },
  { name: 'wall-doors-open-four', screen: doors('open', [1, 2, 226, 240].map((locker) => wallDoor(locker, 'open'))) },
  { name: 'wall-doors-open-six', screen: doors('open', [12, 13, 14, 15, 16, 130].map((locker) => wallDoor(locker, 'open'))) },
  { name: 'wall-doors-open-twenty', screen: doors('open', Array.from({ length: 20 }, (_, at) => wallDoor(at * 11 + 3, 'open'))) },
  { name: 'wall-doors-open-and-stuck', screen: doors('open', [wallDoor(113, 'open'), wallDoor(121, 'stuck'), wallDoor(30, 'shut')]) },
  { name: 'wall-doors-shut', screen: doors('shut', [wallDoor(200, 'shut')], { reopen: true }) },
  { name: 'wall-warned', screen: doors('open', [wallDoor(15, 'open')]), around: warned },
].map((picture) => ({ ...picture, around: { homeInMs: 60_000, ...picture.around } }));
