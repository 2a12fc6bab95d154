import type { StateNode } from '../statecharts/nodes.ts';

/** One way out of a state, as XState keeps it. */
interface Way {
  readonly guard?: unknown;
  readonly actions?: readonly unknown[] | undefined;
  readonly target?: readonly StateNode[] | undefined;
}

/**
 * A part of a chart as a Mermaid state diagram: every state in it, every way between them and out of it, with what causes it
 * and what it is on condition of. What leads nowhere stands in a table below it.
 */
export function diagramOf(part: StateNode): string {
  const states = [part, ...below(part)];
  const arrows = states.flatMap((state) => arrowsFrom(state));
  const outside = [...new Set(arrows.flatMap(({ to }) => (isIn(part, to) ? [] : [to])))];
  const lines = [
    'stateDiagram-v2',
    ...outside.map((state) => `    state "${state.path.join('.')}" as ${idOf(state)}`),
    ...insideOf(part, 1),
    ...arrows.map(({ from, to, label }) => `    ${idOf(from)} --> ${idOf(to)}: ${label}`),
  ];
  return [`\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``, ...stays(states)].join('\n\n');
}

const below = (node: StateNode): readonly StateNode[] => Object.values(node.states).flatMap((child) => [child, ...below(child)]);

const isIn = (part: StateNode, state: StateNode): boolean => part.path.every((key, at) => state.path[at] === key);

/** `end` and the like are words of Mermaid, and keys repeat in different states: the whole path is a name. */
const idOf = (state: StateNode): string => (state.path.length === 0 ? 'chart' : state.path.join('_'));

function insideOf(node: StateNode, depth: number): readonly string[] {
  const indent = '    '.repeat(depth);
  const children = Object.values(node.states);
  if (children.length === 0) return [`${indent}state "${node.key}" as ${idOf(node)}`];
  const initial = node.type === 'compound' && node.initial ? [`${indent}    [*] --> ${idOf(node.initial.target[0] ?? node)}`] : [];
  const inside = children.flatMap((child) => insideOf(child, depth + 1));
  return [`${indent}state "${node.key}" as ${idOf(node)} {`, ...initial, ...inside, `${indent}}`];
}

interface Arrow {
  readonly from: StateNode;
  readonly to: StateNode;
  readonly label: string;
}

function arrowsFrom(state: StateNode): readonly Arrow[] {
  return waysOf(state).flatMap(({ cause, way }) => (way.target ?? []).map((to) => {
    const guard = guardWords(way.guard);
    return { from: state, to, label: guard === '' ? cause : `${cause} [${guard}]` };
  }));
}

/** What is done without going anywhere, and what is not listened to at all. */
function stays(states: readonly StateNode[]): readonly string[] {
  const rows = states.flatMap((state) => waysOf(state).filter(({ way }) => way.target === undefined || way.target.length === 0).map(
    ({ cause, way }) => {
      const does = (way.actions ?? []).map(nameOf).join(', ');
      return `| \`${state.path.join('.')}\` | ${cause} | ${guardWords(way.guard)} | ${does === '' ? 'nothing' : does} |`;
    },
  ));
  return rows.length === 0 ? [] : [['| stays in | on | if | and does |', '| --- | --- | --- | --- |', ...rows].join('\n')];
}

function waysOf(state: StateNode): readonly { readonly cause: string; readonly way: Way }[] {
  const told = [...state.transitions].flatMap(([type, ways]) => (ways as readonly Way[]).map((way) => ({ cause: causeWords(type), way })));
  return [...told, ...((state.always ?? []) as readonly Way[]).map((way) => ({ cause: 'at once', way }))];
}

/** `xstate.after.patience.session.presence.attending` is `after patience`. */
function causeWords(type: string): string {
  return type.startsWith('xstate.after.') ? `after ${type.split('.')[2] ?? ''}` : type;
}

function guardWords(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'function' || !('guards' in guard) || !Array.isArray(guard.guards)) return '';
  const all = guard.guards.map(guardWords);
  // `and`, `or` and `not` of XState are told apart by the names of what they make.
  return guard.name === 'not' ? `not ${all.join()}` : all.join(` ${guard.name} `);
}

function nameOf(action: unknown): string {
  return typeof action === 'string' ? action : String((action as { readonly type?: unknown }).type);
}
