/** What can be wrong with a simulated door, one at a time. */
export type CabinetFault =
  | 'jammed'
  | 'sensor-stuck-open'
  | 'sensor-stuck-closed'
  | 'sensor-lost'
  | 'slow-spring'
  | 'bouncing';

export const cabinetFaults = [
  'jammed', 'sensor-stuck-open', 'sensor-stuck-closed', 'sensor-lost', 'slow-spring', 'bouncing',
] as const satisfies readonly CabinetFault[];
