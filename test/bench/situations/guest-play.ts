import { loadKernel } from '../../../firmware/hardware/gpio/kernel.ts';
import { GuestLines } from '../../boards/guest-lines.ts';
import { fitPins } from './guest-cabinet.ts';
import { Front } from './front.ts';
import { pinFamilies, workMs } from './pin-families.ts';
import { playAll } from './played.ts';

/** `node guest-play.mjs ROOT FAMILY …`: runs in the guest, plays families of pins, and tells each situation as it ends. */
const [root = '', ...words] = process.argv.slice(2);
const say = (what: string, data: unknown): void => void process.stdout.write(`guest ${what} ${JSON.stringify(data)}\n`);
say('works', workMs());
const fit = fitPins({ lines: new GuestLines(), kernel: await loadKernel() });
for (const { word, family, id, situations } of pinFamilies) {
  if (!words.includes(word)) continue;
  const front = await Front.open({ id, root, fit });
  await playAll(front, situations, (played) => say('played', { family, played }));
}
process.exit();
