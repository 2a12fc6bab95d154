import type { CDPSession, Page } from 'playwright-core';
import { until } from '../../support/until.ts';
import { beginning, exactly, type Named } from './hands.ts';
import { ScreenHands } from './screen-hands.ts';

/** The longest way round a screen: a keyboard on the screen has some fifty keys. */
const stopsMost = 90;

interface Stop {
  readonly role: string;
  readonly name: string;
}

/** A keyboard and nothing else. It finds its way by what has the focus, as a screen reader would say it, and by the ring around it. */
export class KeyboardHands extends ScreenHands {
  readonly way = 'keyboard';
  #session: CDPSession | null = null;
  #presses = 0;

  constructor(page: Page) {
    super(page);
  }

  async choose(name: Named): Promise<void> {
    await this.untilOffered(name);
    await this.#walkTo(({ role, name: found }) => role === 'button' && beginning(name).test(found), String(name));
    await this.rest();
    await this.page.keyboard.press(this.#presses++ % 2 === 0 ? 'Enter' : 'Space');
    this.struck();
  }

  async type(label: string, text: string): Promise<void> {
    await this.#into(label);
    await this.page.keyboard.type(text, { delay: 15 });
    await this.checkTyped(label, text);
    await this.page.keyboard.press('Enter');
  }

  async lookUp(letters: string): Promise<void> {
    await this.#into('First letters of the name');
    await this.page.keyboard.type(letters, { delay: 15 });
  }

  /** There is no finger: the PIN is as good. */
  async sign(pin: string): Promise<void> {
    await this.choose('Use my PIN');
    await this.type('PIN', pin);
  }

  /** A pad takes what is typed wherever the focus is; a field has to have it. */
  async #into(label: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true }).first();
    await field.waitFor();
    const isPad = await field.evaluate((node) => !(node instanceof HTMLInputElement));
    if (!isPad) await this.#walkTo(({ role, name }) => role === 'textbox' && exactly(label).test(name), label);
  }

  async #walkTo(isIt: (stop: Stop) => boolean, name: string): Promise<void> {
    const passed: string[] = [];
    for (let stops = 0; stops < stopsMost; stops++) {
      const stop = await this.#focused();
      if (isIt(stop)) return this.#checkStop(name);
      passed.push(stop.name);
      await this.page.keyboard.press(this.#turnsBack(name) ? 'Shift+Tab' : 'Tab');
      await this.#checkStop(stop.name);
    }
    throw new Error(`the keyboard does not lead to ${name}, but past ${passed.join(' | ')}`);
  }

  /** The ways out stand at the upper edge, before everything else. */
  #turnsBack(name: string): boolean {
    return /^(I am finished|Sign out|Back|Help|Language)$/.test(name);
  }

  /** What has the focus, as the browser tells a screen reader. */
  async #focused(): Promise<Stop> {
    const session = this.#session ??= await this.page.context().newCDPSession(this.page);
    const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (result.objectId === undefined) return { role: '', name: '' };
    const { nodes: [node] } = await session.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
    await session.send('Runtime.releaseObject', { objectId: result.objectId });
    return { role: String(node?.role?.value ?? ''), name: String(node?.name?.value ?? '') };
  }

  /**
   * What has the focus lies in sight, with a ring around it that was not there before and goes when the focus goes:
   * the look of each stop is compared with its look after the next step.
   */
  async #checkStop(name: string): Promise<void> {
    let trouble = '';
    await until(`the focus is seen at ${name}`, async () => (trouble = await this.page.evaluate(troubleOfFocus)) === '', 1_000)
      .catch((error: unknown) => {
        throw new Error(`${String(error)}: ${trouble}`, { cause: error });
      });
  }
}

/** Runs in the page. Empty: nothing is wrong. */
function troubleOfFocus(): string {
  const pressable = (node: Element | null): node is HTMLElement =>
    node instanceof HTMLButtonElement || node instanceof HTMLInputElement;
  const lookOf = (node: HTMLElement): string => [node, node.parentElement].map((one) => {
    if (one === null) return '';
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(one);
    return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow, borderColor].join(' ');
  }).join('; ');
  const node = document.activeElement;
  const before = window.focusStop;
  if (pressable(before?.node ?? null) && before !== undefined && before.node !== node && before.node.isConnected) {
    if (lookOf(before.node) === before.look) return `nothing shows the focus on ${before.node.outerHTML.slice(0, 200)}`;
  }
  if (!pressable(node)) {
    window.focusStop = undefined;
    return '';
  }
  window.focusStop = { node, look: lookOf(node) };
  const { x, y, width, height } = node.getBoundingClientRect();
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  if (!node.contains(hit)) return `${node.outerHTML.slice(0, 200)} has the focus out of sight`;
  return '';
}

declare global {
  interface Window {
    focusStop: { readonly node: HTMLElement; readonly look: string } | undefined;
  }
}
