import { expect, test } from 'vitest';
import { payloadBytesMost } from '../../../firmware/contract/limits.ts';
import { readMessage } from '../../../firmware/upstream/message.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('a bank reads what is JSON, in any language', () => {
  expect(readMessage(bytes('{"name":"Zoë 包裹","locker":3}'))).toEqual({ name: 'Zoë 包裹', locker: 3 });
});

test('a message as large as every broker carries is read, and one byte more is not', () => {
  const text = (length: number) => bytes(`"${'x'.repeat(length - 2)}"`);
  expect(readMessage(text(payloadBytesMost))).toHaveLength(payloadBytesMost - 2);
  expect(readMessage(text(payloadBytesMost + 1))).toBeNull();
});

test('what is not UTF-8 is nobody\'s message', () => {
  expect(readMessage(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toBeNull();
});

test.each([
  [''], ['{'], ['{"a":}'], ['undefined'], ['{"a":1}{"a":2}'], ["{'a':1}"], ['NaN'], ['\u0000'],
])('what is not JSON is nobody\'s message [%j]', (text) => {
  expect(readMessage(bytes(text))).toBeNull();
});

test('a message is read ten levels deep, as deep as a parcel lies in the answer to hello, and no deeper', () => {
  expect(readMessage(bytes(nested(10)))).not.toBeNull();
  expect(readMessage(bytes(nested(11)))).toBeNull();
  expect(readMessage(bytes('{"a":'.repeat(11) + '1' + '}'.repeat(11)))).toBeNull();
  const command = { data: { args: { legs: [{ items: [{ id: 'PKG-1' }] }] } } };
  expect(readMessage(bytes(JSON.stringify({ data: { commands: [command] } })))).not.toBeNull();
});

test('thirty thousand brackets do not bring the bank down', () => {
  expect(readMessage(bytes(nested(30_000)))).toBeNull();
});

test('a message that names a prototype changes none', () => {
  expect(readMessage(bytes('{"__proto__":{"isAdministrator":true}}'))).not.toHaveProperty('isAdministrator', true);
  expect({}).not.toHaveProperty('isAdministrator');
});
