import type { KioskInput, Shown } from '../../firmware/kiosk/shown.ts';

/** A screen that has not come by then does not come any more: the measurement is wrong, not slow. */
const screenMostMs = 10_000;

type IsThere = (shown: Shown) => boolean;

interface Waiting {
  readonly isThere: IsThere;
  readonly come: (atMs: number) => void;
}

/** What the page at the kiosk does, without drawing: sends inputs, and is told screens. */
export class KioskClient {
  readonly #url: URL;
  readonly #token: string;
  readonly #stop = new AbortController();
  #shown: Shown | null = null;
  #waiting: Waiting | null = null;

  private constructor(url: string, token: string) {
    this.#url = new URL(url);
    this.#token = token;
  }

  static async open(url: string): Promise<KioskClient> {
    const page = await (await fetch(url)).text();
    const [, token = ''] = /name="lockerbank-token" content="([^"]+)"/.exec(page) ?? [];
    const client = new KioskClient(url, token);
    const { body } = await fetch(new URL(`/screens?token=${token}`, url), { signal: client.#stop.signal });
    if (body === null) throw new Error('the kiosk tells no screens');
    void client.#listen(body).catch(() => undefined); // It ends when it is closed.
    return client;
  }

  get shown(): Shown {
    if (this.#shown === null) throw new Error('nothing has been shown yet');
    return this.#shown;
  }

  close(): void {
    this.#stop.abort();
  }

  /** Resolves once such a screen is shown, now or later. */
  async see(isThere: IsThere): Promise<void> {
    if (this.#shown === null || !isThere(this.#shown)) await this.#come(isThere, 'something that is not the bench');
  }

  /** From the first byte of an input to the screen that answers it, read and parsed. A screen from before is no answer. */
  async timed(input: KioskInput, isThere: IsThere): Promise<number> {
    const came = this.#come(isThere, input.type);
    const began = performance.now();
    const headers = { 'content-type': 'application/json', 'x-lockerbank-token': this.#token, origin: this.#url.origin };
    const response = await fetch(new URL('/input', this.#url), { method: 'POST', headers, body: JSON.stringify(input) });
    if (!response.ok) throw new Error(`the kiosk answered ${input.type} with ${String(response.status)}`);
    return (await came) - began;
  }

  #come(isThere: IsThere, after: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => reject(new Error(`after ${after} still at ${JSON.stringify(this.#shown?.screen)}`)), screenMostMs);
      this.#waiting = {
        isThere,
        come: (atMs) => {
          clearTimeout(tooLong);
          this.#waiting = null;
          resolve(atMs);
        },
      };
    });
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) this.#take(message);
    }
  }

  #take(message: string): void {
    const [, data] = /^event: screen\ndata: (.*)$/s.exec(message) ?? [];
    if (data === undefined) return;
    this.#shown = JSON.parse(data) as Shown;
    if (this.#waiting?.isThere(this.#shown) === true) this.#waiting.come(performance.now());
  }
}
