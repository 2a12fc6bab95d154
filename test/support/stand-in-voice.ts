import { rmSync, writeFileSync, mkdtempSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Takes as long as the sound it is fed with: a sound of 22,050 samples of two bytes in a second. The card's name is noted. */
const player = `
let bytes = 0;
process.stdin.on('data', (piece) => (bytes += piece.length));
process.stdin.on('end', () => setTimeout(() => process.exit(0), bytes / 44.1));
require('node:fs').appendFileSync(process.argv[2], process.argv.at(-2) + '\\n');
`;

/** Makes 60 ms of silence of each character that it is given to speak, and notes what it was asked for. */
const voice = `
let text = '';
process.stdin.on('data', (piece) => (text += piece));
process.stdin.on('end', () => {
  require('node:fs').appendFileSync(process.argv[2], JSON.stringify({ args: process.argv.slice(3), text }) + '\\n');
  process.stdout.write(Buffer.alloc(Math.round(text.length * 60 * 44.1)));
});
`;

/** Programs of Node that stand in for espeak-ng and aplay, and a notebook of what they were asked for. */
export interface StandIns {
  readonly voice: readonly string[];
  readonly player: readonly string[];
  /** What the voice was asked for, each as its arguments and its text. */
  asked(): readonly { readonly args: readonly string[]; readonly text: string }[];
  /** The cards on which was played. */
  cards(): readonly string[];
  remove(): void;
}

export function standIns(): StandIns {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-voice-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const lines = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter((line) => line !== '') : [];
  };
  return {
    voice: [process.execPath, file('voice.cjs', voice), join(folder, 'asked')],
    player: [process.execPath, file('player.cjs', player), join(folder, 'cards')],
    asked: () => lines('asked').map((line) => JSON.parse(line) as { args: readonly string[]; text: string }),
    cards: () => lines('cards'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
