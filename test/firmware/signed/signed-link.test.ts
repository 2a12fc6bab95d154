import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeysDocument } from '../../../firmware/contract/documents.ts';
import { bank, commandOf, sha256, tenant } from '../../support/hand-upstream.ts';
import { keySetFor, testKey, testSigning } from '../../support/keys.ts';
import { linkRig, type LinkRig, type LinkRigOptions } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';

const signing = testSigning();
const kinds = (rig: LinkRig) => rig.documents.map(({ kind }) => kind);
const ids = (rig: LinkRig) => rig.commands.map((reading) => (reading.kind === 'command' ? reading.command.id : reading.id));
const open = (id: string) => commandOf(id, 'locker.open', { locker: 3 });

/** A bank in signed mode that pins the root key, online. It has the keys document already unless a test says otherwise. */
async function signedBank(options: LinkRigOptions = {}): Promise<LinkRig> {
  const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing, 'root alone'), signing, ...options });
  rig.link.start();
  await rig.advance(1_000);
  return rig;
}

describe('a bank that is set up with nothing but a root key', () => {
  test('fetches the keys, believes them, and then takes documents and commands', async () => {
    const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing, 'root alone'), signing });
    rig.upstream.documents.set('settings', { version: 1, body: '{"openWithin":4000}' });
    rig.link.start();
    await rig.advance(200);
    expect(kinds(rig)).toEqual(['keys', 'settings']);
    rig.upstream.command('locker.open', { locker: 3 }, { id: 'c-1' });
    await rig.advance(100);
    expect(ids(rig)).toEqual(['c-1']);
    expect(rig.rejected).toEqual([]);
    expect(rig.link.messagesRefused).toBe(0);
  });

  test('gets the commands of its first hello, which it could not judge yet, again as soon as it can', async () => {
    const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing, 'root alone'), signing });
    rig.upstream.pending.push(open('c-1'));
    rig.link.start();
    await rig.advance(20);
    expect(rig.commands).toEqual([]);
    await rig.advance(500);
    expect(ids(rig)).toEqual(['c-1']);
  });

  test('does not take keys that anybody else has signed, and says so once', async () => {
    const rig = await signedBank({ signing: { ...signing, root: testSigning(2).root } });
    await rig.advance(60_000);
    expect(kinds(rig)).toEqual([]);
    expect(rig.rejected).toEqual([{ kind: 'keys', version: 1, why: 'unknown-key' }]);
  });

  test('asks for the other documents all the same when nobody has the keys', async () => {
    const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing, 'root alone'), signing });
    rig.upstream.documents.set('settings', { version: 1, body: '{}' });
    const want = rig.upstream.want();
    rig.upstream.documents.clear();
    rig.link.start();
    await rig.advance(500);
    rig.upstream.say('want', want);
    const asked = () => rig.upstream.messages('requests').filter(({ data }) => data?.['kind'] === 'settings').length;
    await rig.advance(5_000);
    expect(asked()).toBe(0);
    await rig.advance(6_000);
    expect(asked()).toBe(1);
  });
});

