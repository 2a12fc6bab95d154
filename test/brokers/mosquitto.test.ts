import { scryptSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchType, type EventMessage } from '../../firmware/contract/messages.ts';
import { topicsOf } from '../../firmware/contract/topics.ts';
import { sha256 } from '../support/hand-upstream.ts';
import { mosquittoClients, type MosquittoClients, type MqttVersion, type Subscriber } from '../support/mosquitto-clients.ts';
import { startMosquitto, type Mosquitto } from '../support/mosquitto.ts';
import { scratchFolder, simPorts, SimProcess, type SimPorts } from '../support/sim-process.ts';
import { until } from '../support/until.ts';

const topics = topicsOf('demo', 'bank-1');
const { state, report, events, requests, answers, acks, commands, want } = topics;

interface Message {
  readonly s?: string;
  readonly session?: string;
  readonly type?: string;
  readonly logid?: string;
  readonly correlationid?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly lockers?: readonly unknown[];
}

/**
 * A real broker, the built bank, and an upstream that is nothing but Debian's command-line clients: what a stranger
 * can do who has read the contract and nothing else. The tests are the steps of one story, in order.
 */
describe.each<[MqttVersion]>([['mqttv311'], ['mqttv5']])('an upstream of mosquitto_pub and mosquitto_sub [%s]', (version) => {
  const folder = scratchFolder();
  /** How to end what has been started, last first. */
  const ends: (() => Promise<unknown>)[] = [() => Promise.resolve(folder.remove())];
  let broker: Mosquitto;
  let clients: MosquittoClients;
  let listener: Subscriber;
  let bank: SimProcess;
  let ports: SimPorts;

  const start = (): Promise<SimProcess> => {
    bank = new SimProcess({ folder: folder.path, ports, mqttUrl: broker.url, args: ['bank'] });
    return bank.ready();
  };
  const heard = (topic: string): readonly Message[] => texts(topic).map((text) => JSON.parse(text) as Message);
  const texts = (topic: string, from = 0): readonly string[] =>
    listener.lines.slice(from).filter((line) => line.topic === topic).map(({ text }) => text);
  const eventTexts = (from = 0): ReadonlyMap<number, string> => bySequence(texts(events, from));
  const causedBy = (id: string): EventMessage | undefined =>
    [...eventTexts().values()].map((text) => JSON.parse(text) as EventMessage).find(({ causationid }) => causationid === id);

  /** What is retained for somebody who comes only now. */
  async function retained(topic: string): Promise<Message | null> {
    const late = await clients.subscribe(topic);
    await until('what is retained has come', () => late.lines.length > 0, 2_000).catch(() => undefined);
    await late.stop();
    expect(late.lines.every((line) => line.retained)).toBe(true);
    return late.lines[0] ? (JSON.parse(late.lines[0].text) as Message) : null;
  }

  beforeAll(async () => {
    broker = await startMosquitto(folder.path);
    ends.push(() => broker.stop());
    ports = await simPorts();
    clients = mosquittoClients(broker.port, version);
    listener = await clients.subscribe(state, report, events, requests);
    ends.push(() => listener.stop(), () => bank.stop('SIGKILL'));
    await start();
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('sees that the bank is online and how its lockers are, whenever it looks', async () => {
    await until('the bank has reported', () => heard(report).length > 0);
    expect(await retained(state)).toMatchObject({ s: 'online', session: heard(state)[0]?.session });
    expect((await retained(report))?.lockers).toHaveLength(24);
  });

  test('hears hello, answers nothing, and is told the events all the same', async () => {
    await until('hello has come', () => heard(requests).some(({ type }) => type === 'lockerbank.hello.v1'));
    await until('the first event has come', () => eventTexts().size > 0);
    const first = JSON.parse(eventTexts().get(1) ?? '{}') as EventMessage;
    expect(first).toMatchObject({ specversion: '1.0', type: 'lockerbank.bank.booted.v1', source: 'lb://demo/bank-1' });
  });

  test('reserves a locker for a parcel with a message as the contract writes it', async () => {
    const args = {
      reservation: 'r-1', kind: 'delivery', party: { type: 'recipient', id: 'ada' }, size: 'small', items: [{ id: 'PKG-1' }],
      codes: ['47110815'],
    };
    await clients.publish(commands, commandText('c-1', 'reservation.put', args));
    await until('the place is reserved', () => causedBy('c-1') !== undefined);
    const data = { reservation: 'r-1', items: [{ id: 'PKG-1' }], locker: expect.any(Number) as number };
    expect(causedBy('c-1')).toMatchObject({ type: 'lockerbank.reservation.made.v1', data });
  });

  test('is told where a message of its own is wrong', async () => {
    await clients.publish(commands, commandText('c-2', 'locker.open', { locker: 'three' }));
    await until('the command is refused', () => causedBy('c-2') !== undefined);
    expect(causedBy('c-2')).toMatchObject({ type: 'lockerbank.command.refused.v1', data: { why: 'malformed', place: 'data.args.locker' } });
    await clients.publish(commands, 'open the door!');
    await clients.publish(commands, commandText('c-3', 'locker.paint', {}));
    await until('the command is refused', () => causedBy('c-3') !== undefined);
    expect(causedBy('c-3')?.data['why']).toBe('unsupported');
  });

  test('opens a door, and hears of each step', async () => {
    await clients.publish(commands, commandText('c-4', 'locker.open', { locker: 5 }));
    await until('the door is open', () => causedBy('c-4') !== undefined);
    expect(causedBy('c-4')).toMatchObject({ type: 'lockerbank.command.done.v1', data: { opened: true } });
    expect((await bank.state()).doors.filter(({ leaf }) => leaf === 'open').map(({ locker }) => locker)).toEqual([5]);
    await bank.act({ do: 'shut', locker: 5 });
    await until('the door is shut', () => [...eventTexts().values()].some((text) => text.includes('lockerbank.door.closed.v1')));
  });

  test('sees the bank as lost when it is killed, and then gets what it has not acknowledged, byte for byte', async () => {
    const before = eventTexts();
    const head = Math.max(...before.keys());
    const { logid } = heard(state)[0] ?? {};
    await clients.publish(acks, JSON.stringify({ logid, through: head - 3 }));
    await until('the bank knows what has been acknowledged', async () => {
      const last = heard(report).at(-1) as { oldestUnacknowledged?: string } | undefined;
      return last?.oldestUnacknowledged === (JSON.parse(before.get(head - 2) ?? '{}') as EventMessage).time;
    });
    await bank.stop('SIGKILL');
    await until('the bank is lost', () => heard(state).at(-1)?.s === 'lost');
    expect(await retained(state)).toMatchObject({ s: 'lost' });
    const from = listener.lines.length;
    await start();
    await until('the bank has said that it started', () => eventTexts(from).has(head + 1));
    const again = eventTexts(from);
    // Without an answer to hello also what it acknowledged in the last minute: the journal had not learnt of that yet.
    const last = [...again.keys()];
    expect(last.slice(-4)).toEqual([head - 2, head - 1, head, head + 1]);
    for (const sequence of last.slice(0, -1)) expect(again.get(sequence)).toBe(before.get(sequence));
    expect(again.get(head + 1)).toContain('lockerbank.bank.booted.v1');
    expect(await retained(state)).toMatchObject({ s: 'online', logid });
  });

  test('declares people and settings, is asked for them, and hears that they are in force', async () => {
    const settings = JSON.stringify({ returnHomeAfterPickup: 20_000 });
    const documents: Readonly<Record<string, string>> = { settings, directory: directoryText() };
    const declared = Object.entries(documents).map(([kind, body]) => [kind, { version: 1, sha256: sha256(body) }]);
    await clients.publish(want, JSON.stringify(Object.fromEntries(declared)), { retain: true });
    const questions = () => heard(requests).filter(({ type }) => type === 'lockerbank.document.get.v1');
    await until('the bank has asked for both', () => questions().length >= 2);
    for (const { correlationid, data } of questions()) {
      const kind = String(data?.['kind']);
      await clients.publish(answers, JSON.stringify({
        specversion: '1.0', id: `answer-${kind}`, source: 'lb://by-hand', type: 'lockerbank.document.answer.v1', correlationid,
        data: { kind, version: 1, body: documents[kind] },
      }));
    }
    const all = () => [...eventTexts().values()].map((text) => JSON.parse(text) as EventMessage);
    const applied = () => all().filter(({ type }) => type === 'lockerbank.document.applied.v1');
    await until('both are in force', () => applied().length === 2);
    expect(new Set(applied().map(({ data }) => data['kind']))).toEqual(new Set(['directory', 'settings']));
    await bank.input({ type: 'way.chosen', way: 'password' });
    await bank.untilScreen('sign-in');
    await bank.input({ type: 'password.entered', username: 'mia', password: 'by hand' });
    await bank.untilScreen('label');
  });

  test('sees the bank as offline when it was stopped in order', async () => {
    expect(await bank.stop('SIGINT')).toBe(0);
    await until('the bank is offline', () => heard(state).at(-1)?.s === 'offline');
    expect(await retained(state)).toMatchObject({ s: 'offline', session: heard(state).at(-2)?.session });
  });
});

/** Each event once, batches taken apart. */
function bySequence(texts: readonly string[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const text of texts) {
    const message = JSON.parse(text) as EventMessage;
    const inside = message.type === batchType ? (message.data['events'] as EventMessage[]).map((event) => JSON.stringify(event)) : [text];
    for (const one of inside) found.set(Number((JSON.parse(one) as EventMessage).sequence), one);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

function commandText(id: string, cmd: string, args: object): string {
  const exp = new Date(Date.now() + 60_000).toISOString();
  const data = { id, cmd, args, exp, by: 'upstream', reason: 'a test' };
  return JSON.stringify({ specversion: '1.0', id, source: 'lb://by-hand', type: 'lockerbank.command.v1', data });
}

function directoryText(): string {
  const salt = Buffer.from('salt for a test!');
  const hash = scryptSync('by hand', salt, 32, { N: 2, r: 1, p: 1 });
  const password = `scrypt$2$1$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  return JSON.stringify({
    recipients: [{ id: 'ada', name: 'Ada' }],
    operators: [{ id: 'mia', name: 'Mia', username: 'mia', password, permissions: ['drop-off'] }],
  });
}
