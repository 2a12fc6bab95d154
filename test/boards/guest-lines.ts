import { mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The chip of gpio-sim, as the header of a Raspberry Pi 4 looks to Linux. */
const label = 'pinctrl-bcm2711';
const lineCount = 28;

/** What is wired to the header: tells what a line gives, and pulls others up and down. */
export class GuestLines {
  readonly #lines: string;
  /** By their lines: they are looked at many times a second. */
  readonly #values = new Map<number, number>();

  constructor() {
    const config = '/sys/kernel/config/gpio-sim/header';
    mkdirSync(join(config, 'bank0'), { recursive: true });
    writeFileSync(join(config, 'bank0/num_lines'), String(lineCount));
    writeFileSync(join(config, 'bank0/label'), label);
    writeFileSync(join(config, 'live'), '1');
    const [device, chip] = ['dev_name', 'bank0/chip_name'].map((name) => readFileSync(join(config, name), 'utf8').trim());
    this.#lines = `/sys/devices/platform/${device ?? ''}/${chip ?? ''}`;
  }

  value(line: number): 0 | 1 {
    const file = this.#values.get(line) ?? openSync(join(this.#lines, `sim_gpio${String(line)}`, 'value'), 'r');
    this.#values.set(line, file);
    const text = Buffer.alloc(1);
    readSync(file, text, 0, 1, 0);
    return text.toString() === '1' ? 1 : 0;
  }

  pull(line: number, to: 'up' | 'down'): void {
    writeFileSync(join(this.#lines, `sim_gpio${String(line)}`, 'pull'), `pull-${to}`);
  }
}
