/** From TypeScript to one file that the guest's Node runs as it is: there is neither a compiler nor the time for one. */
import { readFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import ts from 'typescript';

const nothing = '\0nothing';
const names = ['Board', 'list', 'SerialPort', 'default'];

/**
 * @param {Readonly<Record<string, string>>} inputs names of the files to be and what they are made of
 * @param {string} folder where they go: below node_modules, so that native packages are found
 */
export async function bundle(inputs, folder) {
  const built = await rollup({
    input: inputs,
    external: ['koffi'],
    onLog: () => undefined,
    plugins: [
      {
        name: 'no-serial-ports',
        // The guest has none, and what is not loaded starts sooner.
        resolveId: (id) => (/^(firmata|serialport|browser-serialport)$/.test(id) ? nothing : null),
        load: (id) => (id === nothing ? `const none = null; export { ${names.map((name) => `none as ${name}`).join(', ')} };` : null),
      },
      {
        name: 'without-types',
        load: (id) => (id.endsWith('.ts') && !id.includes('/node_modules/') ? transpiled(id) : null),
      },
      nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      commonjs({ ignoreTryCatch: (id) => id !== 'serialport' }),
      json(),
    ],
  });
  await built.write({ dir: folder, format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'part-[name]-[hash].mjs' });
  await built.close();
}

function transpiled(file) {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  return ts.transpileModule(readFileSync(file, 'utf8'), { fileName: file, compilerOptions }).outputText;
}
