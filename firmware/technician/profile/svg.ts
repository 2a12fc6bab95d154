type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element as text, with what is in it. */
export function element(name: string, attributes: Attributes, ...inside: readonly string[]): string {
  const said = Object.entries(attributes).flatMap(([key,
    value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`])).join('');
  return inside.length === 0 ? `<${name}${said}/>` : `<${name}${said}>${inside.join('')}</${name}>`;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Rounded to a hundredth: a drawing is compared as text. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function line(x1: number, y1: number, x2: number, y2: number, look = 'wire'): string {
  return element('line', { class: look, x1: rounded(x1), y1: rounded(y1), x2: rounded(x2), y2: rounded(y2) });
}

export function box(x: number, y: number, width: number, height: number, look = 'box', round = 3): string {
  return element('rect', { class: look, x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height), rx: round });
}

export function words(x: number, y: number, text: string, look = 'small', anchor?: 'middle' | 'end'): string {
  return element('text', { class: look, x: rounded(x), y: rounded(y), 'text-anchor': anchor }, escaped(text));
}

export function path(d: string, look = 'wire'): string {
  return element('path', { class: look, d });
}

export function moved(x: number, y: number, ...inside: readonly string[]): string {
  return element('g', { transform: `translate(${String(rounded(x))} ${String(rounded(y))})` }, ...inside);
}

/** As long as the words fit: a drawing has no second line. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Words over several lines of a length. */
export function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
