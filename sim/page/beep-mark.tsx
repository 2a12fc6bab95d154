import type { JSX } from 'preact';
import type { DrawnLocker } from './cabinet.tsx';

/** A door has made a sound: seen for as long as the style sheet lets it fade. */
export function BeepMark({ locker }: { readonly locker: DrawnLocker | undefined }): JSX.Element | null {
  if (locker === undefined) return null;
  const { xMm, yMm, widthMm, heightMm } = locker;
  return (
    <g class="beep" transform={`translate(${String(xMm + widthMm / 2)} ${String(yMm + heightMm / 2)})`}>
      <circle class="beep-ring" r="52" />
      <circle class="beep-ring outer" r="52" />
      <circle class="beep-disc" r="46" />
      <path class="beep-shape" d="M-22-9h11l15-13v44l-15-13h-11zM12-10a14 14 0 0 1 0 20M19-18a25 25 0 0 1 0 36" />
    </g>
  );
}
