import { settingsTable, type SettingName } from '../../firmware/bank/settings.ts';
import type { EventMessage } from '../../firmware/upstream/contract/messages.ts';
import { usualOf, type SettingRow, type SettingValue } from '../../statecharts/setting.ts';
import type { EventLine, SettingLine, UpstreamParcel, UpstreamView } from '../sim-state.ts';
import { demoOperators, demoRecipients } from './demo-people.ts';
import type { BookedParcel } from './upstream-books.ts';
import type { Upstream } from './upstream.ts';

/** What the simulator page shows of the upstream: only what came to it over MQTT, and what it asked for itself. */
export function viewOf(upstream: Upstream, sizes: readonly string[]): UpstreamView {
  const { books, state, report } = upstream;
  return {
    bank: state?.s ?? 'never-seen',
    acknowledged: books.through,
    people: demoRecipients,
    operators: demoOperators.map(({ username, name, password }) => ({ username, name, password })),
    sizes,
    lockers: (report?.lockers ?? []).map(({ number: locker, size, accessible, status, door }) => (
      { locker, size, accessible, status, door }
    )),
    parcels: [...books.parcels.values()].reverse().map((parcel) => parcelLine(parcel, upstream.codeOf(parcel))),
    events: [...books.events].reverse().map(eventLine),
    settings: Object.entries(settingsTable).map(([name, row]) => settingLine(name as SettingName, row, books.settings[name])),
  };
}

/** The code is in the mail from delivery on; before, and after collection, nobody needs it. */
function parcelLine(parcel: BookedParcel, code: string): UpstreamParcel {
  const { reservation, tracking, recipient, state, why, locker, at } = parcel;
  const isWaiting = state === 'delivered' || state === 'expired';
  return { reservation, tracking, recipient, state, why, locker, pickupCode: isWaiting ? code : null, at };
}

function eventLine(event: EventMessage): EventLine {
  const type = event.type.replace(/^lockerbank\./, '').replace(/\.v1$/, '');
  const text = Object.entries(event.data)
    .filter(([name, value]) => name !== 'locker' && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  return { sequence: Number(event.sequence), time: event.time, type, subject: event.subject, text };
}

/** What the upstream has not set is as usual. It sets nothing that its row does not let through. */
function settingLine(name: SettingName, row: SettingRow, value: SettingValue | undefined): SettingLine {
  return { ...row, name, value: value === undefined ? usualOf(row) : value } as SettingLine;
}
