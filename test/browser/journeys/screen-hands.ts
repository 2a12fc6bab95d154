import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { drawnOn } from './eyes.ts';
import { beginning, containing, pause, type Hands, type Named, type Way } from './hands.ts';

/** The page ignores a second stroke within 300 ms: a person is slower than a browser that is driven. */
const restMs = 350;

/** What a finger and a keyboard have in common: eyes. */
export abstract class ScreenHands implements Hands {
  abstract readonly way: Way;
  readonly page: Page;
  #strokeMs = -Infinity;

  constructor(page: Page) {
    this.page = page;
  }

  abstract choose(name: Named): Promise<void>;
  abstract type(label: string, text: string): Promise<void>;
  abstract lookUp(letters: string): Promise<void>;
  abstract sign(pin: string): Promise<void>;

  async come(): Promise<void> {
    await this.untilTold(/Welcome|Too many wrong codes/);
  }

  leave(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async heed(): Promise<void> {
    // Whoever looks sees what there is now.
  }

  async untilTold(what: Named, withinMs = 10_000): Promise<string> {
    const sought = containing(what);
    let drawn = '';
    await until(`the screen says ${String(what)}`, async () => sought.test(drawn = await drawnOn(this.page)), withinMs)
      .catch((error: unknown) => {
        throw new Error(`${String(error)}; it says: ${drawn}`, { cause: error });
      });
    return drawn;
  }

  async isOffered(name: Named): Promise<boolean> {
    return (await this.buttons(name).count()) > 0;
  }

  /** Longer by one step at a time, until the button says so. */
  async chooseLength(name: string): Promise<void> {
    for (let step = 0; step < 40 && !(await this.isOffered(name)); step++) await this.choose('Longer');
    await this.choose(name);
  }

  async report(what: string): Promise<void> {
    await this.choose('Help');
    await this.choose('Report a problem');
    await this.untilTold('What is wrong?');
    await this.choose(what);
  }

  /** Only what can be pressed has a role and a name. */
  protected buttons(name: Named): Locator {
    return this.page.getByRole('button', { name: beginning(name), disabled: false });
  }

  protected async untilOffered(name: Named): Promise<void> {
    await until(`${String(name)} is on offer`, () => this.isOffered(name)).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; the screen says: ${await drawnOn(this.page)}`, { cause: error });
    });
  }

  /** Lets the hand rest between two strokes. */
  protected async rest(): Promise<void> {
    const pauseMs = restMs - (performance.now() - this.#strokeMs);
    if (pauseMs > 0) await pause(pauseMs);
    this.#strokeMs = performance.now();
  }

  protected struck(): void {
    this.#strokeMs = performance.now();
  }

  /** What stands in the field with this label by now; of a secret, how much. */
  protected async typedInto(label: string): Promise<string> {
    const field = this.page.getByLabel(label, { exact: true }).first();
    return field.evaluate((node) => (node instanceof HTMLInputElement ? node.value : node.textContent.replaceAll(/\s/g, '')));
  }

  /** Everything has arrived in the field, as it was typed. */
  protected async checkTyped(label: string, text: string): Promise<void> {
    let typed = '';
    await until(`${label} holds what was typed`, async () => {
      typed = await this.typedInto(label);
      return typed === text || typed === '●'.repeat(text.length);
    }, 2_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${typed} in place of ${text}`, { cause: error });
    });
  }
}
