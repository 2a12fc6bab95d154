import type {
  DoorChoices, DoorOnScreen, DoorPlace, LockerOffer, LockerOnScreen, Screen, SizeOffer,
} from '../../../firmware/kiosk/screens.ts';
import type { KnownPerson, Notice } from '../../../statecharts/session/session.events.ts';
import { en } from '../../../firmware/kiosk/words/en.ts';

/**
 * Screens of every kind. All that comes from the books is Greek or a number, so that a Latin letter in a telling in any
 * other script was written into the code.
 */

/** 2026-03-29, 02:30 in Berlin by the clock that was set forward at 2:00. */
export const springNightMs = Date.UTC(2026, 2, 29, 0, 30);
export const hourMs = 3_600_000;

export const notices = Object.keys(en.notices) as readonly Notice[];

const places: readonly DoorPlace[] = [
  { locker: 3, column: 1, row: 3 }, { locker: 7, column: 2, row: 3 }, { locker: 12, column: 4, row: 1 },
];

export function placeOf(locker: number): DoorPlace {
  return places.find((place) => place.locker === locker) ?? { locker, column: 1, row: locker };
}

export function offer(locker: number, change: Partial<LockerOffer> = {}): LockerOffer {
  return {
    ...placeOf(locker), purpose: 'pickup', kind: 'delivery', again: false, items: 1, department: null, untilMs: null, isOverdue: false,
    mayEnd: false, extension: null, trouble: null, ...change,
  };
}

export function door(locker: number, is: DoorOnScreen['is'], change: Partial<DoorOnScreen> = {}): DoorOnScreen {
  return { ...placeOf(locker), is, why: is === 'stuck' ? 'did-not-open' : null, purpose: 'pickup', items: ['4711'], ...change };
}

const nothing: DoorChoices = {
  reopen: false, retract: false, larger: false, next: null, end: false, held: null, report: false, code: null,
};

export function doors(stage: Extract<Screen, { screen: 'doors' }>['stage'], list: readonly DoorOnScreen[], may: Partial<DoorChoices> = {}) {
  return { screen: 'doors', stage, doors: list, may: { ...nothing, ...may }, notice: null } as const satisfies Screen;
}

export const sizes: readonly SizeOffer[] = [
  { size: 'Σ', widthMm: 350, heightMm: 125, depthMm: 480, free: 2 }, { size: 'Μ', widthMm: 350, heightMm: 250, depthMm: 480, free: 0 },
  { size: 'Λ', widthMm: 350, heightMm: 500, depthMm: 480, free: 1 },
];

export const clerk: KnownPerson = { role: 'operator', name: 'Ωμέγα', administers: true, delivers: true, receives: false };
export const courier: KnownPerson = { role: 'carrier', name: null, administers: false, delivers: true, receives: false };

export function row(locker: number, status: LockerOnScreen['status'], change: Partial<LockerOnScreen> = {}): LockerOnScreen {
  const outOfService = status === 'out-of-service' ? 'lock' : null;
  return { ...placeOf(locker), size: 'Λ', status, isOpen: false, outOfService, items: 1, ...change };
}

const rows = [row(3, 'available'), row(7, 'expired', { isOpen: true }), row(12, 'check'), row(13, 'out-of-service'), row(14, 'reserved')];
const purposes = ['pickup', 'deposit', 'swap', 'keep', 'empty', 'look'] as const;
const troubles = ['did-not-open', 'locker-busy', 'window-over', 'not-allowed', 'bank-trouble'] as const;
const home = {
  screen: 'home', notice: null, keypadLockedForMs: 0, scans: true, ways: ['code', 'carrier-code', 'password'], stores: true,
} as const;

const storage = {
  untilMs: springNightMs, extension: { firstMs: springNightMs + hourMs, lastMs: springNightMs + 9 * hourMs, stepMs: hourMs },
};

type Samples = { readonly [Name in Screen['screen']]: readonly Extract<Screen, { screen: Name }>[] };

