/** Looks up an id that came from outside: `constructor` or `__proto__` must not find what nobody put there. */
export function own<T>(record: Readonly<Record<string, T>>, key: string | null | undefined): T | undefined {
  return key !== null && key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Writes under an id that came from outside. Assigned, `__proto__` would change what the record is, and be found nowhere. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  else record[key] = value;
}
