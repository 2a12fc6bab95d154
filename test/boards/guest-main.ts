import { guestCases, guestRoom } from './guest-cases.ts';

/** `node guest-main.mjs PROFILES`: runs in the guest, and tells of each case by its number what became of it. */
const [profileFolder = ''] = process.argv.slice(2);
const say = (...words: readonly unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);
let number = 0;
const room = await guestRoom(profileFolder, (text) => say('guest notes', number, text));
for (const { run } of guestCases) {
  try {
    await run(room);
    say('guest passed', number);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say('guest failed', number, JSON.stringify(`${what}\nThe controller said lately: ${room.account()}`));
  }
  number++;
}
process.exit();
