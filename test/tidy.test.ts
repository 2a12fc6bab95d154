import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** One dialect, kept by a test. Every rule names the cure, and carries a sample that breaks it. */
interface Rule {
  readonly banned: RegExp;
  readonly cure: string;
  /** Looks at these files only; without it, at all code. */
  readonly only?: RegExp;
  readonly but?: RegExp;
  /** Comments may break code rules: they are about the code. */
  readonly commentsToo?: boolean;
  readonly sample: string;
  /** Where the sample would stand; without it, in statecharts/. */
  readonly at?: string;
}

const root = join(import.meta.dirname, '..');
const code = /\.(ts|tsx|mts|mjs|js)$/;
const house = /^(statecharts|board-profiles|firmware|sim)\//;

/** The only files that may touch the world; all others are handed a port. */
const adapters = new RegExp(
  [
    'firmware/adapters/', 'firmware/hardware/gpio/', 'firmware/hardware/serial/', 'firmware/hardware/hid/event-device\\.ts$',
    'firmware/guardian\\.ts$', 'firmware/upstream/mqtt-transport\\.ts$',
    'firmware/kiosk/server\\.ts$', 'firmware/kiosk/listeners\\.ts$', 'firmware/kiosk/page/', 'firmware/main\\.ts$',
    'sim/main\\.ts$', 'sim/server\\.ts$', 'sim/state-stream\\.ts$', 'sim/broker\\.ts$', 'sim/disk-[^/]*\\.ts$',
    'sim/cabinet/cabinet-file\\.ts$', 'sim/boards/pty-line\\.ts$', 'sim/page/',
  ].map((file) => `^${file}`).join('|'),
);
const world = { only: house, but: adapters } as const;

