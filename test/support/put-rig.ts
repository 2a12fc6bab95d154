import * as v from 'valibot';
import { expect } from 'vitest';
import type { RecipientEntry } from '../../firmware/bank/directory.ts';
import { isNote, type Fact } from '../../firmware/bank/facts.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import { eventData } from '../../firmware/contract/events.ts';
import type { LegDeed, Party } from '../../firmware/contract/parts.ts';
import { PaperBank, type PutArgs } from './paper-bank.ts';

export const iso = (ms: number): string => new Date(ms).toISOString();
export const ada: Party = { type: 'recipient', id: 'ada' };
export const bob: Party = { type: 'recipient', id: 'bob' };
export const post: Party = { type: 'department', id: 'post' };

export type AskedLeg = NonNullable<PutArgs['legs']>[number];
export const leg = (does: LegDeed, party: Party | null = null, change: Partial<AskedLeg> = {}): AskedLeg =>
  ({ does, party, codes: [], tags: [], oneTime: false, ...change });

export function bankWith(settings: Partial<Settings> = {}): PaperBank {
  const bank = new PaperBank();
  bank.books = { ...bank.books, settings: { ...bank.books.settings, ...settings } };
  return bank;
}

export const person = (id: string, change: Partial<RecipientEntry> = {}): RecipientEntry =>
  ({ id, name: id, accessible: false, departments: [], pin: null, ...change });

/** A bank that knows Ada and the post room, and nobody else. */
export function withDirectory(bank = bankWith(), recipients = { ada: person('ada') }): PaperBank {
  bank.books = {
    ...bank.books, documents: { directory: { version: 1, sha256: 'a'.repeat(64) } },
    directory: { ...bank.books.directory, recipients, departments: { post: { id: 'post', name: 'Post', keyContacts: [] } } },
  };
  return bank;
}

export const refusedCommand = (why: string, place?: string) =>
  [{ type: 'command.refused', subject: 'bank', data: { why, cmd: 'reservation.put', ...(place === undefined ? {} : { place }) } }];
export const refused = (why: string, reservation = 'parcel-1') =>
  [{ type: 'reservation.refused', subject: 'bank', data: { reservation, why } }];

/** Every event is one that the contract knows. */
export function sound(facts: readonly Fact[]): readonly Fact[] {
  for (const fact of facts) if (!isNote(fact)) expect(v.safeParse(eventData[fact.type], fact.data).issues).toBeUndefined();
  return facts;
}
