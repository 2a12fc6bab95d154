import type { PutStep, VisitStep } from './steps.ts';

/** One parcel for Ada that the upstream announces, with a code of its own and all its legs named. */
export const usualPut: PutStep = {
  do: 'put', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, from: null, size: undefined, locker: undefined,
  accessible: false, things: 1, hours: null, shared: false, visitor: false, code: 'own', legs: 'full',
};

/** Whoever the next leg waits for comes, does what it asks for, and shuts the door. */
export const usualVisit: VisitStep = {
  do: 'visit', who: 'fit', purpose: 'fit', nth: 0, outcome: 'whole', leave: 0, ends: 'no', adds: false,
};
