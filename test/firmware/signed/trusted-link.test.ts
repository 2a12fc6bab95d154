import { describe, expect, test } from 'vitest';
import { bank, commandOf, tenant } from '../../support/hand-upstream.ts';
import { keySetOf, type KeySet } from '../../../firmware/signed/keys.ts';
import { keySetFor, testSigning } from '../../support/keys.ts';
import { linkRig, type LinkRig } from '../../support/link-rig.ts';
import { noonMs } from '../../support/noon.ts';

const signing = testSigning();
const kinds = (rig: LinkRig) => rig.documents.map(({ kind }) => kind);
const ids = (rig: LinkRig) => rig.commands.map((reading) => (reading.kind === 'command' ? reading.command.id : reading.id));
const open = (id: string) => commandOf(id, 'locker.open', { locker: 3 });

describe('a bank that trusts its broker', () => {
  const token = (rig: LinkRig, id: string) => {
    rig.upstream.signing = signing;
    return rig.upstream.signed(open(id));
  };

  test('takes plain commands and documents, and signed ones once it has the keys', async () => {
    const rig = await linkRig({ keySet: keySetFor(signing) });
    rig.upstream.documents.set('settings', { version: 1, body: '{}' });
    rig.link.start();
    await rig.advance(500);
    rig.upstream.say('commands', open('plain'));
    rig.upstream.say('commands', token(rig, 'signed'));
    await rig.advance(100);
    expect(ids(rig)).toEqual(['plain', 'signed']);
    expect(kinds(rig)).toEqual(['settings']);
  });

  test('does not obey a token that it cannot judge, or that is wrong', async () => {
    for (const keySet of [keySetFor(signing, 'root alone'), keySetFor(testSigning(2))]) {
      const rig = await linkRig({ keySet });
      rig.link.start();
      await rig.advance(500);
      rig.upstream.say('commands', token(rig, 'c-1'));
      await rig.advance(100);
      expect(rig.commands).toEqual([]);
      expect(rig.link.messagesRefused).toBe(1);
    }
  });

  test('takes keys from anybody, so that it can read QR tokens; but from a root key alone where one is pinned', async () => {
    const free = await linkRig();
    free.upstream.documents.set('keys', { version: 1, body: JSON.stringify(signing.keysDocument) });
    free.link.start();
    await free.advance(500);
    expect(kinds(free)).toEqual(['keys']);
    const pinned = await linkRig({ keySet: keySetFor(signing, 'root alone') });
    pinned.upstream.documents.set('keys', { version: 1, body: JSON.stringify(signing.keysDocument) });
    pinned.link.start();
    await pinned.advance(500);
    expect(pinned.rejected).toMatchObject([{ kind: 'keys', why: 'unsigned' }]);
    pinned.upstream.signing = signing;
    await pinned.advance(10_000);
    expect(kinds(pinned)).toEqual(['keys']);
  });
});

describe('the time that the upstream says', () => {
  const timeMs = () => noonMs + 5_000;

  test('is believed over a trusted broker, with how long the question took', async () => {
    const rig = await linkRig({ timeMs });
    rig.link.start();
    await rig.advance(500);
    expect(rig.notices).toEqual([`time ${String(timeMs())} 20`]);
  });

  test('is believed over a trusted broker although it is signed too, by somebody unknown', async () => {
    const rig = await linkRig({ answersHello: false });
    rig.link.start();
    await rig.advance(500);
    const time = new Date(timeMs()).toISOString();
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'a', source: 'lb://hand', type: 'lockerbank.hello.answer.v1',
      correlationid: String(rig.upstream.messages('requests')[0]?.correlationid),
      data: { logid: rig.ledger.logid, through: 0, time, tok: 'v4.public.AAAA.AAAA' },
    });
    await rig.advance(100);
    expect(rig.notices).toHaveLength(1);
  });

  test('is believed in signed mode when it is signed for this very question', async () => {
    const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing), signing, timeMs });
    rig.upstream.documents.clear();
    rig.link.start();
    await rig.advance(500);
    expect(rig.notices).toEqual([`time ${String(timeMs())} 20`]);
  });

  const keysWith = (change: { readonly from?: string; readonly until?: string }): KeySet => {
    const document = { keys: signing.keysDocument.keys.map((key) => ({ ...key, ...change })) };
    return keySetOf([], { document, validUntilMs: null });
  };

  test('is believed by a key that has begun by then: a bank without a battery clock wakes long before that', async () => {
    const keySet = keysWith({ from: new Date(timeMs()).toISOString() });
    const rig = await linkRig({ trust: 'signed', keySet, signing, timeMs });
    rig.link.start();
    await rig.advance(500);
    expect(rig.notices).toEqual([`time ${String(timeMs())} 20`]);
  });

  test('brings the commands again that came with it, where they were judged by an older time, and once', async () => {
    const from = noonMs + 3_600_000;
    const time = { aheadMs: 0 };
    const rig: LinkRig = await linkRig({
      trust: 'signed', keySet: keysWith({ from: new Date(from).toISOString() }), signing, timeMs: () => from + rig.clock.monoMs(),
      change: {
        nowMs: () => rig.clock.wallMs() + time.aheadMs,
        onServerTime: (timeMs) => {
          time.aheadMs = timeMs - rig.clock.wallMs();
        },
      },
    });
    rig.upstream.pending.push(open('c-1'));
    rig.link.start();
    await rig.advance(5_000);
    expect(rig.commands).toEqual([]);
    await rig.advance(60_000);
    expect(ids(rig)).toEqual(['c-1']);
  });

  test.each([
    ['has not begun by then', { from: new Date(timeMs() + 1).toISOString() }],
    ['is over by then', { until: new Date(timeMs()).toISOString() }], ['is over already', { until: new Date(noonMs).toISOString() }],
  ])('is not believed by a key that %s', async (_what, span) => {
    const rig = await linkRig({ trust: 'signed', keySet: keysWith(span), signing, timeMs });
    rig.link.start();
    await rig.advance(500);
    expect(rig.notices).toEqual([]);
  });

  const token = (said: object, session: string) => ({ tok: signing.online.sign(said, `lb1|time|${tenant}/${bank}|${session}`) });
  const time = new Date(noonMs + 5_000).toISOString();
  test.each<[string, (session: string, correlationid: string) => object]>([
    ['is not signed', () => ({ time })],
    ['was signed for another question', (session) => token({ time, session, correlationid: 'old' }, session)],
    ['was signed for another session', (_session, correlationid) => token({ time, session: 'S', correlationid }, 'S')],
    ['is a command', (session) => ({ tok: signing.online.sign({ time }, `lb1|cmd|${tenant}/${bank}|${session}`) })],
    ['has no time in it', (session, correlationid) => token({ session, correlationid }, session)],
  ])('is not believed in signed mode when it %s', async (_what, said) => {
    const rig = await linkRig({ trust: 'signed', keySet: keySetFor(signing), answersHello: false, signing });
    rig.link.start();
    await rig.advance(500);
    const correlationid = String(rig.upstream.messages('requests')[0]?.correlationid);
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'a', source: 'lb://hand', type: 'lockerbank.hello.answer.v1', correlationid,
      data: { logid: rig.ledger.logid, through: 0, ...said(rig.upstream.session, correlationid) },
    });
    await rig.advance(100);
    expect(rig.notices).toEqual([]);
    expect(rig.troubles).toEqual([]);
  });
});
