import fc from 'fast-check';

/** `SEED` sees a failed run again, `MODEL_RUNS` multiplies how many there are. */
const { SEED, MODEL_RUNS } = process.env;
const times = Math.max(1, Number(MODEL_RUNS ?? 1));

/** How long a test may take, in milliseconds: ten times what it usually does, on a machine that others use too. */
export const patience = 60_000 * times;

/** What fast-check is to do: so many runs, and on failure a line that says how to see it again. */
export function runs<T>(count: number): fc.Parameters<T> {
  const chosen = SEED === undefined ? {} : { seed: Number(SEED) };
  return {
    numRuns: Math.round(count * times),
    ...chosen,
    reporter: (out) => {
      if (!out.failed) return;
      const said = out.errorInstance instanceof Error ? out.errorInstance.message : '';
      const { seed, counterexamplePath, numShrinks } = out;
      const again = `Replay with SEED=${String(seed)} (path ${counterexamplePath ?? 'none'}, ${String(numShrinks)} times shrunk)`;
      throw new Error(`${again}\n${fc.stringify(out.counterexample)}\n${said}`);
    },
  };
}
