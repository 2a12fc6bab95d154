/**
 * English. Every text that the kiosk shows or speaks; the other languages have the same names. `{gaps}` are filled in,
 * and a text says what to do now, in words that fit a person with a parcel under one arm.
 */
export const en = {
  language: 'English',
  direction: 'ltr',

  common: {
    back: 'Back',
    finish: 'I am finished',
    next: 'Next',
    yes: 'Yes',
    no: 'No',
    ok: 'OK',
    moreTime: 'I need more time',
    help: 'Help',
    oneMoment: 'One moment',
    warned: { title: 'Are you still there?', text: 'This screen closes in {seconds} seconds.' },
    reportProblem: 'Report a problem',
    problemReported: 'Thank you. The people who look after these lockers have been told.',
  },

  starting: { title: 'One moment', text: 'The lockers are starting.' },
  outOfOrder: {
    title: 'Out of order',
    text: 'What lies in the lockers is safe, and codes stay valid. {help}',
  },

  home: {
    title: 'Welcome',
    scan: 'Hold your code or badge in front of the scanner.',
    type: 'Type the code from your message.',
    typeInstead: 'Type a code',
    staff: 'Staff',
    carrier: 'Carrier',
    store: 'Store belongings',
    locked: { title: 'Too many wrong codes', text: 'Typing works again in {time}. A badge or a code at the scanner works now.' },
  },

  signIn: {
    code: { title: 'Type your code', text: 'It is in the message that you got.' },
    password: { title: 'Staff', text: 'Sign in with your user name and password, or show your badge.' },
    'carrier-code': { title: 'Carrier', text: 'Type the code of your company, or hold it in front of the scanner.' },
  },
  pin: {
    badge: { title: 'Your PIN', text: 'Type the PIN that belongs to your badge.' },
    pickup: { title: 'Your PIN', text: 'Type your PIN, and the door opens.' },
  },

  fields: {
    code: 'Code', 'carrier-code': 'Code of your company', pin: 'PIN', username: 'User name', password: 'Password',
    label: 'Number on the label', letters: 'First three letters of the name',
  },

  place: {
    left: 'column {column} from the left',
    top: 'row {row} from the top',
    whole: 'Locker {locker}: column {column} from the left, row {row} from the top.',
    youAreHere: 'You are here',
    drawing: 'Drawing of the lockers',
  },

  choose: {
    title: 'What would you like to do?',
    hello: 'Hello {name}',
    personal: 'For you',
    department: 'For {department}',
    all: 'Open all {count}',
    one: {
      pickup: 'Collect from locker {locker}', swap: 'Exchange at locker {locker}',
      keep: 'Open my locker {locker}', deposit: 'Put something into locker {locker}',
    },
    again: 'Open locker {locker} again',
    items: { one: '1 thing', many: '{count} things' },
    until: 'until {time}',
    overdue: 'overdue since {time}',
    extend: 'Keep locker {locker} until {time}',
    store: 'Store belongings',
    busy: 'Locker {locker} is busy at the moment.',
    broken: 'Locker {locker} does not open at the moment. {help}',
  },

  askEnd: {
    title: 'Do you need the locker after this?',
    text: 'Locker {locker} opens either way.',
    keep: 'Yes, keep it for me',
    end: 'No, I take everything',
  },

  sign: {
    sign: { title: 'Please sign', text: 'Sign in the field, or use your PIN.' },
    pin: { title: 'Your PIN', text: 'Type your PIN, and the door opens.' },
    photo: { title: 'A photo', text: 'Look into the camera, or use your PIN.' },
    field: 'Your signature',
    clear: 'Sign again',
    usePin: 'Use my PIN',
    done: 'Open the door',
  },

  doors: {
    opening: { title: 'Locker {locker} is opening', text: 'Please wait until the door swings open.' },
    open: {
      pickup: { title: 'Take your things and shut the door', text: 'Locker {locker} is open.' },
      swap: { title: 'Take out, put in, and shut the door', text: 'Locker {locker} is open.' },
      keep: { title: 'Your locker is open', text: 'Shut the door of locker {locker} when you are done.' },
      deposit: { title: 'Put it in and shut the door', text: 'Locker {locker} is open.' },
      empty: { title: 'Empty the locker and shut the door', text: 'Locker {locker} is open.' },
      look: { title: 'Look, and shut the door', text: 'Take out of locker {locker} what belongs to nobody, and leave the rest.' },
    },
    openMany: { title: '{count} doors are open', text: 'Take your things and shut the doors.' },
    shut: {
      pickup: { title: 'Thank you', text: 'Locker {locker} is shut. Have you got everything?' },
      swap: { title: 'Thank you', text: 'Locker {locker} is shut. Have you got everything?' },
      keep: { title: 'Locker {locker} is shut', text: 'Your things are safe.' },
      deposit: { title: 'Locker {locker} is shut', text: 'What comes next?' },
      empty: { title: 'Locker {locker} is shut', text: 'It is free again.' },
      look: { title: 'Locker {locker} is shut', text: 'What comes next?' },
    },
    shutMany: { title: 'Thank you', text: 'All doors are shut. Have you got everything?' },
    over: 'Locker {locker} is shut.',
    code: { title: 'Your code: {code}', text: 'It opens locker {locker} again. Write it down or take a photo of it.' },
    reopen: 'Open locker {locker} again',
    nextDoor: 'Open locker {locker}',
    nextParcel: 'Next parcel',
    nextList: 'Back to the list',
    retract: 'I did not put it in',
    larger: 'It does not fit',
    end: 'I have taken everything',
    leftSome: 'I leave something in it',
    retry: 'Try again',
    skip: 'Leave it for now',
  },

  stuck: {
    'did-not-open': {
      title: 'Locker {locker} did not open',
      out: 'Press “Try again”. Your things are safe and your code stays valid. {help}',
      in: 'Press “Try again”, or go on without it. {help}',
    },
    'locker-busy': {
      title: 'Locker {locker} is busy',
      out: 'Wait a moment, then press “Try again”. Your things are safe.',
      in: 'Wait a moment, then press “Try again”, or go on without it.',
    },
    'window-over': {
      title: 'The time to open locker {locker} again is over',
      out: 'If you left something inside, the people here can open the door for you. {help}',
      in: 'If the wrong thing is inside, ask an administrator to open the door.',
    },
    'not-allowed': {
      title: 'Locker {locker} does not open for you',
      out: 'The people here can help you. {help}',
      in: 'Keep the parcel with you, and ask an administrator, or go on without it.',
    },
    'bank-trouble': {
      title: 'Locker {locker} cannot be opened now',
      out: 'Your things are safe and your code stays valid. Press “Try again”. {help}',
      in: 'Keep the parcel with you. Press “Try again”, or go on without it.',
    },
  },

  problem: {
    title: 'What is wrong?',
    reasons: {
      'empty': 'The locker is empty', 'wrong-thing': 'Something else is inside', 'damaged': 'Something is damaged',
      'does-not-shut': 'The door does not shut', 'dirty': 'The locker is dirty',
    },
  },

  store: {
    size: { title: 'Which size do you need?', text: 'Choose the smallest that fits.' },
    length: { title: 'For how long?', text: 'Until {time}.', longer: 'Longer', shorter: 'Shorter', ok: 'Store until {time}' },
    sizeOffer: '{size}, {width} × {height} × {depth} cm',
    none: 'none free',
    accessible: 'Within easy reach',
  },

  label: {
    title: 'Scan or type the label',
    hello: 'Signed in: {name}',
    submit: 'Find its locker',
    noLabel: 'It has no label',
    lockers: 'All lockers',
    expired: 'Expired items',
  },
  party: {
    title: 'Who is it for?',
    text: 'Type the first three letters of the name.',
    none: 'Nobody here has a name that begins so.',
    more: 'There are more. Type another letter.',
    department: '{name} (department)',
  },
  fit: {
    title: 'Which locker for {party}?',
    text: 'Choose the smallest size that fits.',
    beside: 'To the other things in locker {locker}',
  },

  lockers: {
    title: 'Lockers',
    expired: { title: 'Expired items', text: '{count} lockers have something to be taken out.' },
    status: {
      'available': 'free', 'reserved': 'reserved', 'occupied': 'occupied', 'expired': 'expired',
      'check': 'to be checked', 'out-of-service': 'out of service',
    },
    open: 'open',
    all: 'Mark all',
    none: 'Mark none',
    marked: '{count} marked',
    row: 'Locker {locker}, {size}, {status}',
    deeds: {
      'open': 'Open', 'end': 'End reservation', 'remove': 'Take out', 'out-of-service': 'Out of service',
      'in-service': 'Back in service', 'check': 'Check',
    },
    deliver: 'Put in parcels',
    showAll: 'All lockers',
  },
  reason: {
    title: 'Why out of service?',
    reasons: {
      'door': 'The door', 'lock': 'The lock', 'sensor': 'The sensor', 'damaged': 'Damaged', 'dirty': 'Dirty',
      'kept-free': 'Kept free', 'other': 'Something else',
    },
  },
  confirm: {
    title: '{deed}: {lockers}?',
    one: 'Locker {locker}',
    many: '{count} lockers',
    text: 'The doors open one after the other.',
    do: 'Yes, {deed}',
  },

  notices: {
    'code-refused': 'This opens nothing here. Please check it and try again.',
    'keypad-locked': 'Too many wrong codes. A badge or a code at the scanner works now.',
    'sign-in-refused': 'That does not match. Please check it and try again.',
    'sign-in-locked': 'Too many wrong tries. Please wait some minutes.',
    'not-allowed': 'You may not do that here. An administrator can change it.',
    'two-people': 'This badge belongs to two people in our list. Nothing opens; please tell the people here.',
    'pin-too-easy': 'This PIN is too easy to guess. Please have it changed.',
    'nothing-here': 'There is nothing for you here at the moment.',
    'bank-trouble': 'That did not work. Please try again. {help}',
    'no-free-locker': 'All lockers are taken.',
    'no-locker-of-this-size': 'No locker of this size is free. Please choose another size.',
    'no-accessible-locker': 'No locker within easy reach is free. Please choose without it.',
    'kept-for-deliveries': 'The lockers that are left are kept for parcels.',
    'parcel-unknown': 'Nobody has announced this label, and you may not bring it without. Please ask at the mailroom.',
    'parcel-already-in': 'The parcel with this label is in its locker already.',
    'announced-for-others': 'This label is announced for somebody else.',
    'too-many': 'That is one locker too many for one person.',
    'offline': 'This works again when the network is back. What is already here can be collected.',
    'window-over': 'The time for that is over.',
    'locker-busy': 'The locker is busy. Please try again in a moment.',
    'nothing-there': 'There was nothing to be done.',
    'retracted': 'Noted: it is not in the locker.',
    'left': 'Noted: something stays in the locker.',
    'ended': 'Noted: the locker is free again. Thank you.',
    'extended': 'Noted: the locker is yours for longer.',
    'done': 'Done.',
    'problem-reported': 'Thank you. The people who look after these lockers have been told.',
  },

  remote: 'Locker {locker} is being opened by the people who look after it: {why}',
  doorAlarm: 'Please shut the door of locker {locker}.',

  speech: {
    begin: 'Speech is on. Press 5 to hear this again, and 0 for help.',
    choice: 'Press {key} for: {name}.',
    field: 'Type: {label}. Then press the round key.',
    typed: '{count} typed',
    erased: 'Deleted',
    empty: 'Nothing typed yet',
    louder: 'Louder', softer: 'Softer',
    blank: 'The screen is dark now.', shown: 'The screen is on again.',
    unplugged: 'Speech is off.',
  },
} as const;
