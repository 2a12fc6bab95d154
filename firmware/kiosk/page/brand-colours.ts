import type { Look } from '../look.ts';

/** Ours alone, so that taking the colours off leaves nothing behind. */
let sheet: CSSStyleSheet | null = null;

/**
 * Puts somebody's colours over those of the page, or takes them off. Only in the usual light: whoever needs contrast, or has
 * put the kiosk into a dark entrance, keeps the colours that were made for that. The rules go through the object model, which the
 * content security policy allows; an element with styles in it, it would not.
 */
export function wearColours(colours: Look['colours']): void {
  if (sheet) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  sheet = null;
  delete document.documentElement.dataset['ground'];
  if (colours === null) return;
  sheet = new CSSStyleSheet();
  sheet.insertRule(':root[data-theme="light"] {}');
  const [rule] = sheet.cssRules;
  if (!(rule instanceof CSSStyleRule)) return;
  for (const [name, value] of Object.entries(colours.palette)) rule.style.setProperty(`--${name}`, value);
  if (colours.isDark) {
    rule.style.setProperty('color-scheme', 'dark');
    document.documentElement.dataset['ground'] = 'dark';
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
