import type { Notice } from '../../../statecharts/session/session.events.ts';

/**
 * English. Every text that the kiosk shows or speaks; the other languages have the same names. `{gaps}` are filled in,
 * and a text says what to do now, in words that fit a person with a parcel under one arm. Trouble is of three kinds and
 * never mixed up: what was shown or typed, this door, these lockers as a whole.
 */
export const en = {
  language: 'English',
  direction: 'ltr',

  common: {
    back: 'Back',
    finish: 'I am finished',
    signOut: 'Sign out',
    moreTime: 'I need more time',
    stillThere: { title: 'Are you still there?', text: 'This screen closes in {time}.', soon: 'This screen closes soon.' },
  },

  starting: { title: 'One moment', text: 'The lockers are starting. They will be ready shortly.' },
  oneMoment: { title: 'One moment', text: 'Please wait.' },
  outOfOrder: {
    title: 'Out of order',
    text: 'No door can be opened at the moment. What is inside is safe and your code stays valid: please come back later. {help}',
  },
  setUp: {
    title: 'Not set up yet',
    'never-flashed': 'These lockers are not in use yet. For technicians: no profile has been flashed. Begin with: lockerbank flash',
    'not-passed':
      'These lockers are not in use yet. For technicians (more: lockerbank status): {profile}, version {version}, has not passed its '
      + 'trial: {trouble}',
    damaged:
      'These lockers cannot be used at the moment. For technicians: the flashed profile is damaged. Flash it again: lockerbank flash',
  },

  home: {
    title: 'Welcome',
    scan: 'Hold your code or badge in front of the scanner.',
    type: 'Type the code from your message.',
    choose: 'What would you like to do?',
    typeInstead: 'Type a code',
    store: 'Store belongings',
    carrier: 'Deliver parcels',
    staff: 'Staff',
  },

  signIn: {
    code: { title: 'Type your code', text: 'You find it in the message that you got.' },
    password: { title: 'Staff', text: 'Type your user name and password, or show your badge.' },
    label: {
      title: 'Who are you?',
      text: 'What you scanned opens no door by itself. Show your badge, or type the code from your message.',
    },
    'carrier-code': { title: 'Deliver parcels', text: 'Type the code of your company, or hold it in front of the scanner.' },
    locked: {
      title: 'Too many wrong codes',
      text: 'You can type a code again in {time}. A badge works now.',
    },
  },
  pin: {
    badge: { title: 'Your PIN', text: 'Type the PIN that belongs to your badge.' },
    pickup: { title: 'Your PIN', text: 'Type your PIN, and the door opens.' },
  },

  fields: {
    'code': 'Code', 'carrier-code': 'Code of your company', 'pin': 'PIN', 'username': 'User name', 'password': 'Password',
    'label': 'Number on the label', 'letters': 'First letters of the name',
  },

  place: 'Locker {locker}: column {column} from the left, row {row} from the top.',

  choose: {
    title: 'What would you like to do?',
    text: 'Choose a locker.',
    hello: 'Hello {name}.',
    nothing: 'Nothing is waiting for you.',
    mayStore: 'You can store belongings.',
    all: { one: 'Open {count} locker', other: 'Open all {count} lockers' },
    one: {
      pickup: 'Collect from locker {locker}', swap: 'Exchange at locker {locker}',
      keep: 'Open my locker {locker}', deposit: 'Put something into locker {locker}',
    },
    again: 'Open locker {locker} again',
    detail: '{offer}, {detail}',
    items: { one: '{count} thing', other: '{count} things' },
    department: 'for {department}',
    until: 'until {time}',
    overdue: 'overdue since {time}',
    longer: 'Keep locker {locker} for longer',
    end: 'Give up locker {locker}: it is empty',
    store: 'Store belongings',
    trouble: {
      'locker-busy': 'Somebody else is at locker {locker}. It can be opened again in a moment.',
      'bank-trouble': 'Locker {locker} does not open at the moment. What is inside is safe. {help}',
    },
  },

  longer: {
    title: 'Until when do you need locker {locker}?',
    text: 'Until then you can come back to it at any time.',
    until: 'Until {time}',
  },

  askEnd: {
    title: 'Do you still need locker {locker}?',
    text: 'The door opens now in either case.',
    keep: 'Yes, keep it for me',
    end: 'No, I take everything out',
  },

  sign: {
    sign: { title: 'Please sign', text: 'Sign in the field with your finger, or type your PIN instead.' },
    pin: { title: 'Your PIN', text: 'Type your PIN, and the door opens.' },
  },

  doors: {
    opening: { title: 'Locker {locker} is opening', text: 'Please wait until the door swings open.' },
    open: {
      pickup: { title: 'Take your things and shut the door', text: 'Locker {locker} is open.' },
      swap: { title: 'Take out, put in, and shut the door', text: 'Locker {locker} is open.' },
      keep: { title: 'Your locker is open', text: 'Shut the door of locker {locker} when you are done.' },
      deposit: { title: 'Put it in and shut the door', text: 'Locker {locker} is open.' },
      empty: { title: 'Empty the locker and shut the door', text: 'Locker {locker} is open.' },
      look: {
        title: 'Look inside and shut the door',
        text: 'Locker {locker} is open. Take out what belongs to nobody, and leave the rest.',
      },
    },
    openMany: {
      title: { one: '{count} door is open', other: '{count} doors are open' },
      out: 'Take your things and shut every door.',
      in: 'Shut every door when you are done.',
    },
    inside: { one: '{count} thing is inside.', other: '{count} things are inside.' },
    waiting: { one: '{count} more locker is waiting.', other: '{count} more lockers are waiting.' },
    shut: {
      pickup: { title: 'Thank you', text: 'Locker {locker} is shut. Do you have everything?' },
      swap: { title: 'Thank you', text: 'Locker {locker} is shut. Do you have everything?' },
      keep: { title: 'Thank you', text: 'Locker {locker} is shut.' },
      deposit: { title: 'Locker {locker} is shut', text: 'Is everything inside?' },
      empty: { title: 'Locker {locker} is shut', text: 'Have you taken everything out?' },
      look: { title: 'Locker {locker} is shut', text: 'You can go on.' },
    },
    shutMany: { title: 'All doors are shut', out: 'Thank you. Do you have everything?', in: 'You can go on.' },
    code: { title: 'Your code: {code}', text: 'It opens locker {locker} again. Write it down, or take a photo of it.' },
    reopen: 'Open locker {locker} again',
    nextDoor: 'Open locker {locker}',
    nextParcel: 'Next parcel',
    nextList: 'Back to the list',
    retract: 'I did not put it in',
    larger: 'It does not fit: a larger locker',
    end: 'I no longer need this locker',
    leftSome: '{item} stays in locker {locker}',
    held: 'Please shut this door first. Then locker {locker} opens.',
    retry: 'Try again',
    retryOne: 'Try locker {locker} again',
    skip: 'Go on without it',
    skipOne: 'Go on without locker {locker}',
  },

  stuck: {
    'did-not-open': {
      title: 'Locker {locker} did not open',
      out: 'Choose “{retry}”. Your things are safe and your code stays valid. {help}',
      in: 'Choose “{retry}”, or go on without this locker. {help}',
    },
    'locker-busy': {
      title: 'Locker {locker} is busy',
      out: 'Wait a moment, then choose “{retry}”. Your things are safe.',
      in: 'Wait a moment, then choose “{retry}”, or go on without this locker.',
    },
    'window-over': {
      title: 'Locker {locker} can no longer be opened again',
      out: 'The time for that is over. If you left something inside, ask the people who look after these lockers. {help}',
      in: 'The time for that is over. If the wrong thing is inside, ask an administrator to open the door.',
    },
    'not-allowed': {
      title: 'Locker {locker} does not open for you',
      out: 'The people who look after these lockers can open it. {help}',
      in: 'Go on without this locker, and ask an administrator.',
    },
    'bank-trouble': {
      title: 'The lockers have a problem',
      out: 'Locker {locker} stays shut for now. Your things are safe and your code stays valid. Choose “{retry}”. {help}',
      in: 'Locker {locker} stays shut for now. Choose “{retry}”, or go on without it. {help}',
    },
  },

  problem: {
    title: 'What is wrong?',
    text: 'Choose what fits. The people who look after these lockers are told.',
    at: 'Choose what fits for locker {locker}. The people who look after these lockers are told.',
    reasons: {
      'empty': 'The locker is empty', 'wrong-thing': 'Something else is inside', 'damaged': 'Something is damaged',
      'does-not-shut': 'The door does not shut', 'dirty': 'The locker is dirty',
    },
  },

  size: {
    title: 'Which size do you need?',
    text: 'Choose the smallest that fits.',
    offer: '{size}, {width} × {height} × {depth} cm',
    within: '{size}, within easy reach',
    taken: 'No locker of size {size} is free.',
  },
  length: { title: 'For how long?', text: 'You can come back to it at any time until then.', offer: 'For {length}' },

  label: {
    title: 'Scan or type the label',
    text: 'Hold the label in front of the scanner, or type its number.',
    hello: 'Signed in: {name}.',
    noLabel: 'It has no label',
    lockers: 'All lockers',
  },
  party: {
    title: 'Who is it for?',
    text: 'Type the first {count} letters of the name.',
    choose: 'Choose the name.',
    none: 'Nobody in the list has a name that begins like this. Try other letters.',
    more: 'There are more: type another letter.',
    department: '{name} (department)',
    same: '{name} ({mark})',
  },
  fit: { title: 'Which locker for {party}?', beside: 'To the other things in locker {locker}' },

  lockers: {
    title: 'Lockers',
    text: 'Mark lockers, then choose what to do with them.',
    expired: {
      title: 'Expired items',
      text: { one: '{count} locker holds something to be taken out.', other: '{count} lockers hold something to be taken out.' },
    },
    marked: { one: '{count} locker is marked.', other: '{count} lockers are marked.' },
    all: 'Mark all',
    none: 'Mark none',
    mark: 'Mark locker {locker}: {size}, {status}',
    unmark: 'Unmark locker {locker}: {size}, {status}',
    deeds: {
      'open': 'Open', 'end': 'End the reservation', 'remove': 'Remove expired items', 'out-of-service': 'Take out of service',
      'in-service': 'Back into service', 'check': 'Check what is inside',
    },
    deliver: 'Put in parcels',
    showAll: 'All lockers',
    showExpired: 'Expired items',
    own: 'My own lockers',
  },
  reason: {
    title: 'Why out of service?',
    reasons: {
      'door': 'The door', 'lock': 'The lock', 'sensor': 'The sensor', 'damaged': 'Damaged', 'dirty': 'Dirty',
      'kept-free': 'Kept free', 'other': 'Something else',
    },
  },
  confirm: {
    ask: {
      'open': 'Open these lockers?', 'end': 'End these reservations?', 'remove': 'Remove the expired items?',
      'out-of-service': 'Take these lockers out of service?', 'in-service': 'Put these lockers back into service?',
      'check': 'Check these lockers?',
    },
    named: { one: 'Locker {lockers}.', other: 'Lockers {lockers}.' },
    counted: { one: '{count} locker.', other: '{count} lockers.' },
    opens: 'The doors open one after the other.',
    do: 'Yes, go on',
  },

  notices: {
    'code-refused': 'This code or badge opens nothing here. Please check it and try again.',
    'keypad-locked': 'Too many wrong codes. No code is taken for a while; a badge works now.',
    'sign-in-refused': 'That does not match. Please check it and try again.',
    'sign-in-locked': 'Too many wrong tries. Please wait some minutes, then try again.',
    'not-allowed': 'You may not do that here. An administrator can change it.',
    'two-people': 'This badge belongs to two people in our list, so nothing opens. Please tell the people who look after these lockers.',
    'pin-too-easy': 'This PIN is too easy to guess. Please have it changed, then come back.',
    'nothing-here': 'There is nothing for you here at the moment.',
    'bank-trouble': 'The lockers have a problem, and that did not work. Please try again. {help}',
    'no-free-locker': 'All lockers are taken. Please come back later.',
    'no-locker-of-this-size': 'No locker of this size is free. Please choose another size.',
    'no-accessible-locker': 'No locker within easy reach is free. Please choose another one.',
    'kept-for-deliveries': 'The lockers that are still free are kept for parcels. Please come back later.',
    'parcel-unknown': 'Nobody has announced this label. Keep the parcel with you, and ask whoever sent you.',
    'not-yours': 'With this label nothing is here for you.',
    'parcel-already-in': 'The parcel with this label is in its locker already.',
    'announced-for-others': 'This label is announced for somebody else. Please check it, or keep the parcel with you.',
    'too-many': 'That is more than one person may have here at the same time.',
    'offline': 'This works again when the network is back. What is here already can be collected.',
    'window-over': 'The time for that is over.',
    'locker-busy': 'The locker is busy. Please try again in a moment.',
    'nothing-there': 'There was nothing to be done.',
    'retracted': 'Noted: it is not in the locker.',
    'left': 'Noted: something stays in the locker.',
    'ended': 'Noted: the locker is free again. Thank you.',
    'extended': 'Noted: the locker is yours for longer.',
    'done': 'Done.',
    'problem-reported': 'Thank you. The people who look after these lockers have been told.',
  } satisfies Record<Notice, string>,

  remote: { text: 'Locker {locker} is being opened by the people who look after these lockers.', reason: 'Reason: {why}' },

  /** What the page draws around a telling. It fills the gaps of these itself. */
  page: {
    help: 'Help',
    language: 'Language',
    drawing: 'Drawing of the lockers',
    youAreHere: 'You are here',
    begin: 'Touch to begin',
    code: 'Your code',
    empty: 'empty',
    secondsLeft: 'Seconds left: {count}',
    scanForHelp: 'Or scan this code with your phone:',
    forced: 'Alarm: opened by force: locker {lockers}. Please tell the people who look after these lockers.',
    left: 'Locker {locker} is still open. Please shut the door.',
    leftMany: 'Lockers {lockers} are still open. Please shut the doors.',
    enter: {
      'code': 'OK', 'carrier-code': 'OK', 'pin': 'OK', 'username': 'Next', 'password': 'Sign in', 'label': 'Find the locker',
      'letters': 'Search',
    },
    keys: {
      keyboard: 'Keyboard on the screen', erase: 'Delete the last character', letters: 'Letters', digits: 'Digits',
      shift: 'Capital letters', symbols: 'Symbols', space: 'Space', show: 'Show what is typed', hide: 'Hide what is typed',
    },
    offers: { personal: 'For you', department: 'For {department}' },
    sign: { field: 'Your signature', clear: 'Sign again', done: 'Open the door', pin: 'Use my PIN' },
    longer: 'Longer',
    shorter: 'Shorter',
    reach: 'Within easy reach',
    noneFree: 'none free',
    problem: 'Report a problem',
    door: { waiting: 'next', opening: 'opening', open: 'open', shut: 'shut', stuck: 'did not open', skipped: 'left out' },
    filter: 'Show',
    everything: 'All',
    locker: 'Locker {locker}',
    marked: 'marked',
    status: {
      'available': 'free', 'reserved': 'reserved', 'occupied': 'occupied', 'expired': 'expired', 'check': 'to be checked',
      'out-of-service': 'out of service',
    },
  },
} as const;
