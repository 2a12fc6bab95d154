import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { AccessibleShape, Icon, StatusShape } from './icons.tsx';
import { parcelOf, statusOf, statusWords } from './words.ts';

/** Every locker as the upstream last heard of it. */
export function LockerTable({ state }: { readonly state: SimState }): JSX.Element {
  const { upstream } = state;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Lockers">
      <table class="lockers">
        <thead>
          <tr>{['Locker', 'Size', 'Status', 'Door', 'Parcel'].map((name) => <th key={name} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>
          {upstream.lockers.map((row) => {
            const status = statusOf(upstream, row.locker);
            return (
              <tr key={row.locker}>
                <th scope="row">{row.locker}</th>
                <td>
                  <span class="with-icon">
                    {row.size}
                    {row.accessible ? <><Icon><AccessibleShape /></Icon><span class="unseen">accessible</span></> : null}
                  </span>
                </td>
                <td>
                  <span class={`with-icon status-${status}`}><Icon><StatusShape status={status} /></Icon>{statusWords[status]}</span>
                </td>
                <td>{row.door}</td>
                <td>{parcelOf(upstream, row.locker)?.tracking ?? ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {upstream.lockers.length === 0 ? <p class="empty">The bank has not reported yet.</p> : null}
    </div>
  );
}
