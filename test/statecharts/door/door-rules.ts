import type { DoorCommand } from '../../../statecharts/door/door.events.ts';
import type { DoorRecord } from './door-rig.ts';

type Rule = (records: readonly DoorRecord[], pulsesMax: number) => string | null;

const isAboutLock = (command: DoorCommand): boolean => command.type === 'lock.pulse' || command.type === 'lock.rest';

/** The last that a lock hears before its door is anything else than releasing is: rest. */
const restsOnEveryWayOut: Rule = (records) => {
  for (const { from, said, to } of records) {
    if (from !== 'releasing') continue;
    const orders = said.filter(isAboutLock).map((command) => command.type);
    if (to !== 'releasing' && orders.at(-1) !== 'lock.rest') return `the lock does not rest on the way from releasing to ${to}`;
    if (orders.includes('lock.pulse') && orders[0] !== 'lock.rest') return 'the lock does not rest between two pulses';
  }
  return null;
};

const restsWhenWaking: Rule = ([waking]) =>
  waking?.said[0]?.type === 'lock.rest' ? null : 'a door that wakes up does not rest its lock before anything else';

/** What stands for an answer to a release: the door opened, or it did not. */
const isOutcome = (command: DoorCommand): boolean =>
  command.type === 'door.did-not-open' || (command.type === 'door.opened' && command.intent !== null);

const pulsesOnlyWhenAsked: Rule = (records, pulsesMax) => {
  let pulsesLeft = 0;
  let isAsked = false;
  for (const { told, said } of records) {
    if (told.type === 'release.requested' && !isAsked) {
      isAsked = true;
      pulsesLeft = pulsesMax;
    }
    for (const command of said) {
      if (command.type === 'lock.pulse' && !isAsked) return 'a lock is pulsed and nobody asked for it';
      if (command.type === 'lock.pulse' && --pulsesLeft < 0) return `one intent causes more than ${String(pulsesMax)} pulses`;
      if (isOutcome(command) && !isAsked) return `${command.type} answers a release that nobody asked for`;
      if (isOutcome(command)) isAsked = false;
    }
  }
  return null;
};

/** Forced if and only if a door that was known to be shut is opened, and no release is under way. */
const forcedIffNobodyReleased: Rule = (records) => {
  let isShut = false;
  let isAsked = false;
  for (const { told, said } of records) {
    if (told.type === 'release.requested') isAsked = true;
    const isForced = said.some((command) => command.type === 'door.forced');
    const mustBe = told.type === 'sensor.opened' && isShut && !isAsked;
    if (isForced !== mustBe) return isForced ? 'a door is called forced that was not' : 'a door was forced and nobody says so';
    for (const command of said) {
      if (isOutcome(command)) isAsked = false;
      if (command.type === 'door.closed') isShut = true;
      if (command.type === 'door.opened' || command.type === 'door.forced' || command.type === 'door.sensor-fault') isShut = false;
    }
  }
  return null;
};

/** An intent is answered once; the answer names the release that was taken, not an impatient one after it. */
const answersTheIntentItTook: Rule = (records) => {
  let taken: string | null = null;
  for (const { told, said } of records) {
    if (told.type === 'release.requested' && taken === null) taken = told.intent;
    for (const command of said) {
      if (!('intent' in command) || command.intent === null) continue;
      if (command.intent !== taken) return `${command.type} names ${command.intent}, but ${String(taken)} was taken`;
      if (isOutcome(command)) taken = null;
    }
  }
  return null;
};

const rules = [restsWhenWaking, restsOnEveryWayOut, pulsesOnlyWhenAsked, forcedIffNobodyReleased, answersTheIntentItTook];

/** What a door must never do, and did. */
export function brokenDoorRules(records: readonly DoorRecord[], pulsesMax: number): readonly string[] {
  return rules.flatMap((rule) => rule(records, pulsesMax) ?? []);
}
