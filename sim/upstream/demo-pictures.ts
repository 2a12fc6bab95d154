/** Pictures for the demonstration's looks, drawn here as SVG: so that they are small, sharp, and nobody else's. */

/** The colours of a scene from far to near. */
export interface SceneColours {
  readonly sky: string;
  readonly skyBelow: string;
  readonly light: string;
  readonly far: string;
  readonly middle: string;
  readonly near: string;
  readonly bright: string;
  readonly mark: string;
}

const width = 1280;
const height = 800;

/** Sea, a lighthouse and a boat that brings a parcel. */
export function harbourScene(colours: SceneColours): string {
  const { far, middle, near, bright, mark } = colours;
  const boat = `<g transform="translate(380 520)"><path d="M-150 0h320l-58 84H-104z" fill="${mark}"/>`
    + `<path d="M14-270v250h-150z" fill="${bright}"/><path d="M34-210v190h104z" fill="${bright}" opacity=".8"/>`
    + `<path d="M20-290h10v292H20z" fill="${mark}"/><path d="M-96-62h76v62h-76z" fill="#cf9f5f"/>`
    + '<path d="M-66-62h16v62h-16z" fill="#e8c99a"/></g>';
  const tower = `<g transform="translate(1010 250)"><path d="M-160 420C-100 340 100 330 190 420z" fill="${far}"/>`
    + `<path d="M-34 0h68l26 380H-60z" fill="${bright}"/><path d="M-41 100h82l7 90h-96zM-53 280h106l7 100H-60z" fill="${mark}"/>`
    + `<path d="M-46-14h92v16h-92zM-30-74h60v60h-60z" fill="${mark}"/><path d="M-18-64h36v40h-36z" fill="${colours.light}"/>`
    + `<path d="M-40-74L0-112 40-74z" fill="${mark}"/></g>`;
  return scene(colours, [
    circle(300, 210, 92, colours.light), waves(560, 64, 30, far), tower, waves(612, 80, 34, middle), boat, waves(668, 96, 38, near),
  ]);
}

/** Hills, trees and a house at the end of a path. */
export function meadowScene(colours: SceneColours): string {
  const { far, middle, near, bright, mark } = colours;
  const tree = (x: number, y: number, size: number) =>
    `<path d="M${at(x - size * 0.08)} ${at(y)}h${at(size * 0.16)}v${at(-size * 0.7)}h${at(-size * 0.16)}z" fill="${mark}"/>`
    + circle(x, y - size, size * 0.46, near) + circle(x - size * 0.3, y - size * 0.72, size * 0.34, near)
    + circle(x + size * 0.3, y - size * 0.7, size * 0.32, near);
  const house = `<g transform="translate(850 440)"><path d="M-84-90h168V34H-84z" fill="${bright}"/>`
    + `<path d="M-106-84L0-176 106-84z" fill="${mark}"/>`
    + `<path d="M-22-40h44v74h-44z" fill="${mark}"/><path d="M-66-58h32v34h-32zM34-58h32v34H34z" fill="${colours.light}"/></g>`;
  const path = `<path d="M830 474C760 560 700 600 560 800h230C800 640 836 560 870 474z" fill="${bright}" opacity=".85"/>`;
  return scene(colours, [
    circle(1010, 190, 100, colours.light), hill(520, 360, 250, far), hill(470, 520, 150, middle), house, tree(330, 500, 150),
    tree(460, 520, 110), hill(640, 420, 560, near), path, tree(1090, 650, 190),
  ]);
}

/** A town at night, with one window still lit for whoever comes late. */
export function nightScene(colours: SceneColours): string {
  const star = (n: number) => circle((n * n * 137 + n * 61) % width, 24 + ((n * 211) % 390), 1.5 + (n % 3), colours.bright);
  const stars = Array.from({ length: 46 }, (_, n) => star(n));
  const moon = `<path d="M990 94a96 96 0 1 0 76 150 88 88 0 0 1-76-150z" fill="${colours.light}"/>`;
  return scene(colours, [
    ...stars, moon, ...houses(9, 430, 120, colours.far, null), ...houses(7, 520, 150, colours.middle, colours.light),
    ...houses(5, 640, 110, colours.near, colours.mark),
  ]);
}

/** A mark of one letter's size: something simple in a round frame. */
export function markOf(kind: 'wave' | 'leaf' | 'moon', ground: string, figure: string): string {
  const shapes = {
    wave: '<path d="M14 52q9-14 18 0t18 0 18 0 18 0v10q-9 14-18 0t-18 0-18 0-18 0z"/><path d="M46 14v30H22z"/><path d="M52 22v22h18z"/>',
    leaf: '<path d="M22 74C18 34 42 18 80 18c0 40-16 60-48 56l24-28-28 24z"/>',
    moon: '<path d="M60 16a34 34 0 1 0 20 50A30 30 0 0 1 60 16z"/><path d="M70 24l4 9 9 4-9 4-4 9-4-9-9-4 9-4z"/>',
  } as const;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="26" fill="${ground}"/>`
    + `<g fill="${figure}">${shapes[kind]}</g></svg>`;
}

function scene({ sky, skyBelow }: SceneColours, shapes: readonly string[]): string {
  const size = `width="${String(width)}" height="${String(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" ${size}>`
    + `<linearGradient id="sky" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset=".8" stop-color="${skyBelow}"/></linearGradient>`
    + `<rect ${size} fill="url(#sky)"/>${shapes.join('')}</svg>`;
}

function circle(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="${at(radius)}" fill="${fill}"/>`;
}

/** From edge to edge, and down to the lower one. */
function waves(y: number, length: number, high: number, fill: string): string {
  const count = Math.ceil(width / (2 * length)) + 1;
  const wave = `q${at(length / 2)} ${at(-high)} ${at(length)} 0t${at(length)} 0`;
  return `<path d="M${at(-length)} ${at(y)}${wave.repeat(count)}V800H0z" fill="${fill}"/>`;
}

function hill(y: number, left: number, right: number, fill: string): string {
  return `<path d="M0 ${at(y)}C${at(left)} ${at(y - 150)} ${at(width - right)} ${at(y + 130)} 1280 ${at(y - 40)}V800H0z" fill="${fill}"/>`;
}

/** A row of houses of heights that differ; `lit` is the colour of a window here and there. */
function houses(count: number, top: number, step: number, fill: string, lit: string | null): readonly string[] {
  const each = width / count;
  return Array.from({ length: count }, (_, n) => {
    const y = top + ((n * 73) % step);
    const body = `<path d="M${at(n * each)} ${at(y)}h${at(each * 0.96)}V800H${at(n * each)}z" fill="${fill}"/>`;
    if (lit === null) return body;
    const window = (k: number) => {
      const [left, top] = [n * each + 28 + (k % 3) * 44, y + 34 + Math.floor(k / 3) * 56];
      return `<path d="M${at(left)} ${at(top)}h22v30h-22z" fill="${lit}"/>`;
    };
    return body + [0, 2, 4, 7].filter((k) => (k * 5 + n * 3) % 4 !== 0).map(window).join('');
  });
}

/** Tenths are fine enough, and short. */
function at(place: number): string {
  return String(Math.round(place * 10) / 10);
}
