import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tell } from '../../firmware/kiosk/telling.ts';
import { wordingOf } from '../../firmware/kiosk/telling/wording.ts';
import { en } from '../../firmware/kiosk/words/en.ts';
import type { Words } from '../../firmware/kiosk/words/words.ts';
import { allScreens } from '../firmware/kiosk/telling-samples.ts';
import { wcagViolationsOn } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { Ends } from '../support/ends.ts';
import { galleryLanguages, GalleryRoom, galleryThemes, shownIn, type Size } from '../support/gallery-room.ts';
import { gallery, galleryCabinet, longCabinet, longGallery, wallCabinet, wallGallery, type Picture } from '../support/gallery-screens.ts';
import { faultsOfPage } from './faults.ts';

/** Every screen as people will see it, for looking at: coverage/screens/index.html. */
const folder = join(import.meta.dirname, '../../coverage/screens');

/** In the language with the longest words every picture is kept; the others are there for whoever asks: GALLERY=all. */
const kept: readonly string[] = process.env['GALLERY'] === 'all' ? galleryLanguages : ['de'];

let browser: Browser;
const ends = new Ends();

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  browser = await startBrowser();
});

afterEach(() => ends.all());

afterAll(async () => {
  await browser?.close();
  writeContactSheet();
});

async function open(options: Partial<Parameters<typeof GalleryRoom.open>[0]> = {}): Promise<GalleryRoom> {
  const room = await GalleryRoom.open({ browser, cabinet: galleryCabinet, themes: ['light'], ...options });
  ends.add(() => room.close());
  return room;
}

async function keep(page: Page, ...names: readonly string[]): Promise<void> {
  const path = join(folder, ...names);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}

/** One page with all the screenshots, each as wide as a thumb and as large as it is behind a click. */
function writeContactSheet(): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.png')).toSorted();
  const figures = files.map((file) =>
    `<figure><a href="${file}"><img loading="lazy" src="${file}"></a><figcaption>${file}</figcaption></figure>`);
  const style = 'body{margin:16px;display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:16px;font:13px sans-serif}'
    + 'figure{margin:0}img{width:100%;border:1px solid #999}';
  const head = `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>`;
  writeFileSync(join(folder, 'index.html'), [head, ...figures].join('\n'));
}

interface Wall {
  readonly room: GalleryRoom;
  readonly language: string;
  readonly picture: Picture;
}

/** What is wrong with a picture that hangs: in each theme by the rules, in each size by the eye. */
async function wrongWith({ room, language, picture }: Wall, sizes: readonly Size[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  const [first] = room.pages;
  await Promise.all(room.pages.map(async (page, at) => {
    const theme = galleryThemes[at] ?? '';
    wrong.push(...(await wcagViolationsOn(page)).map((violation) => `${picture.name}, ${theme}: ${violation}`));
    if (kept.includes(language)) await keep(page, theme, language, `${picture.name}-landscape.png`);
  }));
  for (const size of sizes) {
    await room.resize(size);
    wrong.push(...(await first?.evaluate(faultsOfPage) ?? []).map((fault) => `${picture.name}, ${size}: ${fault}`));
    if (first && size !== 'landscape' && kept.includes(language)) await keep(first, 'light', language, `${picture.name}-${size}.png`);
  }
  return wrong;
}

const everySize: readonly Size[] = ['portrait', 'small', 'landscape'];
/** The panel of 7 inches is the other one smaller by a quarter, and wider. */
const twoSizes: readonly Size[] = ['portrait', 'landscape'];

describe.each(galleryLanguages)('whoever reads %s', (language) => {
  test('finds every screen in every light readable, whole, and large enough for a finger', async () => {
    const room = await open({ themes: galleryThemes });
    const wrong: string[] = [];
    for (const picture of gallery) {
      await room.hang(shownIn(language, picture), picture.opens);
      wrong.push(...await wrongWith({ room, language, picture }, kept.includes(language) ? everySize : twoSizes));
    }
    expect([...wrong, ...room.complaints]).toEqual([]);
  }, 300_000);

  test.each([
    ['a bank as long as a wall drawn as it stands', longCabinet, longGallery],
    ['every open door of a wall of 240 by a number that is read at a glance', wallCabinet, wallGallery],
  ] as const)('finds %s', async (_, cabinet, pictures) => {
    const room = await open({ themes: galleryThemes, cabinet });
    const wrong: string[] = [];
    for (const picture of pictures) {
      await room.hang(shownIn(language, picture));
      // Nobody puts a screen of 7 inches into the middle of a wall.
      wrong.push(...await wrongWith({ room, language, picture }, twoSizes));
    }
    expect([...wrong, ...room.complaints]).toEqual([]);
  });
});

test('whatever is said, in the language that needs most room for it, is not cut off', async () => {
  const room = await open();
  const [page] = room.pages;
  const wrong: string[] = [];
  const lengthIn = (language: string, picture: Picture): number => JSON.stringify(shownIn(language, picture).telling).length;
  for (const [at, screen] of allScreens.entries()) {
    const picture: Picture = { name: `${screen.screen} ${String(at)}`, screen, around: { homeInMs: 60_000 } };
    const language = galleryLanguages.toSorted((one, other) => lengthIn(other, picture) - lengthIn(one, picture))[0] ?? 'en';
    await room.hang(shownIn(language, picture));
    const faults = await page?.evaluate(faultsOfPage) ?? [];
    wrong.push(...faults.map((fault) => `${picture.name}, ${language}: ${fault} ${JSON.stringify(screen)}`));
  }
  expect(wrong).toEqual([]);
}, 300_000);

/** A language that nobody speaks: English in the letters of one that is read from right to left. */
function mirrored(value: unknown): unknown {
  const letters = 'אבגדהוזחטיכלמנסעפצקרשתאבגד';
  const letter = (one: string): string => letters[(one.toLowerCase().charCodeAt(0) - 97) % letters.length] ?? one;
  const put = (piece: string): string => (piece.startsWith('{') ? piece : letter(piece));
  if (typeof value === 'string') return value.replaceAll(/\{\w+\}|[A-Za-z]/g, put);
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, mirrored(one)]));
}

