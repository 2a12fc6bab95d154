import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';
import { useWords } from './language.ts';

/** Squares of light that readers want around a code. */
const margin = 4;

/** The way to the people who help, for a telephone. Whoever has none reads the address under it. */
export function HelpLink({ address }: { readonly address: string }): JSX.Element | null {
  const words = useWords();
  const drawn = useMemo(() => drawingOf(address), [address]);
  if (drawn === null) return null;
  return (
    <figure class="help-link">
      <svg viewBox={drawn.box} role="img" aria-label={address} shape-rendering="crispEdges">
        <path class="help-link-light" d={drawn.paper} />
        <path class="help-link-dark" d={drawn.ink} />
      </svg>
      <figcaption>{words.scanForHelp} <span class="address">{address.replace(/^https:\/\//, '')}</span></figcaption>
    </figure>
  );
}

function drawingOf(address: string): { readonly box: string; readonly paper: string; readonly ink: string } | null {
  if (address === '') return null;
  const { data, size } = encode(address, { ecc: 'M', border: margin });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])));
  const side = String(size);
  return { box: `0 0 ${side} ${side}`, paper: `M0 0h${side}v${side}h-${side}z`, ink: dark.join('') };
}
