import type { Screen } from '../../firmware/kiosk/screens.ts';
import type { SimDoor } from '../../sim/sim-state.ts';
import type { BookedParcel } from '../../sim/upstream/upstream-books.ts';
import type { Upstream } from '../../sim/upstream/upstream.ts';
import type { SimProcess } from '../support/sim-process.ts';

/** Parcels on their way at the same time: enough that doors of several lockers are in play. */
const parcelsAtOnce = 3;

const ada = { type: 'recipient', id: 'ada' } as const;

/**
 * The people of the story: an operator who puts parcels in, recipients who fetch them. They remember nothing but
 * what they can see (screen, doors, mail), so they go on sensibly after any crash. Each step may fail: the bank may
 * have died under it.
 */
export class People {
  /** How often somebody asked for a door of each locker to open: the books may hold no more intents than that. */
  readonly asked = new Map<number, number>();
  readonly #upstream: Upstream;
  #count = 0;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /** Does the next sensible thing. */
  async step(sim: SimProcess): Promise<void> {
    const { doors } = await sim.state();
    const open = doors.find((door) => door.leaf === 'open');
    // Nobody pushes a door while its latch still hums: it would spring open again, once more for one release.
    if (open) return open.coil === 'energised' ? undefined : this.#atOpenDoor(sim, open);
    return this.#atScreen(sim, await sim.screen());
  }

  async #atOpenDoor(sim: SimProcess, door: SimDoor): Promise<void> {
    const parcel = this.#parcels().find((one) => one.locker === door.locker && (one.state === 'reserved' || one.state === 'delivered'));
    const isInside = parcel !== undefined && door.contents.includes(parcel.tracking);
    if (parcel?.state === 'reserved' && !isInside) await sim.act({ do: 'put-in', locker: door.locker, label: parcel.tracking });
    if (parcel?.state === 'delivered' && isInside) await sim.act({ do: 'take-out', locker: door.locker });
    await sim.act({ do: 'shut', locker: door.locker });
  }

  async #atScreen(sim: SimProcess, screen: Screen): Promise<void> {
    const waiting = this.#parcels().find((one) => one.state === 'reserved');
    const delivered = this.#parcels().find((one) => one.state === 'delivered');
    switch (screen.screen) {
      case 'home':
        if (delivered) return this.#ask(delivered, () => sim.input({ type: 'code.entered', code: delivered.code }));
        if (waiting) return sim.input({ type: 'way.chosen', way: 'password' });
        return this.#reserve();
      case 'sign-in':
        return sim.input({ type: 'password.entered', username: 'mia', password: 'parcels-42' });
      case 'label':
        if (waiting) return this.#ask(waiting, () => sim.input({ type: 'label.entered', label: waiting.tracking }));
        return sim.input({ type: 'finish.chosen' });
      case 'doors':
        return screen.stage === 'shut' || screen.stage === 'stuck' ? sim.input({ type: 'finish.chosen' }) : undefined;
      default:
        return;
    }
  }

  async #ask(parcel: BookedParcel, ask: () => Promise<void>): Promise<void> {
    const locker = parcel.locker ?? 0;
    this.asked.set(locker, (this.asked.get(locker) ?? 0) + 1);
    await ask();
  }

  async #reserve(): Promise<void> {
    if (this.#parcels().filter((one) => one.state === 'asked' || one.state === 'reserved').length >= parcelsAtOnce) return;
    const tracking = `PKG-${String(++this.#count)}`;
    await this.#upstream.announce({ kind: 'delivery', party: ada, labels: [tracking], size: 'small', accessible: false });
  }

  #parcels(): readonly BookedParcel[] {
    return [...this.#upstream.books.parcels.values()];
  }
}
