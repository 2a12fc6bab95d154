import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { commandArgs } from '../contract/command-args.ts';
import { commandClaims } from '../contract/commands.ts';
import { brandingSchema, directorySchema } from '../contract/document-bodies.ts';
import { documentClaims, keysSchema, manifestSchema, settingsSchema, wantSchema } from '../contract/documents.ts';
import { eventData } from '../contract/events.ts';
import {
  ackSchema, answerSchema, batchSchema, commandSchema, eventSchema, hostStateSchema, reportSchema, requestSchema, stateSchema,
} from '../contract/messages.ts';
import { topicsOf, type Topics } from '../contract/topics.ts';
import { qrClaims } from '../signed/qr.ts';
import { timeClaims } from '../signed/trust.ts';

interface ChannelRow {
  readonly topic: keyof Topics;
  readonly from: 'bank' | 'upstream';
  readonly retained: boolean;
  readonly says: string;
  readonly messages: Readonly<Record<string, GenericSchema>>;
}

/** One row a topic: who publishes it, whether it is retained, and what it carries. */
const channels: Readonly<Record<string, ChannelRow>> = {
  state: {
    topic: 'state', from: 'bank', retained: true, messages: { state: stateSchema },
    says: 'Whether the bank is there; also its will.',
  },
  report: {
    topic: 'report', from: 'bank', retained: true, messages: { report: reportSchema },
    says: 'How the bank is: lockers, documents in force, health.',
  },
  events: {
    topic: 'events', from: 'bank', retained: false, messages: { event: eventSchema, batch: batchSchema },
    says: 'Durable events, in sequence, until they are acknowledged. In the place of those that are lost stands the event that says so.',
  },
  requests: {
    topic: 'requests', from: 'bank', retained: false, messages: { request: requestSchema },
    says: 'What the bank asks. It may say `hello` again within a connection, when it has to be sure of the answer.',
  },
  answers: {
    topic: 'answers', from: 'upstream', retained: false, messages: { answer: answerSchema },
    says: 'The answer, matched by correlationid; documents and their parts are known by their hashes.',
  },
  acks: {
    topic: 'acks', from: 'upstream', retained: false, messages: { ack: ackSchema },
    says: 'Every event up to `through` is committed by the upstream application.',
  },
  commands: {
    topic: 'commands', from: 'upstream', retained: false, messages: { command: commandSchema },
    says: 'One command, plain or as a token. Its id is its idempotency key.',
  },
  want: {
    topic: 'want', from: 'upstream', retained: true, messages: { want: wantSchema },
    says: 'Which documents the bank should have.',
  },
  host: {
    topic: 'host', from: 'upstream', retained: true, messages: { hostState: hostStateSchema },
    says: 'Whether the upstream is there; also its will.',
  },
};

/** The bodies of documents. A `manifest` may stand for any of them: the hashes of its parts, each a text of the kind's own. */
const documents: Readonly<Record<string, GenericSchema>> = {
  settings: settingsSchema, directory: directorySchema, keys: keysSchema, branding: brandingSchema, manifest: manifestSchema,
};

/** What the tokens say (PASETO v4.public). `docs/decisions/0006-signatures.md` tells who signs which, and for whom. */
const claims: Readonly<Record<string, GenericSchema>> = {
  command: commandClaims, document: documentClaims, time: timeClaims, qr: qrClaims,
};

/** What may stand in the braces of an address. */
const topicParameters = {
  tenant: { description: 'Up to 24 of a-z, 0-9, _ and -.' },
  bank: { description: 'Up to 40 of a-z, 0-9, _ and -; also the MQTT client id.' },
};

/** The contract as an AsyncAPI 3 document, made from the very schemas that check the messages. */
export function asyncapiDocument(): object {
  const topics = topicsOf('{tenant}', '{bank}');
  const rows = Object.entries(channels);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'lockerbank: bank and upstream',
      version: '1',
      description: 'MQTT 3.1.1 or 5, QoS 1, clean sessions, exact topics, payloads of at most 64 KiB, at most 8 publishes in flight.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(rows.map(([name, row]) => [name, {
      address: topics[row.topic],
      description: row.says,
      parameters: Object.fromEntries(Object.entries(topicParameters).filter(([parameter]) => topics[row.topic].includes(`{${parameter}}`))),
      messages: Object.fromEntries(Object.keys(row.messages).map((message) => [message, { $ref: `#/components/messages/${message}` }])),
    }])),
    operations: Object.fromEntries(rows.map(([name, row]) => [`${row.from === 'bank' ? 'send' : 'receive'}_${name}`, {
      action: row.from === 'bank' ? 'send' : 'receive',
      channel: { $ref: `#/channels/${name}` },
      summary: row.says,
      bindings: { mqtt: { qos: 1, retain: row.retained, bindingVersion: '0.2.0' } },
    }])),
    components: {
      messages: Object.fromEntries(rows.flatMap(([, row]) => Object.entries(row.messages)).map(([name, schema]) => [name, {
        name, contentType: 'application/json', payload: jsonSchema(schema),
      }])),
      schemas: Object.fromEntries([
        ...Object.entries(eventData).map(([type, schema]) => [`event-${type}`, jsonSchema(schema)] as const),
        ...Object.entries(commandArgs).map(([cmd, schema]) => [`args-${cmd}`, jsonSchema(schema)] as const),
        ...Object.entries(documents).map(([kind, schema]) => [`document-${kind}`, jsonSchema(schema)] as const),
        ...Object.entries(claims).map(([purpose, schema]) => [`claims-${purpose}`, jsonSchema(schema)] as const),
      ]),
    },
  };
}

function jsonSchema(schema: GenericSchema): object {
  const { $schema: _draft, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return rest;
}
