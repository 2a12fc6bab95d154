import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partBytesMost, partsInFlightMost, partsMost } from '../../../firmware/contract/documents.ts';
import { payloadBytesMost } from '../../../firmware/contract/limits.ts';
import { ms } from '../../../statecharts/units.ts';
import { SeededRandom } from '../../../sim/seeded-random.ts';
import { fraction } from '../../../firmware/ports/random.ts';
import { bank, sha256 } from '../../support/hand-upstream.ts';
import { linkRig, type LinkRig, type LinkRigOptions } from '../../support/link-rig.ts';

/** Parts of a directory, each another text. */
const textsOf = (count: number, mark = ''): string[] =>
  Array.from({ length: count }, (_, n) => JSON.stringify({ recipients: [{ id: `p-${String(n)}${mark}`, name: 'Somebody' }] }));

const questions = (rig: LinkRig) => rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.blob.get.v1');
const askedFor = (rig: LinkRig) => questions(rig).map(({ data }) => String(data?.['sha256']));

async function online(texts: readonly string[], options: LinkRigOptions = {}): Promise<LinkRig> {
  const rig = await linkRig(options);
  rig.upstream.publishParts('directory', 1, texts);
  rig.upstream.declare();
  await rig.advance(100);
  rig.link.start();
  return rig;
}

