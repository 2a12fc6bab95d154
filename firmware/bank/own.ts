/** Looks up an id that came from outside: `constructor` or `__proto__` must not find what nobody put there. */
export function own<T>(record: Readonly<Record<string, T>>, key: string | null | undefined): T | undefined {
  return key !== null && key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
