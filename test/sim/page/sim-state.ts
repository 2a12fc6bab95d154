import type { SimState, UpstreamParcel, UpstreamView } from '../../../sim/sim-state.ts';
import { plainWish } from '../../../sim/upstream/demo-looks.ts';

/** A world in which nothing has happened, but for what is named. */
export function simState(upstream: Partial<UpstreamView>, change: Partial<SimState> = {}): SimState {
  return {
    profile: { id: 'test-8', label: 'Eight lockers' },
    cabinet: { widthMm: 450, heightMm: 150, plinthMm: 100, kiosk: { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 }, lockers: [] },
    kioskUrl: '', mqttUrl: '', doors: [], violations: [], buses: [], parcels: [], network: 'up',
    atKiosk: { headphones: 'out', heard: [], beeping: [] },
    upstream: {
      bank: 'online', acknowledged: 0, degraded: [], people: [], departments: [], carriers: [], operators: [], sizes: [], lockers: [],
      settings: [], parcels: [], events: [], branding: { wish: plainWish, version: null, answer: 'none', why: null }, ...upstream,
    },
    ...change,
  };
}

export function parcel(change: Partial<UpstreamParcel>): UpstreamParcel {
  return {
    reservation: 'r', kind: 'delivery', tracking: 'PKG-1005', labels: ['PKG-1005'], recipient: 'r-1', state: 'asked', why: null, locker: 1,
    pickupCode: null, pickupToken: null, codes: [], at: '', ...change,
  };
}
