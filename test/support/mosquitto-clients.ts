import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { neededProgram } from './needed-program.ts';
import { until } from './until.ts';

export type MqttVersion = 'mqttv311' | 'mqttv5';

interface Line {
  readonly topic: string;
  readonly retained: boolean;
  readonly text: string;
}

/** A running `mosquitto_sub`. */
export interface Subscriber {
  readonly lines: readonly Line[];
  stop(): Promise<void>;
}

/** Debian's own command-line clients, at one broker and in one version of the protocol. */
export interface MosquittoClients {
  publish(topic: string, payload: string, options?: { readonly retain?: boolean }): Promise<void>;
  /** Resolves when the subscriptions are in force. */
  subscribe(...topics: readonly string[]): Promise<Subscriber>;
}

const host = '127.0.0.1';

export function mosquittoClients(port: number, version: MqttVersion): MosquittoClients {
  const common = ['-V', version, '-h', host, '-p', String(port), '-q', '1'];
  const probe = `probe/${version}`;

  async function publish(topic: string, payload: string, { retain = false } = {}): Promise<void> {
    const args = [...common, '-t', topic, '-m', payload, ...(retain ? ['-r'] : [])];
    const child = spawn(neededProgram('mosquitto_pub', 'mosquitto-clients'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`mosquitto_pub ended with ${String(code)}: ${complaint}`);
  }

  async function subscribe(...topics: readonly string[]): Promise<Subscriber> {
    await publish(probe, 'here', { retain: true });
    const lines: Line[] = [];
    const wanted = [...topics, probe].flatMap((topic) => ['-t', topic]);
    const program = neededProgram('mosquitto_sub', 'mosquitto-clients');
    const child = spawn(program, [...common, ...wanted, '-F', '%r %t %p'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [retained = '', topic = '', ...rest] = line.split(' ');
      lines.push({ topic, retained: retained === '1', text: rest.join(' ') });
    });
    const stop = (): Promise<void> => {
      child.kill('SIGTERM');
      return ended;
    };
    try {
      await until('mosquitto_sub listens', () => lines.some(({ topic }) => topic === probe));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      get lines() {
        return lines.filter(({ topic }) => topic !== probe);
      },
      stop,
    };
  }

  return { publish, subscribe };
}
