import type { DoorFact } from '../statecharts/door/door.events.ts';
import { never } from '../statecharts/never.ts';
import type { Degradation } from './contract/events.ts';
import type { DoorLamps, Hardware, HardwarePart } from './ports/hardware.ts';

const degradationOf = {
  boards: 'boards-silent', readers: 'readers-lost', keypad: 'keypad-lost',
} as const satisfies Record<HardwarePart, Degradation>;

/**
 * What is wrong with the hardware beside its doors, for whoever runs the bank. What a profile does not name any more is
 * not missed.
 */
export function watchHardware({ speech, health }: Hardware, degraded: (why: Degradation, isWrong: boolean) => void): void {
  // Whoever does not see the screen stands before a bank that says nothing.
  if (speech) speech.watch((isHeard) => degraded('voice-lost', !isHeard));
  else degraded('voice-lost', false);
  if (health) health.watch((part, isWell) => degraded(degradationOf[part], !isWell));
  else for (const why of Object.values(degradationOf)) degraded(why, false);
}

/** The lamp at a door shines from its release until it is shut: whoever looks for it sees where it is. */
export function lightDoor(lamps: DoorLamps | undefined, fact: DoorFact): void {
  switch (fact.type) {
    case 'door.released':
    case 'door.opened':
    case 'door.forced':
    case 'door.left-open':
    case 'door.held-open':
      return lamps?.set(fact.locker, 'on');
    case 'door.closed':
    case 'door.did-not-open':
    case 'door.sensor-fault': // Nobody would see when to put it out.
      return lamps?.set(fact.locker, 'off');
    default:
      return never(fact, 'door fact');
  }
}
