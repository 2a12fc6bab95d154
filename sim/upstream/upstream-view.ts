import * as v from 'valibot';
import { settingsTable, type SettingName } from '../../firmware/bank/settings.ts';
import type { EventMessage } from '../../firmware/contract/messages.ts';
import { by } from '../../firmware/contract/parts.ts';
import { never } from '../../statecharts/never.ts';
import { usualOf, type SettingRow, type SettingValue } from '../../statecharts/setting.ts';
import type { BrandingView, EventLine, SettingLine, UpstreamCode, UpstreamParcel, UpstreamView } from '../sim-state.ts';
import { wishIn } from './branding.ts';
import { demoCarriers, demoDepartments, demoOperators, demoRecipients } from './demo-people.ts';
import { plainWish } from './demo-looks.ts';
import type { BookedParcel, CodeOfLeg, UpstreamBooks } from './upstream-books.ts';
import type { Upstream } from './upstream.ts';

/** What the simulator page shows of the upstream: only what came to it over MQTT, and what it asked for itself. */
export function viewOf(upstream: Upstream, sizes: readonly string[]): UpstreamView {
  const { books, state, report } = upstream;
  return {
    bank: state?.s ?? 'never-seen',
    acknowledged: books.through,
    people: demoRecipients.map(({ id, name, accessible, badge = null, pin = null }) => ({ id, name, accessible, badge, pin })),
    departments: demoDepartments.map(({ id, name }) => ({ id, name })),
    carriers: demoCarriers.map(({ id, name, code }) => ({ id, name, code })),
    operators: demoOperators.map(({ username, name, role, password, badge, pin }) => ({ username, name, role, password, badge, pin })),
    sizes,
    degraded: report?.health.degraded ?? [],
    lockers: (report?.lockers ?? []).map(({ number: locker, size, accessible, status, door }) => (
      { locker, size, accessible, status, door, dedicatedTo: books.dedicated.get(locker) ?? null }
    )),
    parcels: [...books.parcels.values()].reverse().map((parcel) => parcelLine(parcel, upstream)),
    events: [...books.events].reverse().map(eventLine),
    settings: Object.entries(settingsTable).map(([name, row]) => settingLine(name as SettingName, row, upstream.settings[name])),
    branding: brandingOf(books),
  };
}

function brandingOf({ documents: { branding }, answers }: UpstreamBooks): BrandingView {
  if (!branding) return { wish: plainWish, version: null, answer: 'none', why: null };
  const { version, text } = branding;
  const answer = answers['branding'];
  const wish = wishIn(text);
  if (answer?.version !== version) return { wish, version, answer: 'waiting', why: null };
  return { wish, version, answer: answer.why === null ? 'in-force' : 'refused', why: answer.why };
}

/** The code is in the mail from delivery on; before, and after collection, nobody needs it. */
function parcelLine(parcel: BookedParcel, upstream: Upstream): UpstreamParcel {
  const code = upstream.codeOf(parcel);
  const { reservation, kind, tracking, recipient, state, why, locker, at } = parcel;
  const isWaiting = state === 'delivered' || state === 'expired';
  const codes = parcel.codes.filter(({ opens }) => isTold(opens, parcel)).map((one, index, all): UpstreamCode => (
    { opens: one.opens, party: one.party.id, code: index === all.length - 1 && one.code === parcel.code ? code : one.code }
  ));
  const pickupCode = isWaiting && code !== '' ? code : null;
  const labels = [...parcel.labels, ...parcel.back];
  const pickupToken = isWaiting ? upstream.qrOf(parcel) : null;
  return { reservation, kind, tracking, labels, recipient, state, why, locker, pickupCode, pickupToken, codes, at };
}

/** Each code goes out when there is something to be done with it, as a mail would. */
function isTold(opens: CodeOfLeg['opens'], { state, back, putIn }: BookedParcel): boolean {
  const isWaiting = state === 'delivered' || state === 'expired';
  const isSwapped = back.every((label) => putIn.includes(label));
  switch (opens) {
    case 'drop-off':
      return state === 'asked' || state === 'reserved';
    case 'swap':
      return isWaiting && !isSwapped;
    case 'pick-up':
      return isWaiting && isSwapped;
    case 'storage':
      return state === 'reserved' || state === 'stored' || state === 'expired';
    default:
      return never(opens, 'what a code opens');
  }
}

function eventLine(event: EventMessage): EventLine {
  const type = event.type.replace(/^lockerbank\./, '').replace(/\.v1$/, '');
  const text = Object.entries(event.data)
    .filter(([name]) => name !== 'locker')
    .flatMap(([name, value]) => said(name, value))
    .join(', ');
  return { sequence: Number(event.sequence), time: event.time, type, subject: event.subject, text };
}

/** A line has no room for lists and parties; who it was is worth it. */
function said(name: string, value: unknown): readonly string[] {
  if (name === 'by' && v.is(by, value)) return [`by ${value.role} ${value.id}`];
  return ['string', 'number', 'boolean'].includes(typeof value) ? [`${name} ${String(value as string | number | boolean)}`] : [];
}

/** What the upstream has not set is as usual. It sets nothing that its row does not let through. */
function settingLine(name: SettingName, row: SettingRow, value: SettingValue | undefined): SettingLine {
  return { ...row, name, value: value === undefined ? usualOf(row) : value } as SettingLine;
}
