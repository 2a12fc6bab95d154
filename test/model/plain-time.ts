import type { Settings } from '../../firmware/bank/settings.ts';
import { visitAt, type PlainBank, type PlainClaim } from './plain-bank.ts';

/** When storage ends that begins now; `null`: when its holder says so. The models' banks are all in UTC. */
export function plainStorageEnd(settings: Settings, startMs: number, asked: number | null): number | null {
  const last = latestEnd(settings, startMs);
  if (asked === null) return last;
  return last === null ? asked : Math.min(asked, last);
}

/** When storage that begins then is over at the latest. */
export function latestEnd({ storageDuration, storageLongest, storageEndsAt }: Settings, startMs: number): number | null {
  if (storageDuration === 'unlimited') return null;
  if (storageDuration === 'flexible') return startMs + storageLongest;
  const [hour = 0, minute = 0] = storageEndsAt.split(':').map(Number);
  const today = Math.floor(startMs / 86_400_000) * 86_400_000 + (hour * 60 + minute) * 60_000;
  return today > startMs ? today : today + 86_400_000;
}

/** What has come due; where somebody is at a locker it waits. */
export function due(bank: PlainBank): void {
  forgetOld(bank);
  for (const claim of [...bank.claims]) {
    if (claim.state === 'collected' || claim.isTold || visitAt(bank, claim.locker)) continue;
    if (claim.state === 'occupied') {
      if (claim.untilMs !== null && bank.ms >= claim.untilMs) claim.isTold = true;
      continue;
    }
    if (lapseMs(claim) <= bank.ms) bank.claims = bank.claims.filter((one) => one !== claim);
  }
}

/** A claim on an empty locker lapses with its window, with the one-time PIN that it waits for, or when the storage would be over. */
function lapseMs(claim: PlainClaim): number {
  const leg = claim.legs[claim.leg];
  return Math.min(claim.untilMs ?? Infinity, leg?.untilMs ?? Infinity);
}

/** What nobody may reopen any more is known for a day of the bank's age, and then as if it had never been. */
function isOld(bank: PlainBank, claim: PlainClaim): boolean {
  if (claim.state !== 'collected' || visitAt(bank, claim.locker)?.claim === claim.id) return false;
  return bank.age > (claim.accessUntil ?? 0) + 86_400_000;
}

function forgetOld(bank: PlainBank): void {
  bank.claims = bank.claims.filter((claim) => !isOld(bank, claim));
}
