import { people } from './kiosk-bank.ts';
import { measureDrawn } from './kiosk-drawn.ts';
import { measureKiosk } from './kiosk.ts';
import { weighPage } from './page-weight.ts';
import { quantile } from './quantile.ts';
import { rowOf, type Row } from './row.ts';

/** What the kiosk may add to the disk's own time, at the 99th percentile. */
const aboveDiskMostMs = 50;

/**
 * 167 KiB when this was written, and a fifth more. The page comes over the loopback as it is: what counts is what a Pi has to read
 * and understand before it can draw, and a page that grows by a library must be noticed.
 */
const kioskPageMostKiB = 200;

/** Kinds of inputs that do most, one row each: the others are in the two rows about all of them. */
const tellingKinds = {
  'code → doors': 'code → doors',
  'password': 'password → label (its hash made cheap)',
  'label → doors': 'label → doors',
  'size → doors': 'size → doors',
  'letters': `letters typed → found, of ${String(people)} people`,
  'lockers': 'the list of 240 lockers',
  'locker marked': 'a locker marked, of 240',
};

export async function kioskRows(folder: string): Promise<readonly Row[]> {
  const { screenMs, appendMs } = await measureKiosk(folder);
  const all = [...screenMs.values()].flat();
  const append = { value: quantile(appendMs, 0.5), against: 'one append + fdatasync, same disk' };
  const [most, disk] = [quantile(all, 0.99), quantile(appendMs, 0.99)];
  const promised = { value: aboveDiskMostMs, against: 'the 50 ms that are promised' };
  return [
    rowOf(`input → next screen, median of ${String(all.length)}`, quantile(all, 0.5), 'ms', append),
    rowOf('input → next screen, 99th percentile', most, 'ms', { ...append, value: disk }),
    rowOf('the same, above the 99th percentile of the disk', most - disk, 'ms', promised, 1),
    ...Object.entries(tellingKinds).map(([kind, what]) => rowOf(`${what}, median`, quantile(screenMs.get(kind) ?? [], 0.5), 'ms', append)),
  ];
}

export async function pageRows(folder: string): Promise<readonly Row[]> {
  const { kiosk, empty } = await measureDrawn(folder);
  const median = (list: readonly number[]): number => quantile(list, 0.5);
  const against = 'an empty page in the same browser';
  const [kioskWeight, simWeight] = [weighPage('kiosk'), weighPage('sim')];
  const kioskPage = { value: kioskWeight.rawKiB, against: 'the kiosk page, as served' };
  const asServed = { value: kioskPageMostKiB, against: 'the budget of the page' };
  return [
    rowOf('kiosk page opened → first screen drawn, median', median(kiosk.openedMs), 'ms', { value: median(empty.openedMs), against }),
    rowOf('key pressed → next screen drawn, median', median(kiosk.pressedMs), 'ms', { value: median(empty.pressedMs), against }),
    rowOf('weight of the kiosk page, as served', kioskWeight.rawKiB, 'KiB', asServed, 1),
    ...weightRows('kiosk', kioskWeight), rowOf('weight of the simulator page, as served', simWeight.rawKiB, 'KiB', kioskPage),
    ...weightRows('simulator', simWeight),
  ];
}

function weightRows(name: string, { rawKiB, gzipKiB, brotliKiB }: ReturnType<typeof weighPage>): readonly Row[] {
  const served = { value: rawKiB, against: 'the same page, as served' };
  return [
    rowOf(`weight of the ${name} page, by gzip`, gzipKiB, 'KiB', served),
    rowOf(`weight of the ${name} page, by brotli`, brotliKiB, 'KiB', served),
  ];
}
