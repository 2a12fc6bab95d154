import { mqttTransport } from '../../firmware/upstream/mqtt-transport.ts';
import { cuttableLine } from '../support/cuttable-line.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { until } from '../support/until.ts';
import { transportContract } from '../transport-contract.ts';

transportContract('mqtt.js over Mosquitto', async () => {
  const folder = scratchFolder();
  const mosquitto = await startMosquitto(folder.path);
  const line = await cuttableLine(mosquitto.port);
  return {
    transport: mqttTransport(line.url),
    watcher: mqttTransport(mosquitto.url),
    until,
    pause: () => new Promise((resolve) => setTimeout(resolve, 100)),
    cut: line.cut,
    refuse: line.refuse,
    lines: line.lines,
    async end() {
      await line.close();
      await mosquitto.stop();
      folder.remove();
      return [];
    },
  };
});
