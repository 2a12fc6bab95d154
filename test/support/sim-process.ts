import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorStage, Screen } from '../../firmware/kiosk/screens.ts';
import type { KioskInput, Shown } from '../../firmware/kiosk/shown.ts';
import type { SimAction, SimAnswer, SimState } from '../../sim/sim-state.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const program = join(import.meta.dirname, '../../dist/lockerbank-sim.mjs');

/** A start takes a second; nine of them at once beside a browser that draws have taken more than ten. */
const readyWithinMs = 30_000;

/** Where a simulator listens. */
export interface SimPorts {
  readonly sim: number;
  readonly kiosk: number;
  readonly mqtt: number;
}

interface SimProcessOptions {
  readonly folder: string;
  readonly ports: SimPorts;
  readonly mqttUrl?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built simulator as a user starts it, driven over the addresses that it prints. */
export class SimProcess {
  readonly simUrl: string;
  readonly kioskUrl: string;
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | string>;
  #token: string | null = null;

  constructor(options: SimProcessOptions) {
    const { folder, ports, mqttUrl, args = [], environment = {} } = options;
    this.simUrl = `http://127.0.0.1:${String(ports.sim)}/`;
    this.kioskUrl = `http://127.0.0.1:${String(ports.kiosk)}/`;
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_')));
    this.#child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
      cwd: folder,
      env: {
        ...inherited, LOCKERBANK_DATA: join(folder, 'data'), ...portVariables(ports),
        ...(mqttUrl === undefined ? {} : { LOCKERBANK_MQTT_URL: mqttUrl }), ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => resolve(code ?? signal ?? 'gone'));
    });
  }

  /** Resolves when the addresses have been printed. A process that does not get there is ended. */
  async ready(): Promise<this> {
    const ended = this.#ended.then((how) => {
      throw new Error(`the simulator ended with ${String(how)} before it was ready:\n${this.output}`);
    });
    try {
      await Promise.race([until('the simulator is ready', () => this.output.includes('Stop with Ctrl-C'), readyWithinMs), ended]);
    } catch (error) {
      await this.stop('SIGKILL');
      throw error;
    }
    return this;
  }

  /** @returns exit code, or the signal that ended it */
  async stop(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' = 'SIGINT'): Promise<number | string> {
    this.#child.kill(signal);
    return this.#ended;
  }

  ended(): Promise<number | string> {
    return this.#ended;
  }

  async state(): Promise<SimState> {
    return (await (await fetch(`${this.simUrl}state`)).json()) as SimState;
  }

  async act(action: SimAction): Promise<SimAnswer> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.simUrl}action`, { method: 'POST', headers, body: JSON.stringify(action) });
    return (await response.json()) as SimAnswer;
  }

  /** What a person does at the kiosk, sent as its page sends it. */
  async input(input: KioskInput): Promise<void> {
    const headers = {
      'content-type': 'application/json',
      'x-lockerbank-token': await this.#kioskToken(),
      origin: new URL(this.kioskUrl).origin,
    };
    const response = await fetch(`${this.kioskUrl}input`, { method: 'POST', headers, body: JSON.stringify(input) });
    if (!response.ok) throw new Error(`the kiosk answered ${String(response.status)}`);
  }

  /** The screen that the kiosk shows now. */
  async screen(): Promise<Screen> {
    const stop = new AbortController();
    const response = await fetch(`${this.kioskUrl}screens?token=${await this.#kioskToken()}`, { signal: stop.signal });
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const found = /event: screen\ndata: (.*)\n\n/.exec(text);
        if (found?.[1]) return (JSON.parse(found[1]) as Shown).screen;
      }
    } finally {
      stop.abort();
    }
    throw new Error('the kiosk shows no screen');
  }

  async untilScreen<Name extends Screen['screen']>(name: Name): Promise<Extract<Screen, { screen: Name }>> {
    let last: Screen | null = null;
    await until(`the kiosk shows ${name}`, async () => (last = await this.screen()).screen === name);
    return last as unknown as Extract<Screen, { screen: Name }>;
  }

  /** The person is shown their doors, in this stage. */
  async untilDoors(stage: DoorStage): Promise<Extract<Screen, { screen: 'doors' }>> {
    let last: Screen | null = null;
    await until(`the kiosk shows doors that are ${stage}`, async () => {
      last = await this.screen();
      return last.screen === 'doors' && last.stage === stage;
    });
    return last as unknown as Extract<Screen, { screen: 'doors' }>;
  }

  async #kioskToken(): Promise<string> {
    if (this.#token !== null) return this.#token;
    const page = await (await fetch(this.kioskUrl)).text();
    const token = /name="lockerbank-token" content="([^"]+)"/.exec(page)?.[1];
    if (token === undefined) throw new Error('the kiosk page has no token');
    return (this.#token = token);
  }
}

/** Ports on loopback that nobody listens on at this moment. */
export async function simPorts(): Promise<SimPorts> {
  return { sim: await freePort(), kiosk: await freePort(), mqtt: await freePort() };
}

/** How a simulator is told its ports. */
export function portVariables({ sim, kiosk, mqtt }: SimPorts): Record<string, string> {
  return { LOCKERBANK_SIM_PORT: String(sim), LOCKERBANK_KIOSK_PORT: String(kiosk), LOCKERBANK_MQTT_PORT: String(mqtt) };
}

/** A folder of its own for one test, and how to remove it. */
export function scratchFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'lockerbank-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
