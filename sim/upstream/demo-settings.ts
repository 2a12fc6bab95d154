import type { Settings } from '../../firmware/bank/settings.ts';

/** What the simulated site has settled otherwise than most: everything that a bank can do is switched on, to be tried. */
export const demoSettings = {
  bankModes: ['delivery', 'storage', 'asset'],
  returnsAndExchanges: true,
  reservationWithoutRecipient: true,
  mailroomDirectDropOff: true,
  carrierDirectDropOff: true,
  departmentPickup: 'key-contacts',
  storagePerPerson: 2,
  languages: ['en', 'de', 'fr', 'es'],
  supportText: 'Ask at reception on the ground floor.',
  supportPhone: '030 1234 5678',
} as const satisfies Partial<Settings>;
