import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Exports of a file, by name. */
interface Module {
  readonly exports: readonly string[];
  /** What it takes from other files: `path name`, or `path *` for all that is there. */
  readonly imports: readonly string[];
}

/** Types count like values. */
function moduleOf(file: string, text: string): Module {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const exports: string[] = [];
  const imports: string[] = [];
  const pathOf = (node: ts.Expression | undefined): string | null =>
    node && ts.isStringLiteralLike(node) && node.text.startsWith('.') ? normalize(join(dirname(file), node.text)) : null;
  const take = (from: string | null, names: readonly string[]): void => {
    if (from !== null) imports.push(...names.map((name) => `${from} ${name}`));
  };
  const namesIn = ({ elements }: ts.NamedImports | ts.NamedExports) =>
    elements.map(({ propertyName, name }) => (propertyName ?? name).text);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const bound = node.importClause?.namedBindings;
      take(pathOf(node.moduleSpecifier), bound && ts.isNamedImports(bound) ? namesIn(bound) : ['*']);
    } else if (ts.isExportDeclaration(node)) {
      const named = node.exportClause && ts.isNamedExports(node.exportClause) ? namesIn(node.exportClause) : ['*'];
      take(pathOf(node.moduleSpecifier), named);
    } else if (ts.isImportTypeNode(node)) {
      const from = ts.isLiteralTypeNode(node.argument) ? pathOf(node.argument.literal as ts.Expression) : null;
      take(from, [node.qualifier?.getText(source).split('.')[0] ?? '*']);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      take(pathOf(node.arguments[0]), ['*']);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name)) exports.push(name.text);
        else exports.push(...name.elements.flatMap((one) => (ts.isBindingElement(one) ? [one.name.getText(source)] : [])));
      }
    } else if (
      ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
    ) {
      if (statement.name) exports.push(statement.name.text);
    }
  }
  return { exports, imports };
}

/** `path name` of each export that no other file takes. */
function unused(files: Readonly<Record<string, string>>): readonly string[] {
  const modules = Object.entries(files).map(([file, text]) => [file, moduleOf(file, text)] as const);
  const taken = new Set(modules.flatMap(([, { imports }]) => imports));
  return modules.flatMap(([file, { exports }]) =>
    taken.has(`${file} *`) ? [] : exports.map((name) => `${file} ${name}`).filter((one) => !taken.has(one)));
}

describe('an export', () => {
  test('has an importer: what a file alone uses is its own business', () => {
    const asked = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'];
    const listed = execFileSync('git', asked, { cwd: root, encoding: 'utf8' });
    const files = listed.split('\n').filter((file) => file !== '' && !file.endsWith('.d.ts') && existsSync(join(root, file)));
    const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
    expect(files.length).toBeGreaterThan(0);
    expect(unused(texts)).toEqual([]);
  });

  test.each([
    ['a value', 'export const a = 1;', '', ['sim/a.ts a']],
    ['a type', 'export interface A {}', '', ['sim/a.ts A']],
    ['one of two', 'export const a = 1;\nexport type B = 1;', "import { a } from './a.ts';", ['sim/a.ts B']],
    ['none that is taken under another name', 'export const a = 1;', "import { a as b } from './a.ts';", []],
    ['none that is taken as a type', 'export interface A {}', "type B = import('./a.ts').A;", []],
    ['none of what is taken as a whole', 'export const a = 1;', "import * as all from './a.ts';", []],
    ['none that is handed on', 'export const a = 1;', "export { a } from './a.ts';", []],
  ])('is found where nobody takes it: %s', (_what, a, b, found) => {
    expect(unused({ 'sim/a.ts': a, 'sim/b.ts': b })).toEqual(found);
  });
});
