/** The errno of a failed call of the system, by name; `null` for a failure that has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
