import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { Ends } from '../support/ends.ts';
import type { SimProcess } from '../support/sim-process.ts';
import { simRoom, type SimRoom } from '../support/sim-room.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let room: SimRoom;
let sim: SimProcess;
let page: Page;
let kiosk: FrameLocator;
const ends = new Ends();
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  room = await simRoom(ends);
  sim = await room.start();
  page = await browser.newPage({ viewport: { width: 1600, height: 950 }, bypassCSP: true });
  ends.add(() => page.close());
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(sim.simUrl);
  kiosk = page.frameLocator('iframe[title="Kiosk"]');
});

afterEach(() => ends.all());

const kioskButton = (name: string | RegExp) => kiosk.getByRole('button', { name, exact: typeof name === 'string' });

/** Two touches within 300 ms are one finger that bounces: people take longer than a browser that is driven. */
async function press(name: string | RegExp): Promise<void> {
  await page.waitForTimeout(350);
  await kioskButton(name).first().click();
}

const simButton = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const heading = (name: string) => kiosk.getByRole('heading', { name }).waitFor();
const row = (tracking: string) => page.locator(`.parcel[data-tracking="${tracking}"], [data-tracking="${tracking}"]`).first();

async function reserve(tracking: string): Promise<void> {
  await page.getByLabel('Tracking number').first().fill(tracking);
  await simButton('Reserve a locker').click();
  await row(tracking).getByText('reserved').first().waitFor();
}

async function signIn(): Promise<void> {
  await press('Staff');
  await kiosk.getByLabel('User name').fill('mia');
  await kiosk.getByLabel('Password', { exact: true }).fill('parcels-42');
  await press('Sign in');
  await heading('Scan or type the label');
}

async function deliver(tracking: string): Promise<string> {
  await reserve(tracking);
  await signIn();
  await kiosk.getByLabel('Number on the label').fill(tracking);
  await press('Find the locker');
  await heading('Put it in and shut the door');
  await simButton(`Put in ${tracking}`).click();
  await simButton('Shut the door').click();
  await kioskButton('Next parcel').waitFor();
  await press('I am finished');
  await heading('Welcome');
  const code = await row(tracking).locator('.pickup-code').textContent();
  return (code ?? '').replaceAll(/\D/g, '');
}

async function typeCode(code: string): Promise<void> {
  await kiosk.getByRole('heading', { name: /^(Welcome|Type your code)$/ }).waitFor();
  if (await kioskButton('Type a code').isVisible()) await press('Type a code');
  await page.waitForTimeout(350);
  // A finger that bounces types nothing twice: the same key counts again after 150 ms.
  for (const digit of code) await kioskButton(digit).click({ delay: 160 });
  await press('OK');
}

async function stateOf(tracking: string): Promise<string | undefined> {
  return (await sim.state()).upstream.parcels.find((parcel) => parcel.tracking === tracking)?.state;
}

async function eventsOf(type: string): Promise<number> {
  return (await sim.state()).upstream.events.filter((event) => event.type === type).length;
}

test('a stranger sends a parcel through the whole story with mouse and eyes alone', async () => {
  const doors = page.getByRole('button', { name: /^Locker \d+, / });
  await until('the cabinet is drawn', async () => (await doors.count()) === 24);
  const code = await deliver('PKG-77');
  expect(code).toMatch(/^\d{8}$/);
  expect(await stateOf('PKG-77')).toBe('delivered');

  await typeCode(code);
  await heading('Take your things and shut the door');
  await simButton('Take out PKG-77').click();
  await simButton('Shut the door').click();
  await heading('Thank you');
  await until('the upstream says collected', async () => (await stateOf('PKG-77')) === 'collected');
  await press(/^Open locker \d+ again$/);
  await heading('Take your things and shut the door');
  await simButton('Shut the door').click();
  await heading('Thank you');
  await press('I am finished');
  await heading('Welcome');
  expect(complaints).toEqual([]);
});

