import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CabinetDrawing, Rectangle } from '../screens.ts';

/** Room around the cabinet for the frame of a door at its edge. */
const marginMm = 40;

/** What a drawing is drawn on, as large as it is on this screen. */
export interface PaperPx {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The size of letters that must be read. */
  readonly letterPx: number;
}

/** The same in the millimetres of the cabinet, which stands in its middle. */
interface Paper extends Rectangle {
  readonly letterMm: number;
  readonly pxPerMm: number;
}

/** What of the paper the cabinet takes. */
export function viewOf({ widthMm, heightMm }: CabinetDrawing): Rectangle {
  return { xMm: -marginMm, yMm: -marginMm, widthMm: widthMm + 2 * marginMm, heightMm: heightMm + 2 * marginMm };
}

export function paperOf(cabinet: CabinetDrawing, { widthPx, heightPx, letterPx }: PaperPx): Paper {
  const view = viewOf(cabinet);
  const pxPerMm = Math.min(widthPx / view.widthMm, heightPx / view.heightMm);
  const [widthMm, heightMm] = [widthPx / pxPerMm, heightPx / pxPerMm];
  return {
    xMm: (cabinet.widthMm - widthMm) / 2, yMm: (cabinet.heightMm - heightMm) / 2, widthMm, heightMm, pxPerMm, letterMm: letterPx / pxPerMm,
  };
}

/** How large the drawing is now; `null` until it stands on the screen. page.css says how large its letters are. */
export function usePaper(): readonly [RefObject<SVGSVGElement | null>, PaperPx | null] {
  const drawing = useRef<SVGSVGElement>(null);
  const [paper, setPaper] = useState<PaperPx | null>(null);
  useLayoutEffect(() => {
    const { current } = drawing;
    if (!current) return undefined;
    const measure = (): void => {
      const { width, height } = current.getBoundingClientRect();
      const letterPx = Number.parseFloat(getComputedStyle(current).fontSize);
      setPaper(width > 0 && height > 0 ? { widthPx: width, heightPx: height, letterPx } : null);
    };
    measure(); // before it is painted
    const sizes = new ResizeObserver(measure);
    sizes.observe(current);
    return () => sizes.disconnect();
  }, []);
  return [drawing, paper];
}
