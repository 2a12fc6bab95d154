import { lockersOf } from '../../board-profiles/profile.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import type { Cabinet } from '../cabinet/cabinet.ts';
import type { Panel } from './emulated-board.ts';

/** What hangs on the terminals of one board of a profile: coils and contacts of a simulated cabinet. */
export function cabinetPanel(profile: Pick<Profile, 'columns'>, board: string, cabinet: Cabinet): Panel {
  const lockers = lockersOf(profile);
  const coils = new Map(lockers.flatMap(({ number, lock }) => (lock.board === board ? [[lock.channel, number]] : [])));
  const contacts = new Map(lockers.flatMap(({ number, contact }) => (contact.board === board ? [[contact.channel, number]] : [])));
  const insides = new Map(lockers.flatMap(({ number, insideRelease: inside }) => (
    inside?.switch.board === board ? [[inside.switch.channel, number]] : []
  )));
  const forCoil = (channel: number, what: (locker: number) => void): void => {
    const locker = coils.get(channel);
    if (locker !== undefined) what(locker);
  };
  return {
    energise: (channel) => forCoil(channel, (locker) => cabinet.energise(locker)),
    rest: (channel) => forCoil(channel, (locker) => cabinet.deenergise(locker)),
    level: (channel) => {
      const [locker, inside] = [contacts.get(channel), insides.get(channel)];
      if (locker !== undefined) return cabinet.level(locker);
      return inside === undefined ? null : cabinet.insideLevel(inside);
    },
  };
}
