import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SimAction, SimAnswer } from '../sim-state.ts';

/** Asks the simulator to do something. Never rejects: what stood in the way is an answer. */
export async function act(action: SimAction): Promise<SimAnswer> {
  try {
    const response = await fetch('/action', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(action),
    });
    return (await response.json()) as SimAnswer;
  } catch {
    return { kind: 'refused', why: 'The simulator does not answer.' };
  }
}

/** Does it, and tells the person if it was refused. True if it was done. */
export type Perform = (action: SimAction) => Promise<boolean>;

export const PerformContext = createContext<Perform>(() => Promise.resolve(false));

export function usePerform(): Perform {
  return useContext(PerformContext);
}