test('whoever reads from right to left finds everything, mirrored but for the cabinet and the keys', async () => {
  const room = await open();
  const words: Words = { ...(mirrored(en) as Words), direction: 'rtl' };
  const wording = wordingOf(words, { locale: 'he', help: 'אבג 555', timeZone: 'Europe/Berlin' });
  const wrong: string[] = [];
  for (const picture of gallery) {
    const shown = shownIn('he', picture);
    const isWarned = shown.isWarned;
    const secondsLeft = isWarned ? 20 : null;
    const telling = tell(picture.screen, wording, { language: 'he', languages: galleryLanguages, isWarned, secondsLeft });
    await room.hang({ ...shown, telling }, picture.opens);
    for (const size of ['portrait', 'landscape'] as const) {
      await room.resize(size);
      wrong.push(...(await room.pages[0]?.evaluate(faultsOfPage) ?? []).map((fault) => `${picture.name}, ${size}: ${fault}`));
    }
    if (room.pages[0]) await keep(room.pages[0], 'light', 'right-to-left', `${picture.name}-landscape.png`);
  }
  expect([...wrong, ...room.complaints]).toEqual([]);
}, 300_000);

test('help is in the same corner of every screen', async () => {
  const room = await open();
  const corners = new Set<string>();
  const isBare = ({ around, opens }: Picture): boolean => opens === undefined
    && !around?.isBlank && !around?.left && !around?.remote && !around?.forced;
  for (const picture of gallery.filter(isBare)) {
    await room.show(shownIn('de', picture));
    const box = await room.pages[0]?.locator('.opener.help').boundingBox();
    corners.add(box ? `${String(box.x + box.width)}, ${String(box.y)}` : `none on ${picture.name}`);
  }
  expect([...corners]).toEqual(['1232, 16']);
});

test('whoever stands at a kiosk whose server has died reads that it comes back', async () => {
  const room = await open({ themes: galleryThemes });
  await room.show(shownIn('de', { name: 'home', screen: { screen: 'one-moment' } }));
  await room.lose();
  const wrong = await wrongWith({ room, language: 'de', picture: { name: 'lost', screen: { screen: 'one-moment' } } }, everySize);
  expect(wrong).toEqual([]);
});

test('nothing flashes more often than once a second', async () => {
  const room = await open({ moves: true });
  const quick: string[] = [];
  for (const picture of gallery.filter(({ opens }) => opens === undefined)) {
    await room.show(shownIn('en', picture));
    quick.push(...await room.pages[0]?.evaluate(() => document.getAnimations().flatMap((animation) => {
      const { iterations, duration } = animation.effect?.getComputedTiming() ?? {};
      return iterations === Infinity && Number(duration) < 1000 ? [`${animation.id}: ${String(duration)} ms`] : [];
    })) ?? []);
  }
  expect(quick).toEqual([]);
});
