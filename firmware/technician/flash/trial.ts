import { sayNumbers } from '../../../statecharts/say-numbers.ts';
import { seconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import type { BoardReport, Hardware, SensorReading } from '../../ports/hardware.ts';
import type { TrialTerms } from './slots.ts';

/** Boards that hang on slow lines have all been asked by then, and a microcontroller that is reset has come up. */
export const trialLasts = seconds(30);
/** A bank that has been right for so long is right. */
export const rightFor = seconds(5);

const isItRight = 'is closedIs right? If they do stand open, shut them, or say why with --doors-open';

/** A door, and the board on which its contact hangs. */
interface TriedDoor {
  readonly locker: number;
  readonly board: string;
}

interface TrialOptions {
  readonly hardware: Pick<Hardware, 'sensors' | 'health'>;
  /** Every board of the profile. */
  readonly boards: readonly string[];
  readonly doors: readonly TriedDoor[];
  readonly terms: TrialTerms;
  readonly clock: Clock;
  /** @param says how the boards and doors are */
  readonly onPassed: (says: readonly string[]) => void;
  /** @param why one sentence for each thing that is wrong */
  readonly onFailed: (why: readonly string[]) => void;
}

/**
 * Tries out a profile that has just been flashed, as far as it can be done without anybody in front of the doors:
 * every board answers and has contacts that read, for a while without a break, before the time is up, and doors that were
 * shut are not all open at once. Whether the doors are the right ones only a technician sees, by `selftest`.
 */
export class Trial {
  readonly #options: TrialOptions;
  readonly #readings = new Map<number, SensorReading>();
  readonly #unwell = new Set<string>();
  #limit: Timer | null = null;
  #right: Timer | null = null;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  start(): void {
    const { hardware, clock } = this.#options;
    this.#limit = clock.setTimer('trial of a profile', trialLasts, () => this.#end(() => this.#options.onFailed(this.#troubles())));
    hardware.sensors.watch((locker, reading) => {
      this.#readings.set(locker, reading);
      this.#look();
    });
    // Nothing has been said of them yet: a slow line with boards that have no contacts has not been asked to its end.
    if (hardware.health) this.#unwell.add('boards');
    hardware.health?.watch((part, isWell) => {
      if (part !== 'boards') return;
      if (isWell) this.#unwell.delete(part);
      else this.#unwell.add(part);
      this.#look();
    });
    this.#look();
  }

  stop(): void {
    for (const timer of [this.#limit, this.#right]) if (timer !== null) this.#options.clock.cancel(timer);
    this.#limit = this.#right = null;
  }

  #look(): void {
    if (this.#limit === null) return;
    const { clock } = this.#options;
    if (this.#troubles().length > 0) {
      if (this.#right !== null) clock.cancel(this.#right);
      this.#right = null;
    } else {
      this.#right ??= clock.setTimer('profile is right', rightFor, () => this.#end(() => this.#options.onPassed(this.#findings())));
    }
  }

  #end(tell: () => void): void {
    this.stop();
    tell();
  }

  #troubles(): readonly string[] {
    const { withoutBoards, doorsOpen } = this.#options.terms;
    return [...(withoutBoards ? [] : this.#silences()), ...(doorsOpen ? [] : this.#reversals())];
  }

  #silences(): readonly string[] {
    const lost = (this.#options.hardware.health?.boards?.() ?? []).filter(({ state }) => state !== 'well').map(({ board }) => board);
    const blind = this.#blindBoards();
    return [
      ...(this.#unwell.size > 0 ? [`a board does not answer${lost.length > 0 ? `: ${lost.join(', ')}` : ''}`] : []),
      ...(blind.length > 0 ? [`no contact reads on board ${blind.join(', ')}`] : []),
    ];
  }

  /** One broken contact is a door's trouble, and was there before; a board of which nothing reads is the profile's. */
  #blindBoards(): readonly string[] {
    const { boards, doors } = this.#options;
    return boards.filter((board) => {
      const its = doors.filter((door) => door.board === board);
      return its.length > 0 && its.every(({ locker }) => this.#read(locker) === 'lost');
    });
  }

  /**
   * Contacts that are read the wrong way round: most doors of a board read open, and so do most of those that were shut, or
   * most of all doors of which nothing was known. A bank that believed it would have somebody look behind each of them.
   */
  #reversals(): readonly string[] {
    const { boards, doors, terms } = this.#options;
    const wasShut = doors.filter(({ locker }) => terms.doors[locker] === 'closed');
    const readable = doors.filter(({ locker }) => this.#read(locker) !== 'lost');
    const compared = boards.filter((board) => wasShut.some((door) => door.board === board));
    const on = compared.filter((board) => [wasShut, readable]
      .every((some) => this.#areMostOpen(some.filter((door) => door.board === board))));
    const turned = wasShut.filter(({ board }) => on.includes(board));
    const fresh = readable.filter(({ locker }) => terms.doors[locker] === undefined);
    const where = on.length < compared.length ? ` (board ${on.join(', ')})` : '';
    const before = turned.length === 1 ? 'that was closed before' : 'that were closed before';
    return [
      ...(turned.length > 0 ? [`${this.#readOpen(turned)} ${before}${where}: ${isItRight}`] : []),
      ...(this.#areMostOpen(fresh) ? [`${this.#readOpen(fresh)}: ${isItRight}`] : []),
    ];
  }

  #areMostOpen(doors: readonly TriedDoor[]): boolean {
    return 2 * this.#those('opened', doors).length > doors.length;
  }

  #readOpen(doors: readonly TriedDoor[]): string {
    const [open, all] = [this.#those('opened', doors).length, doors.length];
    return `${String(open)} of ${String(all)} ${all === 1 ? 'door reads' : 'doors read'} open`;
  }

  /** For a technician who has been told that it has passed: what is there, and what is not. */
  #findings(): readonly string[] {
    const { boards, doors, hardware } = this.#options;
    const reports = new Map((hardware.health?.boards?.() ?? []).map((report) => [report.board, report]));
    const blind = new Set(this.#blindBoards());
    const missing = boards.flatMap((board) => {
      const why = silenceOf(reports.get(board), blind.has(board));
      return why === null ? [] : [`without board ${board}: ${why}`];
    });
    const [shut, open, lost] = (['closed', 'opened', 'lost'] as const)
      .map((reading) => this.#those(reading, doors).map(({ locker }) => locker));
    return [
      ...missing, `${String(boards.length - missing.length)} of ${String(boards.length)} boards answer`,
      `${String(shut?.length)} of ${String(doors.length)} doors read shut`,
      ...(open?.length ? [`open: ${sayNumbers(open)}`] : []), ...(lost?.length ? [`nothing is read of ${sayNumbers(lost)}`] : []),
    ];
  }

  #those(reading: SensorReading, doors: readonly TriedDoor[]): readonly TriedDoor[] {
    return doors.filter(({ locker }) => this.#read(locker) === reading);
  }

  #read(locker: number): SensorReading {
    return this.#readings.get(locker) ?? 'lost';
  }
}

/** Pins say nothing of themselves: where contacts hang on them, these do. */
function silenceOf(report: BoardReport | undefined, isBlind: boolean): string | null {
  if (report) return report.state === 'well' ? null : report.trouble ?? 'silent';
  return isBlind ? 'no contact reads' : null;
}
