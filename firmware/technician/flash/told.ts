import { aboutBank, type EventFact } from '../../bank/facts.ts';
import type { SlotStore } from './slot-store.ts';
import type { Told } from './slots.ts';

/** Of a bank that is flashed so often before it works for once only the latest is told. */
const toldMost = 100;

/** What is said of a flash, for the journal. */
export function factOf({ why, technician, session }: Told): EventFact {
  return aboutBank('problem.reported', { why, by: { role: 'technician', id: technician } }, { session });
}

/** At the set-up screen no journal is open: it is kept beside what was flashed. */
export function keepTold(slots: SlotStore, told: readonly Told[]): Promise<void> {
  return slots.inTurn(async () => {
    const state = await slots.state();
    if (state) await slots.writeState({ ...state, told: [...state.told, ...told].slice(-toldMost) });
  });
}

/** A bank is at work: what its set-up screen kept goes into the journal. A power cut in between has it told twice, never not at all. */
export function tellOfSetUp(slots: SlotStore, commit: (facts: readonly EventFact[]) => Promise<void>): Promise<void> {
  return slots.inTurn(async () => {
    const state = await slots.state();
    if (!state || state.told.length === 0) return;
    await commit(state.told.map(factOf));
    await slots.writeState({ ...state, told: [] });
  });
}
