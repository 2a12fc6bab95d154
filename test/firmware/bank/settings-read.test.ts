import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { settingsTable } from '../../../firmware/bank/settings.ts';
import { settingsGuide } from '../../../firmware/bank/settings/guide.ts';
import { settingsSchemaDocument } from '../../../firmware/bank/settings/schema.ts';
import type { SettingRow } from '../../../statecharts/setting.ts';

const root = join(import.meta.dirname, '../../..');

/** Where settings are told, checked and held against each other. */
const table = /^firmware\/bank\/settings[/.]/;
/** Where the branding is taken into the books. */
const keeping = /^firmware\/bank\/(fold-documents|documents)\.ts$/;

const files = ['firmware', 'statecharts']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
  .filter((file) => /\.tsx?$/.test(file) && !table.test(file));

/** The members that a file reads of anything called so: `books.settings.x`, and `{ x } = settings`. */
function readOf(file: string, what: RegExp): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const isIt = (node: ts.Node | undefined): boolean => node !== undefined && what.test(node.getText(source));
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isIt(node.expression)) found.push(node.name.text);
    if (ts.isObjectBindingPattern(node)) {
      const { parent } = node;
      const from = ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) ? (parent.initializer ?? parent.name) : undefined;
      const type = ts.isParameter(parent) || ts.isVariableDeclaration(parent) ? parent.type : undefined;
      const of = ts.isBindingElement(parent) ? parent.propertyName : from;
      if (isIt(of) || isIt(type)) found.push(...node.elements.map(({ propertyName, name }) => (propertyName ?? name).getText(source)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('a setting', () => {
  test('is marked as long as no part of the product reads it, and no longer', () => {
    const read = new Set(files.flatMap((file) => readOf(file, /settings(\(\))?$|Settings\b/)));
    const rows = Object.entries<SettingRow>(settingsTable);
    const unread = rows.filter(([name]) => !read.has(name)).map(([name]) => name);
    expect(rows.filter(([, row]) => row.awaits !== undefined).map(([name]) => name)).toEqual(unread);
  });

  test('that is marked says so to who writes one, in the guide and in the schema', () => {
    const { properties } = settingsSchemaDocument() as { readonly properties: Readonly<Record<string, { readonly description: string }>> };
    const lines = settingsGuide().split('\n');
    for (const [name, row] of Object.entries<SettingRow>(settingsTable)) {
      const isTold = [lines.find((line) => line.startsWith(`| \`${name}\` |`)), properties[name]?.description]
        .map((text) => text?.includes('Changes nothing yet'));
      expect([name, ...isTold]).toEqual([name, row.awaits !== undefined, row.awaits !== undefined]);
    }
  });
});

test('the branding document is told to change nothing, as long as nobody reads it', () => {
  const isRead = files.some((file) => !keeping.test(file) && /\.branding\b/.test(readFileSync(join(root, file), 'utf8')));
  expect(/`branding` document \(changes nothing yet/.test(settingsGuide())).toBe(!isRead);
});
