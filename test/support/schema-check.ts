import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncapiDocument } from '../../firmware/upstream/asyncapi.ts';
import { bank, tenant } from './hand-upstream.ts';

interface ApiDocument {
  readonly channels: Readonly<Record<string, {
    readonly address: string;
    readonly messages: Readonly<Record<string, { readonly $ref: string }>>;
  }>>;
  readonly operations: Readonly<Record<string, {
    readonly action: string;
    readonly channel: { readonly $ref: string };
    readonly bindings: { readonly mqtt: { readonly qos: number; readonly retain: boolean } };
  }>>;
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: object }>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

export const document = asyncapiDocument() as ApiDocument;

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const compiled = new Map<object, ValidateFunction>();

/** What a schema of the document has against a value; nothing where it is as promised. */
export function objections(schema: object | undefined, value: unknown): readonly string[] {
  if (schema === undefined) return ['the document has no schema for it'];
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** What the document has against one message on a topic, the data of its events included. */
export function objectionsTo(topic: string, payload: string): readonly string[] {
  const channel = Object.values(document.channels).find(({ address }) => addressOf(address) === topic);
  if (!channel) return [`no channel has the address ${topic}`];
  const message = JSON.parse(payload) as { readonly type?: string; readonly data?: { readonly events?: readonly unknown[] } };
  const names = Object.keys(channel.messages);
  const name = names.length === 1 ? names[0] : message.type === 'lockerbank.events.batch.v1' ? 'batch' : 'event';
  const about = objections(document.components.messages[name ?? '']?.payload, message);
  const events = name === 'batch' ? (message.data?.events ?? []) : name === 'event' ? [message] : [];
  return [...about, ...events.flatMap(objectionsToEvent)];
}

function objectionsToEvent(event: unknown): readonly string[] {
  const { type = '', data } = event as { readonly type?: string; readonly data?: unknown };
  const name = `event-${type.replace(/^lockerbank\./, '').replace(/\.v1$/, '')}`;
  return objections(document.components.schemas[name], data).map((what) => `${name}${what}`);
}

function addressOf(address: string): string {
  return address.replace('{tenant}', tenant).replace('{bank}', bank);
}
