import { never } from '../../../statecharts/never.ts';
import type { DoorPlace, Screen } from '../screens.ts';
import { fill, words } from './words.ts';

/** What a screen says: its title, and one text. Drawn, put into the window's title, and announced to a screen reader. */
export interface Saying {
  readonly title: string;
  readonly text: string;
}

export function sayingOf(screen: Screen): Saying {
  switch (screen.screen) {
    case 'starting': return words.starting;
    case 'out-of-order': return words.outOfOrder;
    case 'one-moment': return { title: words.oneMoment, text: '' };
    case 'home': return { title: words.home.title, text: screen.notice ? words.notices[screen.notice] : words.home.text };
    case 'staff-sign-in': return { title: words.signIn.title, text: noticeText(screen.notice) };
    case 'staff-label': return { title: words.label.title, text: noticeText(screen.notice) };
    case 'door-opening': return about(screen.door, words.door.opening.title, words.door.opening.text);
    case 'door-open': {
      const { title, text } = words.door.open[screen.purpose];
      return about(screen.door, title, text);
    }
    case 'door-shut': {
      const kind = screen.purpose === 'pickup' && !screen.canReopen ? 'pickupOver' : screen.purpose;
      return about(screen.door, words.door.shut[kind].title, words.door.shut[kind].text);
    }
    case 'door-stuck': {
      const saying = words.stuck[screen.why];
      return about(screen.door, saying.title, saying[screen.purpose]);
    }
    default: return never(screen, 'screen');
  }
}

/** The same, and where the door is: whoever cannot see the drawing finds it by this. */
export function announcementOf(screen: Screen): string {
  const { text } = sayingOf(screen);
  return 'door' in screen ? `${text} ${fill(words.door.place, screen.door)}.` : text;
}

function noticeText(notice: keyof typeof words.notices | null): string {
  return notice ? words.notices[notice] : '';
}

function about(door: DoorPlace, title: string, text: string): Saying {
  return { title: fill(title, door), text: fill(text, door) };
}
