/** Ends a `switch` over a union: a new member breaks the build where it is not handled. */
export function never(value: never, what: string): never {
  throw new TypeError(`unknown ${what}: ${JSON.stringify(value)}`);
}
