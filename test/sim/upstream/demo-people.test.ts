import { expect, test } from 'vitest';
import { bankKeys } from '../../../firmware/bank/codes.ts';
import { permissions } from '../../../firmware/bank/directory.ts';
import { readDirectoryPart } from '../../../firmware/bank/directory-document.ts';
import { isEasyPin } from '../../../firmware/bank/pins.ts';
import { demoCarriers, demoDirectory, demoOperators, demoRecipients } from '../../../sim/upstream/demo-people.ts';

test('everybody of the simulated site is taken into a bank’s directory, with what they show', () => {
  const reading = readDirectoryPart(JSON.stringify(demoDirectory()), bankKeys(new Uint8Array(32).fill(7)));
  if (reading.kind !== 'part') throw new Error(reading.why);
  const { recipients, departments, staff, carrierCodes } = reading.part;
  expect(recipients.map(({ id, badges, pin }) => [id, badges.length, pin !== null])).toEqual([
    ['ada', 1, true], ['grace', 1, true], ['alan', 1, false], ['katherine', 1, false], ['edsger', 0, false],
  ]);
  expect(departments.map(({ id, keyContacts }) => [id, keyContacts])).toEqual([['workshop', ['grace']], ['library', ['katherine']]]);
  expect(staff.map(({ id, role }) => [id, role])).toEqual([
    ['mia', 'operator'], ['vera', 'administrator'], ['tom', 'operator'], ['swift', 'carrier'],
  ]);
  expect(staff.find(({ id }) => id === 'vera')?.permissions).toEqual(permissions);
  expect(carrierCodes).toMatchObject([{ carrier: 'swift', digits: 6 }]);
});

test('no two people of the simulated site show the same, and nobody has a PIN that everybody tries first', () => {
  const people = [...demoRecipients, ...demoOperators];
  const badges = people.flatMap(({ badge }) => badge ?? []);
  expect(new Set(badges).size).toBe(badges.length);
  expect(people.flatMap(({ pin }) => pin ?? []).filter(isEasyPin)).toEqual([]);
  expect(demoCarriers.map(({ code }) => code.length)).toEqual([6]);
});