describe('a command', () => {
  test('for another connection than the one that is open is not obeyed', async () => {
    const rig = await signedBank();
    const { session } = rig.upstream;
    const captured = rig.upstream.signed(open('c-1'));
    rig.upstream.say('commands', captured);
    await rig.advance(100);
    rig.broker.drop(bank);
    await rig.advance(5_000);
    expect(rig.upstream.session).not.toBe(session);
    rig.upstream.say('commands', captured);
    await rig.advance(100);
    expect(ids(rig)).toEqual(['c-1']);
    expect(rig.link.messagesRefused).toBe(1);
  });

  test('that comes twice is handed on twice: that nothing moves twice is for the books to see to', async () => {
    const rig = await signedBank();
    const said = rig.upstream.signed(open('c-1'));
    rig.upstream.say('commands', said);
    rig.upstream.say('commands', said);
    await rig.advance(100);
    expect(ids(rig)).toEqual(['c-1', 'c-1']);
  });

  const data = open('c-1').data;
  const at = (name: string, session: string) => `lb1|cmd|${tenant}/${name}|${session}`;
  test.each<[string, (session: string) => object]>([
    ['plain', () => data],
    ['of an empty token', () => ({ tok: '' })],
    ['of a forged token', (session) => ({ tok: testKey(97, signing.online.kid).sign(data, at(bank, session)) })],
    ['of a token for another bank', (session) => ({ tok: signing.online.sign(data, at('bank-2', session)) })],
    ['of a token for a document', () => ({ tok: signing.online.sign(data, `lb1|doc|${tenant}/${bank}`) })],
    ['of a root key', (session) => ({ tok: signing.root.sign(data, at(bank, session)) })],
    ['of a token that is too long', (session) => ({ tok: signing.online.sign({ ...data, by: 'x'.repeat(20_000) }, at(bank, session)) })],
    ['plain beside a token that is wrong', () => ({ ...data, tok: 'v4.public.AAAA.AAAA' })],
  ])('%s is not obeyed, not answered, and changes nothing', async (_what, made) => {
    const rig = await signedBank();
    const books = rig.ledger.books;
    const message = { ...open('c-1'), data: made(rig.upstream.session) };
    rig.upstream.say('commands', message);
    await rig.advance(100);
    expect(rig.commands).toEqual([]);
    expect(rig.link.messagesRefused).toBe(1);
    expect(rig.ledger.books).toBe(books);
    expect(rig.troubles.map(({ where }) => where)).toEqual(['signature']);
  });

  test('that is signed but cannot be read is answered, because it is known who asked', async () => {
    const rig = await signedBank();
    rig.upstream.command('locker.open', { locker: 'three' }, { id: 'c-1' });
    rig.upstream.command('locker.paint', {}, { id: 'c-2' });
    await rig.advance(100);
    expect(rig.commands).toMatchObject([
      { kind: 'refused', id: 'c-1', why: 'malformed' }, { kind: 'refused', id: 'c-2', why: 'unsupported' },
    ]);
  });

  test('with or without the envelope around it is the same command', async () => {
    const rig = await signedBank();
    const { data: token } = rig.upstream.signed(open('c-1')) as { readonly data: object };
    rig.upstream.say('commands', token);
    await rig.advance(100);
    expect(ids(rig)).toEqual(['c-1']);
  });

  test('comes in turn: those of a hello and those after it, however many', async () => {
    const rig = await signedBank();
    const expected: string[] = [];
    for (let n = 0; n < 120; n++) {
      const command = open(`c-${String(n)}`);
      expected.push(`c-${String(n)}`);
      if (n < 110) rig.upstream.pending.push(command);
      else rig.upstream.say('commands', rig.upstream.signed(command));
    }
    rig.link.keysChanged(); // Says hello again.
    for (let turn = 0; turn < 50; turn++) await rig.advance(20);
    expect(ids(rig).toSorted()).toEqual(expected.toSorted());
    const hello = ids(rig).filter((id) => Number(id.slice(2)) < 110);
    expect(hello).toEqual(expected.slice(0, 110));
  });
});

