import type { JSX } from 'preact';
import type { UpstreamView } from '../sim-state.ts';
import { partyKey } from './wish-draft.ts';

/** Everybody who can have something in a locker: people and departments, and what else there is to choose. */
export function PartySelect({ id, upstream, chosen, also, onChoose }: {
  readonly id: string;
  readonly upstream: UpstreamView;
  readonly chosen: string;
  readonly also: { readonly key: string; readonly name: string } | null;
  readonly onChoose: (key: string) => void;
}): JSX.Element {
  const { people, departments } = upstream;
  return (
    <select id={id} value={chosen} onChange={(e) => onChoose(e.currentTarget.value)}>
      {also === null ? null : <option value={also.key}>{also.name}</option>}
      {people.map((one) => (
        <option key={one.id} value={partyKey({ type: 'recipient', id: one.id })}>
          {one.name}{one.accessible ? ' (needs an accessible locker)' : ''}
        </option>
      ))}
      {departments.length === 0 ? null : (
        <optgroup label="Departments">
          {departments.map((one) => <option key={one.id} value={partyKey({ type: 'department', id: one.id })}>{one.name}</option>)}
        </optgroup>
      )}
    </select>
  );
}
