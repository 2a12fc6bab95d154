import type { ServerResponse } from 'node:http';
import type { CabinetDrawing, Screen } from './screens.ts';

/** One kiosk page, its successor while the browser restarts, a simulator's frame and a technician's look: 4 would do. */
export const listenersMost = 8;

/** Shorter than the 30 s after which common middle boxes forget a silent connection. */
const heartbeatMs = 15_000;

/** A page that has stopped reading is cut off here; it comes back and is told the present screen. */
const backlogMostBytes = 256 * 1024;

/** Everyone who watches the screen, as server-sent events. Each is told the cabinet, the present screen, every later one. */
export class Listeners {
  readonly #responses = new Set<ServerResponse>();
  readonly #cabinet: string;
  readonly #heartbeat: NodeJS.Timeout;
  #screen: string;

  constructor(cabinet: CabinetDrawing, screen: Screen) {
    this.#cabinet = message('cabinet', cabinet);
    this.#screen = message('screen', screen);
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
    response.write(this.#cabinet + this.#screen);
  }

  show(screen: Screen): void {
    this.#screen = message('screen', screen);
    this.#tellAll(this.#screen);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of this.#responses) response.end();
    this.#responses.clear();
  }

  #tellAll(text: string): void {
    for (const response of this.#responses) {
      if (response.writableLength > backlogMostBytes) response.destroy();
      else response.write(text);
    }
  }
}

/** JSON never holds a bare line break, so one `data:` line carries any value. */
function message(event: 'cabinet' | 'screen', value: CabinetDrawing | Screen): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}
