import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPortMock } from 'serialport';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import type { MakePort } from '../../../../firmware/hardware/serial/serial-line.ts';
import type { EmulatedLine } from '../../../../sim/boards/line.ts';
import { PtyLine } from '../../../../sim/boards/pty-line.ts';
import { realBusContract } from '../../../bus-contract.ts';
import { busRig } from '../../../support/bus-rig.ts';
import { CountedClock } from '../../../support/counted-clock.ts';
import { neededProgram } from '../../../support/needed-program.ts';

let mockPorts = 0;

realBusContract('a line behind the binding that serialport mocks', (profile) => {
  const clock = new CountedClock();
  const port = `/dev/mock-bus-${String(++mockPorts)}`;
  return busRig({
    profile: withPort(profile, port), clock, advance: (by) => clock.advance(by),
    connect: (line) => Promise.resolve(mockCable(line, port)),
  });
}, { canBeUnplugged: false });

realBusContract('a line behind a pseudo-terminal', (profile) => {
  neededProgram('socat');
  const clock = new CountedClock();
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-bus-'));
  const port = join(folder, 'bus');
  return busRig({
    profile: withPort(profile, port), clock, advance: (by) => clock.advance(by),
    connect: async (line) => {
      const pty = await PtyLine.open(line, port);
      const remove = async (): Promise<void> => {
        await pty.close();
        rmSync(folder, { recursive: true, force: true });
      };
      return { unplug: () => pty.unplug(), plugIn: () => pty.plugIn(), remove };
    },
  });
}, { canBeUnplugged: true });

function withPort(profile: Profile, port: string): Profile {
  const onPort = (bus: Profile['buses'][number]): Profile['buses'][number] => (bus.kind === 'serial' ? { ...bus, port } : bus);
  return {
    ...profile, buses: profile.buses.map(onPort), boards: profile.boards.map((board) => ({ ...board, bus: onPort(board.bus) })),
  };
}

/** Between serialport's own mock and the line: what is written goes to the boards, what they say is emitted. */
function mockCable(line: EmulatedLine, path: string) {
  SerialPortMock.binding.createPort(path);
  const makePort: MakePort = (settings) => {
    const port = new SerialPortMock(settings);
    port.once('open', () => {
      const stop = line.listen((bytes) => port.port?.emitData(Buffer.from(bytes)));
      port.once('close', stop);
    });
    const write = port.write.bind(port);
    return Object.assign(port, {
      write: (bytes: Uint8Array, callback: (error: Error | null | undefined) => void) => {
        line.hear(bytes);
        return write(bytes, callback);
      },
    });
  };
  return { makePort, unplug: () => undefined, plugIn: () => undefined, remove: () => undefined };
}
