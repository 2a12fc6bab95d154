import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';

interface Room {
  readonly above: boolean;
  readonly below: boolean;
}

/**
 * A list that may be longer than the screen. Two large keys move it, so that nobody has to drag; they are for the finger
 * alone, because the keyboard and a screen reader reach each entry without them.
 */
export function Scroll({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ above: false, below: false });
  const look = (): void => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
    const now = { above: scrollTop > 2, below: scrollTop + clientHeight < scrollHeight - 2 };
    setRoom((before) => (before.above === now.above && before.below === now.below ? before : now));
  };
  useEffect(look); // whatever was drawn may have changed its height
  const move = (pages: number): void => {
    list.current?.scrollBy({ top: pages * list.current.clientHeight * 0.8, behavior: 'smooth' });
  };
  return (
    <div class="scroll">
      <div class="scroll-list" ref={list} onScroll={look}>{children}</div>
      {(room.above || room.below) && (
        <div class="scroll-keys" aria-hidden="true">
          <button type="button" tabIndex={-1} class="key tinted" disabled={!room.above} onClick={() => move(-1)}>
            <Icon name="up" />
          </button>
          <button type="button" tabIndex={-1} class="key tinted" disabled={!room.below} onClick={() => move(1)}>
            <Icon name="down" />
          </button>
        </div>
      )}
    </div>
  );
}
