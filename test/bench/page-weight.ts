import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../../dist');

interface PageWeight {
  readonly rawKiB: number;
  readonly gzipKiB: number;
  readonly brotliKiB: number;
}

/** All that a page is made of, as it is served: each file by itself, as a browser asks for it. */
export function weighPage(name: 'kiosk' | 'sim'): PageWeight {
  const files = ['index.html', 'page.js', 'page.css'].map((file) => readFileSync(join(dist, name, file)));
  const kib = (of: (file: Buffer) => Buffer): number => files.reduce((sum, file) => sum + of(file).length, 0) / 1024;
  return { rawKiB: kib((file) => file), gzipKiB: kib((file) => gzipSync(file)), brotliKiB: kib((file) => brotliCompressSync(file)) };
}
