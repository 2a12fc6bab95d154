import type { Kernel } from '../../firmware/hardware/gpio/kernel.ts';

interface FakeLine {
  level: 0 | 1;
  takenBy: string | null;
}

interface FakeRequest {
  readonly kind: 'output' | 'input';
  readonly chip: FakeChip;
  readonly lines: readonly number[];
  changed: boolean;
}

interface FakeChip {
  readonly path: string;
  readonly label: string;
  readonly lines: FakeLine[];
}

/** An MCP23017: words of two banks each, and whether it answers. */
class FakeExpander {
  readonly words = new Map<number, number>([[0x00, 0xffff]]);
  isThere = true;
}

type Opened =
  | { readonly chip: FakeChip }
  | { readonly path: string; readonly bus: Map<number, FakeExpander>; address: number }
  | FakeRequest;

/**
 * Linux as far as pins need it, in memory. It reads the blocks of bytes that it is given as linux/gpio.h lays them out, and
 * keeps outputs as they are when they are let go of, as the kernel of the Raspberry Pi does.
 */
export class FakeKernel implements Kernel {
  /** Everything that was ordered, in its order. */
  readonly written: string[] = [];
  /** What the next calls of this kind fail with. */
  readonly failing = new Map<'open' | 'ask' | 'readable', string>();
  /** Buses on which everything takes so many milliseconds, and fails then. */
  readonly stuckMs = new Map<string, number>();
  /** How many threads wait for an answer, and the most that ever did. */
  readonly threads = { now: 0, most: 0 };
  readonly #chips: FakeChip[] = [];
  readonly #buses = new Map<string, Map<number, FakeExpander>>();
  readonly #files = new Map<number, Opened>();
  #nextFile = 10;
  #wake: (() => void)[] = [];

  addChip(label: string, lines = 28): void {
    const path = `/dev/gpiochip${String(this.#chips.length)}`;
    this.#chips.push({ path, label, lines: Array.from({ length: lines }, () => ({ level: 1, takenBy: null })) });
  }

  addExpander(device: string, address: number): FakeExpander {
    const bus = this.#buses.get(device) ?? new Map<number, FakeExpander>();
    this.#buses.set(device, bus);
    const expander = new FakeExpander();
    bus.set(address, expander);
    return expander;
  }

  level(line: number, chip = 0): 0 | 1 | undefined {
    return this.#chips[chip]?.lines[line]?.level;
  }

  take(line: number, by: string | null): void {
    const one = this.#chips[0]?.lines[line];
    if (one) one.takenBy = by;
  }

  /** Something outside moves a line. */
  pull(line: number, level: 0 | 1): void {
    const chip = this.#chips[0];
    const one = chip?.lines[line];
    if (one === undefined || one.level === level) return;
    one.level = level;
    for (const opened of this.#files.values()) {
      if ('kind' in opened && opened.chip === chip && opened.lines.includes(line)) opened.changed = true;
    }
    this.#wakeUp();
  }

  filesOpen(): number {
    return this.#files.size;
  }

  chips(): readonly string[] {
    return this.#chips.map(({ path }) => path);
  }

  open(path: string): number {
    this.#failIfAsked('open');
    const chip = this.#chips.find((one) => one.path === path);
    if (chip) return this.#newFile({ chip });
    const bus = this.#buses.get(path);
    if (bus === undefined) throw failure('ENOENT');
    return this.#newFile({ path, bus, address: 0 });
  }

  close(file: number): void {
    const opened = this.#files.get(file);
    if (opened && 'kind' in opened) for (const line of opened.lines) Object.assign(opened.chip.lines[line] ?? {}, { takenBy: null });
    this.#files.delete(file);
  }

  ask(file: number, request: number, bytes: Uint8Array): void {
    this.#failIfAsked('ask');
    const opened = this.#files.get(file);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (opened === undefined || 'bus' in opened) throw failure('ENOTTY');
    if ('kind' in opened) return this.#askLines(opened, request, view);
    switch (request) {
      case 0x8044_b401:
        return bytes.set(Buffer.from(opened.chip.label), 32);
      case 0xc100_b405: {
        const taken = opened.chip.lines[view.getUint32(64, true)]?.takenBy ?? null;
        if (taken !== null) bytes.set(Buffer.from(taken), 32);
        return view.setBigUint64(72, taken === null ? 0n : 1n, true);
      }
      case 0xc250_b407:
        return this.#request(opened.chip, view);
      default:
        throw failure('ENOTTY');
    }
  }

  tell(file: number, request: number, value: number): void {
    const opened = this.#files.get(file);
    if (request !== 0x0703 || opened === undefined || !('bus' in opened)) throw failure('ENOTTY');
    opened.address = value;
  }

  async readable(files: readonly number[], withinMs: number): Promise<readonly number[]> {
    this.#failIfAsked('readable');
    this.threads.most = Math.max(this.threads.most, ++this.threads.now);
    try {
      return await this.#readable(files, withinMs);
    } finally {
      this.threads.now--;
    }
  }

