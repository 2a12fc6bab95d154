import { getNextTransitions, type AnyMachineSnapshot, type AnyStateMachine, type StateValue } from 'xstate';

export type StateNode = AnyStateMachine['root'];

/** Every state of a chart, from the outermost inwards; the chart itself is none of them. */
export function statesOf(chart: AnyStateMachine): readonly StateNode[] {
  const below = (node: StateNode): StateNode[] => Object.values(node.states).flatMap((child) => [child, ...below(child)]);
  return below(chart.root);
}

/** The states in which a chart can stay: those with no states inside and no way out that takes itself. */
export function restingPlacesOf(chart: AnyStateMachine): readonly string[] {
  return statesOf(chart).filter((node) => node.type === 'atomic' && !node.config.always).map((node) => node.path.join('.'));
}

/** `{ staff: { doorShut: { window: 'open', person: 'present' } } }` is `staff.doorShut.window.open` and `….person.present`. */
export function placesOf(value: StateValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : placesOf(inner).map((place) => `${name}.${place}`)));
}

export type TimerStep = { readonly type: `xstate.after.${string}` };

/** The timers that run in a state, as events: whoever names the events of a graph has to name these again. */
export function timersOf(snapshot: AnyMachineSnapshot): readonly TimerStep[] {
  const types = new Set(getNextTransitions(snapshot).map((t) => t.eventType).filter((type) => type.startsWith('xstate.after.')));
  return [...types].map((type) => ({ type }) as TimerStep);
}

export function isTimer(step: { readonly type: string }): step is TimerStep {
  return step.type.startsWith('xstate.after.');
}

/** What happened, in one line. */
export function story(steps: readonly { readonly type: string }[]): string {
  const told = steps.filter((step) => step.type !== 'xstate.init').map((step) => {
    if (isTimer(step)) return step.type.split('.')[2];
    const { type, ...rest } = step;
    const detail = Object.values(rest).filter((value) => typeof value !== 'object').join(' ');
    return detail === '' ? type : `${type} (${detail})`;
  });
  return told.length === 0 ? 'waking up' : told.join(', ');
}
