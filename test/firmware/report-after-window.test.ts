import { expect, test } from 'vitest';
import { usualBankSettings } from '../../firmware/bank/settings.ts';
import { BankRig, code } from '../support/bank-rig.ts';

test('a locker is reported available as soon as its last recipient may no longer reopen it', async () => {
  const rig = await BankRig.start();
  const locker = await rig.deposit('r-1');
  await rig.input({ type: 'code.entered', code }, 5_000);
  await rig.shut(locker);
  const statusOf = () => rig.upstream.messages('report').at(-1)?.lockers?.find((row) => row.number === locker)?.status;
  await rig.advance(5_000);
  expect(statusOf()).toBe('reserved');
  await rig.advance(usualBankSettings.lockerAccessAfterPickup);
  expect(statusOf()).toBe('available');
});