const rules: readonly Rule[] = [
  { banned: /\bDate\.now\(/, cure: 'use the Clock port', ...world, sample: 'const t = Date.now();' },
  { banned: /\bnew Date\(\s*\)/, cure: 'use the Clock port', ...world, sample: 'const t = new Date();' },
  { banned: /\bset(Timeout|Interval|Immediate)\(/, cure: 'use the Clock port', ...world, sample: 'setTimeout(stop, 5);' },
  { banned: /\bperformance\.now\(/, cure: 'use the Clock port', ...world, sample: 'const t = performance.now();' },
  { banned: /\bprocess\.hrtime\b/, cure: 'use the Clock port', ...world, sample: 'process.hrtime.bigint();' },
  { banned: /\bMath\.random\(/, cure: 'use the Random port', ...world, sample: 'const n = Math.random();' },
  {
    banned: /\bcrypto\.random|\brandom(Bytes|UUID|Int)\(/, cure: 'use the Random port', ...world,
    sample: 'const id = crypto.randomUUID();',
  },
  { banned: /['"](node:)?fs(\/promises)?['"]/, cure: 'use the Disk port', ...world, sample: "import { open } from 'node:fs/promises';" },
  {
    banned: /['"](node:)?(net|tls|dgram|https?|http2)['"]/, cure: 'use the Transport port', ...world,
    sample: "import net from 'node:net';",
  },

  { banned: /\bexport default\b/, cure: 'export it by name', but: /^[^/]*\.config\.(ts|mjs)$/, sample: 'export default class Door {}' },
  { banned: /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s+\w/, cure: 'use a union of literals', sample: 'export enum Size { Small }' },
  { banned: /^\s*(export\s+)?(declare\s+)?namespace\s+\w/, cure: 'use a file', sample: 'namespace Doors {}' },
  { banned: /\bas any\b|<any>/, cure: 'say what it is, or unknown', sample: 'send(event as any);' },
  {
    banned: /@ts-(ignore|nocheck)|(eslint|oxlint)-disable/, cure: 'mend it; a rule that is wrong goes from .oxlintrc.json, with the reason',
    commentsToo: true, sample: '// @ts-ignore',
  },
  { banned: /\b(FIXME|TODO|XXX|HACK)\b/, cure: 'finish it or open an issue', commentsToo: true, sample: '// TODO: later' },
  {
    banned: /\b(describe|suite|it|test|bench)(\.\w+)*\.(skip|only|todo)\b/, cure: 'run it or delete it',
    only: /^test\//, sample: "test.only('a door opens', () => {});", at: 'test/a.test.ts',
  },
  {
    banned: /\b(describe|suite|it|test|bench)(\.\w+)*\.(fails|runIf|skipIf)\(/, cure: 'mend what fails; the product is for Linux alone',
    only: /^test\//, sample: "test.fails('a door opens', () => {});", at: 'test/a.test.ts',
  },
  { banned: /\bcompartments?\b|[a-z]Compartment/i, cure: 'the word is locker', sample: 'const compartment = 3;' },
  { banned: /\b(cabinet|locker)Box(es)?\b/i, cure: 'the word is locker', sample: 'openCabinetBox(cabinetBox);' },
  {
    // A row of a table stays on its line.
    banned: /^.{141}/, cure: 'a line has at most 140 characters', but: /\.table\.test\.ts$/,
    commentsToo: true, sample: `const a = '${'a'.repeat(140)}';`,
  },
];

/** The tidy test itself is full of what it bans. */
const itself = 'test/tidy.test.ts';
const linesMax = 400;
const functionLinesMax = 70;
/** A developer's machine; the Pi's own home folder is a place of the product. */
const machinePath = /(?<![\w.\])}])\/(?:work|root|Users)\/|(?<![\w.\])}])\/home\/(?!pi\b|lockerbank\b)\w/;

interface Offence {
  readonly file: string;
  readonly line: number;
  readonly cure: string;
}

/** The text with every comment blanked out; lines keep their numbers. */
function withoutComments(source: ts.SourceFile): string {
  const { text } = source;
  const out = [...text.split('')];
  const blank = ({ pos, end }: ts.TextRange): void => {
    for (let at = pos; at < end; at++) if (out[at] !== '\n') out[at] = ' ';
  };
  const visit = (node: ts.Node): void => {
    if (node.kind !== ts.SyntaxKind.JsxText) {
      ts.getLeadingCommentRanges(text, node.getFullStart())?.forEach(blank);
      ts.getTrailingCommentRanges(text, node.getEnd())?.forEach(blank);
    }
    // Tokens too, or a comment before a closing bracket would count as code.
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return out.join('');
}

function bannedWords(file: string, source: ts.SourceFile): Offence[] {
  const mine = rules.filter(({ only, but }) => (only?.test(file) ?? true) && !(but?.test(file) ?? false));
  const bare = withoutComments(source).split('\n');
  return source.text.split('\n').flatMap((full, at) =>
    mine
      .filter((rule) => rule.banned.test(rule.commentsToo === true ? full : (bare[at] ?? '')))
      .map(({ cure }) => ({ file, line: at + 1, cure })),
  );
}

function longParts(file: string, source: ts.SourceFile): Offence[] {
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: Offence[] = [];
  if (lineAt(source.text.trimEnd().length) > linesMax) {
    found.push({ file, line: linesMax, cure: `a file has at most ${linesMax} lines: one idea per file` });
  }
  /** The lines of the functions in it, which count for themselves: a group of tests is as long as its headings. */
  const linesInside = (node: ts.Node): number => {
    let inside = 0;
    ts.forEachChild(node, (child) => void (inside += ts.isFunctionLike(child) ? linesOf(child) - 1 : linesInside(child)));
    return inside;
  };
  const linesOf = (node: ts.Node): number => lineAt(node.getEnd()) - lineAt(node.getStart(source)) + 1;
  const visit = (node: ts.Node): void => {
    const lines = ts.isFunctionLike(node) ? linesOf(node) - linesInside(node) : 0;
    if (lines > functionLinesMax) {
      const cure = `a function has at most ${functionLinesMax} lines of its own, this one ${lines}`;
      found.push({ file, line: lineAt(node.getStart(source)), cure });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function barrel(file: string): Offence[] {
  const isBarrel = house.test(file) && /(^|\/)index\.tsx?$/.test(file);
  return isBarrel ? [{ file, line: 1, cure: 'no barrels: import from the file that has it' }] : [];
}

function machinePaths(file: string, text: string): Offence[] {
  const cure = "names a path of a developer's machine";
  return text.split('\n').flatMap((line, at) => (machinePath.test(line) ? [{ file, line: at + 1, cure }] : []));
}

/** Links of a page to other files of the tree; code in it is no link. */
function deadLinks(file: string, text: string): Offence[] {
  const bare = text.replaceAll(/^```[^]*?^```|`[^`\n]*`/gm, (piece) => piece.replaceAll(/[^\n]/g, ' '));
  return bare.split('\n').flatMap((line, at) =>
    [...line.matchAll(/\]\(<?([^)\s>]+)|^\s*\[[^\]]+\]:\s+(\S+)/g)]
      .map(([, inText, below]) => (inText ?? below ?? '').replace(/#.*$/, ''))
      .filter((path) => path !== '' && !/^([a-z][a-z+.-]*:|\/\/)/i.test(path))
      .filter((path) => !existsSync(join(root, dirname(file), decodeURI(path))))
      .map((path) => ({ file, line: at + 1, cure: `leads to ${path}, which is not there` })),
  );
}

/** All that is wrong with one file, as `file:line  cure`. */
function offences(file: string, text: string): string[] {
  const found = machinePaths(file, text);
  if (file.endsWith('.md')) found.push(...deadLinks(file, text));
  if (code.test(file) && file !== itself) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    found.push(...bannedWords(file, source), ...longParts(file, source), ...barrel(file));
  }
  return found.map((one) => `${one.file}:${one.line}  ${one.cure}`);
}

/** Every text file that is, or is about to be, part of the product. */
function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|ttf|otf|wav|mp3|ogg|hex|bin|gz|zip|pdf)$/;
  return [...new Set(listed.split('\n'))].filter((file) => file !== '' && !binary.test(file) && existsSync(join(root, file)));
}

describe('the tree', () => {
  test('speaks one dialect', () => {
    const all = files();
    expect(all).toContain('package.json');
    expect(all.flatMap((file) => offences(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});

describe('the rules', () => {
  test.each(rules.map((rule) => [rule.sample, rule] as const))('refuse "%s"', (sample, { cure, at }) => {
    expect(offences(at ?? 'statecharts/a.ts', `\n${sample}\n`)).toEqual([`${at ?? 'statecharts/a.ts'}:2  ${cure}`]);
  });

  test('refuse a file and a function that are too long, and a barrel', () => {
    const lines = (count: number): string => '  step();\n'.repeat(count);
    expect(offences('firmware/a.ts', lines(linesMax + 1)).join()).toContain('a file has at most');
    expect(offences('firmware/a.ts', `function a(): void {\n${lines(functionLinesMax)}}\n`).join()).toContain('a function has at most');
    expect(offences('firmware/bank/index.ts', '').join()).toContain('no barrels');
  });

  test('refuse a link to a file that is not there', () => {
    const page = '[the house](../README.md#the-house), [nothing](nothing.md) and [elsewhere](https://example.org/a.md)';
    expect(offences('docs/a.md', `\n${page}\n`)).toEqual(['docs/a.md:2  leads to nothing.md, which is not there']);
    expect(offences('docs/a.md', '[a]: b.md\n')).toEqual(['docs/a.md:1  leads to b.md, which is not there']);
  });

  // In two halves, or this file would break its own rule.
  const paths = [['/wo', 'rk/main'], ['/ro', 'ot/.npmrc'], ['/Us', 'ers/anna'], ['/ho', 'me/anna/lockers']] as const;
  test.each(paths)('refuse a path on a machine, in any text (%s%s)', (head, tail) => {
    expect(offences('docs/a.md', `See ${head}${tail}.`)).toEqual(["docs/a.md:1  names a path of a developer's machine"]);
  });

  test.each([
    ['a comment about what the code avoids', 'firmware/bank/a.ts', '// No Date.now() here.\nconst a = { // setTimeout(\n};'],
    ['a date made from what the clock said', 'firmware/bank/a.ts', 'const date = new Date(now.ms);'],
    ['the clock itself', 'firmware/adapters/real-clock.ts', 'setTimeout(fire, 5);'],
    ['a default export of a tool that asks for it', 'vitest.config.ts', 'export default {};'],
    ["the Pi's home folder", 'docs/a.md', 'Copy it to /home/pi/lockerbank.'],
    ['folders of the tree', 'docs/a.md', 'See test/work/a.ts and ../work/b.'],
    ['a link in an example', 'docs/a.md', '```md\n[a](b.md)\n```\nand `[a](b.md)`'],
  ])('leave in peace %s', (_what, file, text) => {
    expect(offences(file, text)).toEqual([]);
  });
});
