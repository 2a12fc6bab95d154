import type { SnapshotFrom } from 'xstate';
import { never } from '../../statecharts/never.ts';
import type { sessionChart } from '../../statecharts/session/session.chart.ts';
import { kept, nextWaiting, putIn, toAskAbout, type Doors } from '../../statecharts/session/session.doors.ts';
import type { SignInWay } from '../../statecharts/session/session.events.ts';
import { lockedForMs } from '../bank/lockout.ts';
import { own } from '../bank/own.ts';
import type { Settings } from '../bank/settings.ts';
import { serviceReasons } from '../bank/staff.ts';
import { choiceOfLengths } from '../bank/storage.ts';
import { occupiedBy } from '../bank/walk-in.ts';
import { storesForVisitors } from './known.ts';
import { partyName } from './people-search.ts';
import { doorOn, extensionOf, lockersOn, offersOn, sizesOn, type ScreenFrame } from './screen-parts.ts';
import type { DoorChoices, DoorStage, Screen, Work } from './screens.ts';

type Session = SnapshotFrom<typeof sessionChart>;

const oneMoment: Screen = { screen: 'one-moment' };

/** The one screen that belongs to where a session is. Its details are those of the books at this moment. */
export function screenOf(session: Session, frame: ScreenFrame): Screen {
  if (session.matches({ errand: 'home' })) return homeScreen(session, frame);
  if (session.matches({ errand: 'identifying' })) return identifyingScreen(session, frame);
  if (session.matches({ errand: 'visiting' })) return visitingScreen(session, frame);
  if (session.matches({ errand: 'doors' })) return doorsScreen(session, frame);
  if (session.matches({ errand: 'storing' })) return storingScreen(session, frame);
  if (session.matches({ errand: 'delivering' })) return deliveringScreen(session, frame);
  if (session.matches({ errand: 'administering' })) return administeringScreen(session, frame);
  return oneMoment;
}

function homeScreen({ context }: Session, { books, now }: ScreenFrame): Screen {
  const { settings } = books;
  return {
    screen: 'home', notice: context.notice, keypadLockedForMs: lockedForMs(books, { kind: 'code' }, now),
    scans: settings.contactless, ways: waysOf(settings), stores: storesForVisitors(settings),
  };
}

/** Badges and QR codes need no screen of their own: they are shown to a reader. */
function waysOf({ loginMethods, mailroomDirectDropOff, carrierDirectDropOff }: Settings): readonly SignInWay[] {
  const ways: SignInWay[] = [];
  if (loginMethods.includes('code')) ways.push('code');
  if (loginMethods.includes('password')) ways.push('password');
  if (mailroomDirectDropOff && carrierDirectDropOff) ways.push('carrier-code');
  return ways;
}

function identifyingScreen(session: Session, { books, now }: ScreenFrame): Screen {
  const { way, notice } = session.context;
  if (session.matches({ errand: { identifying: 'proving' } })) return { screen: 'pin', why: 'badge' };
  if (!session.matches({ errand: { identifying: 'asking' } })) return oneMoment;
  const kind = way === 'carrier-code' ? 'carrier-code' : 'code';
  const isForLabel = way === 'code' && session.context.parcel.label !== null;
  return { screen: 'sign-in', way: way ?? 'code', isForLabel, notice, keypadLockedForMs: lockedForMs(books, { kind }, now) };
}

function visitingScreen(session: Session, frame: ScreenFrame): Screen {
  const { notice, who, offers, doors } = session.context;
  if (session.matches({ errand: { visiting: 'choosing' } })) {
    const works = worksOf(session.context);
    return { screen: 'choose', name: who?.name ?? null, offers: offersOn(frame, offers), stores: offers.stores, works, notice };
  }
  if (session.matches({ errand: { visiting: 'lengthening' } })) return longerScreen(session, frame);
  if (session.matches({ errand: { visiting: 'reporting' } })) return { screen: 'problem', locker: null, reasons: seenOutside };
  if (session.matches({ errand: { visiting: 'asked' } })) {
    const asked = toAskAbout(doors);
    return asked ? { screen: 'ask-end', door: frame.placeOf(asked.visit.locker) } : oneMoment;
  }
  if (session.matches({ errand: { visiting: 'signing' } })) {
    const { signature } = session.context.settings;
    // No profile has a camera: where the settings ask for a photo, a signature takes its place.
    return { screen: 'sign', how: signature === 'pin' ? 'pin' : 'sign', notice };
  }
  return oneMoment;
}

function worksOf({ who, offers }: Session['context']): readonly Work[] {
  return [
    ...(who?.delivers ? ['delivering' as const] : []), ...(who?.administers ? ['administering' as const] : []),
    ...(who?.administers && offers.expired > 0 ? ['removing' as const] : []),
  ];
}

/** The choice may have gone since it was offered. */
function longerScreen({ context: { lengthened } }: Session, { books, now }: ScreenFrame): Screen {
  if (!lengthened) return oneMoment;
  const extension = extensionOf(books, own(books.reservations, lengthened.reservation), now);
  return { screen: 'longer', locker: lengthened.locker, extension };
}

function doorsScreen(session: Session, frame: ScreenFrame): Screen {
  const { doors, notice } = session.context;
  if (session.matches({ errand: { doors: 'reporting' } })) return problemScreen(doors);
  return {
    screen: 'doors', stage: stageOf(session), doors: doors.map((door) => doorOn(frame, door)), may: choicesAt(session, frame), notice,
  };
}

/** Before a door has been opened nobody knows what is inside. */
const seenOutside = ['does-not-shut', 'damaged', 'dirty'] as const;
const found = ['empty', 'wrong-thing', 'damaged', 'does-not-shut', 'dirty'] as const;
const brought = ['wrong-thing', 'damaged', 'does-not-shut', 'dirty'] as const;

