import * as v from 'valibot';
import { commandData, signedData } from './commands.ts';
import { partBytesMost, wantSchema } from './documents.ts';
import { id, isoTime, lockerNumber, sequence, sha256Hex, sizeName } from './parts.ts';

/** What travels beside the events: state, report, acknowledgement, question and answer. */
const logid = v.pipe(v.string(), v.minLength(1), v.maxLength(32));

export const stateSchema = v.object({
  s: v.picklist(['online', 'offline', 'lost']),
  session: id,
  logid,
  head: sequence,
  firmware: v.string(),
});
export type StateMessage = v.InferOutput<typeof stateSchema>;

/** Whether the upstream is there; also its will. Shown to technicians, never waited for. */
export const hostStateSchema = v.object({ s: v.picklist(['online', 'offline']) });

export const ackSchema = v.object({ logid, through: sequence });
export type AckMessage = v.InferOutput<typeof ackSchema>;

export const lockerStatuses = ['available', 'reserved', 'occupied', 'expired', 'out-of-service', 'check'] as const;
export type LockerStatus = (typeof lockerStatuses)[number];

export const reportSchema = v.object({
  session: id,
  profile: v.string(),
  trust: v.picklist(['broker', 'signed']),
  documents: v.record(v.string(), v.object({ version: sequence, sha256: sha256Hex })),
  lockers: v.array(
    v.object({
      number: lockerNumber,
      size: sizeName,
      accessible: v.boolean(),
      status: v.picklist(lockerStatuses),
      door: v.picklist(['open', 'closed', 'unknown']),
      since: isoTime,
    }),
  ),
  counts: v.record(v.string(), v.number()),
  health: v.object({ degraded: v.array(v.string()), messagesRefused: v.number() }),
  oldestUnacknowledged: v.nullable(isoTime),
});
export type ReportMessage = v.InferOutput<typeof reportSchema>;

/** The attributes that every CloudEvent of this contract has. */
const cloudEvent = {
  specversion: v.literal('1.0'),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  type: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
};

/** A durable event as it is journaled and sent. */
export const eventSchema = v.object({
  ...cloudEvent,
  subject: v.string(),
  time: isoTime,
  datacontenttype: v.literal('application/json'),
  logid,
  sequence: v.pipe(v.string(), v.regex(/^\d{20}$/)),
  prevhash: v.string(),
  bootid: v.string(),
  monoms: v.string(),
  clockq: v.picklist(['ntp', 'server', 'rtc', 'floor']),
  correlationid: v.optional(v.string()),
  causationid: v.optional(v.string()),
  data: v.record(v.string(), v.unknown()),
});
export type EventMessage = v.InferOutput<typeof eventSchema>;

export const batchType = 'lockerbank.events.batch.v1';
export const batchSchema = v.object({
  ...cloudEvent,
  type: v.literal(batchType),
  data: v.object({ events: v.array(eventSchema) }),
});

/** A command, plain or as a token whose claims are the same fields. */
export const commandSchema = v.object({ ...cloudEvent, data: v.union([signedData, commandData]) });

export const requestSchema = v.variant('type', [
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.hello.v1'),
    correlationid: id,
    data: v.object({ session: id, logid, head: sequence, acknowledged: sequence }),
  }),
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.document.get.v1'),
    correlationid: id,
    data: v.object({ kind: v.string(), version: sequence, sha256: sha256Hex }),
  }),
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.blob.get.v1'),
    correlationid: id,
    /** One part of a document that travels in parts. */
    data: v.object({ sha256: sha256Hex }),
  }),
]);
export type RequestMessage = v.InferOutput<typeof requestSchema>;

export const answerSchema = v.variant('type', [
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.hello.answer.v1'),
    correlationid: id,
    data: v.object({
      logid,
      through: sequence,
      time: v.optional(isoTime),
      want: v.optional(wantSchema),
      /** As many as the message holds; each as on `dn/cmd`. */
      commands: v.optional(v.array(v.unknown()), []),
      /** In signed mode: the upstream's time, as a token of `{time, session, correlationid}`. */
      tok: v.optional(v.string()),
    }),
  }),
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.document.answer.v1'),
    correlationid: id,
    /**
     * `body` is the document's text, or a list of its parts; its SHA-256 is the one declared. `tok` says in claims
     * which document that is, and is needed in signed mode.
     */
    data: v.object({ kind: v.string(), version: sequence, body: v.string(), tok: v.optional(v.string()) }),
  }),
  v.object({
    ...cloudEvent,
    type: v.literal('lockerbank.blob.answer.v1'),
    correlationid: id,
    /** `body` is the text of the part; its SHA-256 is the one asked for. Letters are not bytes: the bank counts those. */
    data: v.object({ sha256: sha256Hex, body: v.pipe(v.string(), v.maxLength(partBytesMost)) }),
  }),
]);
export type AnswerMessage = v.InferOutput<typeof answerSchema>;