test('a person who walks away from an open door leaves a kiosk that goes home, and the next person is served', async () => {
  const first = await deliver('PKG-1');
  const second = await deliver('PKG-2');
  await sim.act({ do: 'set', name: 'returnHomeAfterPickup', value: 25_000 });
  await until('the setting is in force', async () => {
    const { events } = (await sim.state()).upstream;
    return events.some((event) => event.text.includes('kind settings, version 2'));
  });
  await typeCode(first);
  await heading('Take your things and shut the door');
  await heading('Welcome');
  const open = (await sim.state()).doors.find((door) => door.leaf === 'open');
  expect(open?.contents).toEqual(['PKG-1']);
  await typeCode(second);
  await heading('Take your things and shut the door');
  expect((await sim.state()).doors.filter((door) => door.leaf === 'open')).toHaveLength(2);
});

test('a label that is scanned opens the reserved door, and only that one', async () => {
  await reserve('PKG-5');
  await signIn();
  await simButton('Scan label at the kiosk: PKG-5').click();
  await heading('Put it in and shut the door');
  const { doors, upstream } = await sim.state();
  const reserved = upstream.parcels.find((parcel) => parcel.tracking === 'PKG-5')?.locker;
  expect(doors.filter((door) => door.leaf === 'open').map((door) => door.locker)).toEqual([reserved]);
});

test('five wrong codes lock the keypad, and a restart does not unlock it', async () => {
  for (let miss = 0; miss < 5; miss++) {
    await typeCode('00000000');
    await until('the miss is known', async () => (await eventsOf('credential.refused')) === miss + 1);
  }
  await until('the keypad is locked', async () => (await eventsOf('credential.locked-out')) === 1);
  await heading('Too many wrong codes');
  await sim.stop('SIGKILL');
  sim = await room.start();
  const screen = await sim.untilScreen('home');
  expect(screen.keypadLockedForMs).toBeGreaterThan(30_000);
  expect(screen.keypadLockedForMs).toBeLessThanOrEqual(60_000);
});

test('a keyboard alone is enough at the kiosk', async () => {
  const code = await deliver('PKG-9');
  const own = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await own.goto(sim.kioskUrl);
  await own.getByRole('heading', { name: 'Welcome' }).waitFor();
  await own.keyboard.type(code);
  await own.keyboard.press('Enter');
  await own.getByRole('heading', { name: 'Take your things and shut the door' }).waitFor();
  const { doors } = await sim.state();
  await sim.act({ do: 'shut', locker: doors.find((door) => door.leaf === 'open')?.locker ?? 0 });
  await own.getByRole('heading', { name: 'Thank you' }).waitFor();
  const finished = own.getByRole('button', { name: 'I am finished' });
  const isFocused = () => finished.evaluate((node) => node === document.activeElement);
  for (let tab = 0; tab < 10 && !(await isFocused()); tab++) await own.keyboard.press('Tab');
  await own.keyboard.press('Enter');
  await own.getByRole('heading', { name: 'Welcome' }).waitFor();
  await own.close();
});

test('nobody is shut out by the pages: axe-core finds nothing on them', async () => {
  await reserve('PKG-3');
  expect(await violationsOn(page)).toEqual([]);
  const own = await browser.newPage({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  await own.goto(sim.kioskUrl);
  await own.getByRole('heading', { name: 'Welcome' }).waitFor();
  expect(await violationsOn(own)).toEqual([]);
  await own.getByRole('button', { name: 'Staff' }).click();
  await own.getByLabel('User name').waitFor();
  expect(await violationsOn(own)).toEqual([]);
  await own.close();
});

test('every key of the kiosk is at least 15 mm wide and high on a 10-inch screen', async () => {
  // 1280 × 800 pixels on 10.1 inches are 149 to the inch: 15 mm are 88 of them.
  const own = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await own.goto(sim.kioskUrl);
  for (const name of ['Welcome', 'Staff']) {
    await own.getByRole('heading', { name }).waitFor();
    for (const button of await own.getByRole('button').all()) {
      const box = await button.boundingBox();
      const label = await button.textContent();
      expect.soft(Math.min(box?.width ?? 0, box?.height ?? 0), `the key ${String(label)}`).toBeGreaterThanOrEqual(88);
    }
    if (name !== 'Staff') await own.getByRole('button', { name: 'Staff' }).click();
  }
  await own.close();
});
