import { box, line, moved, path, rounded, words } from './svg.ts';

/** A fuse lying in a wire that goes to the right; 44 long. */
export function fuse(x: number, y: number, label: string): string {
  return [box(x, y - 6, 44, 12, 'part', 0), line(x, y, x + 44, y), words(x + 22, y - 10, label, 'tiny', 'middle')].join('');
}

/** A resistor across two lines that run beside each other. */
export function terminator(x: number, yA: number, yB: number): string {
  return [
    line(x, yA, x, yB), box(x - 4, yA + 2.5, 8, yB - yA - 5, 'part', 0), dot(x, yA), dot(x, yB), words(x, yA - 6, '120 Ω', 'tiny',
      'middle'),
  ].join('');
}

export function dot(x: number, y: number): string {
  return `<circle class="dot" cx="${String(rounded(x))}" cy="${String(rounded(y))}" r="2.4"/>`;
}

function resistorDown(x: number, y: number, label: string): string {
  return [box(x - 4, y, 8, 22, 'part', 0), words(x - 8, y + 14, label, 'tiny', 'end')].join('');
}

/** The coil with the diode across it, its cathode at the plus side. `y` is the plus end; 70 high. */
function coilWithDiode(x: number, y: number): string {
  const turns = 'a5 5 0 0 1 0 10 '.repeat(4);
  const dx = x + 46;
  return [
    path(`M${String(x)} ${String(y)} v15 ${turns} v15`),
    words(x - 10, y + 32, 'coil', 'tiny', 'end'), words(x - 10, y + 43, 'of the lock', 'tiny', 'end'),
    line(x, y, dx, y), line(x, y + 70, dx, y + 70), line(dx, y, dx, y + 28), line(dx, y + 42, dx, y + 70),
    path(`M${String(dx)} ${String(y + 28)} l7 14 h-14 z`, 'solid'), line(dx - 8, y + 28, dx + 8, y + 28, 'thick'),
    words(dx + 13, y + 33, '1N4007', 'tiny'), words(dx + 13, y + 44, 'ring to V+', 'tiny'), dot(x, y), dot(x, y + 70),
  ].join('');
}

/** The contact of a door between two wires. */
function contact(x: number, y: number, label: string): string {
  return [
    line(x, y, x + 24, y), dot(x + 24, y), path(`M${String(x + 24)} ${String(y)} l26 -10`), dot(x + 52, y), line(x + 52, y, x + 76, y),
    ...(label === '' ? [] : [words(x + 38, y + 16, label, 'tiny', 'middle')]),
  ].join('');
}

/** One door at a lock board: two wires to the lock, two to its contact. */
export function lockBoardDoor(x: number, y: number): string {
  return moved(x, y,
    words(0, 12, 'One door at a lock board', 'strong'),
    box(0, 24, 70, 150), words(8, 42, 'board', 'small'), words(62, 62, 'lock +', 'tiny', 'end'), words(62, 132, 'lock −', 'tiny', 'end'),
    words(62, 152, 'contact', 'tiny', 'end'), words(62, 168, 'common', 'tiny', 'end'),
    line(70, 58, 170, 58), line(70, 128, 170, 128), coilWithDiode(170, 58),
    line(70, 149, 116, 149), contact(116, 149, ''), line(192, 149, 210, 149), line(210, 149, 210, 165), line(70, 165, 210, 165),
    words(216, 160, 'contact of the door', 'tiny'),
    words(0, 192, 'The diode sits at the coil, not at the board.', 'tiny'),
  );
}

/** One door at a board of relays: the relay switches V+, and carries no current of the board's own. */
export function relayDoor(x: number, y: number): string {
  return moved(x, y,
    words(0, 12, 'One door at a relay', 'strong'),
    box(0, 24, 70, 180), words(8, 42, 'relays', 'small'), words(62, 55, 'COM', 'tiny', 'end'), words(62, 75, 'NO', 'tiny', 'end'),
    words(62, 174, 'input', 'tiny', 'end'), words(62, 194, 'its common', 'tiny', 'end'),
    line(70, 52, 250, 52), words(250, 47, 'from V+, fused', 'tiny', 'end'), line(70, 72, 170, 72), coilWithDiode(170, 72),
    line(170, 142, 170, 156), line(170, 156, 290, 156), words(288, 152, 'to 0 V', 'tiny', 'end'),
    line(70, 170, 130, 170), contact(130, 170, ''), line(206, 170, 230, 170), line(230, 170, 230, 190), line(70, 190, 230, 190),
    words(236, 183, 'contact of', 'tiny'), words(236, 194, 'the door', 'tiny'),
    words(0, 222, 'NC stays free: with it the coil would be on until it is ordered off.', 'tiny'),
  );
}

/** One door at pins: a transistor for the coil, a contact to ground. */
export function pinDoor(x: number, y: number): string {
  const transistor = [
    line(170, 110, 170, 119), line(162, 117, 162, 137, 'thick'), line(156, 117, 156, 137), line(162, 119, 170, 119), line(162, 135, 170,
      135),
    line(170, 135, 170, 166), words(178, 126, 'N-MOSFET for', 'tiny'), words(178, 137, '3.3 V at its gate', 'tiny'),
  ];
  const gate = [
    line(70, 127, 84, 127), box(84, 123, 26, 8, 'part', 0), words(97, 118, '220 Ω', 'tiny', 'middle'), line(110, 127, 156, 127), dot(138,
      127),
    line(138, 127, 138, 134), resistorDown(138, 134, '10 kΩ'), line(138, 156, 138, 166), dot(138, 166), dot(170, 166),
  ];
  return moved(x, y,
    words(0, 12, 'One door at pins', 'strong'),
    box(0, 24, 70, 180), words(8, 42, 'pins', 'small'), words(62, 130, 'output', 'tiny', 'end'), words(62, 169, '0 V', 'tiny', 'end'),
    words(62, 194, 'input', 'tiny', 'end'),
    line(170, 26, 170, 40), words(162, 34, 'V+, fused', 'tiny', 'end'), coilWithDiode(170, 40), ...transistor, ...gate,
    line(70, 166, 290, 166), words(284, 160, 'to 0 V of the supply', 'tiny', 'end'),
    line(70, 190, 150, 190), contact(150, 190, 'contact of the door'), line(226, 190, 260, 190), line(260, 190, 260, 166), dot(260, 166),
    words(0, 222, 'Without the 10 kΩ the coil may pull while the pins start.', 'tiny'),
  );
}
