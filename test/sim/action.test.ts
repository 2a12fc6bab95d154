import { describe, expect, test } from 'vitest';
import { readAction } from '../../sim/action.ts';
import type { SimAction } from '../../sim/sim-state.ts';
import { plainWish, wishFor } from '../../sim/upstream/demo-looks.ts';
import { forAda } from '../support/upstream-rig.ts';

const { party } = forAda;

const actions: readonly SimAction[] = [
  { do: 'announce', wish: { kind: 'delivery', ...forAda, labels: ['PKG-1', 'PKG-2'], party: { type: 'department', id: 'post' } } },
  { do: 'announce', wish: { kind: 'asset', ...forAda } },
  { do: 'announce', wish: { kind: 'return', ...forAda, to: null } },
  { do: 'announce', wish: { kind: 'exchange', ...forAda, to: party, back: ['PKG-1002'] } },
  { do: 'announce', wish: { kind: 'storage', ...forAda, isVisitor: true, ends: '2026-11-22T18:00:00.000Z' } },
  { do: 'dedicate', locker: 12, party },
  { do: 'dedicate', locker: 12, party: null },
  { do: 'show-badge', text: '100418' },
  { do: 'press', key: 'round' },
  { do: 'plug', to: 'in' },
  { do: 'bring', label: 'PKG-1001' },
  { do: 'cancel', reservation: '01J9ZK' },
  { do: 'open-locker', locker: 12, reason: 'the recipient is on the phone' },
  { do: 'service', locker: 12, to: 'out' },
  { do: 'set', name: 'returnHomeAfterPickup', value: 30_000 },
  { do: 'set', name: 'speech', value: false },
  { do: 'brand', wish: wishFor('harbour') },
  { do: 'brand', wish: { title: null, colours: { accent: '#003366' }, texts: {}, pictures: null } },
  { do: 'scan', text: 'PKG-1001' },
  { do: 'put-in', locker: 12, label: 'PKG-1001' },
  { do: 'take-out', locker: 12 },
  { do: 'shut', locker: 12 },
  { do: 'pull', locker: 12 },
  { do: 'press-inside', locker: 12 },
  { do: 'couple-inputs', board: 'b1', is: true },
  { do: 'fault', locker: 12, fault: 'sensor-stuck-open' },
  { do: 'fault', locker: 12, fault: null },
  { do: 'network', to: 'cut' },
];

const noActions: readonly (readonly [string, string])[] = [
  ['nothing at all', ''],
  ['no JSON', '{do:"shut"}'],
  ['no object', '["shut"]'],
  ['null', 'null'],
  ['nobody knows what to do', '{"do":"explode","locker":12}'],
  ['a field is missing', '{"do":"shut"}'],
  ['a field too many', '{"do":"shut","locker":12,"force":true}'],
  ['a locker that is a text', '{"do":"shut","locker":"12"}'],
  ['half a locker', '{"do":"shut","locker":1.5}'],
  ['locker 0', '{"do":"shut","locker":0}'],
  ['an unknown fault', '{"do":"fault","locker":12,"fault":"haunted"}'],
  ['a value that is no finite number', '{"do":"set","name":"openWithin","value":1e999}'],
  ['a label with a line break', '{"do":"scan","text":"PKG\\n1001"}'],
  ['a label with something that cannot be seen', '{"do":"put-in","locker":12,"label":"PKG\\u200b1001"}'],
  ['a key that no keypad has', '{"do":"press","key":"11"}'],
  ['a thing without a label', '{"do":"bring","label":""}'],
  ['a wish of no kind', JSON.stringify({ do: 'announce', wish: { kind: 'gift', ...forAda } })],
  ['a wish for nothing', JSON.stringify({ do: 'announce', wish: { kind: 'asset', ...forAda, labels: [] } })],
  ['an exchange with nobody', JSON.stringify({ do: 'announce', wish: { kind: 'exchange', ...forAda, back: ['PKG-2'] } })],
  ['belongings until some day', JSON.stringify({ do: 'announce', wish: { kind: 'storage', ...forAda, isVisitor: false, ends: 'Friday' } })],
  ['a look without a name for its title', JSON.stringify({ do: 'brand', wish: { ...plainWish, title: '' } })],
  ['a colour by its name', JSON.stringify({ do: 'brand', wish: { ...plainWish, colours: { accent: 'red' } } })],
  ['pictures that nobody has drawn', JSON.stringify({ do: 'brand', wish: { ...plainWish, pictures: 'constructor' } })],
  ['an empty label', '{"do":"scan","text":""}'],
  ['a label of 513 characters', JSON.stringify({ do: 'scan', text: 'x'.repeat(513) })],
];

describe('what a page sends', () => {
  test.each(actions)('is read as it was meant: $do', (action) => {
    expect(readAction(JSON.stringify(action))).toEqual(action);
  });

  test.each(noActions)('is no action: %s', (_why, text) => {
    expect(readAction(text)).toBeNull();
  });
});
