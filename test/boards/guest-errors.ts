/** Whether something is an error of the set-up, by its code and its words. */
export function isLockerError(code: string, says: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof Error && 'code' in error && error.code === code && says.test(error.message);
}
