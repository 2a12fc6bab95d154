import { getNextTransitions, type AnyMachineSnapshot, type StateValue } from 'xstate';

/** What the tests read of a chart. XState's own types say `any` here. */
export interface Chart {
  readonly id: string;
  readonly root: StateNode;
  readonly events: readonly string[];
  readonly implementations: { readonly delays: object; readonly guards: object };
}

export interface StateNode {
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly parent?: StateNode | undefined;
  readonly initial?: { readonly target: readonly StateNode[] } | undefined;
  readonly states: Readonly<Record<string, StateNode>>;
  readonly after: readonly { readonly delay: unknown }[];
  readonly always?: readonly { readonly guard?: unknown }[] | undefined;
  readonly transitions: ReadonlyMap<string, readonly { readonly guard?: unknown }[]>;
}

/** Every state of a chart, from the outermost inwards; the chart itself is none of them. */
export function statesOf(chart: Chart): readonly StateNode[] {
  const below = (node: StateNode): StateNode[] => Object.values(node.states).flatMap((child) => [child, ...below(child)]);
  return below(chart.root);
}

/** The states in which a chart can stay: those with no states inside and no way out that always takes itself. */
export function restingPlacesOf(chart: Chart): readonly string[] {
  const leadsOn = ({ always }: StateNode) => always?.some(({ guard }) => guard === undefined) === true;
  return statesOf(chart).filter((node) => node.type === 'atomic' && !leadsOn(node)).map((node) => node.path.join('.'));
}

/** `{ staff: { doorShut: { window: 'open', person: 'present' } } }` is `staff.doorShut.window.open` and `….person.present`. */
export function placesOf(value: StateValue): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : placesOf(inner).map((place) => `${name}.${place}`)));
}

export type TimerStep = { readonly type: `xstate.after.${string}` };

/** The timers that run in a state, as events: whoever names the events of a graph has to name these again. */
export function timersOf(snapshot: AnyMachineSnapshot): readonly TimerStep[] {
  const types = new Set(getNextTransitions(snapshot).map((transition) => String(transition.eventType)));
  return [...types].map((type) => ({ type })).filter(isTimer);
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

/** The commands among the actions of a pure transition. XState's types know the declared actions, but not its own `emit`. */
export function emittedBy<Command>(actions: readonly { readonly type: string }[]): readonly Command[] {
  return actions.flatMap((action) =>
    action.type === 'xstate.emit' && 'params' in action ? [(action.params as { readonly event: Command }).event] : [],
  );
}
