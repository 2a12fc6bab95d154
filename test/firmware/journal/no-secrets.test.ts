import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bankKeys } from '../../../firmware/bank/codes.ts';
import { decideCommand, type BankFrame } from '../../../firmware/bank/commands.ts';
import { decideDocument } from '../../../firmware/bank/documents.ts';
import { checkCode, checkPassword } from '../../../firmware/bank/people.ts';
import { decideDoorFact, decideRelease } from '../../../firmware/bank/visits.ts';
import { Ledger } from '../../../firmware/journal/ledger.ts';
import type { Command } from '../../../firmware/upstream/contract/commands.ts';
import type { MemoryDisk } from '../../../sim/disk-memory.ts';
import { ms } from '../../../statecharts/units.ts';
import { ledgerOptions } from '../../support/ledgers.ts';
import { hourMs, noonMs } from '../../support/noon.ts';
import { operator, recipient } from '../../support/paper-bank.ts';
import { hashOf, verifierOf } from '../../support/scrypt.ts';

const pickupCode = '4F7K2Q9P';
const wrongCode = 'TRYTHIS42';
const password = 'parcels-42';
const hash = hashOf(password);
const verifier = verifierOf(password);
const root = new Uint8Array(32).fill(7);
const secrets = [
  pickupCode, pickupCode.toLowerCase(), '4F7K-2Q9P', wrongCode, password, hash.toString('base64url'), hash.toString('hex'), verifier,
  ...[root, bankKeys(root).lookup, bankKeys(root).pepper].map((key) => Buffer.from(key))
    .flatMap((key) => [key.toString('hex'), key.toString('base64url')]),
];

async function everythingOn(disk: MemoryDisk): Promise<string> {
  const paths = ['bank.json', 'snapshot.json', 'snapshot.previous.json', ...(await disk.list('journal')).map((name) => `journal/${name}`)];
  const files = await Promise.all(paths.map((path) => disk.read(path)));
  return files.map((bytes) => Buffer.from(bytes ?? []).toString('utf8')).join('\n');
}

test('no code, no password, no hash and no key of a whole parcel\'s story is in the books, in the journal or in an event', async () => {
  const options = ledgerOptions({ limits: { entriesPerSnapshot: 5 } });
  const keys = bankKeys(root);
  const frame: BankFrame = { keys, sizes: ['small', 'medium', 'large'] };
  const ledger = await Ledger.open(options);
  const door = (type: 'opened' | 'closed') => ledger.commit(decideDoorFact(ledger.books, type === 'opened'
    ? { type: 'door.opened', locker: 1, intent: ledger.books.visits[1]?.intent ?? null, how: 'released' }
    : { type: 'door.closed', locker: 1, how: 'seen' }, noonMs));
  const visit = async (purpose: 'deposit' | 'pickup') => {
    const visitor = purpose === 'deposit' ? operator : recipient;
    const answer = decideRelease(ledger.books, { purpose, locker: 1, reservation: 'parcel-1' }, visitor, purpose, noonMs);
    if (answer.kind === 'intended') await ledger.commit([{ type: 'note.intent', visit: answer.visit }]);
    await door('opened');
    await door('closed');
  };

  for (const locker of [1, 2, 3, 4, 5, 6]) {
    await ledger.commit(decideDoorFact(ledger.books, { type: 'door.closed', locker, how: 'found' }, noonMs));
  }
  const directory = JSON.stringify({
    recipients: [{ id: 'ada', name: 'Ada' }],
    operators: [{ id: 'mia', name: 'Mia', username: 'mia', password: verifier, permissions: ['drop-off'] }],
  });
  const wanted = { kind: 'directory', version: 1, sha256: createHash('sha256').update(directory).digest('hex') } as const;
  await ledger.commit(decideDocument(ledger.books, keys, wanted, directory));
  const put = { id: 'c1', cmd: 'reservation.put', expMs: noonMs + hourMs, by: 'upstream', args: {
    reservation: 'parcel-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, accessible: false,
    items: [{ id: 'JD1' }], codes: ['4F7K-2Q9P'],
  } } satisfies Command;
  for (const command of [
    put,
    { ...put, id: 'c2' },
    { ...put, id: 'c3', args: { ...put.args, reservation: 'parcel-2' } },
    { ...put, id: 'c4', args: { ...put.args, codes: ['1234567'] } },
  ]) {
    const decision = decideCommand(ledger.books, frame, command, noonMs, 'i');
    if (decision.kind === 'facts') await ledger.commit(decision.facts);
  }
  for (const typed of [password, 'wrong-password']) {
    await ledger.commit(checkPassword(ledger.books, keys, 'mia', hashOf(typed), noonMs, 'session').facts);
  }
  await visit('deposit');
  const wrong = { how: 'typed', code: wrongCode } as const;
  for (let times = 0; times < 6; times++) await ledger.commit(checkCode(ledger.books, keys, wrong, noonMs, 'session').facts);
  await options.clock.advance(ms(60_000));
  await ledger.commit(checkCode(ledger.books, keys, { how: 'typed', code: pickupCode }, ledger.nowMs(), 'session').facts);
  await visit('pickup');
  await ledger.snapshot();

  expect(ledger.books.reservations['parcel-1']?.state).toBe('collected');
  const events = (await ledger.events(1, 1_000)).join('\n');
  expect(events).toContain('lockerbank.credential.locked-out.v1');
  expect(events).not.toContain(ledger.books.reservations['parcel-1']?.tags[0]);
  const places = { books: JSON.stringify(ledger.books), disk: await everythingOn(options.disk), events };
  for (const [place, text] of Object.entries(places)) {
    for (const secret of secrets) expect(text.includes(secret), `${secret} in the ${place}`).toBe(false);
  }
});