const samples: Samples = {
  'starting': [{ screen: 'starting' }],
  'out-of-order': [{ screen: 'out-of-order' }],
  'set-up': [
    ...(['never-flashed', 'damaged'] as const).map((why) => ({ screen: 'set-up', why } as const)),
    { screen: 'set-up', why: 'not-passed', failed: { profile: 'ξ-24', version: 2, says: ['Ψ', 'Ω'] } },
  ],
  'home': [
    home, { ...home, scans: false }, { ...home, scans: false, keypadLockedForMs: 61_000 }, { ...home, scans: false, ways: ['password'] },
    { ...home, ways: [], stores: false }, ...notices.map((notice) => ({ ...home, notice })),
  ],
  'one-moment': [{ screen: 'one-moment' }],
  'sign-in': [
    ...(['code', 'password', 'carrier-code'] as const).map((way) =>
      ({ screen: 'sign-in', way, isForLabel: false, notice: null, keypadLockedForMs: 0 } as const)),
    { screen: 'sign-in', way: 'code', isForLabel: true, notice: null, keypadLockedForMs: 0 },
    { screen: 'sign-in', way: 'code', isForLabel: true, notice: 'keypad-locked', keypadLockedForMs: 7 * hourMs },
    ...notices.map((notice) => ({ screen: 'sign-in', way: 'password', isForLabel: false, notice, keypadLockedForMs: 30_000 } as const)),
  ],
  'pin': [{ screen: 'pin', why: 'badge' }, { screen: 'pin', why: 'pickup' }],
  'choose': [
    { screen: 'choose', name: null, offers: [], stores: true, works: [], notice: null },
    {
      screen: 'choose', name: 'Άλφα', offers: [offer(3)], stores: false, works: ['delivering', 'administering', 'removing'], notice: 'done',
    },
    {
      screen: 'choose', name: 'Άλφα', stores: true, works: [], notice: null,
      offers: [
        offer(3, { items: 2, untilMs: springNightMs }), offer(7, { department: 'Βήτα', purpose: 'swap', kind: 'exchange' }),
        offer(7, { items: 4 }), offer(12, { purpose: 'keep', kind: 'storage', ...storage }),
        offer(13, { purpose: 'keep', kind: 'storage', untilMs: springNightMs, isOverdue: true, mayEnd: true }), offer(14, { again: true }),
        offer(15, { trouble: 'locker-busy' }), offer(16, { trouble: 'bank-trouble' }), offer(17, { purpose: 'deposit', kind: 'return' }),
      ],
    },
  ],
  'longer': [
    { screen: 'longer', locker: 12, extension: storage.extension }, { screen: 'longer', locker: 12, extension: null },
    { screen: 'longer', locker: 12, extension: { ...storage.extension, lastMs: storage.extension.firstMs } },
  ],
  'problem': [
    { screen: 'problem', locker: 7, reasons: ['empty', 'wrong-thing', 'damaged', 'does-not-shut', 'dirty'] },
    { screen: 'problem', locker: null, reasons: ['does-not-shut', 'damaged', 'dirty'] },
  ],
  'ask-end': [{ screen: 'ask-end', door: placeOf(7) }],
  'sign': [
    ...(['sign', 'pin'] as const).map((how) => ({ screen: 'sign', how, notice: null } as const)),
    ...notices.map((notice) => ({ screen: 'sign', how: 'sign', notice } as const)),
  ],
  'doors': [
    ...purposes.flatMap((purpose) => [
      doors('opening', [door(3, 'releasing', { purpose }), door(7, 'waiting', { purpose })]),
      doors('open', [door(3, 'open', { purpose })], { end: purpose === 'keep' }),
      doors('open', [door(3, 'open', { purpose }), door(7, 'open', { purpose }), door(12, 'stuck', { purpose })]),
      doors('shut', [door(3, 'shut', { purpose, items: ['4711', '4712'] })], { reopen: true, retract: true, larger: true, end: true }),
      doors('shut', [door(3, 'shut', { purpose }), door(7, 'shut', { purpose })], { reopen: true, next: 'list' }),
      ...troubles.map((why) => doors('stuck', [door(3, 'stuck', { purpose, why }), door(12, 'shut')])),
    ]),
    doors('opening', [door(3, 'waiting')]), doors('opening', []),
    doors('open', [door(3, 'open'), door(3, 'waiting'), door(7, 'waiting')], { code: '48213907' }),
    doors('open', [door(3, 'open', { purpose: 'deposit' })], { held: 7 }), doors('open', [door(3, 'open')], { report: true }),
    doors('stuck', [door(3, 'stuck'), door(7, 'stuck'), door(7, 'stuck', { why: 'window-over' })]),
    doors('shut', [door(3, 'shut', { purpose: 'keep', items: [] })], { code: '48213907', reopen: true }),
    doors('shut', [door(3, 'shut'), door(7, 'waiting')], { next: 'door' }), doors('shut', [door(3, 'skipped')], { next: 'door' }),
    doors('shut', [door(3, 'shut', { purpose: 'deposit' })], { next: 'parcel', retract: true }),
    ...notices.map((notice) => ({ ...doors('shut', [door(3, 'shut')]), notice })),
  ],
  'store-size': [
    { screen: 'store-size', sizes, notice: null }, { screen: 'store-size', sizes: [], notice: 'no-free-locker' },
    ...notices.map((notice) => ({ screen: 'store-size', sizes, notice } as const)),
  ],
  'store-length': [
    { screen: 'store-length', firstMs: hourMs, lastMs: 24 * hourMs, stepMs: hourMs },
    { screen: 'store-length', firstMs: 15 * 60_000, lastMs: 30 * 24 * hourMs + 60_000, stepMs: 15 * 60_000 },
    { screen: 'store-length', firstMs: 20 * 60_000, lastMs: 20 * 60_000, stepMs: 20 * 60_000 },
  ],
  'label': [
    { screen: 'label', person: clerk, noLabel: true, notice: null }, { screen: 'label', person: courier, noLabel: false, notice: null },
    ...notices.map((notice) => ({ screen: 'label', person: clerk, noLabel: true, notice } as const)),
  ],
  'party': [
    { screen: 'party', label: '4711', sought: '', found: [] }, { screen: 'party', label: null, sought: 'ωμέ', found: [] },
    {
      screen: 'party', label: null, sought: 'άλφ',
      found: ['1', '2'].flatMap((id) => [
        { party: { type: 'recipient', id }, name: 'Άλφα Βήτα' }, { party: { type: 'recipient', id: `1${id}` }, name: 'Άλφ… Γ.' },
        { party: { type: 'department', id }, name: 'Άλφα Βήτα' }, { party: { type: 'department', id: `1${id}` }, name: `Άλφα ${id}` },
      ] as const),
    },
  ],
  'place': [
    { screen: 'place', party: 'Άλφα', beside: [placeOf(3), placeOf(7)], sizes, notice: null },
    ...notices.map((notice) => ({ screen: 'place', party: 'Άλφα', beside: [], sizes, notice } as const)),
  ],
  'lockers': [
    { screen: 'lockers', only: 'all', person: clerk, lockers: rows, marked: [], notice: null },
    {
      screen: 'lockers', only: 'all', person: { ...clerk, delivers: false }, lockers: rows, marked: rows.map(({ locker }) => locker),
      notice: null,
    },
    { screen: 'lockers', only: 'expired', person: clerk, lockers: rows.slice(1, 2), marked: [], notice: 'done' },
    { screen: 'lockers', only: 'expired', person: clerk, lockers: rows.slice(1, 2), marked: [7], notice: 'done' },
    ...notices.map((notice) => ({ screen: 'lockers', only: 'all', person: clerk, lockers: rows, marked: [7, 12], notice } as const)),
  ],
  'reason': [{
    screen: 'reason', reasons: ['door', 'lock', 'sensor', 'damaged', 'dirty', 'kept-free', 'other'],
    marked: Array.from({ length: 13 }, (_, at) => at + 1),
  }],
  'confirm': (['open', 'end', 'remove', 'out-of-service', 'in-service', 'check'] as const).flatMap((deed) => [
    { screen: 'confirm', deed, marked: [7] }, { screen: 'confirm', deed, marked: [3, 7, 12] },
  ]),
};

export const allScreens: readonly Screen[] = Object.values(samples).flat();
