import { describe, expect, test } from 'vitest';
import { LockerError } from '../../statecharts/locker-error.ts';

describe('an error that a technician reads', () => {
  test('it names the place first, then what is wrong there', () => {
    const error = new LockerError('profile.malformed', 'board-profiles/acme-l16.json', 'pulse is not a profile field');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'LockerError', code: 'profile.malformed', where: 'board-profiles/acme-l16.json',
      message: 'board-profiles/acme-l16.json: pulse is not a profile field',
    });
    expect('cause' in error).toBe(false);
  });

  test('it keeps what the system said, for the log', () => {
    const cause = new Error('ENOENT');
    expect(new LockerError('profile.missing', 'acme.json', 'cannot be read', cause).cause).toBe(cause);
  });
});
