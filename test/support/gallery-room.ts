import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { newBooks } from '../../firmware/bank/books.ts';
import type { CabinetDrawing } from '../../firmware/kiosk/screens.ts';
import { startKioskServer, type KioskServer } from '../../firmware/kiosk/server.ts';
import { shownOf } from '../../firmware/kiosk/shown-of.ts';
import type { Shown } from '../../firmware/kiosk/shown.ts';
import { galleryProfile, type Picture } from './gallery-screens.ts';

export const galleryLanguages = ['en', 'de', 'fr', 'es'] as const;
export const galleryThemes = ['light', 'dark', 'contrast'] as const;

/** The screens of kiosks: 10 inches lying and standing, and the panel of 7 inches that many a Raspberry Pi has. */
const sizes = {
  landscape: { width: 1280, height: 800 }, portrait: { width: 800, height: 1280 }, small: { width: 1024, height: 600 },
} as const;

export type Size = keyof typeof sizes;

/** In the first frame observers of sizes are told, in the second what they changed is drawn. */
const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

const books = newBooks(galleryProfile);
const settings = {
  ...books.settings, languages: galleryLanguages, timeZone: 'Europe/Berlin',
  supportText: 'Poststelle im Erdgeschoss, Raum 012', supportPhone: '+49 30 1234567-89',
  supportLink: 'https://help.example.com/lockers?bank=bank-1',
};

/** What a page is told to draw a picture. */
export function shownIn(language: string, { screen, around }: Picture): Shown {
  return shownOf({
    books: { ...books, settings }, language, screen, homeInMs: null, isWarned: false, hears: false, isBlank: false, left: [], forced: [],
    remote: null, ...around,
  });
}

interface RoomOptions {
  readonly browser: Browser;
  readonly cabinet: CabinetDrawing;
  readonly themes: readonly string[];
  /** What moves would be another picture each time, and half-way through it has the colours of neither end. */
  readonly moves?: boolean;
}

/** The built page in a browser, once for each theme, and the real server that tells all of them what to draw. */
export class GalleryRoom {
  readonly pages: readonly Page[];
  /** What the pages complained of: script errors, and what their own content security policy forbids. */
  readonly complaints: string[] = [];
  readonly #server: KioskServer;
  #told = 0;
  #last: Shown['screen']['screen'] = 'starting';

  private constructor(server: KioskServer, pages: readonly Page[]) {
    this.#server = server;
    this.pages = pages;
    for (const page of pages) {
      page.on('pageerror', ({ message }) => this.complaints.push(message));
      page.on('console', (message) => void (message.type() === 'error' && this.complaints.push(message.text())));
    }
  }

  static async open({ browser, cabinet, themes, moves = false }: RoomOptions): Promise<GalleryRoom> {
    const server = await startKioskServer({
      port: 0, pageFolder: join(import.meta.dirname, '../../dist/kiosk'), cabinet, framedBy: null,
      random: { bytes: (length) => randomBytes(length) }, onInput: () => undefined, onPage: () => undefined,
    });
    const look = { viewport: sizes.landscape, reducedMotion: moves ? 'no-preference' : 'reduce' } as const;
    const pages = await Promise.all(themes.map(() => browser.newPage(look)));
    const room = new GalleryRoom(server, pages);
    await Promise.all(pages.map((page, at) => page.goto(`${server.url}?theme=${themes[at] ?? ''}`)));
    return room;
  }

  /** Tells the pages a screen, and waits until they have drawn it. The subtag of the language is the sign. */
  async show(shown: Shown): Promise<void> {
    const language = `${shown.language}-x-${String(++this.#told)}`;
    this.#server.show({ ...shown, language });
    this.#last = shown.screen.screen;
    await Promise.all(this.pages.map(async (page) => {
      await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
      await page.evaluate(twoFrames);
    }));
  }

  /** Tells the pages a screen as the bank would, and waits for nothing. The language stays what it was. */
  tell(shown: Shown): void {
    this.#server.show({ ...shown, language: `${shown.language}-x-${String(this.#told)}` });
    this.#last = shown.screen.screen;
  }

  /** The pages in windows of another size, drawn anew. */
  async resize(size: Size): Promise<void> {
    await Promise.all(this.pages.map(async (page) => {
      await page.setViewportSize(sizes[size]);
      await page.evaluate(twoFrames);
    }));
  }

  async hang(shown: Shown, opens?: Picture['opens']): Promise<void> {
    // What was typed and opened on a screen of the same kind is gone only with that screen.
    if (shown.screen.screen === this.#last) await this.show({ ...shown, isBlank: true, screen: { screen: 'one-moment' } });
    await this.show(shown);
    if (opens === undefined) return;
    await this.pages[0]?.waitForTimeout(350); // two touches within 300 ms are one finger that bounces
    await Promise.all(this.pages.map(async (page) => {
      await page.locator(`.opener.${opens}`).click();
      await page.locator('.drawer').waitFor();
    }));
  }

  /** The server dies under the pages. */
  async lose(): Promise<void> {
    await this.#server.close();
    await Promise.all(this.pages.map((page) => page.locator('.lost').waitFor()));
  }

  async close(): Promise<void> {
    await Promise.all(this.pages.map((page) => page.close()));
    await this.#server.close();
  }
}
