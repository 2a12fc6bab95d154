import type { CabinetDrawing } from '../firmware/kiosk/screens.ts';
import type { LockerStatus, StateMessage } from '../firmware/upstream/contract/messages.ts';
import type { SettingRow, SettingValue, SettingValueOf } from '../statecharts/setting.ts';
import type { CabinetFault } from './cabinet/faults.ts';
import type { ParcelState } from './upstream/upstream-books.ts';

export type { EventType } from '../firmware/upstream/contract/events.ts';

/** All that the simulator page draws, sent whole after every change. */
export interface SimState {
  readonly cabinet: CabinetDrawing;
  readonly kioskUrl: string;
  readonly mqttUrl: string;
  readonly doors: readonly SimDoor[];
  /** Things in the person's hands: on the courier's trolley, or taken out of a locker. */
  readonly parcels: readonly LooseParcel[];
  readonly upstream: UpstreamView;
  /** How the simulated network is: `cut` drops the bank's connection until it is mended. */
  readonly network: 'up' | 'cut';
}

/** The physical door, as somebody in front of the bank would see it. */
export interface SimDoor {
  readonly locker: number;
  readonly size: string;
  readonly leaf: 'open' | 'closed';
  readonly coil: 'energised' | 'resting';
  readonly contents: readonly string[];
  readonly fault: CabinetFault | null;
}

export interface LooseParcel {
  readonly tracking: string;
  readonly recipient: string;
}

/** What the reference upstream knows: only what came to it over MQTT, and what it asked for. */
export interface UpstreamView {
  readonly bank: StateMessage['s'] | 'never-seen';
  readonly acknowledged: number;
  readonly people: readonly { readonly id: string; readonly name: string; readonly accessible: boolean }[];
  readonly operators: readonly { readonly username: string; readonly name: string; readonly password: string }[];
  readonly sizes: readonly string[];
  readonly lockers: readonly UpstreamLocker[];
  /** Newest first. */
  readonly parcels: readonly UpstreamParcel[];
  /** Newest first, at most 200. */
  readonly events: readonly EventLine[];
  readonly settings: readonly SettingLine[];
}

export interface UpstreamLocker {
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly status: LockerStatus;
  readonly door: string;
}

export interface UpstreamParcel {
  readonly reservation: string;
  readonly tracking: string;
  readonly recipient: string;
  /** `asked`: the command is on its way. `refused` says why in `why`. */
  readonly state: ParcelState;
  readonly why: string | null;
  readonly locker: number | null;
  /** As the recipient's mail would say it, from delivery on. */
  readonly pickupCode: string | null;
  readonly at: string;
}

export interface EventLine {
  readonly sequence: number;
  readonly time: string;
  /** Without what all types have in common: `door.opened`. */
  readonly type: string;
  readonly subject: string;
  readonly text: string;
}

/** A row of the settings table with its name and present value. Lengths of time are milliseconds, here and in the action `set`. */
export type SettingLine = LineOf<SettingRow>;
type LineOf<Row> = Row extends SettingRow ? Row & { readonly name: string; readonly value: SettingValueOf<Row> } : never;

/** What somebody does on the simulator page. */
export type SimAction =
  | { readonly do: 'reserve'; readonly recipient: string; readonly size: string; readonly accessible: boolean; readonly tracking: string }
  | { readonly do: 'cancel'; readonly reservation: string }
  | { readonly do: 'open-locker'; readonly locker: number; readonly reason: string }
  | { readonly do: 'service'; readonly locker: number; readonly to: 'in' | 'out' }
  | { readonly do: 'set'; readonly name: string; readonly value: SettingValue }
  | { readonly do: 'scan'; readonly text: string }
  | { readonly do: 'put-in'; readonly locker: number; readonly label: string }
  | { readonly do: 'take-out'; readonly locker: number }
  | { readonly do: 'shut'; readonly locker: number }
  | { readonly do: 'pull'; readonly locker: number }
  | { readonly do: 'fault'; readonly locker: number; readonly fault: CabinetFault | null }
  | { readonly do: 'network'; readonly to: 'up' | 'cut' };

/** Answered to each action: what stood in the way, in words for a person. */
export type SimAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: string };
