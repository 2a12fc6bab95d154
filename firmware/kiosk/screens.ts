import type { CodeNotice, Notice, ReleaseRefusal } from '../../statecharts/session/session.events.ts';

/**
 * What the kiosk shows: one value, drawn by the page as it is told. It holds no secret and no more personal data
 * than the person in front needs. `homeInMs` is how long the screen stays if nobody does anything.
 */
export type Screen =
  | { readonly screen: 'starting' }
  | { readonly screen: 'home'; readonly notice: CodeNotice | null; readonly keypadLockedForMs: number }
  | { readonly screen: 'one-moment' }
  | { readonly screen: 'staff-sign-in'; readonly notice: Notice | null; readonly homeInMs: number }
  | { readonly screen: 'staff-label'; readonly staff: string; readonly notice: Notice | null; readonly homeInMs: number }
  | { readonly screen: 'door-opening'; readonly purpose: Purpose; readonly door: DoorPlace }
  | { readonly screen: 'door-open'; readonly purpose: Purpose; readonly door: DoorPlace; readonly homeInMs: number }
  | {
      readonly screen: 'door-shut';
      readonly purpose: Purpose;
      readonly door: DoorPlace;
      readonly canReopen: boolean;
      readonly homeInMs: number;
    }
  | {
      readonly screen: 'door-stuck';
      readonly purpose: Purpose;
      readonly door: DoorPlace;
      readonly why: 'did-not-open' | ReleaseRefusal;
      readonly homeInMs: number;
    }
  | { readonly screen: 'out-of-order' };

export type Purpose = 'pickup' | 'deposit';

/** Where a door is. Columns count from the left, rows from the top, both from 1. */
export interface DoorPlace {
  readonly locker: number;
  readonly column: number;
  readonly row: number;
}

/** The drawing of this very cabinet, sent once with the first screen. Millimetres from the top left of the front. */
export interface CabinetDrawing {
  readonly widthMm: number;
  readonly heightMm: number;
  /** From the lowest locker down to the floor. */
  readonly plinthMm: number;
  readonly kiosk: Rectangle;
  readonly lockers: readonly (DoorPlace & Rectangle & { readonly accessible: boolean })[];
}

export interface Rectangle {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}
