/** What can be wrong with a simulated door, one at a time. */
export const cabinetFaults = [
  'jammed', 'slow-spring', 'bouncing', 'sensor-lost', 'sensor-stuck-open', 'sensor-stuck-closed',
] as const;

export type CabinetFault = (typeof cabinetFaults)[number];
