import type { Ends } from './ends.ts';
import { scratchFolder, simPorts, SimProcess } from './sim-process.ts';

export interface SimRoom {
  /** Its folder: that of the bank is `data/bank` in it. */
  readonly path: string;
  /** Starts a simulator where the one before it, if there was one, has left off. */
  start(more?: { readonly args?: readonly string[]; readonly environment?: Readonly<Record<string, string>> }): Promise<SimProcess>;
}

/** A folder and ports for the simulators of one test: `ends` stops what runs there, and takes the folder away. */
export async function simRoom(ends: Ends): Promise<SimRoom> {
  const folder = scratchFolder();
  ends.add(() => folder.remove());
  const ports = await simPorts();
  return {
    path: folder.path,
    start: (more = {}) => {
      const sim = new SimProcess({ folder: folder.path, ports, ...more });
      ends.add(() => sim.stop('SIGKILL'));
      return sim.ready();
    },
  };
}
