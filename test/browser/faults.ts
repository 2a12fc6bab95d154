/**
 * What the eye would find wrong with the page as it is drawn now; one line each. Runs inside the page: whatever it needs
 * is in it.
 */
export function faultsOfPage(): readonly string[] {
  /** Rounding of lengths that are fractions of a pixel. */
  const slack = 2;
  const faults: string[] = [];
  const cover = document.querySelector('.lost') ?? document.querySelector('.warned');
  const all = [...(cover ?? document.body).querySelectorAll('*')];
  const isUnseen = (element: Element): boolean =>
    element.closest('.unseen, [hidden], .time-left') !== null || element.getClientRects().length === 0;
  const nameOf = (element: Element): string => {
    const called = (one: Element | null): string => `${one?.tagName.toLowerCase() ?? ''}.${one?.getAttribute('class') ?? ''}`;
    return `${called(element.parentElement)} > ${called(element)} "${(element.textContent ?? '').slice(0, 40)}"`;
  };
  const fault = (element: Element, what: string): void => void faults.push(`${what}: ${nameOf(element)}`);
  const numbers = (...values: readonly number[]): string => values.map((value) => String(Math.round(value * 10) / 10)).join(' × ');

  const { scrollWidth, scrollHeight } = document.documentElement;
  const isLarger = scrollWidth > innerWidth || scrollHeight > innerHeight;
  if (isLarger) faults.push(`the page is larger than the screen: ${numbers(scrollWidth, scrollHeight)}`);

  const checkBox = (element: HTMLElement): void => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const isAside = left < -slack || right > innerWidth + slack;
    const isBeyond = isAside || ((top < -slack || bottom > innerHeight + slack) && element.closest('.scroll-list') === null);
    if (isBeyond) fault(element, `beyond the edge of the screen (${numbers(left, top, right, bottom)})`);
    if (getComputedStyle(element).display === 'inline') return;
    const tooWide = element.scrollWidth - element.clientWidth;
    const tooHigh = element.scrollHeight - element.clientHeight;
    if (tooWide > slack) fault(element, `wider than its box by ${numbers(tooWide)}`);
    if (tooHigh > slack && !element.matches('.scroll-list')) fault(element, `higher than its box by ${numbers(tooHigh)}`);
  };

  const checkTarget = (element: Element): void => {
    const { width, height } = element.getBoundingClientRect();
    const least = element.matches('.button.main, .button.other, .card-main, .size, .step') ? 60 : 44;
    if (Math.min(width, height) < least) fault(element, `smaller than a finger (${numbers(width, height)})`);
  };

  /** What lies on top in the middle and near both ends of a line of text is that text, or lies in the same box. */
  const checkSeen = (element: Element, { left, right, top, height }: DOMRect): void => {
    if (getComputedStyle(element).pointerEvents === 'none') return;
    for (const x of [left + 2, (left + right) / 2, right - 2]) {
      const above = document.elementFromPoint(x, top + height / 2);
      if (above !== null && !above.contains(element) && !element.contains(above) && !sharesControl(above, element)) {
        return fault(element, `beneath ${nameOf(above)}`);
      }
    }
  };
  const sharesControl = (one: Element, other: Element): boolean => {
    const control = one.closest('button, svg');
    return control !== null && control === other.closest('button, svg');
  };

  const checkText = (node: Text, element: Element): void => {
    const text = node.data;
    const range = document.createRange();
    range.selectNodeContents(node);
    const list = element.closest('.scroll-list')?.getBoundingClientRect();
    for (const line of range.getClientRects()) {
      const isScrolledAway = list !== undefined && (line.top < list.top || line.bottom > list.bottom);
      if (!isScrolledAway) checkSeen(element, line);
    }
    // A word that is torn in two where no hyphen stands is read wrong.
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}’'„“]{2,}/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 4)));
      if (lines.size > 1) fault(element, `the word “${word}” is torn`);
    }
  };

  /** Numbers on a drawing of all lockers are said in words, too; those of the person's own are larger. */
  const leastPx = (element: Element): number => {
    if (element.matches('.callout > text')) return 34; // its digits are 24 px high
    // Of more open doors than can be called out, each stands in a line beside the drawing.
    if (element.matches('.say:has(.open-doors) ~ .cabinet .marked.open > text')) return 12;
    return element.matches('.cabinet :not(.marked) > text') ? 12 : 16;
  };
  const scaleOf = (element: Element): number => (element instanceof SVGGraphicsElement ? element.getScreenCTM()?.a ?? 1 : 1);

  for (const element of all) {
    if (isUnseen(element)) continue;
    if (element instanceof HTMLElement) checkBox(element);
    if (element.matches('button, input')) checkTarget(element);
    const texts = [...element.childNodes].filter((node): node is Text => node instanceof Text && node.data.trim() !== '');
    const fontPx = Number.parseFloat(getComputedStyle(element).fontSize) * scaleOf(element);
    const isRead = texts.length > 0 || element instanceof HTMLInputElement;
    if (isRead && fontPx < leastPx(element) - 0.01) fault(element, `letters of ${numbers(fontPx)} px`);
    for (const text of texts) checkText(text, element);
  }
  return faults;
}
