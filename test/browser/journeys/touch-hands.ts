import type { CDPSession, ElementHandle, Locator } from 'playwright-core';
import { until } from '../../support/until.ts';
import { exactly, pause, type Named } from './hands.ts';
import { ScreenHands } from './screen-hands.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

type Where = Point | 'above' | 'below' | 'covered';

/** One finger. It touches what it sees, types on the keys of the screen, and never drags but to sign. */
export class TouchHands extends ScreenHands {
  readonly way = 'touch';
  #session: CDPSession | null = null;

  async choose(name: Named): Promise<void> {
    await this.untilOffered(name);
    await this.rest();
    await this.#touch(this.buttons(name), String(name));
  }

  async type(label: string, text: string): Promise<void> {
    await this.#into(label);
    await this.#keys(text);
    await this.checkTyped(label, text);
    await this.#keyNamed(/^(OK|Next|Sign in|Find the locker)$/);
  }

  async lookUp(letters: string): Promise<void> {
    await this.#into('First letters of the name');
    await this.#keys(letters.toUpperCase());
  }

  /** A wave across the field; the finger leaves it while it still moves, as with a flourish. */
  async sign(): Promise<void> {
    const field = this.page.getByRole('img', { name: 'Your signature' });
    await field.waitFor();
    const box = await field.boundingBox();
    if (box === null) throw new Error('there is nothing to sign on');
    const at = (share: number): Point => (
      { x: box.x + box.width * (0.15 + 0.7 * share), y: box.y + box.height * (0.5 + 0.25 * Math.sin(share * 12)) }
    );
    await this.#finger('touchStart', [at(0)]);
    for (let step = 1; step <= 20; step++) {
      await this.#finger('touchMove', [at(step / 20)]);
      await pause(8);
    }
    await this.#finger('touchEnd', []);
    this.struck();
    await this.choose('Open the door');
  }

  async #into(label: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true }).first();
    await field.waitFor();
    const isTouched = await field.evaluate((node) => !(node instanceof HTMLInputElement) || node === document.activeElement);
    if (isTouched) return;
    await this.rest();
    await this.#touch(field, label);
  }

  /** The keys of the screen as they are now, by what stands on them. */
  async #keyboard(): Promise<ReadonlyMap<string, Point>> {
    const group = this.page.getByRole('group', { name: 'Keyboard on the screen' });
    await group.waitFor();
    const keys = await group.getByRole('button').evaluateAll((nodes) => nodes.map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return [node.ariaLabel ?? node.textContent, { x: x + width / 2, y: y + height / 2 }] as const;
    }));
    return new Map(keys);
  }

  async #keys(text: string): Promise<void> {
    let keys = await this.#keyboard();
    await this.rest();
    let last = '';
    for (const character of text) {
      for (const layer of ['Capital letters', '#+=, Symbols', 'abc, Letters']) {
        if (keys.has(character) || !keys.has(layer)) continue;
        await this.#keyNamed(exactly(layer));
        keys = await this.#keyboard();
      }
      const key = keys.get(character);
      if (key === undefined) throw new Error(`there is no key for ${character}`);
      await pause(character === last ? 170 : 80); // the same key counts again after 150 ms; nobody types a dozen keys in a second
      await this.#tap(key);
      last = character;
      if (/[A-Z]/.test(character) && keys.has('Capital letters')) keys = await this.#keyboard();
    }
    this.struck();
  }

  async #keyNamed(name: RegExp): Promise<void> {
    const group = this.page.getByRole('group', { name: 'Keyboard on the screen' });
    await pause(170);
    await this.#touch(group.getByRole('button', { name }), String(name));
  }

  /** Touches the first of these that the finger can reach; a list is moved by its own keys. */
  async #touch(targets: Locator, name: string): Promise<void> {
    let where: Where = 'covered';
    await until(`${name} can be touched`, async () => {
      where = 'covered';
      for (const target of await targets.elementHandles()) {
        where = await whereIs(target);
        if (typeof where === 'object') return true;
        if (where !== 'covered') await this.#scroll(where);
      }
      return false;
    }, 5_000);
    await this.#tap(where as unknown as Point);
    this.struck();
  }

  async #tap(point: Point): Promise<void> {
    await this.#finger('touchStart', [point]);
    await this.#finger('touchEnd', []);
  }

  async #finger(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]): Promise<void> {
    this.#session ??= await this.page.context().newCDPSession(this.page);
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  async #scroll(to: 'above' | 'below'): Promise<void> {
    const key = this.page.locator('.scroll-keys button').nth(to === 'above' ? 0 : 1);
    if (await key.isEnabled()) await key.tap();
    await pause(400); // a list glides
  }
}

/** Where a finger would touch it, once it rests: nothing may lie over it there. */
async function whereIs(target: ElementHandle): Promise<Where> {
  return target.evaluate(async (node): Promise<Where> => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    if (!(node instanceof HTMLElement) || !node.isConnected) return 'covered';
    let box = node.getBoundingClientRect();
    for (let tries = 0; tries < 60; tries++) {
      await frame();
      const now = node.getBoundingClientRect();
      const isStill = now.x === box.x && now.y === box.y && now.width === box.width && now.height === box.height;
      box = now;
      if (isStill) break;
    }
    const list = node.closest('.scroll-list')?.getBoundingClientRect();
    if (list && box.bottom > list.bottom + 1) return 'below';
    if (list && box.top < list.top - 1) return 'above';
    const isInside = box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    return isInside && box.width > 0 && hit !== null && node.contains(hit) ? point : 'covered';
  });
}
