import type { Terminal } from '../cli/command.ts';
import type { FlashProgress, FlashStage } from './avrdude-progress.ts';

const width = 40;
/** Where nobody sees a bar move, lines tell of it, and not too many. */
const lineEveryPercent = 25;

const words: Readonly<Record<FlashStage, string>> = {
  connecting: 'waking the boot loader', writing: 'writing', verifying: 'reading back',
};

/** Shows how far it is: a bar on a terminal, else a line now and then. */
export class ProgressBar {
  readonly #terminal: Terminal;
  #stage: FlashStage | null = null;
  #percent = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show({ stage, percent }: FlashProgress): void {
    // What comes next has begun: nobody said any more that this was whole.
    if (this.#stage !== null && stage !== this.#stage) this.#draw(this.#stage, 100);
    if (stage !== this.#stage) this.end();
    this.#draw(stage, percent);
  }

  /** Whatever is said next begins on a line of its own. */
  end(): void {
    if (this.#stage !== null && this.#terminal.hasColours) this.#terminal.error('\n');
    this.#stage = null;
  }

  #draw(stage: FlashStage, percent: number): void {
    const { hasColours: isSeen } = this.#terminal;
    const step = isSeen ? percent : Math.floor(percent / lineEveryPercent) * lineEveryPercent;
    if (stage === this.#stage && step === this.#percent) return;
    this.#stage = stage;
    this.#percent = step;
    const done = Math.round((width * step) / 100);
    const text = `  ${words[stage].padEnd(22)}`;
    if (isSeen) this.#terminal.error(`\r${text} ${'█'.repeat(done)}${'░'.repeat(width - done)} ${String(step).padStart(3)} %`);
    else this.#terminal.error(`${text} ${String(step).padStart(3)} %\n`);
  }
}
