import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { doorChart } from '../../statecharts/door/door.chart.ts';
import { sessionChart } from '../../statecharts/session/session.chart.ts';
import { diagramOf } from '../support/chart-diagram.ts';
import { statesOf, type Chart, type StateNode } from './nodes.ts';

interface Page {
  readonly file: string;
  readonly title: string;
  readonly source: string;
  readonly part: StateNode;
}

const door: Chart = doorChart;
const session: Chart = sessionChart;

function partOf(chart: Chart, ...keys: readonly string[]): StateNode {
  const found = keys.reduce<StateNode | undefined>((node, key) => node?.states[key], chart.root);
  if (!found) throw new Error(`no state ${keys.join('.')}`);
  return found;
}

const flows: readonly (readonly [name: string, title: string])[] = [
  ['home', 'Nobody is here'], ['identifying', 'Who they are'], ['visiting', 'What they want to open'], ['doors', 'The doors of one errand'],
  ['storing', 'Somebody leaves belongings'], ['delivering', 'Parcels are put in'], ['administering', 'Staff see to the lockers'],
];

const pages: readonly Page[] = [
  { file: 'door.md', title: 'A door', source: 'door/door.chart.ts', part: partOf(door) },
  ...flows.map(([name, title]): Page => ({
    file: `session-${name}.md`, title: `A session: ${title.charAt(0).toLowerCase()}${title.slice(1)}`, source: `session/${name}.state.ts`,
    part: partOf(session, 'errand', name),
  })),
  ...(['presence', 'hearing', 'news'] as const).map((name): Page => ({
    file: `session-${name}.md`, title: `A session: ${name}`, source: 'session/session.chart.ts', part: partOf(session, name),
  })),
];

const folder = new URL('../../docs/statecharts/', import.meta.url);

function textOf({ title, source, part }: Page): string {
  return `# ${title}

Made from [${source}](../../statecharts/${source}). Words in brackets must hold; of several ways with the same cause the
first one that may is taken.

${diagramOf(part)}
`;
}

const contents = `# The charts

One page for each chart, and one for each flow of a session. They are made from the charts; what a chart promises stands above it in
its own file.

${pages.map(({ file, title }) => `- [${title}](${file})`).join('\n')}

Whatever somebody came for, \`finish.chosen\` and \`session.over\` lead home, and a door that opens or shuts is noted.
`;

describe('docs/statecharts', () => {
  const files: readonly (readonly [file: string, current: string])[] = [
    ['README.md', contents], ...pages.map((page) => [page.file, textOf(page)] as const),
  ];
  test.each(files)('%s is current', (file, current) => {
    const path = new URL(file, folder);
    if (process.env['UPDATE'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, current);
    }
    expect(readFileSync(path, 'utf8'), 'UPDATE=1 npx vitest run --project unit test/statecharts/diagrams writes it anew').toBe(current);
  });

  test('has these pages and no others', () => {
    expect(readdirSync(folder).toSorted()).toEqual(['README.md', ...pages.map(({ file }) => file)].toSorted());
  });

  test('shows every state and every way of both charts', () => {
    const drawn = pages.map(textOf).join('\n');
    for (const { path, type } of [...statesOf(door), ...statesOf(session)]) {
      if (type !== 'parallel' && path.join() !== 'errand') expect(drawn).toContain(`as ${path.join('_')}`);
    }
    const ways = pages.flatMap(({ part }) => [part, ...statesOf({ ...session, root: part })])
      .reduce((sum, node) => sum + [...node.transitions.values()].flat().length + (node.always?.length ?? 0), 0);
    const rows = drawn.match(/^ {4}\w+ --> \w+: |^\| `/gm) ?? [];
    expect(rows).toHaveLength(ways);
  });

  test('says of a door that waits for another to be shut that it opens when none is open, not when one is', () => {
    expect(pages.map(textOf).join('\n')).toContain('errand_doors_shutting --> errand_doors_opening: at once [not hasOpenDoor]');
  });
});
