import { describe, expect, test } from 'vitest';
import { readProfile } from '../../../../board-profiles/profile.ts';
import { diffOf, sayDiff } from '../../../../firmware/technician/profile/diff.ts';
import { bus, columnOf, draft, libraryOf, locker } from '../../../board-profiles/drafts.ts';

const read = (change: object) => readProfile({ text: JSON.stringify({ ...draft(), ...change }), where: 'acme-2.json' }, libraryOf());
const said = (before: object, after: object) => sayDiff(diffOf(read(before), read(after))).split('\n').map((line) => line.trim());

test('profiles that say the same differ in nothing', () => {
  expect(said({}, {})).toEqual(['acme-2 and acme-2 say the same.']);
});

describe('what changes is said in words', () => {
  test('a door on another terminal becomes another door, and its contact goes with it', () => {
    const lines = said(columnOf(locker(1), locker(2)), columnOf(locker(1), locker(2, { lock: 'left/3' })));
    expect(lines).toContain('locker 2: lock left/2 -> left/3; contact left/2 -> left/3');
    expect(lines).toContain('These doors are other ones afterwards, so they must be empty:');
    expect(lines).toContain('locker 2 hangs on another lock');
  });

  test('a contact alone may move: the door stays what it is', () => {
    const lines = said(columnOf(locker(1)), columnOf(locker(1, { contact: 'left/3' })));
    expect(lines).toContain('locker 1: contact left/1 -> left/3');
    expect(lines).toContain('Every door stays what it is.');
  });

  test('many doors in a row of which the same is to be said are named once', () => {
    const six = [1, 2, 3, 4, 5, 6].map((number) => locker(number));
    const lines = said(columnOf(...six), columnOf(locker(1), locker(5)));
    expect(lines).toContain('lockers 2 to 4: gone');
    expect(lines).toContain('locker 6: gone');
    expect(lines).toContain('lockers 2 to 4 are not in the new profile');
    expect(lines).toContain('locker 5 is somewhere else in the cabinet');
  });

  test('figures have their unit', () => {
    expect(said({},
      { lock: { ...draft().lock, pulseMs: 500, currentMa: 550 } })).toContain('lock: pulse 400 -> 500 ms; current 500 -> 550 mA');
  });

  test('what was not said before', () => {
    expect(said({}, { supply: { currentMostMa: 2000 } })).toContain('supply: new, current most 2000 mA, coils at once 1, gap 150 ms');
    expect(said({}, { lock: { ...draft().lock, model: 'L7' } })).toContain('lock: model none -> L7');
  });

  test('and what is gone', () => {
    expect(said({ screen: { widthPx: 1280, heightPx: 800, widthMm: 200 } }, {})).toContain('screen: gone');
  });

  test('a line at another port, a board at another address, a switch inside, a plug', () => {
    const boards = (address: number) => [{ id: 'left', model: 'mega', bus: 'line', address }];
    const doors = (pressedIs: string, sense: string) => ({
      ...columnOf(locker(1, {
        lock: 'left/2', contact: 'left/3', lamp: 'left/4', beeper: 'left/5', insideRelease: { switch: 'left/6', pressedIs },
      })),
      audio: { loudspeaker: { card: 'a' }, headphones: { card: 'b', sense, pluggedIs: 'low' } },
      readers: [{ kind: 'hid-scanner', device: '/dev/input/by-id/x' }],
    });
    const lines = said(
      { boards: boards(1), ...doors('low', 'left/7') },
      { buses: [bus({ port: '/dev/serial/by-id/new' })], boards: boards(2), ...doors('high', 'left/8') },
    );
    expect(lines).toContain('bus line: port /dev/serial/by-id/ftdi -> /dev/serial/by-id/new');
    expect(lines).toContain('board left: address 1 -> 2');
    expect(lines).toContain('locker 1: inside release pressed is low -> high');
    expect(lines).toContain('audio: headphones sense left/7 -> left/8');
  });
});

test('new doors, and doors that are gone, moved or of another size, are counted', () => {
  const { otherDoors, newDoors } = diffOf(
    read(columnOf(locker(1), locker(2), locker(3), locker(4))),
    read(columnOf(locker(1, { size: 'large' }), locker(3), locker(2), locker(5))),
  );
  expect(otherDoors).toEqual([
    { locker: 1, what: 'other-size' }, { locker: 2, what: 'elsewhere' }, { locker: 3, what: 'elsewhere' }, { locker: 4, what: 'gone' },
  ]);
  expect(newDoors).toEqual([5]);
  expect(said(columnOf(locker(1)), columnOf(locker(1), locker(2)))).toContain('New doors: 2');
});
