import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, ProfileLocker } from '../../../board-profiles/profile.schema.ts';
import { sayTerminal } from './facts.ts';
import { box, cut, element, escaped, line, rounded, words } from './svg.ts';

/** A sheet of A4, lying on its side, in millimetres; printers leave about 5 mm white. */
const sheet = { width: 297, height: 210, margin: 10, top: 24, bottom: 14 };
/** Below this a number in a door can no longer be read on paper. */
const doorLeastMm = 5.5;

/** Reach of a person in a wheelchair, above the floor (EN 301 549, 8.3). */
const reach = [380, 1220];

/** Not every door between the lines has a thick frame: which are accessible is for the profile to say. */
const legend = 'Thick frame: the profile calls the door accessible, and whoever needs one within reach gets only such a door. '
  + `Dashed: ${reach.join(' and ')} mm above the floor`;

const style = `
text{font-family:"DejaVu Sans",Verdana,Arial,sans-serif;fill:#000}
.title{font-size:6px;font-weight:bold}.small{font-size:3px}.tiny{font-size:2.3px}.number{font-weight:bold}
.door{fill:#fff;stroke:#000;stroke-width:.35}.reached{fill:#fff;stroke:#000;stroke-width:.9}
.kiosk{fill:#e6e6e6;stroke:#000;stroke-width:.35}
.floor{stroke:#000;stroke-width:.7}.limit{stroke:#777;stroke-width:.2;stroke-dasharray:1.5 1}
`;

type Column = Profile['columns'][number];

/** The map of the doors for printing, one sheet of A4 below the other: every door with its number, size and terminals. */
export function doorMapSvg(profile: Profile): string {
  const sheets = sheetsOf(profile);
  const height = sheets.length * sheet.height;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(sheet.width)} ${String(height)}`,
      width: `${String(sheet.width)}mm`, height: `${String(height)}mm`, role: 'img' },
    element('title', {}, escaped(`Doors of ${profile.label}`)), element('style', {}, style),
    element('rect', { width: sheet.width, height, fill: '#fff' }),
    ...sheets.map((drawn, index) => `\n${element('g', { transform: `translate(0 ${String(index * sheet.height)})` }, drawn)}`), '\n',
  )}\n`;
}