/** What may be wrong with a locker that has been opened. Where there are several, whoever comes looks into all of them. */
function problemScreen(doors: Doors): Screen {
  const seen = doors.filter(({ is }) => is === 'open' || is === 'shut');
  const lockers = new Set(seen.map(({ visit }) => visit.locker));
  const [only] = lockers.size === 1 ? lockers : [];
  const isBrought = seen.every(({ visit: { purpose } }) => purpose === 'deposit' || purpose === 'empty');
  return { screen: 'problem', locker: only ?? null, reasons: isBrought ? brought : found };
}

function stageOf(session: Session): DoorStage {
  if (session.matches({ errand: { doors: 'open' } }) || session.matches({ errand: { doors: 'shutting' } })) return 'open';
  if (session.matches({ errand: { doors: 'stuck' } })) return 'stuck';
  if (session.matches({ errand: { doors: 'shut' } })) return 'shut';
  return 'opening';
}

function choicesAt(session: Session, frame: ScreenFrame): DoorChoices {
  const { doors, errand, parcel, held } = session.context;
  const isWithin = session.matches({ errand: { doors: { shut: 'within' } } });
  const back = isWithin ? putIn(doors) : undefined;
  const stored = kept(doors);
  const isOpen = session.matches({ errand: { doors: 'open' } });
  const maySay = isWithin || isOpen;
  return {
    reopen: isWithin, retract: back !== undefined,
    // What was announced for this locker belongs here, whatever its size.
    larger: back !== undefined && errand === 'delivering' && parcel.party !== null && frame.isBrought(back.reservation),
    next: session.matches({ errand: { doors: 'shut' } }) ? nextAfter(session, frame) : null,
    end: maySay && stored !== undefined && mayEnd(frame, stored.reservation),
    held: held?.locker ?? null, report: isOpen || session.matches({ errand: { doors: 'shut' } }),
    code: frame.codeFor(doors.at(-1)?.visit.reservation ?? null),
  };
}

/** Whoever came for one parcel has nothing more to do here, and is offered no list with nothing in it. */
function nextAfter({ context: { doors, errand, offers, who } }: Session, frame: ScreenFrame): DoorChoices['next'] {
  if (nextWaiting(doors)) return 'door';
  switch (errand) {
    case 'delivering':
      return 'parcel';
    case 'administering':
    case 'removing':
      return 'list';
    case 'visiting': {
      const isElsewhere = frame.lockers().some(({ visit }) => !doors.some((door) => door.visit.reservation === visit.reservation));
      return isElsewhere || offers.stores || (who !== null && who.role !== 'recipient') || mayExtend(doors, frame) ? 'list' : null;
    }
    default:
      return never(errand, 'errand');
  }
}

function mayExtend(doors: Doors, { books, now }: ScreenFrame): boolean {
  return extensionOf(books, own(books.reservations, kept(doors)?.reservation), now) !== null;
}

function mayEnd({ lockers }: ScreenFrame, reservation: string | null): boolean {
  return lockers().some((one) => one.visit.reservation === reservation && one.mayEnd);
}

function storingScreen(session: Session, frame: ScreenFrame): Screen {
  if (session.matches({ errand: { storing: 'sizing' } })) {
    return { screen: 'store-size', sizes: sizesOn(frame, 'storage'), notice: session.context.notice };
  }
  if (!session.matches({ errand: { storing: 'lengthening' } })) return oneMoment;
  const { settings } = frame.books;
  const onlyStep = { firstMs: settings.storageStep, lastMs: settings.storageStep, stepMs: settings.storageStep };
  // Settings may have taken the choice away since the question was asked.
  const { firstMs, lastMs, stepMs } = choiceOfLengths(settings) ?? onlyStep;
  return { screen: 'store-length', firstMs, lastMs, stepMs };
}

function deliveringScreen(session: Session, frame: ScreenFrame): Screen {
  const { context: { who, parcel, notice } } = session;
  const { books, now, visitor } = frame;
  if (session.matches({ errand: { delivering: 'labelling' } }) && who) {
    return { screen: 'label', person: who, noLabel: books.settings.photoWithoutBarcode, notice };
  }
  if (session.matches({ errand: { delivering: 'naming' } })) {
    return { screen: 'party', label: parcel.label, sought: frame.letters, found: frame.people.find(books, frame.letters) };
  }
  if (session.matches({ errand: { delivering: 'sizing' } })) {
    const { party } = parcel;
    const beside = party && visitor ? occupiedBy(books, party, visitor, now) : [];
    return {
      screen: 'place', party: partyName(books, party), sizes: sizesOn(frame, 'delivery'), notice,
      // What has no label goes alone: nobody could tell it from what lies there.
      beside: parcel.label === null ? [] : [...new Set(beside.map(({ locker }) => locker))].map(frame.placeOf),
    };
  }
  return oneMoment;
}

function administeringScreen(session: Session, frame: ScreenFrame): Screen {
  const { who, marked, deed, notice, errand } = session.context;
  if (session.matches({ errand: { administering: 'listing' } }) && who) {
    const only = errand === 'removing' ? 'expired' : 'all';
    const lockers = lockersOn(frame, only);
    return { screen: 'lockers', only, person: who, lockers, marked, notice };
  }
  if (session.matches({ errand: { administering: 'reporting' } })) {
    const [only, ...others] = marked;
    return { screen: 'problem', locker: others.length === 0 ? (only ?? null) : null, reasons: seenOutside };
  }
  if (session.matches({ errand: { administering: 'reasoning' } })) return { screen: 'reason', reasons: serviceReasons, marked };
  if (session.matches({ errand: { administering: 'confirming' } })) return { screen: 'confirm', deed, marked };
  return oneMoment;
}
