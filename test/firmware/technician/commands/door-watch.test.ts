import { expect, test } from 'vitest';
import { DoorWatch, whyNot } from '../../../../firmware/technician/commands/door-watch.ts';
import { TechnicianRig } from '../../../support/technician-rig.ts';

const shut = { lock: 'left/3', contact: 'left/3', board: 'heard', door: 'closed' } as const;
const unread = { ...shut, door: 'unknown' } as const;
/** The lock hangs on one board, and the contact on another. */
const apart = { ...shut, contact: 'right/3' } as const;

test.each([
  ['nothing is heard of its contact\'s board', { ...apart, board: 'silent', door: 'unknown' }, 'silent', false,
    'board-silent', 'board right is silent'],
  ['its lock\'s board is silent, and its contact\'s is not', apart, 'silent', false, 'board-silent', 'board left is silent'],
  ['the board that reads its contact took no order', shut, 'silent', false, 'did-not-open', 'board left answers, but took no order'],
  ['nobody understands its board', shut, 'garbled', false, 'did-not-open', 'what board left answers is garbled'],
  ['its coil is warm', shut, 'cooling', false, 'did-not-open', 'its coil had to rest'],
  ['the boards have too much to do', shut, 'busy', false, 'did-not-open', 'too many orders wait for the boards'],
  ['its bolt stays, or its contact', shut, null, false, 'did-not-open', 'the order went out, and its contact has not moved'],
  ['its contact came back shut', shut, null, true, 'did-not-open', 'the order went out, and its contact has not moved'],
  ['its contact was never read', unread, null, false, 'contact-unknown', 'nothing is known of its contact'],
  ['its contact was read until then', unread, null, true, 'contact-unknown', 'its contact fell silent meanwhile'],
] as const)('a technician whose door did not open is told why: %s', (_what, row, why, wasLost, kind, says) => {
  expect(whyNot(row, why, wasLost)).toEqual({ kind, says });
});

test('a contact that had fallen silent before the order has not done so meanwhile', async () => {
  const rig = await TechnicianRig.start();
  const client = await rig.signedIn();
  const watch = await rig.during(DoorWatch.begin(client, rig.bank.clock));
  rig.bank.cabinet.setFault(5, 'sensor-lost');
  await rig.bank.advance(5_000);
  expect(watch.wasLost(5)).toBe(true);
  const answer = await rig.during(watch.open(5, 'does it open?'));
  expect(watch.whyNot(answer)).toEqual({ kind: 'contact-unknown', says: 'nothing is known of its contact' });
});
