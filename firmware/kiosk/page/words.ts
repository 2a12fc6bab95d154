import type { Notice } from '../../../statecharts/session/session.events.ts';
import type { DoorPlace } from '../screens.ts';

/**
 * Every text of the page, as plain data with `{gaps}`, so that another language is another object of this shape.
 * Plain words, short sentences; each trouble says what to do now.
 */
export const words = {
  title: 'Parcel lockers',
  help: 'Need help? Ask at the mailroom.',
  oneMoment: 'One moment, please',
  reconnecting: 'Nothing is lost. This screen will be back by itself.',
  moreTime: 'More time',
  homeSoon: 'This screen will close soon. Press “More time” to keep it.',
  backToStart: 'Back to start',
  finish: 'Finish',

  starting: { title: 'Starting', text: 'The lockers will be ready in a moment.' },
  outOfOrder: {
    title: 'Out of order',
    text: 'Parcels in the lockers are safe, and codes stay valid. The mailroom can help you meanwhile.',
  },

  home: {
    title: 'Collect a parcel',
    text: 'Enter the code from your message, or scan it.',
    code: 'Your code',
    codeEmpty: 'empty',
    staff: 'Staff',
    lockedTitle: 'Too many wrong codes',
    lockedText: 'You can try again in {time}. If you need your parcel now, ask at the mailroom.',
  },

  keys: {
    ok: 'OK',
    erase: 'Delete the last character',
    letters: 'ABC',
    lettersName: 'ABC, show letters',
    digits: '123',
    digitsName: '123, show digits only',
    shift: 'Capital letters',
    symbols: '#+=',
    symbolsName: '#+=, show symbols',
    lettersAgain: 'abc',
    lettersAgainName: 'abc, show letters',
    space: 'Space',
    keyboard: 'Keyboard on the screen',
  },

  signIn: {
    title: 'Staff',
    username: 'User name',
    password: 'Password',
    show: 'Show',
    showName: 'Show password',
    submit: 'Sign in',
  },

  label: {
    title: 'Scan or type the label',
    hello: 'Signed in: {staff}',
    field: 'Tracking number',
    submit: 'Open a locker',
  },

  door: {
    place: 'Column {column} from the left, row {row} from the top',
    drawing: 'Drawing of the lockers. Locker {locker} is in column {column} from the left, row {row} from the top.',
    kiosk: 'You are here',
    opening: { title: 'Locker {locker} is opening', text: 'Please wait until the door swings open.' },
    open: {
      pickup: { title: 'Take your parcel and shut the door', text: 'Locker {locker} is open.' },
      deposit: { title: 'Put the parcel in and shut the door', text: 'Locker {locker} is open.' },
    },
    shut: {
      pickup: { title: 'Thank you', text: 'Locker {locker} is shut. Have you got everything?' },
      pickupOver: { title: 'Thank you', text: 'Locker {locker} is shut.' },
      deposit: { title: 'Locker {locker} is shut', text: 'What comes next?' },
    },
    finished: 'I am finished',
    openAgain: 'Open again',
    next: 'Next parcel',
    retract: 'I did not put it in',
    tryAgain: 'Try again',
  },

  stuck: {
    'did-not-open': {
      title: 'Locker {locker} did not open',
      pickup: 'Press “Try again”. Your parcel is safe and your code stays valid.',
      deposit: 'Press “Try again”, or go on with another parcel.',
    },
    'locker-busy': {
      title: 'Locker {locker} is busy',
      pickup: 'Wait a moment, then press “Try again”. Your parcel is safe and your code stays valid.',
      deposit: 'Wait a moment, then press “Try again”, or go on with another parcel.',
    },
    'window-over': {
      title: 'The time to open locker {locker} again is over',
      pickup: 'If you left something inside, ask at the mailroom. They can open the door for you.',
      deposit: 'If the wrong parcel is inside, ask an administrator to open the door.',
    },
    'not-allowed': {
      title: 'Locker {locker} does not open for you',
      pickup: 'Please ask at the mailroom. They can open the door for you.',
      deposit: 'Keep the parcel with you, and ask an administrator, or go on with another parcel.',
    },
    'bank-trouble': {
      title: 'Locker {locker} cannot be opened now',
      pickup: 'Your parcel is safe and your code stays valid. Press “Try again”, or ask at the mailroom.',
      deposit: 'Keep the parcel with you. Press “Try again”, or go on with another parcel.',
    },
  },

  notices: {
    'code-refused': 'This code opens nothing here. Please check it and try again.',
    'keypad-locked': 'Too many wrong codes. Please try again later, or ask at the mailroom.',
    'bank-trouble': 'That did not work. Please try again, or ask at the mailroom.',
    'sign-in-refused': 'User name and password do not match. Please check both and try again.',
    'sign-in-locked': 'Too many wrong passwords. Please wait some minutes, or ask an administrator.',
    'not-allowed': 'You may not put parcels into these lockers. An administrator can change that.',
    'parcel-unknown': 'No locker is reserved for this label. Please check it, or ask at the mailroom.',
    'parcel-already-in': 'The parcel with this label is in its locker already.',
    'locker-busy': 'The locker for this parcel is busy. Please try again in a moment.',
    'window-over': 'The time to open that locker again is over.',
    'deposit-retracted': 'Noted: that parcel is not in the locker.',
  } satisfies Record<Notice, string>,
} as const satisfies Words;

interface Words {
  readonly [name: string]: string | Words;
}

/** Fills the gaps of a text: `fill('Locker {locker}', { locker: 7 })`. */
export function fill(text: string, gaps: DoorPlace | Readonly<Record<string, string | number>>): string {
  const values = new Map(Object.entries(gaps));
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values.get(name) ?? gap));
}

/** 75 s → "1:15". */
export function clockTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
