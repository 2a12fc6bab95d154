import { lockBoardFamily } from '../../board-profiles/board.schema.ts';
import type { Profile, ProfileBoard } from '../../board-profiles/profile.schema.ts';
import { familyOf } from '../../firmware/hardware/bus/families.ts';
import { figuresOf } from '../../firmware/hardware/bus/line-field.ts';
import type { MakePort } from '../../firmware/hardware/serial/serial-line.ts';
import type { Clock } from '../../firmware/ports/clock.ts';
import { ms } from '../../statecharts/units.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import { cabinetPanel } from './cabinet-panel.ts';
import { makeBoardOf } from './families.ts';
import { LinePlug } from './line-port.ts';
import { EmulatedLine, type FittedBoard } from './line.ts';

interface EmulatedBusesOptions {
  readonly profile: Profile;
  readonly cabinet: Cabinet;
  readonly clock: Clock;
}

export interface EmulatedBus {
  readonly line: EmulatedLine;
  readonly plug: LinePlug;
}

/** Every lock board of a profile, emulated byte for byte over one cabinet. The real firmware opens their ports by `makePort`. */
export class EmulatedBuses {
  readonly #buses = new Map<string, EmulatedBus>();
  readonly #byPort = new Map<string, EmulatedBus>();

  constructor({ profile, cabinet, clock }: EmulatedBusesOptions) {
    for (const bus of profile.buses) {
      const boards = profile.boards.filter((board) => board.bus.id === bus.id);
      const fitted = boards.flatMap((board) => fit(profile, board, cabinet));
      if (bus.kind !== 'serial' || fitted.length === 0) continue;
      const { baud, parity } = figuresOf(bus, boards);
      const line = new EmulatedLine({ baud, parity, clock, boards: fitted });
      const emulated = { line, plug: new LinePlug(line) };
      this.#buses.set(bus.id, emulated);
      this.#byPort.set(bus.port, emulated);
    }
  }

  /** `null` for a bus without lock boards. */
  find(id: string): EmulatedBus | null {
    return this.#buses.get(id) ?? null;
  }

  /** @throws RangeError for a bus without lock boards */
  bus(id: string): EmulatedBus {
    const bus = this.find(id);
    if (bus === null) throw new RangeError(`no lock board hangs on bus ${id}`);
    return bus;
  }

  readonly makePort: MakePort = (settings) => {
    const bus = this.#byPort.get(settings.path);
    if (bus === undefined) throw new RangeError(`no bus has the port ${settings.path}`);
    return bus.plug.makePort(settings);
  };

  stop(): void {
    for (const { line } of this.#buses.values()) line.stop();
  }
}

function fit(profile: Profile, { id, address, model, settings, lastsMs }: ProfileBoard, cabinet: Cabinet): FittedBoard[] {
  const name = lockBoardFamily(model.family);
  if (name === null) return [];
  const seat = { address, model, settings, pulse: ms(lastsMs ?? profile.lock.pulseMs), panel: cabinetPanel(profile, id, cabinet) };
  return [{ id, seat, family: familyOf(name), make: makeBoardOf(name) }];
}
