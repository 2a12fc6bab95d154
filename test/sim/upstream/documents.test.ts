import { describe, expect, test } from 'vitest';
import { usualBankSettings } from '../../../firmware/bank/settings.ts';
import type { StateMessage } from '../../../firmware/contract/messages.ts';
import { Shelf } from '../../../sim/upstream/documents.ts';
import { viewOf } from '../../../sim/upstream/upstream-view.ts';
import { sha256 } from '../../support/hand-upstream.ts';
import { testSigning } from '../../support/keys.ts';
import { dayMs, noonMs } from '../../support/noon.ts';
import { event, UpstreamRig } from '../../support/upstream-rig.ts';

const stateOf = (s: StateMessage['s'], session: string): StateMessage => ({ s, session, logid: 'LOG', head: 0, firmware: '0.0.0' });

describe('the documents of the upstream', () => {
  test('are declared, retained, by version and hash, and are what was declared', async () => {
    const rig = await UpstreamRig.start();
    const want = rig.want();
    expect(Object.keys(want).toSorted()).toEqual(['directory', 'settings']);
    for (const [kind, { version, sha256: hash }] of Object.entries(want)) {
      const answer = await rig.ask('document.get', { kind, version, sha256: hash });
      expect(sha256(String(answer?.data['body']))).toBe(hash);
    }
    expect((await rig.hello()).want).toEqual(want);
  });

  test('have a new version with each change, which is declared at once and outlasts a power cut', async () => {
    const rig = await UpstreamRig.start();
    const before = rig.want()['settings'];
    await rig.upstream.set('returnHomeAfterPickup', 20_000);
    await rig.advance(50);
    const after = rig.want()['settings'];
    expect(after?.version).toBe((before?.version ?? 0) + 1);
    const answer = await rig.ask('document.get', { kind: 'settings', ...after });
    expect(answer?.data['body']).toBe('{"returnHomeAfterPickup":20000}');
    await rig.restart();
    expect(rig.want()['settings']).toEqual(after);
  });

  test('are the same after each start: people have the same salts', async () => {
    const [one, two] = [await UpstreamRig.start(), await UpstreamRig.start()];
    expect(one.want()).toEqual(two.want());
  });

  test('are signed when they are asked for: a bank that asks again gets a fresh word', () => {
    let nowMs = noonMs;
    const shelf = new Shelf({ tenant: 'demo', bank: 'bank-1', signing: testSigning(), nowMs: () => nowMs });
    shelf.put('directory', 1, '{}');
    const signedAt = () => {
      const [, , payload = ''] = shelf.document('directory', 1)?.tok?.split('.') ?? [];
      const claims = JSON.parse(Buffer.from(payload, 'base64url').subarray(0, -64).toString()) as { readonly iat: string };
      return Date.parse(claims.iat);
    };
    expect(signedAt()).toBe(noonMs);
    nowMs += 15 * dayMs;
    expect(signedAt()).toBe(nowMs);
  });

  test('of another version or another kind are not answered', async () => {
    const rig = await UpstreamRig.start();
    expect(await rig.ask('document.get', { kind: 'settings', version: 99, sha256: '0'.repeat(64) })).toBeNull();
    expect(await rig.ask('document.get', { kind: 'branding', version: 1, sha256: '0'.repeat(64) })).toBeNull();
  });
});

describe('whether the bank is there', () => {
  test('is what it says, unless an old will says otherwise', async () => {
    const rig = await UpstreamRig.start();
    expect(viewOf(rig.upstream, []).bank).toBe('never-seen');
    await rig.say('state', stateOf('online', 'A'));
    await rig.say('state', stateOf('lost', 'B'));
    expect(viewOf(rig.upstream, []).bank).toBe('online');
    await rig.say('state', stateOf('lost', 'A'));
    expect(viewOf(rig.upstream, []).bank).toBe('lost');
    await rig.say('state', stateOf('offline', 'C'));
    expect(viewOf(rig.upstream, []).bank).toBe('offline');
  });
});

describe('the upstream itself', () => {
  test('says online, and offline when it goes in order, and leaves no timer', async () => {
    const rig = await UpstreamRig.start();
    expect(rig.broker.retained.get(rig.topics.host)).toBe('{"s":"online"}');
    const stopping = rig.upstream.stop();
    await rig.advance(100);
    await stopping;
    expect(rig.broker.retained.get(rig.topics.host)).toBe('{"s":"offline"}');
    await rig.advance(100);
    expect(rig.clock.waiting()).toEqual([]);
  });

  test('leaves offline as its will when it is cut off, and comes back', async () => {
    const rig = await UpstreamRig.start();
    rig.broker.faults.refuses = true;
    rig.broker.drop('upstream-of-bank-1');
    await rig.advance(500);
    expect(rig.broker.retained.get(rig.topics.host)).toBe('{"s":"offline"}');
    await rig.advance(5_000);
    rig.broker.faults.refuses = false;
    await rig.advance(2_000);
    expect(rig.broker.retained.get(rig.topics.host)).toBe('{"s":"online"}');
    await rig.tell(event(1));
    expect(rig.upstream.books.through).toBe(1);
  });

  test('that is stopped while it connects does not come after all', async () => {
    const rig = new UpstreamRig();
    await rig.begin();
    rig.upstream.start();
    await rig.upstream.stop();
    await rig.advance(5_000);
    expect(rig.broker.clients()).not.toContain('upstream-of-bank-1');
  });

  test('goes on when whoever watches it throws', async () => {
    const rig = await UpstreamRig.start({ onChange: () => { throw new Error('thrown by the page'); } });
    await rig.say('state', stateOf('online', 'A'));
    await rig.tell(event(1));
    await rig.tell(event(2));
    expect(rig.upstream.books.through).toBe(2);
    expect(rig.troubles.length).toBeGreaterThan(0);
  });

  test('shows every setting with its present value, and events in words', async () => {
    const rig = await UpstreamRig.start();
    await rig.upstream.set('sizeStepUp', false);
    await rig.upstream.set('returnHomeAfterPickup', 20_000);
    await rig.tell(event(1, 'door.did-not-open', { locker: 4, intent: 'i', why: 'stuck' }));
    const view = viewOf(rig.upstream, ['small']);
    expect(view.settings.map(({ name }) => name)).toEqual(Object.keys(usualBankSettings));
    expect(view.settings.find(({ name }) => name === 'returnHomeAfterPickup')).toMatchObject({ kind: 'duration', value: 20_000 });
    expect(view.settings.find(({ name }) => name === 'sizeStepUp')).toMatchObject({ kind: 'switch', value: false });
    expect(view.settings.find(({ name }) => name === 'pulsesMax')).toMatchObject({ kind: 'count', value: 3 });
    expect(view.events).toMatchObject([{ sequence: 1, type: 'door.did-not-open', text: 'intent i, why stuck' }]);
  });
});
