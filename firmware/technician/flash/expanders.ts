import type { Profile } from '../../../board-profiles/profile.schema.ts';
import { loadKernel, type Kernel } from '../../hardware/gpio/kernel.ts';
import { Mcp23017 } from '../../hardware/gpio/mcp23017.ts';
import type { WireTrouble } from './wires.ts';

/**
 * Asks every expander that a profile names how its pins are set, and changes nothing: the kernel lets whoever has the bus
 * already go first.
 * @param isThere whether the bus is
 */
export async function askExpanders(
  { boards }: Profile, isThere: (device: string) => boolean, kernelOf: () => Promise<Kernel> = loadKernel,
): Promise<readonly WireTrouble[]> {
  const troubles: WireTrouble[] = [];
  for (const { id, model, bus, address } of boards) {
    if (model.family !== 'mcp23017' || bus.kind !== 'i2c' || !isThere(bus.device)) continue;
    const port = bus.device;
    try {
      const expander = Mcp23017.open(await kernelOf(), { device: port, address, outputs: 0 });
      const isHeard = await expander.isSetUp().then(() => true, () => false).finally(() => expander.close());
      if (!isHeard) troubles.push({ what: 'silent', port, board: id, model: model.id, address });
    } catch (error) {
      return [...troubles, { what: 'shut-port', port, why: error instanceof Error ? error.message : String(error) }];
    }
  }
  return troubles;
}