describe('a broker that shouts', () => {
  test('is told of once a minute at most, with how often it was', async () => {
    const rig = await signedBank();
    for (let second = 0; second < 150; second++) {
      rig.upstream.say('commands', open(`c-${String(second)}`));
      await rig.advance(1_000);
    }
    const said = rig.troubles.map(({ error }) => error);
    expect(said).toEqual([
      'a command was not obeyed: unsigned',
      'a command was not obeyed: unsigned, and 59 more since the last time',
      'a command was not obeyed: unsigned, and 59 more since the last time',
    ]);
    expect(rig.link.messagesRefused).toBe(150);
    expect(rig.commands).toEqual([]);
  });

  test('cannot fill the journal with documents that nobody has signed: one a minute is told of', async () => {
    const rig = await signedBank();
    for (let version = 1; version <= 150; version++) {
      const body = `{"openWithin":${String(version)}}`;
      rig.upstream.say('want', { settings: { version, sha256: sha256(body) } });
      const data = { kind: 'settings', version, body };
      const answer = { specversion: '1.0', id: 'a', source: 'x', type: 'lockerbank.document.answer.v1', correlationid: 'c', data };
      await rig.advance(500);
      rig.upstream.say('answers', answer);
      await rig.advance(500);
    }
    expect(rig.rejected.map(({ version, why }) => [version, why])).toEqual([[1, 'unsigned'], [61, 'unsigned'], [121, 'unsigned']]);
  });

  test('gets nothing done with whatever it says', async () => {
    const rig = await signedBank();
    await fc.assert(fc.asyncProperty(fc.json(), fc.constantFrom('commands', 'answers', 'want'), async (text, topic) => {
      rig.upstream.say(topic, text);
      await rig.advance(30);
      return rig.commands.length === 0 && rig.documents.length === 1;
    }), { numRuns: 60 });
    expect(rig.troubles.every(({ where }) => where === 'signature')).toBe(true);
  });
});

describe('a document', () => {
  const settings = { version: 2, body: '{"openWithin":4000}' };

  /** A signed bank to which something else is said than what the upstream would have said. */
  async function answeredWith(tok: string | undefined, change: object = {}): Promise<LinkRig> {
    const rig = await signedBank();
    rig.upstream.say('want', { settings: { version: settings.version, sha256: sha256(settings.body), ...change } });
    await rig.advance(100);
    const [question] = rig.upstream.messages('requests').filter(({ data }) => data?.['kind'] === 'settings');
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'a', source: 'lb://hand', type: 'lockerbank.document.answer.v1', correlationid: question?.correlationid,
      data: { kind: 'settings', ...settings, ...(tok === undefined ? {} : { tok }) },
    });
    await rig.advance(100);
    return rig;
  }
  const claims = { kind: 'settings', version: 2, sha256: sha256(settings.body) };
  const assertion = `lb1|doc|${tenant}/${bank}`;
  const signed = (change: object = {}, purpose = assertion) => signing.online.sign({ ...claims, ...change }, purpose);

  test('whose token says the same is taken', async () => {
    const rig = await answeredWith(signed());
    expect(rig.documents).toMatchObject([{ kind: 'keys' }, { kind: 'settings', version: 2 }]);
  });

  test.each([
    ['without a token', undefined, 'unsigned'], ['for another bank', signed({}, `lb1|doc|${tenant}/bank-2`), 'forged'],
    ['of another version', signed({ version: 3 }), 'says-something-else'],
    ['of another kind', signed({ kind: 'directory' }), 'says-something-else'],
    ['of another text', signed({ sha256: 'f'.repeat(64) }), 'says-something-else'],
    ['of a rollback that nobody declared', signed({ rollback: 9 }), 'says-something-else'],
    ['that says too little', signed({ version: undefined }), 'malformed'],
    ['of a root key', signing.root.sign(claims, assertion), 'key-not-for-this'],
    ['of a command', signing.online.sign(claims, `lb1|cmd|${tenant}/${bank}|S`), 'forged'],
  ])('with a token %s is not taken, and the reason is told', async (_what, tok, why) => {
    const rig = await answeredWith(tok);
    expect(kinds(rig)).toEqual(['keys']);
    expect(rig.rejected).toEqual([{ kind: 'settings', version: 2, why }]);
  });

  test('that anybody has declared a rollback for is not rolled back to: the token does not say so', async () => {
    const rig = await answeredWith(signed(), { rollback: 9 });
    expect(rig.rejected).toMatchObject([{ why: 'says-something-else' }]);
  });

  test('counts for as long, and from when, its token says, whatever was declared', async () => {
    const seen: object[] = [];
    const validUntil = '2027-01-01T00:00:00.000Z';
    const iat = '2026-11-01T00:00:00.000Z';
    const rig = await linkRig({
      trust: 'signed', keySet: keySetFor(signing), signing, change: { onDocument: (wanted) => seen.push(wanted) },
    });
    rig.upstream.documents.clear();
    rig.upstream.documents.set('settings', settings);
    const tok = signed({ validUntil, iat });
    rig.upstream.tokenFor = () => ({ tok });
    rig.link.start();
    await rig.advance(100);
    rig.upstream.say('want', { settings: { ...settings, sha256: sha256(settings.body), validUntil: '2099-01-01T00:00:00Z' } });
    await rig.advance(100);
    expect(seen[0]).toEqual({
      kind: 'settings', version: 2, sha256: sha256(settings.body), validUntilMs: Date.parse(validUntil), issuedMs: Date.parse(iat),
    });
  });

  test('that goes in parts is signed by its list alone, because the list names their hashes', async () => {
    const rig = await signedBank();
    rig.upstream.publishParts('directory', 1, ['{"recipients":[]}', '{"operators":[]}']);
    rig.upstream.declare();
    await rig.advance(1_000);
    expect(rig.documents.at(-1)).toMatchObject({ kind: 'directory', parts: { length: 2 } });
  });
});

