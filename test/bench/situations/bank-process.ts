import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { bank, tenant } from '../../support/hand-upstream.ts';
import { until } from '../../support/until.ts';

interface BankProcessOptions {
  /** The checkout whose build is tried. */
  readonly root: string;
  readonly dataFolder: string;
  readonly profileFile: string;
  readonly mqttUrl: string;
}

/** The built firmware as a process of its own: nothing of it is replaced but what hangs on its wires. */
export class BankProcess {
  readonly #options: BankProcessOptions;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();
  output = '';

  constructor(options: BankProcessOptions) {
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const { root, dataFolder, profileFile, mqttUrl } = this.#options;
    this.output = '';
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
    const child = spawn(process.execPath, [join(root, 'dist/lockerbank.mjs')], {
      env: {
        ...inherited, LOCKERBANK_DATA: dataFolder, LOCKERBANK_PROFILE: profileFile, LOCKERBANK_MQTT_URL: mqttUrl,
        LOCKERBANK_TENANT: tenant, LOCKERBANK_BANK: bank, LOCKERBANK_KIOSK_PORT: '0', LOCKERBANK_TRUST: 'broker',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    let isOver = false;
    void this.#ended.then(() => (isOver = true));
    await until('the bank is ready', () => isOver || this.output.includes('Kiosk page'), 60_000);
    if (isOver) throw new Error(`the bank ended before it was ready:\n${this.output}`);
  }

  /** As the kernel ends a program that has run out of memory: it learns nothing of it. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.#ended;
  }
}
