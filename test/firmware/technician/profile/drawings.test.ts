import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lockersOf } from '../../../../board-profiles/profile.ts';
import { loadProfile } from '../../../../firmware/adapters/profile-file.ts';
import { usesOf } from '../../../../firmware/technician/profile/board-drawing.ts';
import { doorMapPage, doorMapSvg } from '../../../../firmware/technician/profile/door-map.ts';
import { fuseOf, wiringSvg } from '../../../../firmware/technician/profile/wiring.ts';
import { elementsOf } from './xml.ts';

const folder = fileURLToPath(new URL('../../../../board-profiles', import.meta.url));
const drawings = new URL('../../../../docs/wiring/', import.meta.url);
const cabinets = readdirSync(`${folder}/cabinets`).map((file) => file.replace('.json', ''));
const wired = cabinets.filter((id) => id !== 'sim-24');

describe.each(cabinets)('the drawings of %s', (id) => {
  const profile = loadProfile(id, folder);

  test('every terminal of every door stands once in the wiring, on its own board', () => {
    const elements = elementsOf(wiringSvg(profile));
    const drawn: string[] = [];
    let board = '';
    for (const { attributes } of elements) {
      board = attributes['data-board'] ?? board;
      for (const use of attributes['data-uses']?.split(',') ?? []) drawn.push(`${board}/${String(attributes['data-terminal'])} ${use}`);
    }
    const expected = usesOf(profile).map(({ terminal, door, what }) =>
      `${terminal.board}/${String(terminal.channel)} ${door === null ? 'bank' : String(door)} ${what}`);
    expect(drawn.toSorted()).toEqual(expected.toSorted());
  });

  test('every board stands in the wiring with its address', () => {
    const svg = wiringSvg(profile);
    const drawn = elementsOf(svg).flatMap(({ attributes }) => attributes['data-board'] ?? []);
    expect(drawn.toSorted()).toEqual(profile.boards.map(({ id: called }) => called).toSorted());
    for (const { model, address } of profile.boards) {
      if (model.addresses) expect(svg).toContain(model.family === 'mcp23017' ? `0x${address.toString(16)}` : `address ${String(address)}`);
    }
  });

  test('every door stands once on the map, inside its sheet', () => {
    const svg = doorMapSvg(profile);
    const doors = elementsOf(svg).flatMap(({ attributes }) => attributes['data-door'] ?? []).map(Number);
    expect(doors.toSorted((a, b) => a - b)).toEqual(lockersOf(profile).map(({ number }) => number).toSorted((a, b) => a - b));
    for (const { name, attributes } of elementsOf(svg)) {
      if (name !== 'rect') continue;
      expect(Number(attributes['x'] ?? 0) + Number(attributes['width'])).toBeLessThanOrEqual(297);
      expect(Number(attributes['x'] ?? 0)).toBeGreaterThanOrEqual(0);
    }
  });

  test('a door has the thick frame of the map that the profile calls accessible, and no other', () => {
    let door = '';
    const thick = elementsOf(doorMapSvg(profile)).flatMap(({ name, attributes }) => {
      door = attributes['data-door'] ?? door;
      return name === 'rect' && attributes['class'] === 'reached' ? [Number(door)] : [];
    });
    expect(thick).toEqual(lockersOf(profile).filter(({ accessible }) => accessible).map(({ number }) => number));
    expect(doorMapSvg(profile)).toContain('Thick frame: the profile calls the door accessible');
  });

  test('no number on the map is smaller than 2 mm', () => {
    const numbers = elementsOf(doorMapSvg(profile)).filter(({ attributes }) => attributes['class'] === 'number');
    const sizes = numbers.map(({ attributes }) => Number(attributes['font-size']));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2);
  });

  test('the page for printing has a row for each door, to be ticked off', () => {
    const page = doorMapPage(profile);
    expect(page.match(/<tr><td>/g)).toHaveLength(lockersOf(profile).length);
    expect(page).toContain('@page { size: A4 landscape');
  });
});

test.each(wired)('the wiring of %s in the guide is current', (id) => {
  const svg = wiringSvg(loadProfile(id, folder));
  const file = new URL(`${id}.svg`, drawings);
  if (process.env['UPDATE'] === '1') writeFileSync(file, svg);
  // As one word: the difference would be a page of numbers.
  const state = readFileSync(file, 'utf8') === svg ? 'current' : 'old';
  expect(state, 'UPDATE=1 npx vitest run test/firmware/technician/profile writes it anew').toBe('current');
});

test('the folder of drawings has one for each cabinet that has wires, and no other', () => {
  expect(readdirSync(drawings).toSorted()).toEqual(wired.map((id) => `${id}.svg`).toSorted());
});

describe('the wiring', () => {
  const drawingOf = (id: string): string => wiringSvg(loadProfile(id, folder));

  test('V+ goes to the drivers of pins, and to lock boards themselves', () => {
    expect(drawingOf('pi-gpio-12')).toContain('drivers of 12 locks');
    expect(drawingOf('walk-in-8')).toContain('drivers of 8 lamps');
    expect(drawingOf('bcc8a-96')).not.toContain('drivers of');
  });

  test('a line of lock boards ends in 120 Ω at both ends, and nothing else does', () => {
    const terminators = (id: string) => (drawingOf(id).match(/>120 Ω</g) ?? []).length;
    expect([terminators('bcc8a-96'), terminators('four-buses-240'), terminators('pi-mcp-48'), terminators('firmata-mega-24')]).toEqual([2,
      8, 0, 0]);
  });

  test.each([
    ['waveshare-48', 'One door at a relay'], ['wkly-48', 'One door at a lock board'], ['pi-mcp-48', 'One door at pins'],
  ])('of %s shows how one door is connected', (id, heading) => {
    expect(drawingOf(id)).toContain(heading);
  });

  test('has a diode at the coil, and a fuse that carries all coils at once with a quarter in reserve', () => {
    expect(drawingOf('wkly-48')).toContain('1N4007');
    expect([fuseOf(650, 1), fuseOf(650, 2), fuseOf(650, 4), fuseOf(300, 1)]).toEqual(['T 1 A', 'T 2 A', 'T 4 A', 'T 0.5 A']);
    expect(fuseOf(5000, 16)).toBe('T 100 A');
  });

  test('has names as they are: nothing of them is markup', () => {
    const profile = loadProfile('wkly-48', folder);
    const svg = wiringSvg({ ...profile, label: 'A & B <script>"x"</script>' });
    expect(svg).toContain('A &amp; B &lt;script&gt;');
    expect(elementsOf(svg).map(({ name }) => name)).not.toContain('script');
  });
});