describe('a directory in parts', () => {
  test('is fetched part by part, each once, and delivered when all of them are stored', async () => {
    const texts = textsOf(30);
    const rig = await online(texts);
    await rig.advance(5_000);
    expect(askedFor(rig).toSorted()).toEqual(texts.map(sha256).toSorted());
    expect([...rig.parts.values()].toSorted()).toEqual(texts.toSorted());
    expect(rig.documents).toEqual([{ kind: 'directory', version: 1, body: expect.any(String) as string, parts: texts.map(sha256) }]);
    expect(rig.rejected).toEqual([]);
  });

  test('costs one part when one person has changed', async () => {
    const texts = textsOf(100);
    const rig = await online(texts);
    await rig.advance(5_000);
    const before = askedFor(rig).length;
    const changed = [...texts.slice(0, 57), '{"recipients":[{"id":"p-57","name":"Somebody Else"}]}', ...texts.slice(58)];
    rig.upstream.publishParts('directory', 2, changed);
    rig.upstream.declare();
    await rig.advance(2_000);
    expect(askedFor(rig).slice(before)).toEqual([sha256(changed[57] ?? '')]);
    expect(rig.documents.map(({ version }) => version)).toEqual([1, 2]);
  });

  test('with the same part twice asks for it once, and is delivered as it was declared', async () => {
    const rig = await online(['{"a":1}', '{"b":2}', '{"a":1}']);
    await rig.advance(2_000);
    expect(askedFor(rig)).toHaveLength(2);
    expect(rig.documents[0]?.parts).toHaveLength(3);
  });

  test('never waits for more than four parts at a time, asked for or being stored', async () => {
    let storing = 0;
    let most = 0;
    let done = 0;
    const rig = await online(textsOf(40), {
      change: {
        onPart: () => new Promise((resolve) => {
          storing++;
          const waiting = questions(rig).length - done;
          most = Math.max(most, storing, waiting);
          rig.clock.setTimer('stored', ms(50), () => {
            storing--;
            done++;
            resolve();
          });
        }),
      },
    });
    await rig.advance(10_000);
    expect(rig.documents).toHaveLength(1);
    expect(most).toBe(partsInFlightMost);
  });

  test('as large as it may be has a list that one message carries', async () => {
    const rig = await online(textsOf(partsMost));
    await rig.advance(60_000);
    expect(rig.documents).toHaveLength(1);
    const list = rig.broker.published.find(({ payload }) => payload.includes('lockerbank.document.answer.v1'));
    expect(Buffer.byteLength(list?.payload ?? '')).toBeLessThanOrEqual(payloadBytesMost);
    expect(rig.link.messagesRefused).toBe(0);
  });

  test.each([
    ['one part too many', { chunks: Array.from({ length: partsMost + 1 }, () => 'f'.repeat(64)) }], ['no parts', { chunks: [] }],
    ['parts that are no hashes', { chunks: ['one', 'two'] }], ['something beside its parts', { chunks: ['f'.repeat(64)], recipients: [] }],
  ])('that is a list of %s is refused, once and for all', async (_what, list) => {
    const rig = await linkRig();
    rig.upstream.documents.set('directory', { version: 1, body: JSON.stringify(list) });
    rig.link.start();
    await rig.advance(60_000);
    rig.upstream.declare();
    await rig.advance(60_000);
    expect(rig.documents).toEqual([]);
    expect(rig.rejected).toEqual([{ kind: 'directory', version: 1, why: 'manifest-malformed' }]);
    expect(rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.document.get.v1')).toHaveLength(1);
  });
});

describe('a part', () => {
  test('that is lost is asked for again after 10 s, while the others go on', async () => {
    const texts = textsOf(20);
    const lost = sha256(texts[3] ?? '');
    const rig = await online(texts);
    rig.upstream.parts.delete(lost);
    await rig.advance(8_000);
    expect(rig.parts.size).toBe(19);
    rig.upstream.parts.set(lost, texts[3] ?? '');
    await rig.advance(5_000);
    expect(askedFor(rig).filter((one) => one === lost)).toHaveLength(2);
    expect(rig.documents).toHaveLength(1);
  });

  test('that nobody has is asked for later and later, and holds up nothing else', async () => {
    const texts = textsOf(20);
    const rig = await online(texts);
    for (const text of texts.slice(0, 3)) rig.upstream.parts.delete(sha256(text));
    await rig.advance(320_000);
    expect(rig.parts.size).toBe(17);
    expect(askedFor(rig).filter((one) => one === sha256(texts[0] ?? ''))).toHaveLength(6); // 0, 10, 30, 70, 150, 310 s.
  });

  test('with other letters in it than were asked for is told of once, and never stored', async () => {
    const texts = textsOf(3);
    const rig = await online(texts);
    rig.upstream.parts.set(sha256(texts[0] ?? ''), 'something else');
    await rig.advance(100_000);
    expect(rig.parts.size).toBe(2);
    expect(rig.rejected).toEqual([{ kind: 'directory', version: 1, why: 'part-damaged' }]);
  });

  test.each([[partBytesMost, 1], [partBytesMost + 1, 0]])('of %i bytes is stored [%i]', async (bytes, count) => {
    const rig = await online(['é'.repeat(bytes / 2).padEnd(bytes - Math.floor(bytes / 2), 'x')]);
    await rig.advance(5_000);
    expect(rig.parts.size).toBe(count);
  });

  test('that comes late, twice, or without being asked for is stored once or not at all', async () => {
    const stored: string[] = [];
    const texts = textsOf(2);
    const rig = await online(texts, { change: { onPart: (sha) => Promise.resolve(void stored.push(sha)) } });
    rig.upstream.parts.clear();
    await rig.advance(60_000);
    const answer = (body: string) => rig.upstream.say('answers', {
      specversion: '1.0', id: 'a', source: 'lb://hand', type: 'lockerbank.blob.answer.v1', correlationid: 'old',
      data: { sha256: sha256(body), body },
    });
    for (const text of [...texts, 'uncalled for', ...texts]) answer(text);
    await rig.advance(100);
    expect(stored.toSorted()).toEqual(texts.map(sha256).toSorted());
    expect(rig.documents).toHaveLength(1);
  });

  test('that comes again while it is being stored is stored once', async () => {
    let stored = 0;
    const rig: LinkRig = await online(textsOf(1), {
      change: { onPart: () => new Promise((resolve) => void (stored++, rig.clock.setTimer('stored', ms(500), resolve))) },
    });
    rig.broker.faults.duplicates = () => true;
    await rig.advance(2_000);
    expect(stored).toBe(1);
    expect(rig.documents).toHaveLength(1);
  });

  test('that the disk does not take is fetched again 10 s later', async () => {
    let refusals = 2;
    const rig: LinkRig = await online(textsOf(1), {
      change: {
        onPart: (sha, body) => (refusals-- > 0 ? Promise.reject(new Error('no room')) : Promise.resolve(void rig.parts.set(sha, body))),
      },
    });
    await rig.advance(25_000);
    expect(rig.documents).toHaveLength(1);
    expect(rig.troubles.map(({ where }) => where)).toEqual(['part', 'part']);
  });

  test('of which the disk cannot say whether it is there is fetched', async () => {
    const rig = await online(textsOf(5), { change: { hasPart: () => Promise.reject(new Error('the card does not answer')) } });
    await rig.advance(2_000);
    expect(rig.documents).toHaveLength(1);
  });
});

describe('a line that is cut in the middle', () => {
  test('interrupts the fetching: what has been stored is not fetched again', async () => {
    const texts = textsOf(200);
    const rig = await online(texts);
    await rig.advance(400);
    const before = rig.parts.size;
    expect(before).toBeGreaterThan(10);
    expect(before).toBeLessThan(200);
    expect(rig.link.partsWanted().size).toBe(200);
    rig.broker.drop(bank);
    await rig.advance(60_000);
    expect(rig.documents).toHaveLength(1);
    expect(askedFor(rig).length).toBeLessThanOrEqual(200 + partsInFlightMost);
    expect(rig.link.partsWanted().size).toBe(0);
    expect(rig.upstream.messages('requests').filter(({ type }) => type === 'lockerbank.document.get.v1')).toHaveLength(1);
  });

  test('leaves no timer, also where storing a part fails just after', async () => {
    const rig: LinkRig = await online(textsOf(10), {
      change: {
        onPart: () => new Promise((_resolve, reject) => {
          rig.clock.setTimer('stored', ms(500), () => reject(new Error('no room')));
        }),
      },
    });
    await rig.advance(100);
    expect(rig.clock.waiting()).toContain('stored');
    const stopping = rig.link.stop();
    await rig.advance(1_000);
    await stopping;
    await rig.advance(60_000);
    expect(rig.clock.waiting()).toEqual([]);
  });
});

describe('a newer declaration', () => {
  test('takes the place of the older one in the middle of its parts', async () => {
    const rig = await online(textsOf(200));
    await rig.advance(300);
    const fresh = textsOf(50, '-new');
    rig.upstream.publishParts('directory', 2, fresh);
    rig.upstream.declare();
    await rig.advance(30_000);
    expect(rig.documents.map(({ version }) => version)).toEqual([2]);
    expect(rig.documents[0]?.parts).toEqual(fresh.map(sha256));
    expect(rig.link.partsWanted().size).toBe(0);
  });

  test('of the same version with another text takes its place too: somebody has mended it', async () => {
    const rig = await online(textsOf(10));
    rig.upstream.parts.clear();
    await rig.advance(1_000);
    rig.upstream.publishParts('directory', 1, textsOf(3, '-mended'));
    rig.upstream.declare();
    await rig.advance(2_000);
    expect(rig.documents.map(({ parts }) => parts.length)).toEqual([3]);
  });

  test('that is older news changes nothing', async () => {
    const rig = await online(textsOf(100));
    await rig.advance(300);
    rig.upstream.say('want', { directory: { version: 0, sha256: 'f'.repeat(64) } });
    await rig.advance(30_000);
    expect(rig.documents.map(({ version }) => version)).toEqual([1]);
  });
});

test('whatever a broker loses, doubles or damages, the directory comes whole, or what is wrong is said', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 60 }), async (seed, count) => {
    const dice = new SeededRandom(seed);
    const texts = textsOf(count);
    const rig = await online(texts);
    rig.broker.faults.loses = () => fraction(dice) < 0.2;
    rig.broker.faults.duplicates = () => fraction(dice) < 0.2;
    for (let cut = 0; cut < 3; cut++) {
      await rig.advance(fraction(dice) * 2_000);
      rig.broker.drop(bank);
    }
    rig.broker.faults.loses = () => false;
    await rig.advance(1_000_000);
    expect(rig.documents.map(({ parts }) => parts)).toEqual([texts.map(sha256)]);
    expect([...rig.parts.values()].toSorted()).toEqual(texts.toSorted());
    expect(rig.troubles).toEqual([]);
  }), { numRuns: 25 });
});
