import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { formatVersion } from '../../../board-profiles/fields.ts';

/**
 * The text of a new profile that inherits from another one: it says only what no two cabinets share, and each such place
 * says that it is to be filled in.
 * @param schema where an editor finds the rules, as seen from the new file
 */
export function newProfileText(id: string, from: Profile, schema: string): string {
  let places = 0;
  // Each is another device, so none may look like another.
  const toFillIn = <T extends object>(device: T): T => {
    places++;
    const isInput = 'device' in device && String(device.device).startsWith('/dev/input/');
    const names = {
      ...('port' in device && { port: '/dev/serial/by-id/FILL-IN' }),
      ...(isInput && { device: '/dev/input/by-id/FILL-IN' }),
    };
    const own = Object.entries(names).map(([key, path]) => [key, `${path}-${String(places)}`]);
    return { ...device, ...(Object.fromEntries(own) as Record<string, string>) };
  };
  const lines: readonly (readonly [string, unknown])[] = [
    ['$schema', schema], ['profileVersion', formatVersion], ['id', id], ['version', 1], ['inherits', from.id],
    ['label', 'FILL IN: what people call this cabinet, and where it stands'],
    ['source', 'FILL IN: who measured it, when, and which data sheets the figures are from'],
    ...(from.buses.some(({ kind }) => kind === 'serial') ? [['buses', from.buses.map(toFillIn)] as const] : []),
    ...(from.readers.length > 0 ? [['readers', from.readers.map(toFillIn)] as const] : []),
    ...(from.keypad ? [['keypad', toFillIn(from.keypad)] as const] : []),
  ];
  return profileFileText(lines);
}

/** The fields of a profile as people write them: one on each line, and in a list one entry on each line. */
export function profileFileText(lines: readonly (readonly [string, unknown])[]): string {
  return `{\n${lines.map(([key, value]) => `  ${JSON.stringify(key)}: ${inLines(value)}`).join(',\n')}\n}\n`;
}

function inLine(one: object): string {
  return `{${Object.entries(one).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`;
}

/** A list has a line for each entry, as people write it. */
function inLines(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  return `[\n${value.map((one: object) => `    ${inLine(one)}`).join(',\n')}\n  ]`;
}
