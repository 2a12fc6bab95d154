import type { CabinetDrawing } from '../firmware/kiosk/screens.ts';
import type { Key } from '../firmware/ports/keypad.ts';
import type { Party, ReservationKind } from '../firmware/contract/parts.ts';
import type { LockerStatus, StateMessage } from '../firmware/contract/messages.ts';
import type { SettingRow, SettingValue, SettingValueOf } from '../statecharts/setting.ts';
import type { BoardReport } from '../firmware/ports/hardware.ts';
import type { KioskSides } from './at-kiosk.ts';
import type { BoardManner } from './boards/manners.ts';
import type { Violation } from './cabinet/coil-watch.ts';
import type { CabinetFault } from './cabinet/faults.ts';
import type { BrandWish } from './upstream/demo-looks.ts';
import type { CodeOfLeg, ParcelState } from './upstream/upstream-books.ts';
import type { Wish } from './upstream/wishes.ts';

export type { Key } from '../firmware/ports/keypad.ts';
export type { EventType } from '../firmware/contract/events.ts';
export type { Party } from '../firmware/contract/parts.ts';

/** All that the simulator page draws, sent whole after every change. */
export interface SimState {
  readonly profile: { readonly id: string; readonly label: string };
  readonly cabinet: CabinetDrawing;
  readonly kioskUrl: string;
  readonly mqttUrl: string;
  readonly doors: readonly SimDoor[];
  /** What was done to coils that lock or supply do not bear; newest first, a few. */
  readonly violations: readonly Violation[];
  /** Lines with emulated boards; none where the doors hang on pins. */
  readonly buses: readonly SimBus[];
  /** Things in the person's hands: on the courier's trolley, or taken out of a locker. */
  readonly parcels: readonly LooseParcel[];
  /** Keypad, headphones, voice and sounders. */
  readonly atKiosk: KioskSides;
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
  /** Whether somebody inside has a button that opens it. */
  readonly hasInsideRelease: boolean;
}

/** A line with boards, as somebody with an ear on it finds it. */
export interface SimBus {
  readonly bus: string;
  /** Whether the adapter is plugged in. */
  readonly adapter: 'in' | 'out';
  /** `null`: nothing on it could. */
  readonly echoes: boolean | null;
  /** What its boards can do wrong. */
  readonly manners: readonly BoardManner[];
  /** What the bank has said in the last second: questions, and orders. */
  readonly questionsPerSecond: number;
  readonly boards: readonly SimBoard[];
}

export interface SimBoard {
  readonly board: string;
  readonly model: string;
  /** `null`: its kind has none. */
  readonly address: number | null;
  readonly doors: readonly number[];
  readonly manners: readonly BoardManner[];
  /** Whether its inputs switch its coils; `null` where they never could. */
  readonly inputs: 'free' | 'coupled' | null;
  /** As the bank judges it. */
  readonly state: BoardReport['state'];
  readonly trouble: BoardReport['trouble'];
  /** The last thing that it has said, as its driver understands it. */
  readonly said: { readonly words: string; readonly agoMs: number } | null;
}

export interface LooseParcel {
  readonly tracking: string;
  /** Empty: nobody has announced it. */
  readonly recipient: string;
}

/** What the reference upstream knows: only what came to it over MQTT, and what it asked for. */
export interface UpstreamView {
  readonly bank: StateMessage['s'] | 'never-seen';
  readonly acknowledged: number;
  /** What is wrong with the bank beside its doors, by its last report. */
  readonly degraded: readonly string[];
  readonly people: readonly UpstreamPerson[];
  readonly departments: readonly { readonly id: string; readonly name: string }[];
  readonly carriers: readonly { readonly id: string; readonly name: string; readonly code: string }[];
  readonly operators: readonly UpstreamOperator[];
  readonly sizes: readonly string[];
  readonly lockers: readonly UpstreamLocker[];
  /** Newest first. */
  readonly parcels: readonly UpstreamParcel[];
  /** Newest first, at most 200. */
  readonly events: readonly EventLine[];
  readonly settings: readonly SettingLine[];
  readonly branding: BrandingView;
}

