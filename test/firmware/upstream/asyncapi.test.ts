import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from 'vitest';
import { asyncapiDocument } from '../../../firmware/upstream/asyncapi.ts';
import { payloadBytesMost } from '../../../firmware/contract/limits.ts';
import { eventData } from '../../../firmware/contract/events.ts';
import { decideProblem } from '../../../firmware/bank/staff.ts';
import { ms } from '../../../statecharts/units.ts';
import { BankRig, code } from '../../support/bank-rig.ts';
import { bank, commandOf } from '../../support/hand-upstream.ts';
import { testSigning } from '../../support/keys.ts';
import { document, objections, objectionsTo } from '../../support/schema-check.ts';

describe('the document that a stranger writes an upstream from', () => {
  test('is AsyncAPI 3 without a fault', async () => {
    const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(asyncapiDocument()));
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(parsed?.version()).toBe('3.0.0');
    expect(parsed?.channels().all().length).toBe(Object.keys(document.channels).length);
  }, 30_000);

  test('names every topic of the contract once, in letters and levels that every broker takes', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address);
    expect(addresses.toSorted()).toEqual([
      'lb/1/{tenant}/_host/dn/state',
      ...['dn/ack', 'dn/cmd', 'dn/rsp', 'dn/want', 'up/evt', 'up/report', 'up/req', 'up/state'].map((end) => `lb/1/{tenant}/{bank}/${end}`),
    ]);
    for (const address of addresses) {
      expect(address.split('/').length - 1).toBeLessThanOrEqual(7);
      expect(address.replaceAll(/\{(?:tenant|bank)\}/g, 'x')).toMatch(/^[a-z0-9_/-]+$/);
    }
  });

  test('has each channel used by one operation, at QoS 1', () => {
    const used = Object.values(document.operations).map(({ channel }) => channel.$ref.replace('#/channels/', ''));
    expect(used.toSorted()).toEqual(Object.keys(document.channels).toSorted());
    for (const { bindings } of Object.values(document.operations)) expect(bindings.mqtt.qos).toBe(1);
  });

  test('describes the data of every event that the firmware can make', () => {
    for (const type of Object.keys(eventData)) expect(document.components.schemas).toHaveProperty([`event-${type}`]);
  });

  test('takes a command as the contract writes it, and not one without a time to live', () => {
    const schema = document.components.messages['command']?.payload;
    expect(objections(schema, commandOf('c-1', 'locker.open', { locker: 3 }))).toEqual([]);
    const timeless = { ...commandOf('c-1', 'locker.open', {}), data: { id: 'c-1', cmd: 'locker.open', args: {} } };
    expect(objections(schema, timeless)).not.toEqual([]);
    expect(objections(document.components.schemas['args-locker.open'], { locker: 'three' })).not.toEqual([]);
  });
});

test('the document describes signed commands, the bodies of documents, and the claims of every token', () => {
  const command = document.components.messages['command']?.payload;
  const signed = (tok: unknown) => ({ ...commandOf('c-1', 'locker.open', {}), data: { tok } });
  expect(objections(command, signed('v4.public.AAAA.AAAA'))).toEqual([]);
  for (const wrong of ['', 'v4.local.AAAA.AAAA', 'v4.public.AAAA', 7]) expect(objections(command, signed(wrong))).not.toEqual([]);
  const names = Object.keys(document.components.schemas);
  for (const kind of ['settings', 'directory', 'keys', 'branding', 'manifest']) expect(names).toContain(`document-${kind}`);
  for (const purpose of ['command', 'document', 'time', 'qr']) expect(names).toContain(`claims-${purpose}`);
  expect(objections(document.components.schemas['document-manifest'], { chunks: ['f'.repeat(64)] })).toEqual([]);
  expect(objections(document.components.schemas['document-manifest'], { chunks: ['one'] })).not.toEqual([]);
  expect(objections(document.components.schemas['document-keys'], testSigning().keysDocument)).toEqual([]);
  expect(objections(document.components.schemas['claims-qr'], { jti: 't', rid: 'r', nbf: '2026-11-22T12:00:00Z' })).not.toEqual([]);
});

