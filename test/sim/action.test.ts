import { describe, expect, test } from 'vitest';
import { readAction } from '../../sim/action.ts';
import type { SimAction } from '../../sim/sim-state.ts';

const actions: readonly SimAction[] = [
  { do: 'reserve', recipient: 'r-1', size: 'small', accessible: true, tracking: 'PKG-1001' },
  { do: 'cancel', reservation: '01J9ZK' },
  { do: 'open-locker', locker: 12, reason: 'the recipient is on the phone' },
  { do: 'service', locker: 12, to: 'out' },
  { do: 'set', name: 'returnHomeAfterPickup', value: 30_000 },
  { do: 'set', name: 'speech', value: false },
  { do: 'scan', text: 'PKG-1001' },
  { do: 'put-in', locker: 12, label: 'PKG-1001' },
  { do: 'take-out', locker: 12 },
  { do: 'shut', locker: 12 },
  { do: 'pull', locker: 12 },
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
