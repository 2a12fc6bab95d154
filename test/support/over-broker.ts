import { mqttTransport } from '../../firmware/upstream/mqtt-transport.ts';
import type { TransportRig } from '../transport-contract.ts';
import { cuttableLine } from './cuttable-line.ts';
import { until } from './until.ts';

/** mqtt.js at a real broker, over a line that can be cut; whoever watches has a line of their own. */
export async function overBroker({ url, stop }: { readonly url: string; readonly stop: () => Promise<void> }): Promise<TransportRig> {
  const line = await cuttableLine(Number(new URL(url).port));
  return {
    transport: mqttTransport(line.url),
    watcher: mqttTransport(url),
    until,
    pause: () => new Promise((resolve) => setTimeout(resolve, 100)),
    cut: line.cut,
    refuse: line.refuse,
    lines: line.lines,
    async end() {
      await line.close();
      await stop();
      return [];
    },
  };
}
