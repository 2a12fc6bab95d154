import { describe, expect, test } from 'vitest';
import { bank, sha256 } from '../../support/hand-upstream.ts';
import { linkRig, type LinkRig } from '../../support/link-rig.ts';

const questions = (rig: LinkRig) => rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.document.get.v1');
const asked = (rig: LinkRig) => questions(rig).map(({ data }) => data);

async function online(declared: 'before' | 'after' | 'never', answersHello = false): Promise<LinkRig> {
  const rig = await linkRig({ answersHello });
  rig.upstream.documents.set('settings', { version: 1, body: '{"openWithin":4000}' });
  if (declared === 'before') rig.upstream.declare();
  await rig.advance(100);
  rig.link.start();
  await rig.advance(100);
  if (declared === 'after') rig.upstream.declare();
  await rig.advance(100);
  return rig;
}

describe('a document that is declared', () => {
  test('is asked for and taken, once', async () => {
    const rig = await online('after');
    expect(asked(rig)).toMatchObject([{ kind: 'settings', version: 1, sha256: rig.upstream.want()['settings']?.sha256 }]);
    expect(rig.documents).toEqual([{ kind: 'settings', version: 1, body: '{"openWithin":4000}', parts: [] }]);
  });

  test('before the bank came is asked for as soon as the bank is there', async () => {
    const rig = await online('before');
    expect(asked(rig)).toHaveLength(1);
    expect(rig.documents).toHaveLength(1);
  });

  test('in the answer to hello as well as on its topic is asked for once', async () => {
    const rig = await linkRig();
    let isAnswering = false;
    rig.upstream.documents.set('settings', { version: 1, body: '{}' });
    rig.broker.faults.loses = (topic) => !isAnswering && topic === rig.upstream.topics.answers;
    rig.upstream.declare();
    isAnswering = true;
    await rig.advance(100);
    rig.link.start();
    await rig.advance(1_000);
    expect(asked(rig)).toHaveLength(1);
    expect(rig.documents).toHaveLength(1);
  });

  test('in a lower version is taken only where the declaration names the version that it replaces', async () => {
    const rig = await online('after');
    const declare = async (version: number, change: { readonly rollback?: number } = {}): Promise<void> => {
      rig.upstream.documents.set('settings', { version, body: `{"openWithin":${String(version)}000}`, ...change });
      rig.upstream.declare();
      await rig.advance(100);
    };
    await declare(7);
    await declare(6);
    await declare(6, { rollback: 8 });
    expect(rig.documents.map(({ version }) => version)).toEqual([1, 7]);
    await declare(6, { rollback: 7 });
    expect(rig.documents.map(({ version }) => version)).toEqual([1, 7, 6]);
  });

  test('of a kind that the bank does not know is left alone', async () => {
    const rig = await online('never');
    rig.upstream.say('want', { weather: { version: 3, sha256: '0'.repeat(64) } });
    await rig.advance(100);
    expect(asked(rig)).toEqual([]);
    expect(rig.link.messagesRefused).toBe(0);
  });
});

describe('a text that is not the declared one', () => {
  test('is told of once, never taken, and asked for again', async () => {
    const rig = await online('never');
    rig.upstream.say('want', { settings: { version: 1, sha256: 'f'.repeat(64) } });
    await rig.advance(40_000);
    expect(asked(rig)).toHaveLength(3);
    expect(rig.documents).toEqual([]);
    expect(rig.rejected).toEqual([{ kind: 'settings', version: 1, why: 'hash-differs' }]);
  });

  test('does not stand in the way of the one that is, however late that comes', async () => {
    const rig = await online('never');
    const { version, body } = rig.upstream.documents.get('settings') ?? { version: 0, body: '' };
    rig.upstream.documents.set('settings', { version, body: `${body} ` });
    rig.upstream.say('want', { settings: { version, sha256: sha256(body) } });
    await rig.advance(15_000);
    rig.upstream.documents.set('settings', { version, body });
    await rig.advance(20_000);
    expect(rig.documents).toHaveLength(1);
  });
});

describe('an upstream that does not answer', () => {
  async function deaf(): Promise<LinkRig> {
    const rig = await online('never');
    rig.upstream.declare();
    rig.upstream.documents.clear();
    await rig.advance(100);
    return rig;
  }

  test('is asked again after 10 s, then at waits that double up to five minutes', async () => {
    const rig = await deaf();
    await rig.advance(9_000);
    expect(asked(rig)).toHaveLength(1);
    await rig.advance(2_000);
    expect(asked(rig)).toHaveLength(2);
    // 10, 20, 40, 80, 160 s, and then every 300 s.
    await rig.advance(310_000 - 11_000);
    expect(asked(rig)).toHaveLength(6);
    await rig.advance(600_000);
    expect(asked(rig)).toHaveLength(8);
  });

  test('is not asked more often because it declares the same again', async () => {
    const rig = await deaf();
    rig.upstream.say('want', { settings: { version: 1, sha256: asked(rig)[0]?.['sha256'] } });
    await rig.advance(100);
    expect(asked(rig)).toHaveLength(1);
  });

  test('is asked for the newer version instead, and its late answer to the older one is not taken', async () => {
    const rig = await deaf();
    const [first] = questions(rig);
    rig.upstream.documents.set('settings', { version: 2, body: '{"openWithin":5000}' });
    const want = rig.upstream.want();
    rig.upstream.documents.clear();
    rig.upstream.say('want', want);
    await rig.advance(100);
    expect(asked(rig).map((data) => data?.['version'])).toEqual([1, 2]);
    rig.upstream.say('answers', {
      specversion: '1.0', id: 'late', source: 'lb://hand', type: 'lockerbank.document.answer.v1', correlationid: first?.correlationid,
      data: { kind: 'settings', version: 1, body: '{}' },
    });
    await rig.advance(100);
    expect(rig.documents).toEqual([]);
    await rig.advance(10_000);
    expect(asked(rig).map((data) => data?.['version'])).toEqual([1, 2, 2]);
  });

  test('is asked anew in the next connection, and not in the time between', async () => {
    const rig = await deaf();
    rig.broker.faults.refuses = true;
    rig.broker.drop(bank);
    await rig.advance(60_000);
    const before = asked(rig).length;
    rig.broker.faults.refuses = false;
    rig.upstream.documents.set('settings', { version: 1, body: '{"openWithin":4000}' });
    await rig.advance(300_000);
    expect(asked(rig).length).toBe(before + 1);
    expect(rig.documents).toHaveLength(1);
  });
});
