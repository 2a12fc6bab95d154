import { LockerError } from '../../statecharts/locker-error.ts';
import { readRootKeys, type VerifyingKey } from './keys.ts';

interface Pinned {
  readonly rootKeys: readonly string[];
  /** Whose commands are obeyed: those that are signed, or whatever comes over the broker. */
  readonly trust: 'signed' | 'broker';
}

/**
 * The root keys that the configuration pins; none where whatever comes over the broker is obeyed.
 * @throws LockerError `configuration.malformed` where they are broken, or missing where signatures are asked for
 */
export function rootKeysOf({ rootKeys, trust }: Pinned): readonly VerifyingKey[] {
  const where = 'LOCKERBANK_ROOT_KEYS';
  const roots = readRootKeys(rootKeys.join(','), where);
  if (trust === 'signed' && roots.length === 0) {
    const what = 'is not set, but commands are obeyed only with a signature (LOCKERBANK_TRUST=signed). ' +
      'Cure: name the upstream\'s public root key, k4.public.…; or LOCKERBANK_TRUST=broker, with a private broker that has access control';
    throw new LockerError('configuration.malformed', where, what);
  }
  return roots;
}
