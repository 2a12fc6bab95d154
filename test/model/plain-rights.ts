import { isMember, isOver, lockerOf, maySay, staffOf, type PlainBank, type PlainClaim, type PlainLeg, type Who } from './plain-bank.ts';

/** Whether somebody is whom a leg of a claim is for. */
export function isFor(bank: PlainBank, who: Who, claim: PlainClaim, index: number): boolean {
  const leg = claim.legs[index];
  if (!leg) return false;
  if (who.kind === 'holder') return who.claim === claim.id && who.leg === index;
  if (who.kind === 'staff') return leg.party === null && mayDoForTheHouse(bank, who, claim, leg);
  if (leg.party === null || !isKnown(bank, { type: 'recipient', id: who.id })) return false;
  return leg.party.type === 'recipient' ? leg.party.id === who.id : mayForDepartment(bank, who.id, claim, leg);
}

function mayDoForTheHouse(bank: PlainBank, who: Who, claim: PlainClaim, { does }: PlainLeg): boolean {
  if (does === 'collect') return maySay(bank, who, 'open') && !isCarrier(bank, who);
  return does === 'deposit' && (isHouse(bank, who, 'drop-off') || isCarrierInSize(bank, who, claim.locker));
}

/** A member may always bring something for the department; what may be fetched is a setting. */
function mayForDepartment(bank: PlainBank, person: string, { isShared }: PlainClaim, { does, party }: PlainLeg): boolean {
  if (party === null || !isMember(bank, person, party.id)) return false;
  if (does === 'deposit' || isShared || bank.settings.departmentPickup === 'members') return true;
  const department = bank.people.departments.find((one) => one.id === party.id);
  return bank.settings.departmentPickup === 'key-contacts' && (department?.keyContacts.includes(person) ?? false);
}

export function isCarrier(bank: PlainBank, who: Who): boolean {
  return staffOf(bank, who)?.role === 'carrier';
}

/** Staff of the house, who are not carriers, with a permission. */
export function isHouse(bank: PlainBank, who: Who, permission: string): boolean {
  return maySay(bank, who, permission) && !isCarrier(bank, who);
}

export function isAdministrator(bank: PlainBank, who: Who): boolean {
  return staffOf(bank, who)?.role === 'administrator';
}

export function isCarrierInSize(bank: PlainBank, who: Who, locker: number): boolean {
  const entry = staffOf(bank, who);
  if (!isCarrier(bank, who) || !maySay(bank, who, 'carrier-drop-off')) return false;
  return (entry?.sizes ?? null) === null || entry?.sizes?.includes(lockerOf(bank, locker)?.size ?? '') === true;
}

/** Whether a carrier may come at this time of day; everybody else may at any. */
export function isWelcomeNow(bank: PlainBank, who: Who): boolean {
  const hours = staffOf(bank, who)?.hours ?? null;
  if (hours === null) return true;
  const minute = Math.floor((bank.ms % 86_400_000) / 60_000);
  const day = (Math.floor(bank.ms / 86_400_000) + 4) % 7; // 1970 began on a Thursday.
  return hours.some(({ days, fromMinute, untilMinute }) => days.includes(day) && minute >= fromMinute && minute < untilMinute);
}

/** Whether whoever comes for a leg is in time for it: a one-time PIN ends, a carrier has hours. */
export function isInTime(bank: PlainBank, who: Who, leg: PlainLeg): boolean {
  // The end of a PIN stops the PIN; whoever is known otherwise comes as long as the claim lasts.
  if (who.kind !== 'holder') return isWelcomeNow(bank, who);
  return leg.untilMs === null || bank.ms < leg.untilMs;
}

/** Whether somebody may put more into an occupied locker. */
export function mayAdd(bank: PlainBank, who: Who, claim: PlainClaim): boolean {
  const rule = bank.settings.addToOccupied;
  if (rule === 'nobody') return false;
  if (isHouse(bank, who, 'drop-off')) return true;
  if (rule === 'staff' || !isCarrierInSize(bank, who, claim.locker) || !isWelcomeNow(bank, who)) return false;
  return rule === 'anyone' || claim.putInBy === nameOf(bank, who, claim);
}

/** Whether somebody may take out what is not theirs. */
export function mayEmpty(bank: PlainBank, who: Who, claim: PlainClaim): boolean {
  if (claim.isShared && !isAdministrator(bank, who)) return false;
  if (isHouse(bank, who, 'end-reservations')) return true;
  return isOver(bank, claim) && isHouse(bank, who, 'remove-expired');
}

/** By which name the books remember who was there. A code says whose it is only where it is a recipient's. */
export function nameOf(bank: PlainBank, who: Who, claim: PlainClaim | undefined): string | null {
  if (who.kind === 'recipient') return `recipient ${who.id}`;
  if (who.kind === 'staff') return `${staffOf(bank, who)?.role ?? 'nobody'} ${who.id}`;
  // Whoever has the code of a leg that is for anybody of the house is nobody by name.
  const leg = claim?.legs[who.leg];
  const party = leg ? leg.party : (claim?.party ?? null);
  return party?.type === 'recipient' ? `recipient ${party.id}` : null;
}

/** Whether a party is one that the bank knows. */
export function isKnown(bank: PlainBank, party: { readonly type: string; readonly id: string }): boolean {
  return party.type === 'recipient'
    ? bank.people.recipients.some(({ id }) => id === party.id)
    : bank.people.departments.some(({ id }) => id === party.id);
}
