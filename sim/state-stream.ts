import type { ServerResponse } from 'node:http';

/** Enough for a team around one simulator; more is a page that reloads in a loop. */
const listenersMax = 16;

/** Twenty pictures a second look fluent; a storm of changes costs no more than that. */
const restBetweenMs = 50;

/** Tells every open page the whole state after changes, as server-sent events. A slow page gets the newest, not all. */
export class StateStream {
  readonly #state: () => string;
  readonly #listeners = new Set<ServerResponse>();
  /** Those that have not yet read the last message, and so missed one. */
  readonly #behind = new Set<ServerResponse>();
  #resting: NodeJS.Timeout | null = null;
  #changedMeanwhile = false;

  constructor(state: () => string) {
    this.#state = state;
  }

  /** False if there are too many listeners already. */
  add(response: ServerResponse): boolean {
    if (this.#listeners.size >= listenersMax) return false;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#forget(response));
    response.on('drain', () => {
      if (this.#behind.delete(response)) this.changed();
    });
    response.write(this.#message());
    return true;
  }

  changed(): void {
    if (this.#resting !== null) {
      this.#changedMeanwhile = true;
      return;
    }
    if (this.#listeners.size === 0) return;
    const message = this.#message();
    for (const listener of this.#listeners) {
      if (listener.writableNeedDrain) this.#behind.add(listener);
      else listener.write(message);
    }
    this.#resting = setTimeout(() => this.#rested(), restBetweenMs);
  }

  close(): void {
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
    this.#changedMeanwhile = false;
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
    this.#behind.clear();
  }

  #forget(listener: ServerResponse): void {
    this.#listeners.delete(listener);
    this.#behind.delete(listener);
  }

  #rested(): void {
    this.#resting = null;
    if (!this.#changedMeanwhile) return;
    this.#changedMeanwhile = false;
    this.changed();
  }

  #message(): string {
    return `data: ${this.#state()}\n\n`;
  }
}
