import type { AskedVisit, KnownPerson, Offers } from '../../../statecharts/session/session.events.ts';

/** Who comes to the kiosk, and what there is to do for them. */
export const rosa: KnownPerson = { role: 'recipient', name: 'Rosa', administers: false, delivers: false, receives: true };
export const olga: KnownPerson = { role: 'operator', name: 'Olga', administers: true, delivers: true, receives: false };
export const karl: KnownPerson = { role: 'carrier', name: null, administers: false, delivers: true, receives: false };
export const anna: KnownPerson = { role: 'administrator', name: 'Anna', administers: true, delivers: false, receives: false };
/** A technician: nothing at the kiosk is for her. */
export const tina: KnownPerson = { role: 'operator', name: 'Tina', administers: false, delivers: false, receives: false };

/** Olga has parcels, too. */
export const olgaToo: KnownPerson = { ...olga, name: 'Olga, who has parcels', receives: true };

export const pickup4: AskedVisit = { purpose: 'pickup', locker: 4, reservation: 'r-4' };
export const pickup5: AskedVisit = { purpose: 'pickup', locker: 5, reservation: 'r-5' };
export const return4: AskedVisit = { purpose: 'deposit', locker: 4, reservation: 'r-9' };
export const swap4: AskedVisit = { purpose: 'swap', locker: 4, reservation: 'r-3' };
export const keep6: AskedVisit = { purpose: 'keep', locker: 6, reservation: 'r-6' };
export const keep7: AskedVisit = { purpose: 'keep', locker: 7, reservation: 'r-7' };
export const deposit8: AskedVisit = { purpose: 'deposit', locker: 8, reservation: 'r-8' };
export const deposit9: AskedVisit = { purpose: 'deposit', locker: 9, reservation: 'r-9' };
export const empty4: AskedVisit = { purpose: 'empty', locker: 4, reservation: 'r-4' };
export const empty5: AskedVisit = { purpose: 'empty', locker: 5, reservation: 'r-5' };

export function offers(visits: readonly AskedVisit[], more: Partial<Offers> = {}): Offers {
  return { visits, stores: false, alters: false, expired: 0, ...more };
}