  async #readable(files: readonly number[], withinMs: number): Promise<readonly number[]> {
    const ready = (): readonly number[] => files.filter((file) => this.#requestOf(file)?.changed === true);
    if (ready().length === 0) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, withinMs);
        this.#wake.push(() => {
          clearTimeout(late);
          resolve();
        });
      });
    }
    return ready();
  }

  read(file: number, _into: Uint8Array): number {
    const request = this.#requestOf(file);
    if (request) request.changed = false;
    return 48;
  }

  readWord(file: number, register: number): Promise<number> {
    return this.#inThread(file, ({ words }) => words.get(register) ?? 0);
  }

  writeWord(file: number, register: number, value: number): Promise<void> {
    return this.#inThread(file, ({ words }) => {
      words.set(register, value);
      this.written.push(`${hex(register)}=${hex(value)}`);
    });
  }

  writeByte(file: number, register: number, value: number): Promise<void> {
    return this.#inThread(file, () => void this.written.push(`${hex(register)}:${hex(value)}`));
  }

  async #inThread<T>(file: number, what: (expander: FakeExpander) => T): Promise<T> {
    this.threads.most = Math.max(this.threads.most, ++this.threads.now);
    try {
      const opened = this.#files.get(file);
      const stuckMs = opened && 'bus' in opened ? this.stuckMs.get(opened.path) : undefined;
      await new Promise((resolve) => setTimeout(resolve, stuckMs ?? 0));
      if (stuckMs !== undefined) throw failure('ETIMEDOUT');
      return what(this.#expander(file));
    } finally {
      this.threads.now--;
    }
  }

  #request(chip: FakeChip, view: DataView): void {
    const count = view.getUint32(560, true);
    const lines = Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
    if (view.getUint32(296, true) !== 1 || view.getBigUint64(336, true) !== (1n << BigInt(count)) - 1n) throw failure('EINVAL');
    if (lines.some((line) => chip.lines[line] === undefined)) throw failure('EINVAL');
    if (lines.some((line) => (chip.lines[line]?.takenBy ?? null) !== null)) throw failure('EBUSY');
    const flags = view.getBigUint64(288, true);
    const kind = flags === 8n ? 'output' : 'input';
    if (kind === 'output' && view.getUint32(320, true) === 2) {
      const values = view.getBigUint64(328, true);
      lines.forEach((line, index) => Object.assign(chip.lines[line] ?? {}, { level: Number((values >> BigInt(index)) & 1n) }));
    } else if (flags !== 0x134n || view.getUint32(320, true) !== 3 || view.getUint32(328, true) === 0) {
      throw failure('EINVAL'); // Both edges, a pull-up, and some time for reeds to bounce.
    }
    for (const line of lines) Object.assign(chip.lines[line] ?? {}, { takenBy: 'lockerbank' });
    this.written.push(`${kind} ${lines.join(' ')}`);
    view.setInt32(588, this.#newFile({ kind, chip, lines, changed: false }), true);
  }

  #askLines({ kind, chip, lines }: FakeRequest, request: number, view: DataView): void {
    const [bits, mask] = [view.getBigUint64(0, true), view.getBigUint64(8, true)];
    const asked = lines.map((line, index) => ({ line, index })).filter(({ index }) => (mask >> BigInt(index)) & 1n);
    if (request === 0xc010_b40e) {
      const levels = asked.map(({ line, index }) => BigInt(chip.lines[line]?.level ?? 0) << BigInt(index));
      return view.setBigUint64(0, levels.reduce((all, one) => all | one, 0n), true);
    }
    if (request !== 0xc010_b40f || kind !== 'output') throw failure('EPERM');
    for (const { line, index } of asked) {
      const level = Number((bits >> BigInt(index)) & 1n);
      Object.assign(chip.lines[line] ?? {}, { level });
      this.written.push(`line ${String(line)}=${String(level)}`);
    }
  }

  #expander(file: number): FakeExpander {
    const opened = this.#files.get(file);
    const expander = opened && 'bus' in opened ? opened.bus.get(opened.address) : undefined;
    if (expander?.isThere !== true) throw failure('EREMOTEIO');
    return expander;
  }

  #requestOf(file: number): FakeRequest | null {
    const opened = this.#files.get(file);
    return opened && 'kind' in opened ? opened : null;
  }

  #newFile(opened: Opened): number {
    this.#files.set(this.#nextFile, opened);
    return this.#nextFile++;
  }

  #failIfAsked(call: 'open' | 'ask' | 'readable'): void {
    const code = this.failing.get(call);
    if (code !== undefined) throw failure(code);
  }

  #wakeUp(): void {
    for (const wake of this.#wake) wake();
    this.#wake = [];
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: as asked for`), { code });
}

function hex(value: number): string {
  return value.toString(16);
}
