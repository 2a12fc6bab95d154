import type { SnapshotFrom } from 'xstate';
import type { sessionChart } from '../../statecharts/session/session.chart.ts';
import type { CodeNotice, Notice, ReleaseRefusal } from '../../statecharts/session/session.events.ts';
import type { DoorPlace, Screen } from './screens.ts';

export interface ScreenFrame {
  readonly placeOf: (locker: number) => DoorPlace;
  readonly keypadLockedForMs: () => number;
}

/** The one screen that belongs to where a session is. */
export function screenOf(session: SnapshotFrom<typeof sessionChart>, frame: ScreenFrame): Screen {
  const { settings, notice, staff, visit } = session.context;
  if (session.matches('home') || session.matches('left') || !isUnderWay(session)) {
    return { screen: 'home', notice: codeNotice(notice), keypadLockedForMs: frame.keypadLockedForMs() };
  }
  if (session.matches({ staff: 'signingIn' })) {
    return { screen: 'staff-sign-in', notice, homeInMs: settings.returnHomeOnInactivity };
  }
  if (session.matches({ staff: 'ready' })) {
    return { screen: 'staff-label', staff: staff?.name ?? '', notice, homeInMs: settings.adminSessionTimeout };
  }
  if (!visit) return { screen: 'one-moment' };
  const door = frame.placeOf(visit.locker);
  const purpose = visit.purpose === 'deposit' ? 'deposit' : 'pickup';
  const whileShown = staff ? settings.adminSessionTimeout : settings.returnHomeAfterPickup;
  if (in_(session, 'releasing')) return { screen: 'door-opening', purpose, door };
  if (in_(session, 'doorOpen')) return { screen: 'door-open', purpose, door, homeInMs: whileShown };
  if (in_(session, 'doorShut')) {
    const windowOpen = { doorShut: { window: 'open' } } as const;
    const canReopen = session.matches({ recipient: windowOpen }) || session.matches({ staff: windowOpen });
    return { screen: 'door-shut', purpose, door, canReopen, homeInMs: whileShown };
  }
  if (in_(session, 'doorStuck')) {
    const homeInMs = staff ? settings.adminSessionTimeout : settings.returnHomeOnInactivity;
    return { screen: 'door-stuck', purpose, door, why: releaseRefusal(notice), homeInMs };
  }
  return { screen: 'one-moment' };
}

type SharedState = 'releasing' | 'doorOpen' | 'doorShut' | 'doorStuck';

function in_(session: SnapshotFrom<typeof sessionChart>, state: SharedState): boolean {
  return session.matches({ recipient: state }) || session.matches({ staff: state });
}

function isUnderWay(session: SnapshotFrom<typeof sessionChart>): boolean {
  return session.matches('recipient') || session.matches('staff');
}

function codeNotice(notice: Notice | null): CodeNotice | null {
  return notice === 'code-refused' || notice === 'keypad-locked' || notice === 'bank-trouble' ? notice : null;
}

function releaseRefusal(notice: Notice | null): 'did-not-open' | ReleaseRefusal {
  return isRefusal(notice) ? notice : 'did-not-open';
}

function isRefusal(notice: Notice | null): notice is ReleaseRefusal {
  return notice === 'locker-busy' || notice === 'window-over' || notice === 'not-allowed' || notice === 'bank-trouble';
}
