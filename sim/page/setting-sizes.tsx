import type { JSX } from 'preact';
import { usePerform } from './act.ts';
import type { InputOf } from './setting-input.tsx';
import { NumberField } from './setting-number.tsx';

/** A count for each size that the cabinet has. A size of which it is 0 need not be named. */
export function SizesInput({ id, line, sizes }: InputOf<'perSize'> & { readonly sizes: readonly string[] }): JSX.Element {
  const perform = usePerform();
  const send = (size: string, count: number): Promise<boolean> => {
    const counts = { ...line.value, [size]: count };
    const value = Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));
    return perform({ do: 'set', name: line.name, value });
  };
  return (
    <div class="setting-sizes" role="group" aria-labelledby={`${id}-name`} aria-describedby={`${id}-why`}>
      {sizes.map((size) => (
        <span key={size} class="setting-size">
          <label for={`${id}-${size}`}>{size}</label>
          <NumberField
            id={`${id}-${size}`}
            describedBy={`${id}-why`}
            least={0}
            most={line.most}
            step={1}
            shown={String(line.value[size] ?? 0)}
            send={(count) => send(size, count)}
          />
        </span>
      ))}
    </div>
  );
}
