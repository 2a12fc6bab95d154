import type { AskedVisit, KnownPerson, Offers } from '../../../statecharts/session/session.events.ts';

/** Who comes to the kiosk, and what there is to do for them. */
export const rosa: KnownPerson = { role: 'recipient', name: 'Rosa', administers: false, delivers: false };
export const olga: KnownPerson = { role: 'operator', name: 'Olga', administers: true, delivers: true };
export const karl: KnownPerson = { role: 'carrier', name: null, administers: false, delivers: true };
export const anna: KnownPerson = { role: 'administrator', name: 'Anna', administers: true, delivers: false };
/** A technician: nothing at the kiosk is for her. */
export const tina: KnownPerson = { role: 'operator', name: 'Tina', administers: false, delivers: false };

export const pickup4: AskedVisit = { purpose: 'pickup', locker: 4, reservation: 'r-4' };
export const pickup5: AskedVisit = { purpose: 'pickup', locker: 5, reservation: 'r-5' };
export const return4: AskedVisit = { purpose: 'deposit', locker: 4, reservation: 'r-9' };
export const swap4: AskedVisit = { purpose: 'swap', locker: 4, reservation: 'r-3' };
export const keep6: AskedVisit = { purpose: 'keep', locker: 6, reservation: 'r-6' };
export const keep7: AskedVisit = { purpose: 'keep', locker: 7, reservation: 'r-7' };
export const deposit8: AskedVisit = { purpose: 'deposit', locker: 8, reservation: 'r-8' };
export const empty4: AskedVisit = { purpose: 'empty', locker: 4, reservation: 'r-4' };
export const empty5: AskedVisit = { purpose: 'empty', locker: 5, reservation: 'r-5' };

export function offers(visits: readonly AskedVisit[], more: Partial<Offers> = {}): Offers {
  return { visits, stores: false, expired: 0, ...more };
}