/** A bank to which everything happens that can happen in a day. */
async function aDay(): Promise<BankRig> {
  const rig = await BankRig.start();
  rig.upstream.acknowledges = false;
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code: '00000000' });
  await rig.input({ type: 'code.entered', code }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'reopen.chosen', locker }, 1_000);
  await rig.advance(130_000);
  await rig.shut(locker);
  await commands(rig);
  await doors(rig);
  rig.broker.faults.refuses = true;
  rig.broker.drop(bank);
  for (let n = 0; n < 6; n++) await rig.input({ type: 'code.entered', code: `1111000${String(n)}` });
  rig.broker.faults.refuses = false;
  await rig.advance(60_000);
  rig.upstream.command('locker.open', { locker: 8 }, { id: 'c-interrupted' });
  rig.cabinet.setFault(8, 'jammed');
  await rig.advance(100);
  await rig.kill();
  await rig.boot();
  await rig.advance(20_000);
  const stopping = rig.controller.stop();
  await rig.advance(3_000);
  await stopping;
  return rig;
}

async function commands(rig: BankRig): Promise<void> {
  await rig.declare('settings', { itemExpiry: 3_600_000 });
  await rig.declare('settings', { colour: 7 });
  await rig.reserve('r-2', '22222222', { window: { until: '2026-11-22T16:00:00+01:00' } });
  await rig.command('reservation.extend', { reservation: 'r-2', until: '2026-11-22T18:00:00Z' });
  await rig.command('reservation.cancel', { reservation: 'r-2' });
  const stranger = { type: 'recipient', id: 'nobody' };
  await rig.command('reservation.put', { reservation: 'r-3', kind: 'delivery', party: stranger, items: [{ id: 'x' }] });
  await rig.command('locker.open', {}, { id: 'c-malformed' });
  await rig.command('locker.paint', {});
  await rig.command('locker.open', { locker: 4 }, { exp: '2026-01-01T00:00:00Z' });
  await rig.command('locker.service', { locker: 4, to: 'out', reason: 'the hinge' });
  await rig.command('locker.service', { locker: 4, to: 'in' });
  const locker = await rig.deposit('r-4', '44444444');
  await rig.command('locker.open', { locker });
  await rig.shut(locker);
  await rig.input({ type: 'code.entered', code: '44444444' }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'finish.chosen' });
  await secondThoughts(rig);
  await rig.advance(3_700_000);
}

async function secondThoughts(rig: BankRig): Promise<void> {
  const locker = await rig.reserve('r-5', '55555555');
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'PKG-r-5' }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'reopen.chosen', locker }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'retract.chosen' });
  await rig.input({ type: 'label.entered', label: 'PKG-r-5' }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'finish.chosen' });
}

async function doors(rig: BankRig): Promise<void> {
  rig.cabinet.pull(6);
  await rig.advance(1_000);
  await rig.shut(6);
  rig.cabinet.setFault(7, 'jammed');
  await rig.command('locker.open', { locker: 7 });
  await rig.advance(20_000);
  rig.cabinet.setFault(7, 'sensor-lost');
  await rig.advance(20_000);
}

