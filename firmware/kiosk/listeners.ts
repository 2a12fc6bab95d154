import type { ServerResponse } from 'node:http';
import type { Look } from './look.ts';
import type { CabinetDrawing } from './screens.ts';
import type { Shown } from './shown.ts';

/** One kiosk page, its successor while the browser restarts, a simulator's frame and a technician's look: 4 would do. */
export const listenersMost = 8;

/** Shorter than the 30 s after which common middle boxes forget a silent connection. */
const heartbeatMs = 15_000;

/** A page that has stopped reading is cut off here; it comes back and is told the present screen. */
const backlogMostBytes = 256 * 1024;

/** Everyone who watches the screen, as server-sent events. Each is told the cabinet, look and screen of now, and all that is later. */
export class Listeners {
  readonly #responses = new Set<ServerResponse>();
  readonly #cabinet: string;
  readonly #heartbeat: NodeJS.Timeout;
  #look: string;
  #shown: Shown;
  #shownAtMs = performance.now();

  constructor(cabinet: CabinetDrawing, look: Look, shown: Shown) {
    this.#cabinet = message('cabinet', cabinet);
    this.#look = message('look', look);
    this.#shown = shown;
    this.#heartbeat = setInterval(() => this.#tellAll(':\n\n'), heartbeatMs);
  }

  get full(): boolean {
    return this.#responses.size >= listenersMost;
  }

  /** @param response with its headers set, and nothing sent yet */
  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => this.#responses.delete(response));
    response.on('error', () => this.#responses.delete(response));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(this.#cabinet + this.#look + message('screen', this.#shownNow()));
  }

  /** A look that is the same as before is not told again: the page would fetch nothing, but draw everything. */
  wear(look: Look): void {
    const text = message('look', look);
    if (text === this.#look) return;
    this.#look = text;
    this.#tellAll(text);
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#shownAtMs = performance.now();
    this.#tellAll(message('screen', shown));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of this.#responses) response.end();
    this.#responses.clear();
  }

  /** Whoever comes later finds the same session, with less of its time left. */
  #shownNow(): Shown {
    const { homeInMs } = this.#shown;
    if (homeInMs === null) return this.#shown;
    return { ...this.#shown, homeInMs: Math.max(0, homeInMs - Math.round(performance.now() - this.#shownAtMs)) };
  }

  #tellAll(text: string): void {
    for (const response of this.#responses) {
      if (response.writableLength > backlogMostBytes) response.destroy();
      else response.write(text);
    }
  }
}

/** JSON never holds a bare line break, so one `data:` line carries any value. */
function message(event: 'cabinet' | 'look' | 'screen', value: CabinetDrawing | Look | Shown): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** The page says every 5 s that it lives; three words of it may be lost. */
export const pageSilentMs = 20_000;

export type PageState = 'alive' | 'dead';

/** Notices that the page at the kiosk has died: nobody can be told that on the screen. A bank that never had one misses none. */
export class PageWatch {
  readonly #onPage: (page: PageState) => void;
  #silence: NodeJS.Timeout | null = null;
  #page: PageState = 'dead';

  constructor(onPage: (page: PageState) => void) {
    this.#onPage = onPage;
  }

  /** `dead` also before the first word. */
  get page(): PageState {
    return this.#page;
  }

  heard(): void {
    if (this.#silence) clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#tell('dead'), pageSilentMs);
    this.#tell('alive');
  }

  close(): void {
    if (this.#silence) clearTimeout(this.#silence);
    this.#silence = null;
  }

  #tell(page: PageState): void {
    if (page === this.#page) return;
    this.#page = page;
    this.#onPage(page);
  }
}
