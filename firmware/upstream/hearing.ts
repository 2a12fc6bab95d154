import * as v from 'valibot';
import { never } from '../../statecharts/never.ts';
import { wantSchema, type Want } from '../contract/documents.ts';
import { ackSchema, answerSchema, stateSchema, type AckMessage, type AnswerMessage, type StateMessage } from '../contract/messages.ts';
import type { Topics } from '../contract/topics.ts';
import { readMessage } from './message.ts';

export type HelloAnswer = Extract<AnswerMessage, { type: 'lockerbank.hello.answer.v1' }>;

/** What the bank does with each thing that it hears. */
export interface Ears {
  readonly ack: (ack: AckMessage) => void;
  readonly helloAnswer: (answer: HelloAnswer) => void;
  readonly documentAnswer: (data: Extract<AnswerMessage, { type: 'lockerbank.document.answer.v1' }>['data']) => void;
  readonly partAnswer: (data: Extract<AnswerMessage, { type: 'lockerbank.blob.answer.v1' }>['data']) => void;
  readonly command: (message: unknown) => void;
  readonly want: (want: Want) => void;
  readonly state: (state: StateMessage) => void;
  /** What could not be read at all. */
  readonly noise: () => void;
}

/** Reads one message and hands it to the ear for it. Topics that nobody listens to are silence. */
export function hear(topics: Topics, topic: string, payload: Uint8Array, ears: Ears): void {
  const message = readMessage(payload);
  const take = <S extends v.GenericSchema>(schema: S, use: (value: v.InferOutput<S>) => void): void => {
    const read = v.safeParse(schema, message);
    if (read.success) use(read.output);
    else ears.noise();
  };
  switch (topic) {
    case topics.acks:
      return take(ackSchema, ears.ack);
    case topics.answers:
      return take(answerSchema, (answer) => hearAnswer(answer, ears));
    case topics.commands:
      return ears.command(message);
    case topics.want:
      return take(wantSchema, ears.want);
    case topics.state:
      return take(stateSchema, ears.state);
    default:
      return;
  }
}

function hearAnswer(answer: AnswerMessage, ears: Ears): void {
  switch (answer.type) {
    case 'lockerbank.hello.answer.v1':
      return ears.helloAnswer(answer);
    case 'lockerbank.document.answer.v1':
      return ears.documentAnswer(answer.data);
    case 'lockerbank.blob.answer.v1':
      return ears.partAnswer(answer.data);
    default:
      return never(answer, 'answer');
  }
}
