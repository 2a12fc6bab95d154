import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { EventLine } from '../sim-state.ts';
import { timeOfDay } from './words.ts';

/** Words in an event's type that a person at the upstream would want to act on. */
const troubles = [
  'forced', 'did-not-open', 'held-open', 'sensor-fault', 'refused', 'locked-out', 'check', 'lost', 'failed', 'degraded',
  'interrupted', 'expired', 'unconfirmed', 'rejected', 'rolled-back', 'abandoned', 'overdue',
];

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
  const family = shortType(event.type).split('.')[0] ?? '';
  const trouble = troubles.some((word) => event.type.includes(word));
  return (
    <li class={['event', `family-${family}`, fresh ? 'fresh' : '', trouble ? 'trouble' : ''].join(' ')}>
      <time dateTime={event.time} title={`${event.time}, number ${String(event.sequence)}`}>{timeOfDay(event.time)}</time>
      <span class="event-type">{shortType(event.type)}</span>
      <span class="event-subject">{event.subject}</span>
      <span class="event-text" title={event.text}>{event.text}</span>
    </li>
  );
}

/** `lockerbank.door.opened.v1` → `door.opened` */
function shortType(type: string): string {
  return type.replace(/^lockerbank\./, '').replace(/\.v\d+$/, '');
}

/** Every word of the filter must occur somewhere in the line. */
function isWanted(event: EventLine, filter: string): boolean {
  const line = `${event.type} ${event.subject} ${event.text} ${timeOfDay(event.time)}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => line.includes(word));
}
