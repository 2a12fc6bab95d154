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
  departmentSplit: {
    kind: 'switch', group: 'deposits', usual: false,
    why: 'One list is shorter than two, and most people have no parcels of a department.',
  },
  nameAtSelection: {
    kind: 'choice', group: 'deposits', usual: 'initials',
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
} as const satisfies Record<string, SettingRow>;