/** The look that is declared, and what the bank has said of it. */
export interface BrandingView {
  readonly wish: BrandWish;
  /** `null`: none has been declared yet. */
  readonly version: number | null;
  readonly answer: 'none' | 'waiting' | 'in-force' | 'refused';
  /** In the bank's own words. */
  readonly why: string | null;
}

interface UpstreamPerson {
  readonly id: string;
  readonly name: string;
  readonly accessible: boolean;
  readonly badge: string | null;
  /** Asked for when the badge is shown; `null`: the badge is enough. */
  readonly pin: string | null;
}

interface UpstreamOperator {
  readonly username: string;
  readonly name: string;
  readonly role: 'operator' | 'administrator';
  readonly password: string;
  readonly badge: string;
  readonly pin: string | null;
}

export interface UpstreamLocker {
  readonly locker: number;
  readonly size: string;
  readonly accessible: boolean;
  readonly status: LockerStatus;
  readonly door: string;
  /** Whose own it is. */
  readonly dedicatedTo: Party | null;
}

export interface UpstreamParcel {
  readonly reservation: string;
  readonly kind: ReservationKind;
  /** The first label of it. */
  readonly tracking: string;
  readonly labels: readonly string[];
  /** Id of whom it is for: a person, a department, or somebody in no directory. */
  readonly recipient: string;
  /** `asked`: the command is on its way. `refused` says why in `why`. */
  readonly state: ParcelState;
  readonly why: string | null;
  readonly locker: number | null;
  /** As the recipient's mail would say it, from delivery on. */
  readonly pickupCode: string | null;
  /** The text of the QR code in that mail, where the upstream signs. */
  readonly pickupToken: string | null;
  /** Everything that has been told to somebody by now and still opens something. */
  readonly codes: readonly UpstreamCode[];
  readonly at: string;
}

export interface UpstreamCode {
  readonly opens: CodeOfLeg['opens'];
  /** Id of who was told. */
  readonly party: string;
  readonly code: string;
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
  | { readonly do: 'announce'; readonly wish: Wish }
  | { readonly do: 'cancel'; readonly reservation: string }
  | { readonly do: 'open-locker'; readonly locker: number; readonly reason: string }
  | { readonly do: 'service'; readonly locker: number; readonly to: 'in' | 'out' }
  | { readonly do: 'dedicate'; readonly locker: number; readonly party: Party | null }
  | { readonly do: 'set'; readonly name: string; readonly value: SettingValue }
  | { readonly do: 'brand'; readonly wish: BrandWish }
  | { readonly do: 'scan'; readonly text: string }
  | { readonly do: 'show-badge'; readonly text: string }
  | { readonly do: 'press'; readonly key: Key }
  | { readonly do: 'plug'; readonly to: 'in' | 'out' }
  /** Somebody comes with a thing that nobody has announced. */
  | { readonly do: 'bring'; readonly label: string }
  | { readonly do: 'put-in'; readonly locker: number; readonly label: string }
  | { readonly do: 'take-out'; readonly locker: number }
  | { readonly do: 'shut'; readonly locker: number }
  | { readonly do: 'pull'; readonly locker: number }
  /** Somebody inside presses their button. */
  | { readonly do: 'press-inside'; readonly locker: number }
  | { readonly do: 'fault'; readonly locker: number; readonly fault: CabinetFault | null }
  | { readonly do: 'manner'; readonly board: string; readonly manner: BoardManner; readonly is: boolean }
  | { readonly do: 'couple-inputs'; readonly board: string; readonly is: boolean }
  | { readonly do: 'brown-out'; readonly of: { readonly board: string } | { readonly bus: string } }
  | { readonly do: 'echo'; readonly bus: string; readonly is: boolean }
  | { readonly do: 'adapter'; readonly bus: string; readonly to: 'in' | 'out' }
  | { readonly do: 'network'; readonly to: 'up' | 'cut' };

/** Answered to each action: what stood in the way, in words for a person. */
export type SimAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: string };
