interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

const token = /<\?[^>]*\?>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;

/**
 * The elements of an XML text in their order.
 * @throws Error where it is not well-formed
 */
export function elementsOf(xml: string): readonly XmlElement[] {
  const elements: XmlElement[] = [];
  const open: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const found = token.exec(xml);
    if (!found) throw new Error(`not well-formed at ${String(at)}: ${xml.slice(at, at + 60)}`);
    const [text, closing, name, attributes = '', empty] = found;
    if (name === undefined) {
      if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`a bare & at ${String(at)}`);
    } else if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${name} ends where it did not begin, at ${String(at)}`);
    } else {
      if (empty !== '/') open.push(name);
      const said = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const);
      elements.push({ name, attributes: Object.fromEntries(said) });
    }
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} did not end`);
  return elements;
}
