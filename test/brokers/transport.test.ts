import { startMosquitto } from '../support/mosquitto.ts';
import { overBroker } from '../support/over-broker.ts';
import { scratchFolder } from '../support/sim-process.ts';
import { transportContract } from '../transport-contract.ts';

transportContract('mqtt.js over Mosquitto', async () => {
  const folder = scratchFolder();
  const { url, stop } = await startMosquitto(folder.path);
  return overBroker({
    url,
    async stop() {
      await stop();
      folder.remove();
    },
  });
});
