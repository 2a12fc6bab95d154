/** The bank and the plain bank tell different things. */
export class Disagreement extends Error {}

/** Fails where the bank and the plain bank tell different things, and names each of them. */
export function mustAgree(about: unknown, real: unknown, plain: unknown): void {
  const differences = differ(real, plain, '');
  if (differences.length > 0) throw new Disagreement(`${JSON.stringify(about)}:\n  ${differences.join('\n  ')}`);
}

function differ(real: unknown, plain: unknown, path: string): readonly string[] {
  if (Object.is(real, plain)) return [];
  if (!isRecord(real) || !isRecord(plain)) return [`${path || 'it'}: the bank says ${words(real)}, the plain bank ${words(plain)}`];
  const keys = new Set([...Object.keys(real), ...Object.keys(plain)]);
  return [...keys].flatMap((key) => differ(real[key], plain[key], path === '' ? key : `${path}.${key}`));
}

function words(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
