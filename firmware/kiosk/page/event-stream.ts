export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events out of pieces of text, as far as this page's own server writes them: one `event:` and
 * one `data:` line, `\n` as line end. Comments are heartbeats and yield nothing.
 */
export class EventReader {
  #rest = '';

  read(piece: string): readonly StreamEvent[] {
    const blocks = (this.#rest + piece).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => readBlock(block));
  }
}

function readBlock(block: string): StreamEvent[] {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const event = fields.get('event');
  const data = fields.get('data');
  return event !== undefined && data !== undefined ? [{ event, data }] : [];
}
