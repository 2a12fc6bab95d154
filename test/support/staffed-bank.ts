import { noDirectory, permissions, type Directory, type Permission } from '../../firmware/bank/directory.ts';
import type { Visitor } from '../../firmware/bank/identity.ts';
import type { Settings } from '../../firmware/bank/settings.ts';
import type { By } from '../../firmware/contract/parts.ts';
import { PaperBank, staffEntry } from './paper-bank.ts';

const person = (id: string, departments: readonly string[], accessible = false) => ({ id, name: id, accessible, departments, pin: null });

/** Ada and Ben; Cleo needs a locker within reach, and is in Sales with Ben, whose key contact she is. Amy may do everything. */
const people: Directory = {
  ...noDirectory,
  recipients: { ada: person('ada', []), ben: person('ben', ['sales']), cleo: person('cleo', ['sales'], true) },
  departments: { sales: { id: 'sales', name: 'Sales', keyContacts: ['cleo'] } },
  staff: { mia: staffEntry('mia', ['drop-off']), amy: staffEntry('amy', permissions, { role: 'administrator' }) },
};

/** A bank on paper that has a directory of people and is there for deliveries, assets and belongings. */
export function staffedBank(change: Partial<Settings> = {}): PaperBank {
  const bank = new PaperBank();
  const settings: Settings = { ...bank.books.settings, bankModes: ['delivery', 'asset', 'storage'], ...change };
  bank.books = { ...bank.books, settings, directory: people, documents: { directory: { version: 1, sha256: '' } } };
  return bank;
}

export const administrator: Visitor = { identity: { kind: 'staff', id: 'amy', role: 'administrator' }, session: 'session-of-amy' };
export const byAmy: By = { role: 'administrator', id: 'amy' };

/** Somebody of the directory, known by their own badge. */
export function recipientOf(id: string): Visitor {
  return { identity: { kind: 'recipient', id }, session: `session-of-${id}` };
}

/** An operator who has these permissions and no other. */
export function staffWith(bank: PaperBank, ...permissions: readonly Permission[]): Visitor {
  const staff = { ...bank.books.directory.staff, oz: staffEntry('oz', permissions) };
  bank.books = { ...bank.books, directory: { ...bank.books.directory, staff } };
  return { identity: { kind: 'staff', id: 'oz', role: 'operator' }, session: 'session-of-oz' };
}
