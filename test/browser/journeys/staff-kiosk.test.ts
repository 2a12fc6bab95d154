import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../../support/browser.ts';
import { until } from '../../support/until.ts';
import { drawnOn, openEyes } from './eyes.ts';
import { Front } from './front.ts';
import { parcelFor, putIn, untilOpened } from './staff-walks.ts';

/** What the kiosk does whoever stands there, and whatever they are doing. */
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

const miasBadge = { do: 'show-badge', text: '200118' } as const;

/** Texts are read, so nothing may lie over them. */
async function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).first().evaluate((node) => {
    const words = document.createRange();
    words.selectNodeContents(node);
    return [...words.getClientRects()].every(({ x, y, width, height }) => {
      const hit = document.elementFromPoint(x + width / 2, y + height / 2);
      return hit !== null && (node.contains(hit) || hit.contains(node));
    });
  });
}

describe.concurrent('in front of one bank', () => {
  let front: Front;

  beforeAll(async () => {
    front = await Front.open(browser, 'touch');
  });

  afterAll(() => front?.close());

  /** A journey that failed on its way leaves its door open and its person there. */
  afterEach(async () => {
    for (const locker of await front.open()) await front.shut(locker);
    await front.sim.input({ type: 'finish.chosen' });
    await front.sim.untilScreen('home');
  });

  /** Nobody stands there who would see that it has not sprung open yet. */
  async function shutWhenOpen(locker: number): Promise<void> {
    await until(`locker ${String(locker)} is open`, async () => (await front.open()).includes(locker));
    await front.shut(locker);
  }

  const heard = async (): Promise<string> => (await front.state()).atKiosk.heard.map(({ text }) => text).join('\n');

  test.sequential('a door that is opened from afar is told with its reason: to nobody, to Ada, to Mia, to who listens', async () => {
    const { hands, page } = front;
    await front.act({ do: 'open-locker', locker: 20, reason: 'Inspection' });
    expect(await hands.untilTold('Locker 20 is being opened')).toContain('Inspection');
    await shutWhenOpen(20);

    await front.act({ do: 'show-badge', text: '100418' });
    await hands.untilTold('Your PIN');
    await front.act({ do: 'open-locker', locker: 22, reason: 'Repair' });
    expect(await hands.untilTold('Locker 22 is being opened')).toMatch(/Repair[^]*Your PIN/);
    await hands.type('PIN', '2846');
    await hands.untilTold('Hello Ada Lovelace');
    await hands.choose('I am finished');
    await hands.untilTold('Welcome');
    await shutWhenOpen(22);

    await front.act({ do: 'plug', to: 'in' });
    await front.act(miasBadge);
    await hands.untilTold('Scan or type the label');
    await front.act({ do: 'open-locker', locker: 21, reason: 'Lost key' });
    const told = await hands.untilTold('Locker 21 is being opened');
    expect(told).toContain('Lost key');
    expect(told).toContain('Scan or type the label');
    for (const words of ['h1', '.lead', '.banner.remote span']) expect.soft(await isInSight(page, words), words).toBe(true);
    await until('it is heard', async () => /Locker 21 is being opened.*Lost key/.test(await heard()));
    await front.act({ do: 'plug', to: 'out' });
    await shutWhenOpen(21);
  });

  test.sequential('a door that Mia leaves open is seen, heard and beeps; only then the upstream is told', async () => {
    await front.set({ openWarning: 5_000, heldOpenAfter: 10_000 });
    const { locker } = await front.reserve(parcelFor('ada', 'LEFT-1'));
    const facts = ['deposit.started', 'staff.signed-out', 'door.held-open', 'door.closed', 'deposit.completed'] as const;
    await front.walk({ facts, secrets: ['LEFT-1', 'Mia Keller'] }, async (hands) => {
      await front.act(miasBadge);
      await hands.untilTold('Scan or type the label');
      await front.act({ do: 'scan', text: 'LEFT-1' });
      expect(await untilOpened(front, hands)).toBe(locker);
      await hands.choose('I am finished');
      await hands.untilTold('Welcome');
      await hands.untilTold(`Locker ${String(locker)} is still open`);
      await until('it is heard', async () => (await front.state()).atKiosk.heard.some(({ text, from }) =>
        from === 'loudspeaker' && text.includes(`shut the door of locker ${String(locker)}`)));
      await until('the door beeps', async () => (await front.state()).atKiosk.beeping.some((one) => one.locker === locker));
      const held = async (): Promise<boolean> => (await front.state()).upstream.events.some(({ type }) => type === 'door.held-open');
      expect(await held()).toBe(false);
      await until('the upstream is told', held);
      await front.shut(locker ?? 0);
      await until('nothing is said of it any more', async () => !(await drawnOn(front.page)).includes('still open'));
    });
    await front.set({ heldOpenAfter: 120_000, openWarning: 30_000 });
  });

  test.sequential('a wrong code and a door that does not open are two things, and each says what to do now', async () => {
    await front.set({ openWithin: 500 });
    const { locker } = await front.reserve(parcelFor('ada', 'STUCK-1'));
    await front.act({ do: 'fault', locker: locker ?? 0, fault: 'jammed' });
    const facts = [['credential.refused', ''], 'door.did-not-open', 'deposit.started', 'deposit.completed'] as const;
    await front.walk({ facts, secrets: ['STUCK-1', '314159'] }, async (hands) => {
      await hands.choose('Deliver parcels');
      await hands.type('Code of your company', '314159');
      await hands.untilTold('opens nothing here. Please check it and try again');
      await hands.type('Code of your company', '271828');
      await hands.untilTold('Scan or type the label');
      await front.act({ do: 'scan', text: 'STUCK-1' });
      const told = await hands.untilTold(`Locker ${String(locker)} did not open`);
      for (const way of ['Try again', 'Go on without it', 'Ask at reception', /030\s1234\s5678/]) expect.soft(told).toMatch(way);
      await front.act({ do: 'fault', locker: locker ?? 0, fault: null });
      await hands.choose('Try again');
      expect(await untilOpened(front, hands)).toBe(locker);
      await putIn(front, locker ?? 0, 'STUCK-1');
      await hands.choose('I am finished');
      await hands.untilTold('Welcome');
    });
    await front.set({ openWithin: 3_000 });
  });

  test.sequential('a page that is loaded anew, and a second one, show Mia where she was; what she does is seen on both', async () => {
    const facts = [['reservation.made', 'size small'], 'deposit.completed', 'staff.signed-out'] as const;
    await front.act({ do: 'bring', label: 'AGAIN-1' });
    await front.walk({ facts, secrets: ['AGAIN-1', 'A. T', 'Mia Keller'] }, async (hands) => {
      await front.act(miasBadge);
      await hands.untilTold('Scan or type the label');
      await front.act({ do: 'scan', text: 'AGAIN-1' });
      await hands.untilTold('Who is it for?');
      const second = await front.page.context().newPage();
      await openEyes(second);
      await second.goto(front.sim.kioskUrl);
      await until('the second page is there', async () => (await drawnOn(second)).includes('Who is it for?'));
      await front.page.bringToFront();
      await hands.lookUp('tur');
      await hands.untilTold('A. Tur');
      await front.page.reload();
      await hands.untilTold('A. Tur');
      await second.getByRole('button', { name: /^A\. Tur/ }).tap();
      await hands.untilTold('Which locker for A. T.');
      await hands.choose('small,');
      const locker = await untilOpened(front, hands);
      await until('the second page follows', async () => (await drawnOn(second)).includes('Put it in and shut the door'));
      await second.close();
      await putIn(front, locker, 'AGAIN-1');
      await hands.choose('I am finished');
      await hands.untilTold('Welcome');
    });
  });

  test.sequential('Mia reads German from the middle of her work on, with a door open; whoever comes next reads English', async () => {
    const { locker } = await front.reserve(parcelFor('ada', 'WORT-1'));
    await front.walk({ facts: ['deposit.completed', 'staff.signed-out'], secrets: ['WORT-1', 'Mia Keller'] }, async (hands) => {
      await front.act(miasBadge);
      await hands.untilTold('Scan or type the label');
      await speak('Deutsch');
      await hands.untilTold('Etikett scannen oder eintippen');
      expect(await front.page.locator('html').getAttribute('lang')).toBe('de');
      await front.act({ do: 'scan', text: 'WORT-1' });
      await hands.untilTold(`Fach ${String(locker)} ist offen`);
      await speak('Español');
      await hands.untilTold(`La taquilla ${String(locker)} está abierta`);
      await speak('Français');
      await hands.untilTold(`Le casier ${String(locker)} est ouvert`);
      await front.act({ do: 'put-in', locker: locker ?? 0, label: 'WORT-1' });
      await front.shut(locker ?? 0);
      await hands.untilTold(`Le casier ${String(locker)} est fermé`);
      await hands.choose('J’ai terminé');
      await hands.untilTold('Welcome');
      expect(await front.page.locator('html').getAttribute('lang')).toBe('en');
    });
  });

  /** The globe is known in every language. */
  async function speak(language: string): Promise<void> {
    await front.hands.choose(/^(Language|Sprache|Langue|Idioma)$/);
    await front.hands.choose(language);
  }

  test.sequential('what was put in may be put right for as long as the window lasts, and no longer', async () => {
    await front.set({ dropOffReopenWindow: 4_000 });
    await front.reserve(parcelFor('ada', 'WINDOW-1'));
    await front.walk({ facts: ['deposit.completed', 'staff.signed-out'], secrets: ['WINDOW-1'] }, async (hands) => {
      await front.act(miasBadge);
      await hands.untilTold('Scan or type the label');
      await front.act({ do: 'scan', text: 'WINDOW-1' });
      const locker = await untilOpened(front, hands);
      await putIn(front, locker, 'WINDOW-1');
      for (const way of [/^Open locker \d+ again/, 'I did not put it in']) expect(await hands.isOffered(way)).toBe(true);
      await until('the window is over', async () => !(await hands.isOffered(/^Open locker \d+ again/)), 6_000);
      expect(await hands.isOffered('I did not put it in')).toBe(false);
      await hands.choose('I am finished');
      await hands.untilTold('Welcome');
    });
    await front.set({ dropOffReopenWindow: 300_000 });
  });

  test.sequential('nothing leads out of the page: no menu, no drag, no zoom, no window, no key chord, no link', async () => {
    const { page, hands } = front;
    await front.act(miasBadge);
    await hands.untilTold('Scan or type the label');
    const url = page.url();
    await page.evaluate(() => {
      const types = ['contextmenu', 'dragstart', 'auxclick', 'keydown', 'wheel', 'selectstart'];
      const letThrough: string[] = [];
      // After everything that the page has to say to it.
      for (const type of types) {
        window.addEventListener(type, (event) => {
          const isScroll = event instanceof WheelEvent && !event.ctrlKey;
          const isInField = type === 'selectstart' && event.target instanceof HTMLInputElement;
          const key = event instanceof KeyboardEvent ? event.key : '';
          if (!event.defaultPrevented && !isScroll && !isInField) letThrough.push(`${type} ${key}`);
        });
      }
      Object.assign(window, { letThrough });
    });
    await page.mouse.click(300, 60, { button: 'right' });
    await page.mouse.click(300, 60, { button: 'middle' });
    await page.mouse.move(60, 60);
    await page.mouse.down();
    await page.mouse.move(600, 200, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    const chords = [
      'Control+n', 'Control+t', 'Control+w', 'Control+o', 'Control+p', 'Control+s', 'Control+l', 'Control+r', 'Control+u', 'Control+f',
      'Control+Shift+i', 'Control+Shift+n', 'Control++', 'Alt+ArrowLeft', 'Alt+F4', 'Meta+l', 'F1', 'F3', 'F5', 'F6', 'F11', 'F12',
    ];
    for (const chord of chords) await page.keyboard.press(chord);
    await page.keyboard.press('x'); // what may be typed is let through
    const session = await page.context().newCDPSession(page);
    const fingers = (apart: number) => [{ x: 640 - apart, y: 300, id: 1 }, { x: 640 + apart, y: 300, id: 2 }];
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
    for (let apart = 60; apart <= 300; apart += 40) {
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    const after = await page.evaluate(() => ({
      letThrough: (window as unknown as { letThrough: readonly string[] | undefined }).letThrough,
      selected: getSelection()?.toString(), zoom: visualViewport?.scale,
      ways: document.querySelectorAll('a[href], form, iframe, object, embed, [target], [draggable="true"]').length,
    }));
    expect(after).toEqual({ letThrough: ['keydown x'], selected: '', zoom: 1, ways: 0 });
    expect(page.url()).toBe(url);
    expect(page.context().pages()).toHaveLength(1);
    expect(await drawnOn(page)).toContain('Scan or type the label');
  });
});

describe.concurrent('in front of another bank', () => {
  let front: Front;

  beforeAll(async () => {
    front = await Front.open(browser, 'touch');
  });

  afterAll(() => front?.close());

  // An administrator's session lasts a minute at least: its end, like that of every other screen, is held in virtual time
  // by test/statecharts/session.
  test.sequential('who falls silent is asked for 20 s whether they are still there: a touch keeps it, silence ends it', async () => {
    await front.set({ returnHomeOnInactivity: 25_000 });
    const { page } = front;
    await front.walk({ facts: [], secrets: [] }, async (hands) => {
      await hands.choose('Staff');
      await hands.untilTold('Type your user name');
      await hands.untilTold('Are you still there?');
      expect(Number(await page.getByRole('timer').textContent())).toBeGreaterThanOrEqual(19);
      await hands.choose('I need more time');
      await until('they go on', async () => !(await drawnOn(page)).includes('Are you still there?'));
      expect(await drawnOn(page)).toContain('Type your user name');
      await hands.untilTold('Are you still there?');
      const askedMs = performance.now();
      await hands.untilTold('Welcome', 25_000);
      expect(performance.now() - askedMs).toBeGreaterThan(19_500);
    });
  });

  test.sequential('a bank that is away is a third thing: the page says that nothing is lost, and that it comes back', async () => {
    await front.sim.stop('SIGKILL');
    expect(await front.hands.untilTold('One moment, please', 15_000)).toContain('Nothing is lost. This screen comes back by itself.');
  });
});
