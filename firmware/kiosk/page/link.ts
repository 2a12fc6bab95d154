import type { Look } from '../look.ts';
import type { CabinetDrawing } from '../screens.ts';
import type { KioskInput, Shown } from '../shown.ts';
import { EventReader, type StreamEvent } from './event-stream.ts';

/** Three missed heartbeats: the server's process is there, but not well. */
const silenceMostMs = 45_000;
/** Longer than any answer of a server on the same computer; shorter than a person's patience. */
const answerMostMs = 4000;
const retryAfterMs = 1000;
/** A finger is slower than this queue; a stuck key is not. */
const waitingMost = 8;
/** The firmware takes a page for dead that has been silent for four times as long. */
const aliveEveryMs = 5000;

interface LinkEvents {
  readonly onCabinet: (cabinet: CabinetDrawing) => void;
  readonly onLook: (look: Look) => void;
  readonly onShown: (shown: Shown) => void;
  /** `broken`: the stream ended; `unsent`: what the person did just now went nowhere. */
  readonly onLost: (why: 'broken' | 'unsent') => void;
  readonly onFound: () => void;
}

export interface Link {
  /** False when it did not arrive. Inputs arrive in the order in which they were sent, or not at all. */
  send(input: KioskInput): Promise<boolean>;
}

/** The page's only connection. A server that no longer knows the token has booted anew, and so does the page. */
export function openLink(events: LinkEvents): Link {
  const token = document.querySelector<HTMLMetaElement>('meta[name="lockerbank-token"]')?.content ?? '';
  let attempt = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  void (async () => {
    for (;;) {
      attempt = new AbortController();
      await watch(token, events, attempt).catch(() => undefined);
      events.onLost('broken');
      await pause(retryAfterMs);
    }
  })();
  beAlive(token);

  const deliver = async (input: KioskInput): Promise<boolean> => {
    if (await post('/input', token, input)) return true;
    events.onLost('unsent');
    attempt.abort();
    return false;
  };
  return {
    send: (input) => {
      if (waiting >= waitingMost) return Promise.resolve(false);
      waiting++;
      const mine = last.then(() => deliver(input)).finally(() => waiting--);
      last = mine;
      return mine;
    },
  };
}

/** Said from a frame of the browser's own, so that a page that draws nothing any more says nothing any more. */
function beAlive(token: string): void {
  const say = (): void => void post('/alive', token, { type: 'page.alive' });
  say();
  setInterval(() => requestAnimationFrame(say), aliveEveryMs);
}

async function post(path: '/input' | '/alive', token: string, body: KioskInput | { readonly type: 'page.alive' }): Promise<boolean> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lockerbank-token': token },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerMostMs),
    });
    if (response.status === 403) location.reload();
    return response.ok;
  } catch {
    return false;
  }
}

/** Resolves or rejects when the stream has ended, by whatever cause. */
async function watch(token: string, events: LinkEvents, attempt: AbortController): Promise<void> {
  let silence = setTimeout(() => attempt.abort(), silenceMostMs);
  try {
    const response = await fetch(`/screens?token=${encodeURIComponent(token)}`, { signal: attempt.signal });
    if (response.status === 403) return location.reload();
    if (!response.ok || !response.body) return;
    const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const reader = new EventReader();
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) return;
      clearTimeout(silence);
      silence = setTimeout(() => attempt.abort(), silenceMostMs);
      for (const event of reader.read(value)) tell(events, event);
    }
  } finally {
    clearTimeout(silence);
  }
}

function tell(events: LinkEvents, { event, data }: StreamEvent): void {
  if (event === 'cabinet') events.onCabinet(JSON.parse(data) as CabinetDrawing);
  if (event === 'look') events.onLook(JSON.parse(data) as Look);
  if (event !== 'screen') return;
  events.onShown(JSON.parse(data) as Shown);
  events.onFound();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
