import type { SettingRow } from '../../../statecharts/setting.ts';

/** Putting parcels in, and taking them out. */
export const handoverRows = {
  mailroomDirectDropOff: {
    kind: 'switch', group: 'deposits', usual: true,
    why: 'Operators put in what nobody announced: most parcels reach a mailroom without a record.',
  },
  carrierDirectDropOff: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'A carrier sees names of recipients: only where the people who run the bank have agreed to that.',
  },
  photoWithoutBarcode: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'A photo in place of a label needs a camera, which most cabinets do not have.',
  },
  batchDropOff: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'One parcel for each time the door opens: then every label is known to lie where it was put.',
  },
  departmentSplit: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'One list is shorter than two, and most people have no parcels of a department.',
  },
  nameAtSelection: {
    kind: 'choice', group: 'deposits', awaits: 'screens', usual: 'initials',
    options: {
      full: 'the full name and the tracking number',
      initials: 'initials and the end of the tracking number',
      off: 'neither',
    },
    why: 'Enough for an operator to notice the wrong person, too little for a passer-by to learn who gets parcels.',
  },
  oneCodePerRecipient: {
    kind: 'switch', group: 'deposits', usual: true,
    why: 'Three parcels and one code: a person types eight digits once, not three times.',
  },
  addToOccupied: {
    kind: 'choice', group: 'deposits', usual: 'staff',
    options: {
      'nobody': 'an occupied locker opens for its recipient alone',
      'staff': 'operators and administrators',
      'same-carrier': 'staff, and the carrier who put in what lies there',
      'anyone': 'whoever may drop off',
    },
    why: 'Whoever opens an occupied locker could take out what lies there; staff answer for that.',
  },
  expiryOnAdd: {
    kind: 'choice', group: 'deposits', usual: 'restart',
    options: {
      keep: 'what lay there first says when the locker expires',
      restart: 'each parcel that is added gives all of them the whole time again',
    },
    why: 'The recipient was told of the newest parcel today, and fetches all of them at once.',
  },
  departmentPickup: {
    kind: 'choice', group: 'pickups', usual: 'nobody',
    options: {
      'nobody': 'only who has the code',
      'key-contacts': 'key contacts of the department, with their own credential',
      'members': 'every member of the department, with their own credential',
    },
    why: 'Who belongs to a department is known upstream; until somebody there has looked after that, a code is the proof.',
  },
  allDoorsAtOnce: {
    kind: 'switch', group: 'pickups', awaits: 'screens', usual: false,
    why: 'One person watches one open door; a second one invites whoever stands behind them.',
  },
  doorStagger: {
    kind: 'duration', group: 'pickups', awaits: 'screens', leastMs: 150, mostMs: 5_000, usualMs: 500,
    why: 'Most locks are pulsed for 400 ms: half a second later the supply feeds one coil again, not two.',
  },
  signature: {
    kind: 'choice', group: 'pickups', awaits: 'screens', usual: 'none',
    options: {
      none: 'the credential is proof enough',
      sign: 'a signature on the screen before the door opens, or a PIN for who cannot sign there',
      pin: "the recipient's PIN before the door opens",
      photo: 'a photo before the door opens, or a PIN for who is not to be photographed',
    },
    why: 'Every further step keeps the next person waiting; few parcels need one.',
  },
} as const satisfies Record<string, SettingRow>;
