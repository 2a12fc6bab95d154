import { join } from 'node:path';
import type { Row } from '../row.ts';
import { fitBoards } from './boards.ts';
import { Front } from './front.ts';
import { pinRows, pinWords } from './pin-rows.ts';
import { playAll, print, rowsOf } from './played.ts';
import { situations } from './situations.ts';

const root = join(import.meta.dirname, '../../..');

/** One cabinet for each family of boards that can be tried on a pseudo-terminal, by the word that asks for it. */
const cabinets: Readonly<Record<string, { readonly family: string; readonly id: string }>> = {
  waveshare: { family: 'Waveshare Modbus relay', id: 'waveshare-48' },
  bcc: { family: '0x8A/BCC', id: 'bcc8a-96' },
  cu16: { family: 'Kerong CU16', id: 'kerong-cu16-64' },
  cu48: { family: 'Kerong CU48', id: 'kerong-cu48-96' },
  upus: { family: 'UPUS SKB', id: 'upus-skb-72' },
  wkly: { family: 'WKLY', id: 'wkly-48' },
  firmata: { family: 'Firmata', id: 'firmata-mega-24' },
};

/** The families of boards, as `npm run bench -- situations firmata` asks for one. */
export const familyWords: readonly string[] = [...Object.keys(cabinets), ...pinWords];

async function play(id: string): ReturnType<typeof playAll> {
  return playAll(await Front.open({ id, root, fit: fitBoards }), situations);
}

/**
 * The situations at these families of boards, played over the built firmware as a process: prints what was found,
 * and answers the rows for the table.
 */
export async function situationRows(words: readonly string[]): Promise<readonly Row[]> {
  const families = Object.entries(cabinets).flatMap(([word, cabinet]) => (words.includes(word) ? [cabinet] : []));
  const rows: Row[] = [];
  // Two at a time: each is a bank, a broker and a cabinet, and what is measured is measured in real time.
  for (let at = 0; at < families.length; at += 2) {
    const pair = families.slice(at, at + 2);
    const results = await Promise.all(pair.map(({ id }) => play(id)));
    for (const [index, { family }] of pair.entries()) {
      const played = results[index] ?? [];
      print(family, played);
      rows.push(...rowsOf(family, played));
    }
  }
  return [...rows, ...(await pinRows(root, words))];
}
