import { describe, expect, test } from 'vitest';
import { KioskBrowser, pageSpeaksWithin, type PageLife } from '../../../firmware/kiosk/browser.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms, seconds } from '../../../statecharts/units.ts';

function begin(first: PageLife) {
  const clock = new VirtualClock();
  const page = { is: first };
  const seen = { launches: 0, closes: 0, why: null as string | null };
  let end: () => void = () => undefined;
  const browser = new KioskBrowser({
    clock,
    askPage: () => Promise.resolve(page.is),
    launch: () => {
      seen.launches++;
      const ended = new Promise<void>((resolve) => (end = resolve));
      return { ended, close: () => Promise.resolve(void seen.closes++) };
    },
  });
  void browser.over.then((why) => (seen.why = why));
  return { clock, page, seen, browser, endBrowser: () => end() };
}

describe('the browser in front of the bank', () => {
  test('begins when the bank has a page to show, and not before', async () => {
    const { clock, page, seen } = begin('no-bank');
    await clock.advance(seconds(300));
    expect(seen).toEqual({ launches: 0, closes: 0, why: null });
    page.is = 'silent';
    await clock.advance(seconds(3));
    expect(seen.launches).toBe(1);
  });

  test('goes on as long as its page lives', async () => {
    const { clock, page, seen } = begin('silent');
    await clock.advance(seconds(20));
    page.is = 'alive';
    await clock.advance(seconds(3600));
    expect(seen).toEqual({ launches: 1, closes: 0, why: null });
  });

  test('ends when its page has died, so that a new one comes', async () => {
    const { clock, page, seen } = begin('alive');
    await clock.advance(seconds(10));
    page.is = 'silent';
    await clock.advance(ms(pageSpeaksWithin - 1000));
    expect(seen.why).toBe(null);
    await clock.advance(seconds(4));
    expect(seen.why).toBe('the page has said nothing for 60 s');
  });

  test('waits for a bank that begins anew, and gives its page the time to come back', async () => {
    const { clock, page, seen } = begin('alive');
    await clock.advance(seconds(10));
    page.is = 'no-bank';
    await clock.advance(seconds(300));
    page.is = 'silent';
    await clock.advance(seconds(50));
    page.is = 'alive';
    await clock.advance(seconds(300));
    expect(seen).toEqual({ launches: 1, closes: 0, why: null });
  });

  test('ends when the browser itself has ended', async () => {
    const { clock, seen, endBrowser } = begin('alive');
    await clock.advance(seconds(1));
    endBrowser();
    await clock.advance(ms(1));
    expect(seen.why).toBe('the browser has ended');
  });

  test('is closed when it is told to end, and leaves no timer', async () => {
    const { clock, seen, browser } = begin('alive');
    await clock.advance(seconds(1));
    await browser.close();
    expect(seen.closes).toBe(1);
    expect(clock.waiting()).toEqual([]);
  });
});
