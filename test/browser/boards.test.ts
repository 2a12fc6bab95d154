import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violationsOn } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { Ends } from '../support/ends.ts';
import type { SimProcess } from '../support/sim-process.ts';
import { simRoom } from '../support/sim-room.ts';
import { until } from '../support/until.ts';

/** The simulator page in front of a cabinet whose doors hang on lock boards. */
let browser: Browser;
const ends = new Ends();

beforeAll(async () => {
  browser = await startBrowser();
});

afterEach(() => ends.all());

afterAll(() => browser?.close());

async function open(profile: string): Promise<{ readonly sim: SimProcess; readonly page: Page }> {
  const sim = await (await simRoom(ends)).start({ args: ['--profile', profile] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  ends.add(() => page.close());
  await page.goto(sim.simUrl);
  await page.locator('.cabinet').waitFor();
  return { sim, page };
}

test('a tester takes a board its manners by keyboard, sees that the bank misses it, and gives them back', async () => {
  const { sim, page } = await open('kerong-cu16-64');
  const light = page.locator('.boards-light');
  await until('the boards are well', async () => (await light.textContent()) === 'Boards well');
  expect(await page.locator('.door-button').count()).toBe(64);
  await page.getByRole('tab', { name: 'Door' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.board-choice', { hasText: 'b2' }).focus();
  await page.keyboard.press('Enter');
  const board = page.getByRole('region', { name: 'Board b2' });
  expect(await board.textContent()).toContain('Kerong KR-CU16, 16 locks, address 1, doors 17–32');
  const silent = board.getByRole('button', { name: 'Silent', exact: true });
  await silent.focus();
  await page.keyboard.press('Space');
  await until('the board is missed', async () => (await board.locator('.tag').textContent()) === 'silent');
  await until('the upstream is told', async () => (await light.textContent()) === 'Boards silent');
  expect(await silent.getAttribute('aria-pressed')).toBe('true');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Space');
  await until('the board is back', async () => (await light.textContent()) === 'Boards well');
  expect((await sim.state()).buses).toMatchObject([{ boards: [{ manners: [] }, { manners: [], state: 'well' }, {}, {}] }]);
});

test('two hundred and forty doors are drawn large enough to be hit, none beside the drawing; one that opens is scrolled to', async () => {
  const { sim, page } = await open('four-buses-240');
  await until('all doors are drawn', async () => (await page.locator('.door-button').count()) === 240);
  await until('the drawing has found its size', async () => (await page.locator('.body-side').count()) > 1);
  const boxes = await page.locator('.door-button').evaluateAll((doors) => doors.map((door) => {
    const { width, height, right } = (door.querySelector('.door-hit') ?? door).getBoundingClientRect();
    return { width, height, right };
  }));
  const stage = await page.locator('.stage').evaluate((place) => place.getBoundingClientRect());
  for (const { width, height, right } of boxes) {
    expect(width).toBeGreaterThan(60);
    expect(height).toBeGreaterThan(21); // With the gap to its neighbour it has its 24.
    expect(right).toBeLessThanOrEqual(stage.right);
  }
  const last = page.locator('[data-locker="240"]');
  const isInView = () => last.evaluate((door, bottom) => door.getBoundingClientRect().bottom <= bottom, stage.bottom);
  expect(await isInView()).toBe(false);
  await sim.act({ do: 'pull', locker: 240 });
  await until('door 240 is in view', isInView);
});

test.each([[1180, 800], [1280, 800], [1600, 950]])('on a window of %i × %i no tab is cut off', async (width, height) => {
  const { page } = await open('sim-24');
  await page.setViewportSize({ width, height });
  const cut = await page.getByRole('tab').evaluateAll((tabs) => tabs.filter((tab) => {
    const [own, panel] = [tab.getBoundingClientRect(), tab.closest('.panel')?.getBoundingClientRect()];
    return panel === undefined || own.right > panel.right || own.left < panel.left || tab.scrollWidth > tab.clientWidth;
  }).map((tab) => tab.textContent));
  expect(cut).toEqual([]);
});

test('a tester pulls the cable of a microcontroller and plugs it in again, and presses the release of whoever is inside', async () => {
  const { sim, page } = await open('firmata-mega-24');
  const light = page.locator('.boards-light');
  await until('the board is well', async () => (await sim.state()).buses[0]?.boards[0]?.state === 'well');
  await page.getByRole('tab', { name: 'Boards' }).click();
  const board = page.getByRole('region', { name: 'Board mega' });
  expect(await board.getByRole('button', { name: 'Echo' }).count()).toBe(0);
  await board.getByRole('button', { name: 'Pull the cable out' }).focus();
  await page.keyboard.press('Enter');
  await until('the board is missed', async () => (await board.locator('.tag').textContent()) === 'its line is gone');
  await until('the upstream is told', async () => (await light.textContent()) === 'Boards silent');
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await until('the board is back', async () => (await light.textContent()) === 'Boards well');
  const { page: walkIn, sim: insideSim } = await open('walk-in-8');
  await walkIn.locator('[data-locker="5"]').focus();
  await walkIn.keyboard.press('Enter');
  await walkIn.getByRole('button', { name: 'Press the inside release' }).focus();
  await walkIn.keyboard.press('Enter');
  await until('door 5 is open', async () => (await insideSim.state()).doors.some(({ locker, leaf }) => locker === 5 && leaf === 'open'));
});
