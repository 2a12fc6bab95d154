import { describe, expect, test } from 'vitest';
import { rootKeysOf } from '../../../firmware/signed/root-keys.ts';
import { publicOf } from '../../../firmware/signed/technician-keys.ts';
import { keyFor } from '../../support/technician-rig.ts';

const root = publicOf(keyFor('root')) ?? '';

describe('the root keys of a bank', () => {
  test('are those that its configuration names', () => {
    expect(rootKeysOf({ rootKeys: [root], trust: 'signed' })).toMatchObject([{ kid: root }]);
  });

  test('may be missing only where the broker itself is trusted', () => {
    expect(rootKeysOf({ rootKeys: [], trust: 'broker' })).toEqual([]);
    const without = () => rootKeysOf({ rootKeys: [], trust: 'signed' });
    expect(without).toThrow(/^LOCKERBANK_ROOT_KEYS: is not set, .* Cure: .*LOCKERBANK_TRUST=broker/);
  });

  test('are read even where nobody asks for signatures: a broken one is told at once', () => {
    expect(() => rootKeysOf({ rootKeys: ['k4.public.short'], trust: 'broker' })).toThrow(/^LOCKERBANK_ROOT_KEYS: takes one or two/);
  });
});
