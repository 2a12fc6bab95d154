import { expect, test } from 'vitest';
import { scratchFolder, simPorts, SimProcess } from '../support/sim-process.ts';

test('Ctrl-C stops the bank in order, with exit code 0', async () => {
  const folder = scratchFolder();
  const ports = await simPorts();
  try {
    const sim = await new SimProcess({ folder: folder.path, ports }).ready();
    expect(await sim.stop('SIGINT')).toBe(0);
  } finally {
    folder.remove();
  }
});
