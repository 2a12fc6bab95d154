import { seconds } from '../../statecharts/units.ts';
import type { Clock, Timer } from '../ports/clock.ts';

/** Whether a page at the kiosk lives, as the bank's server says. `no-bank`: nobody answers. */
export type PageLife = 'alive' | 'silent' | 'no-bank';

/** A browser that runs. */
interface Browser {
  readonly ended: Promise<void>;
  /** It is gone when this resolves, and nothing of it is left. */
  close(): Promise<void>;
}

interface KioskBrowserOptions {
  readonly clock: Clock;
  /** Never rejects. */
  readonly askPage: () => Promise<PageLife>;
  readonly launch: () => Browser;
}

const lookEvery = seconds(2);

/** A Zero 2 W takes half of it from the start of the browser to the first word of the page. */
export const pageSpeaksWithin = seconds(60);

/**
 * One life of the browser in front of the bank: it begins when the bank has a page to show, and ends when the page in it has
 * died, or the browser itself. A bank that begins anew is waited for: its page comes back by itself.
 */
export class KioskBrowser {
  readonly #options: KioskBrowserOptions;
  readonly #over: Promise<string>;
  #end: (why: string) => void = () => undefined;
  #browser: Browser | null = null;
  #timer: Timer | null = null;
  #silentSinceMs: number | null = null;
  #isClosed = false;

  constructor(options: KioskBrowserOptions) {
    this.#options = options;
    this.#over = new Promise((resolve) => (this.#end = resolve));
    void this.#look();
  }

  /** Resolves with the reason when there is no page to be seen any more, and this browser will not bring it back. */
  get over(): Promise<string> {
    return this.#over;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) this.#options.clock.cancel(this.#timer);
    await this.#browser?.close();
  }

  async #look(): Promise<void> {
    const { clock, askPage, launch } = this.#options;
    const life = await askPage();
    if (this.#isClosed) return;
    if (this.#browser === null && life !== 'no-bank') {
      this.#browser = launch();
      void this.#browser.ended.then(() => this.#end('the browser has ended'));
    }
    if (life === 'silent') this.#silentSinceMs ??= clock.monoMs();
    else this.#silentSinceMs = null;
    if (this.#silentSinceMs !== null && clock.monoMs() - this.#silentSinceMs >= pageSpeaksWithin) {
      return this.#end(`the page has said nothing for ${String(pageSpeaksWithin / 1000)} s`);
    }
    this.#timer = clock.setTimer('look at the page', lookEvery, () => void this.#look());
  }
}
