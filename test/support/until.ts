/** Waits for something to become true; names it where it does not in time. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited ${String(withinMs)} ms in vain until ${what}`);
}
