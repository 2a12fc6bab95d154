import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { EventLine, EventType } from '../sim-state.ts';
import { timeOfDay } from './words.ts';

/** Events that a person at the upstream would want to act on. */
const troubles: ReadonlySet<string> = new Set<EventType>([
  'reservation.refused', 'reservation.expired', 'deposit.abandoned', 'pickup.unconfirmed', 'locker.check',
  'door.forced', 'door.held-open', 'door.did-not-open', 'door.sensor-fault', 'credential.refused', 'credential.locked-out',
  'command.refused', 'command.expired', 'command.interrupted', 'document.rejected', 'link.lost', 'bank.degraded',
]);

/** What came to the upstream, newest first. */
export function EventsPanel({ events }: { readonly events: readonly EventLine[] }): JSX.Element {
  const [filter, setFilter] = useState('');
  const seen = useRef<number | null>(null);
  // Only what comes while somebody watches is new to them.
  seen.current ??= events[0]?.sequence ?? 0;
  const shown = events.filter((event) => isWanted(event, filter));
  return (
    <section class="panel events" aria-labelledby="events-title">
      <div class="panel-head">
        <h2 id="events-title">Events</h2>
        <span class="hint">
          {filter === '' ? `newest ${String(events.length)}` : `${String(shown.length)} of ${String(events.length)}`}
        </span>
        <span class="spring" />
        <input
          class="filter"
          type="search"
          placeholder="Filter"
          aria-label="Filter events"
          value={filter}
          onInput={(e) => setFilter(e.currentTarget.value)}
        />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="Newest events">
        <ol class="event-lines">
          {shown.map((event) => (
            <EventRow key={`${event.time} ${String(event.sequence)}`} event={event} fresh={event.sequence > (seen.current ?? 0)} />
          ))}
        </ol>
        {shown.length === 0 ? <p class="empty">{events.length === 0 ? 'No event yet.' : 'No event matches the filter.'}</p> : null}
      </div>
    </section>
  );
}

function EventRow({ event, fresh }: { readonly event: EventLine; readonly fresh: boolean }): JSX.Element {
  const family = event.type.split('.')[0] ?? '';
  const trouble = troubles.has(event.type);
  return (
    <li class={['event', `family-${family}`, fresh ? 'fresh' : '', trouble ? 'trouble' : ''].join(' ')}>
      <time dateTime={event.time} title={`${event.time}, number ${String(event.sequence)}`}>{timeOfDay(event.time)}</time>
      <span class="event-type">{event.type}</span>
      <span class="event-subject">{event.subject}</span>
      <span class="event-text" title={event.text}>{event.text}</span>
    </li>
  );
}

/** Every word of the filter must occur somewhere in the line. */
function isWanted(event: EventLine, filter: string): boolean {
  const line = `${event.type} ${event.subject} ${event.text} ${timeOfDay(event.time)}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => line.includes(word));
}
