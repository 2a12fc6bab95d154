import { expect, test } from 'vitest';
import { thoseOf } from '../../../../firmware/kiosk/page/brand-pictures.ts';
import { mayRest } from '../../../../firmware/kiosk/page/brand-rest.ts';
import type { Screen } from '../../../../firmware/kiosk/screens.ts';
import { startingShown } from '../../../../firmware/kiosk/shown-of.ts';
import type { Shown } from '../../../../firmware/kiosk/shown.ts';

const home: Extract<Screen, { screen: 'home' }> =
  { screen: 'home', notice: null, keypadLockedForMs: 0, scans: false, ways: ['code'], stores: false };
const alone: Shown = { ...startingShown, screen: home };
const door = { locker: 13, column: 2, row: 1 };

test('pictures may come where nobody is there and the home screen says nothing but welcome', () => {
  expect(mayRest(alone)).toBe(true);
});

test.each<readonly [who: string, change: Partial<Shown>]>([
  ['somebody who has been refused', { screen: { ...home, notice: 'code-refused' } }],
  ['somebody who waits until they may type again', { screen: { ...home, keypadLockedForMs: 60_000 } }],
  ['somebody in the middle of something', { screen: { screen: 'one-moment' }, homeInMs: 60_000 }],
  ['somebody whose time runs', { homeInMs: 60_000 }],
  ['somebody who hears the screen', { hears: true }],
  ['somebody for whose privacy it is blank', { isBlank: true }],
  ['somebody who has left a door open', { left: [door] }],
  ['somebody before whom a door has been forced', { forced: [door] }],
  ['somebody before whom a door opens from afar', { remote: { door, text: 'Locker 13 is being opened.' } }],
])('no picture covers the screen before %s', (_who, change) => {
  expect(mayRest({ ...alone, ...change })).toBe(false);
});

test('a picture that does not come is as if nobody had wished for it', () => {
  const wished = { logo: '/media/l', background: '/media/b', idle: ['/media/1', '/media/2'] };
  expect(thoseOf(wished, ['/media/b', '/media/2'])).toEqual({ logo: null, background: '/media/b', idle: ['/media/2'] });
  expect(thoseOf({ logo: null, background: null, idle: [] }, [])).toEqual({ logo: null, background: null, idle: [] });
});