/** Storage, partial collections, dedicated lockers, and a machine with troubles of its own. */
async function aHardDay(): Promise<BankRig> {
  const rig = await BankRig.start();
  await rig.declare('settings', { bankModes: ['delivery', 'storage'], storageLongest: 7_200_000, storageStep: 3_600_000 });
  await storage(rig);
  await partial(rig);
  await rig.command('locker.dedicate', { locker: 4, party: { type: 'recipient', id: 'ada' } });
  await rig.command('locker.dedicate', { locker: 4, party: null });
  const first = rig.upstream.documents.get('settings');
  await rig.declare('settings', { sizeStepUp: false });
  rig.upstream.documents.set('settings', { version: 1, body: first?.body ?? '', rollback: 2 });
  rig.upstream.declare();
  await rig.advance(2_000);
  rig.clock.stepWall(ms(60_000));
  rig.disk.fault = 'full';
  await rig.advance(61_000);
  rig.disk.fault = 'none';
  await rig.advance(121_000);
  rig.disk.fault = 'sync-fails';
  rig.cabinet.pull(6);
  await rig.advance(1_000);
  rig.disk.fault = 'none';
  const stopping = rig.controller.stop();
  await rig.advance(3_000);
  await stopping;
  await rig.kill();
  await rig.boot();
  await rig.advance(5_000);
  rig.upstream.through = 1_000_000;
  rig.broker.drop(bank);
  await rig.advance(20_000);
  return rig;
}

async function storage(rig: BankRig): Promise<void> {
  const locker = await rig.reserve('s-1', '66666666', {
    kind: 'storage',
    items: [],
    ends: new Date(rig.clock.wallMs() + 3_600_000).toISOString(),
  });
  const visit = async (ends: boolean): Promise<void> => {
    const { desk } = rig.controller;
    desk.begin('storage');
    await desk.present({ how: 'typed', code: '66666666' });
    await desk.release({ purpose: 'keep', locker, reservation: 's-1', ends });
    await rig.advance(1_000);
    await rig.shut(locker);
    await desk.end();
  };
  await visit(false);
  await rig.command('reservation.extend', { reservation: 's-1', until: new Date(rig.clock.wallMs() + 3_700_000).toISOString() });
  await rig.advance(3_800_000);
  await visit(true);
}

async function partial(rig: BankRig): Promise<void> {
  const locker = await rig.reserve('p-1', '77777777', { items: [{ id: 'one' }, { id: 'two' }] });
  await rig.signIn();
  await rig.input({ type: 'label.entered', label: 'one' }, 1_000);
  await rig.shut(locker);
  await rig.input({ type: 'finish.chosen' });
  const { desk } = rig.controller;
  desk.begin('partial');
  await desk.present({ how: 'typed', code: '77777777' });
  await desk.release({ purpose: 'pickup', locker, reservation: 'p-1' });
  await rig.advance(1_000);
  await desk.leaveSome('p-1', ['one']);
  await rig.shut(locker);
  await desk.decide((visitor, books) => ({ kind: 'facts', facts: decideProblem(books, { why: 'no room', locker }, visitor) }));
  await desk.end();
}

/** The events of one message: one, or a batch. */
function typesIn(payload: string): readonly string[] {
  const { type, data } = JSON.parse(payload) as { type: string; data: { events?: readonly { type: string }[] } };
  return (data.events ?? [{ type }]).map((event) => event.type.replace(/^lockerbank\.|\.v1$/g, ''));
}

/** What no day of a healthy bank brings: a signature before the screens for it, and events that a card has lost. */
const rare = { 'signature.captured': true, 'events.lost': true };

test('every message of a bank to which everything happens is as the document says, and every broker can carry it', async () => {
  const [day, hardDay] = [await aDay(), await aHardDay()];
  const said = [day, hardDay].flatMap((rig) => rig.broker.published.filter(({ from }) => from === bank));
  expect(said.length).toBeGreaterThan(100);
  expect(said.flatMap(({ topic, payload }) => objectionsTo(topic, payload).map((what) => `${topic}: ${what}`))).toEqual([]);
  for (const { topic, payload, retain } of said) {
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(payloadBytesMost);
    expect(topic).toMatch(/^[a-z0-9_/-]+$/);
    expect(retain).toBe(topic.endsWith('/up/state') || topic.endsWith('/up/report'));
  }
  const types = new Set(said.filter(({ topic }) => topic.endsWith('/up/evt')).flatMap(({ payload }) => typesIn(payload)));
  expect(Object.keys(eventData).filter((type) => !types.has(type))).toEqual(Object.keys(rare));
}, 60_000); // Hours of virtual time, message by message.