describe('keys that change', () => {
  const fresh = testKey(93, 'fresh-1');
  const uses: KeysDocument['keys'][number]['uses'] = ['command', 'document', 'qr'];
  const entry = ({ kid, paserk }: typeof fresh): KeysDocument['keys'][number] => ({ kid, public: paserk, uses });
  const publish = async (rig: LinkRig, version: number, keys: KeysDocument['keys']): Promise<void> => {
    rig.upstream.documents.set('keys', { version, body: JSON.stringify({ keys }) });
    rig.upstream.declare();
    await rig.advance(500);
  };

  test('overlap: while both stand in the document, commands of either are obeyed; then the old one is over', async () => {
    const rig = await signedBank();
    await publish(rig, 2, [entry(signing.online as typeof fresh), entry(fresh)]);
    const old = rig.upstream.signed(open('by-old'));
    rig.upstream.say('commands', old);
    rig.upstream.signing = { ...signing, online: fresh };
    rig.upstream.command('locker.open', { locker: 3 }, { id: 'by-fresh' });
    await rig.advance(100);
    expect(ids(rig)).toEqual(['by-old', 'by-fresh']);
    await publish(rig, 3, [entry(fresh)]);
    rig.upstream.say('commands', old);
    rig.upstream.command('locker.open', { locker: 3 }, { id: 'fresh-again' });
    await rig.advance(100);
    expect(ids(rig)).toEqual(['by-old', 'by-fresh', 'fresh-again']);
  });

  test('are ended by their time, by the clock of the bank', async () => {
    const rig = await signedBank();
    await publish(rig, 2, [{ ...entry(signing.online as typeof fresh), until: new Date(noonMs + 60_000).toISOString() }]);
    rig.upstream.command('locker.open', { locker: 3 }, { id: 'in-time' });
    await rig.advance(60_000);
    rig.upstream.command('locker.open', { locker: 3 }, { id: 'late' });
    await rig.advance(100);
    expect(ids(rig)).toEqual(['in-time']);
  });

  test('let through what could not be judged without them, at once', async () => {
    const rig = await signedBank();
    rig.upstream.signing = { ...signing, online: fresh };
    rig.upstream.documents.set('settings', { version: 1, body: '{}' });
    rig.upstream.documents.delete('keys');
    rig.upstream.declare();
    await rig.advance(200);
    expect(rig.rejected).toMatchObject([{ kind: 'settings', why: 'unknown-key' }]);
    await publish(rig, 2, [entry(fresh)]);
    expect(kinds(rig)).toEqual(['keys', 'keys', 'settings']);
  });
});
