import { setTimeout as sleep } from 'node:timers/promises';
import { lockersOf } from '../../../board-profiles/profile.ts';
import type { Profile, Terminal } from '../../../board-profiles/profile.schema.ts';
import type { Kernel } from '../../../firmware/hardware/gpio/kernel.ts';
import type { Cabinet } from '../../../sim/cabinet/cabinet.ts';
import { GuestExpander, registers } from '../../boards/guest-expander.ts';
import type { GuestLines } from '../../boards/guest-lines.ts';
import type { FitOptions, FittedBoards } from './boards.ts';

/** How often the cabinet looks what its coils are given: a pulse is measured to within this. */
const looksEveryMs = 10;
/** An expander is believed again after five readings, one every 40 ms; the machine is only emulated. */
const settlesIn = 5_000;

interface Wired {
  readonly locker: number;
  readonly lock: Terminal;
  readonly contact: Terminal;
}

/** What the guest has for boards. */
interface GuestBoards {
  readonly lines: GuestLines;
  readonly kernel: Kernel;
}

/** Hangs a cabinet on the lines of gpio-sim and on the chips of i2c-stub, whatever its profile names. */
export function fitPins({ lines, kernel }: GuestBoards): (options: FitOptions) => Promise<FittedBoards> {
  return ({ profile, cabinet }) => {
    const wired = lockersOf(profile).map(({ number, lock, contact }) => ({ locker: number, lock, contact }));
    const expanders = profile.boards.filter(({ model }) => model.family === 'mcp23017').map(({ id, address }) =>
      new WiredExpander({ kernel, address, cabinet, wired: wired.filter(({ lock }) => lock.board === id) }));
    const onHeader = wired.filter(({ lock }) => familyAt(profile, lock) === 'gpio');
    const show = (locker: number): void => {
      const at = onHeader.find((one) => one.locker === locker);
      if (at) lines.pull(at.contact.channel, cabinet.level(locker) === 'low' ? 'down' : 'up');
      else for (const expander of expanders) expander.show();
    };
    for (const { locker } of wired) show(locker);
    cabinet.onChange((change) => {
      if (change.kind === 'level') show(change.locker);
    });
    const looks = setInterval(() => {
      for (const { locker, lock } of onHeader) energise(cabinet, locker, lines.value(lock.channel) === 1);
      for (const expander of expanders) expander.look();
    }, looksEveryMs);
    return Promise.resolve(fitted(profile, expanders, () => clearInterval(looks)));
  };
}

function fitted(profile: Profile, expanders: readonly WiredExpander[], stop: () => void): FittedBoards {
  const each = (what: (expander: WiredExpander) => void): Promise<void> => {
    for (const expander of expanders) what(expander);
    return Promise.resolve();
  };
  return {
    // The guest's only I2C bus is the first one.
    buses: profile.buses.map((bus) => (bus.kind === 'i2c' ? { ...bus, device: '/dev/i2c-0' } : bus)),
    misbehave: (manner, is) => {
      if (manner !== 'silent') throw new RangeError(`no pin can be ${manner}`);
      void each((expander) => expander.chip.setAway(is));
    },
    unplug: () => each((expander) => expander.losePower()),
    replug: () => each((expander) => expander.chip.setAway(false)),
    settle: () => sleep(settlesIn),
    close: () => Promise.resolve(stop()),
  };
}

function familyAt({ boards }: Profile, { board: id }: Terminal): string | undefined {
  return boards.find((board) => board.id === id)?.model.family;
}

function energise(cabinet: Cabinet, locker: number, is: boolean): void {
  if (is) cabinet.energise(locker);
  else cabinet.deenergise(locker);
}

interface WiredExpanderOptions {
  readonly kernel: Kernel;
  readonly address: number;
  readonly cabinet: Cabinet;
  readonly wired: readonly Wired[];
}

/** An expander with what hangs on it: i2c-stub keeps registers, and this is the rest of the chip. */
class WiredExpander {
  readonly chip: GuestExpander;
  readonly #cabinet: Cabinet;
  readonly #wired: readonly Wired[];
  /** Nobody has made its pins what they are to be since its power came. */
  #isFresh = true;
  #pullUps = 0;

  constructor({ kernel, address, cabinet, wired }: WiredExpanderOptions) {
    this.chip = new GuestExpander(kernel, address);
    this.#cabinet = cabinet;
    this.#wired = wired;
    this.chip.reset();
  }

  /** What its latch gives to the coils. */
  look(): void {
    if (this.#isFresh) this.#lookAtModes();
    const given = this.#isFresh ? 0 : this.chip.read(registers.latch);
    for (const { locker, lock } of this.#wired) energise(this.#cabinet, locker, ((given >> lock.channel) & 1) === 1);
  }

  /** A contact that is closed ties its pin to ground; one that is open leaves it to the pull-up, if there is one. */
  show(): void {
    const levels = this.#wired.map(({ locker, contact }) => (this.#cabinet.level(locker) === 'low' ? 0 : 1 << contact.channel));
    this.chip.write(registers.pins, levels.reduce((bits, bit) => bits | bit, 0) & this.#pullUps);
  }

  /** Its power goes, and with it everything that it was told. */
  losePower(): void {
    this.chip.reset();
    this.chip.setAway(true);
    this.#isFresh = true;
    this.#pullUps = 0;
  }

  #lookAtModes(): void {
    const [direction, pullUps] = [this.chip.read(registers.direction), this.chip.read(registers.pullUp)];
    if (pullUps !== this.#pullUps) {
      this.#pullUps = pullUps;
      this.show();
    }
    this.#isFresh = direction === 0xffff || pullUps === 0;
  }
}