/** The same as a page, each sheet on a page of its own, with a list of all doors behind it. */
export function doorMapPage(profile: Profile): string {
  const sheets = sheetsOf(profile).map((drawn) => element(
    'svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(sheet.width)} ${String(sheet.height)}`, role: 'img' }, drawn,
  ));
  const { sizes } = profile;
  const rows = lockersOf(profile).map((locker) => {
    const size = sizes.find(({ name }) => name === locker.size);
    const inner = size ? `${String(size.widthMm)} × ${String(size.heightMm)} × ${String(size.depthMm)}` : '';
    return [String(locker.number), locker.size, inner, sayTerminal(locker.lock), sayTerminal(locker.contact),
      locker.accessible ? 'yes' : '', ''];
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(`Doors of ${profile.label}`)}</title>
<style>
@page { size: A4 landscape; margin: 0 }
body { margin: 0; font-family: "DejaVu Sans", Verdana, Arial, sans-serif }
svg { display: block; width: 297mm; height: 210mm; break-after: page }
section { padding: 10mm }
table { border-collapse: collapse; font-size: 9pt; width: 100% }
th, td { border: 1px solid #000; padding: .6mm 2mm; text-align: left }
thead { display: table-header-group }
tr { break-inside: avoid }
${style}
</style>
</head>
<body>
${sheets.join('\n')}
<section>
<h1>${escaped(profile.label)}: the doors</h1>
<table>
<thead><tr>${['Door', 'Size', 'Inside, mm', 'Lock', 'Contact', 'Accessible',
  'Tested'].map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>
</section>
</body>
</html>
`;
}

interface Part {
  readonly columns: readonly Column[];
  /** The number of its first column, from 1. */
  readonly first: number;
}

/** As many columns on a sheet as leave the numbers legible. */
function sheetsOf(profile: Profile): readonly string[] {
  const lowest = Math.min(...lockersOf(profile).map(({ heightMm }) => heightMm));
  const mmMost = ((sheet.width - 2 * sheet.margin) * lowest) / doorLeastMm;
  const whole = profile.columns.reduce((sum, { widthMm }) => sum + widthMm, 0);
  // Evenly, so that the last sheet is as large as the others.
  const share = whole / Math.ceil(whole / mmMost);
  const parts: { columns: Column[]; first: number; widthMm: number }[] = [];
  for (const [index, column] of profile.columns.entries()) {
    const last = parts.at(-1);
    if (last && last.widthMm + column.widthMm / 2 <= share) {
      last.columns.push(column);
      last.widthMm += column.widthMm;
    } else {
      parts.push({ columns: [column], first: index + 1, widthMm: column.widthMm });
    }
  }
  return parts.map((part, index) => drawnSheet(profile, part, `sheet ${String(index + 1)} of ${String(parts.length)}`));
}

function drawnSheet(profile: Profile, { columns, first }: Part, which: string): string {
  const widthMm = columns.reduce((sum, column) => sum + column.widthMm, 0);
  const heightMm = profile.plinthMm + Math.max(...columns.map((column) => column.kioskMm + column.lockers.reduce((sum,
    one) => sum + one.heightMm, 0)));
  const scale = Math.min((sheet.width - 2 * sheet.margin) / widthMm, (sheet.height - sheet.top - sheet.bottom) / heightMm);
  const left = (sheet.width - widthMm * scale) / 2;
  const floor = sheet.top + heightMm * scale;
  let x = left;
  const drawn = columns.map((column, index) => {
    const text = drawnColumn(column, first + index, { x, floor, scale, plinthMm: profile.plinthMm });
    x += column.widthMm * scale;
    return text;
  });
  const right = left + widthMm * scale;
  return [
    words(sheet.margin, 14, cut(profile.label, 70), 'title'),
    words(sheet.margin, 19,
      `${profile.id}, version ${String(profile.version)}: the doors from the front`, 'small'),
    words(sheet.width - sheet.margin, 14, which, 'small', 'end'),
    // Behind the doors, or they would cross out numbers.
    ...reach.map((mm) => line(left - 3, floor - mm * scale, right + 3, floor - mm * scale, 'limit')),
    ...drawn,
    ...reach.map((mm) => words(left - 3.5, floor - mm * scale + 0.8, String(mm), 'tiny', 'end')),
    line(left - 6, floor, right + 6, floor, 'floor'),
    words(sheet.margin, sheet.height - 8.5, legend, 'tiny'),
    words(sheet.margin, sheet.height - 5,
      'Below each number, as board/terminal: where its lock is connected, then its contact where that is elsewhere', 'tiny'),
  ].join('\n');
}

interface Place {
  readonly x: number;
  readonly floor: number;
  readonly scale: number;
  readonly plinthMm: number;
}

function drawnColumn({ widthMm, kioskMm, lockers }: Column, number: number, { x, floor, scale, plinthMm }: Place): string {
  const width = widthMm * scale;
  let top = floor - (plinthMm + kioskMm + lockers.reduce((sum, { heightMm }) => sum + heightMm, 0)) * scale;
  const parts = [words(x + width / 2, top - 1.2, String(number), 'tiny', 'middle')];
  if (kioskMm > 0) {
    parts.push(box(x, top, width, kioskMm * scale, 'kiosk', 0.8),
      words(x + width / 2, top + (kioskMm * scale) / 2, 'screen', 'small', 'middle'));
    top += kioskMm * scale;
  }
  for (const locker of lockers) {
    const height = locker.heightMm * scale;
    parts.push(drawnDoor(locker, x, top, width, height));
    top += height;
  }
  return parts.join('');
}

/** What fits: one line in a flat door, up to four in a high one. */
function drawnDoor(locker: ProfileLocker, x: number, y: number, width: number, height: number): string {
  const [lock, contact] = [sayTerminal(locker.lock), sayTerminal(locker.contact)];
  const isOne = lock === contact;
  const isFlat = height < (isOne ? 12.2 : 15.4);
  const where = isOne ? [lock] : isFlat ? [lock, contact] : [`lock ${lock}`, `contact ${contact}`];
  const large = Math.min(isFlat ? height * 0.52 : 7, width * 0.3);
  const small = Math.min(2.6, width * 0.11, isFlat ? height * 0.34 : 2.6);
  const said = (size: number, at: number, down: number, text: string, anchor?: 'end') =>
    element('text', { 'x': rounded(at), 'y': rounded(down), 'font-size': rounded(size), 'text-anchor': anchor }, escaped(text));
  const end = x + width - 1;
  return element('g', { 'data-door': locker.number },
    box(x + 0.3, y + 0.3, width - 0.6, height - 0.6, locker.accessible ? 'reached' : 'door', 0.8),
    element('text',
      { 'class': 'number', 'x': rounded(x + 1.2), 'y': rounded(isFlat ? y + height * 0.68 : y + large + 0.6),
        'font-size': rounded(large) }, String(locker.number)),
    ...(isFlat
      ? where.map((text, index) => said(small, end, y + (height * (index + 1)) / (where.length + 1) + small * 0.35, text, 'end'))
      : [
        said(small, end, y + small + 1.2, locker.size, 'end'),
        ...where.map((text, index) => said(small, x + 1.4, y + height - 1.6 - (where.length - 1 - index) * (small + 0.6), text)),
      ]),
  );
}
