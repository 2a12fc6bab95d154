import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useSizeOf } from './use-size.ts';

/** The kiosk's real screen. Its page is drawn at this size and then shrunk, so that it looks as it will at the bank. */
const screenWidth = 1280;
const screenHeight = 800;

export function KioskFrame({ url, connections }: {
  readonly url: string;
  /** The kiosk lives and dies with the simulator: after each new connection its page is fetched anew. */
  readonly connections: number;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [reloads, setReloads] = useState(0);
  const scale = useSizeOf(place).width / screenWidth;
  return (
    <section class="panel kiosk" aria-labelledby="kiosk-title">
      <div class="panel-head">
        <h2 id="kiosk-title">Kiosk</h2>
        <span class="hint">the bank's own touch screen</span>
        <span class="spring" />
        <button type="button" class="quiet" onClick={() => setReloads(reloads + 1)}>Reload</button>
        <a class="quiet" href={url} target="_blank" rel="noreferrer">Own window</a>
      </div>
      <div class="kiosk-place" ref={place}>
        <iframe
          key={`${String(connections)}-${String(reloads)}`}
          class="kiosk-page"
          title="Kiosk"
          src={url}
          width={screenWidth}
          height={screenHeight}
          style={{ transform: `scale(${String(scale)})` }}
        />
      </div>
    </section>
  );
}
