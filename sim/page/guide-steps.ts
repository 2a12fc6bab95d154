import type { SimState } from '../sim-state.ts';

export interface GuideStep {
  readonly title: string;
  readonly how: string;
  readonly done: boolean;
}

/** The story of one parcel, ticked off from what the upstream knows. */
export function guideSteps(state: SimState): readonly GuideStep[] {
  const { parcels, events, operators } = state.upstream;
  const is = (...states: readonly string[]): boolean => parcels.some((parcel) => states.includes(parcel.state));
  const heard = (type: string): boolean => events.some((event) => event.type === type);
  const collected = is('collected');
  const delivered = collected || is('delivered', 'expired');
  const staff = operators[0]?.username ?? 'a member of staff';
  return [
    { title: 'Reserve a locker', how: 'In “Upstream”, on the right.', done: delivered || is('reserved', 'cancelled') },
    {
      title: 'Sign in at the kiosk and scan the label',
      how: `Touch “Staff”, sign in as ${staff}, then press “Scan label”. A door springs open.`,
      done: delivered || heard('deposit.started'),
    },
    { title: 'Put the parcel in, shut the door', how: 'Choose the open door in the drawing.', done: delivered },
    {
      title: 'Type the pickup code at the kiosk',
      how: 'It stands beside the parcel in “Upstream”, as in the recipient’s mail.',
      done: collected || heard('pickup.started'),
    },
    { title: 'Take the parcel out, shut the door', how: 'The locker is free again.', done: collected },
  ];
}
