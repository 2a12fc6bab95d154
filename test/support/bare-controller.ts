import { RealClock } from '../../firmware/adapters/real-clock.ts';
import { createHardware } from '../../firmware/hardware/create-hardware.ts';
import { openFields } from '../../firmware/hardware/open-fields.ts';
import type { Profile } from '../../board-profiles/profile.schema.ts';
import { ms } from '../../statecharts/units.ts';

/**
 * A controller that does nothing but open doors: `bare-controller GUARDIAN PROFILE`, a program with its arguments and a
 * profile, both as JSON. Each number that comes is a locker to open; it tells readings, answers, health and troubles, and
 * ends with its input.
 */
const [guardian = '', profileText = ''] = process.argv.slice(2);
const guardianProgram = JSON.parse(guardian) as readonly string[];
const profile = JSON.parse(profileText) as Profile;
const clock = new RealClock();
const say = (...words: readonly unknown[]): void => void process.stdout.write(`${words.join(' ')}\n`);
const onTrouble = (where: string, error: unknown): void => say('trouble', where, error instanceof Error ? error.message : String(error));
const fields = await openFields({ profile, clock, onTrouble, guardianProgram });
const hardware = await createHardware({ profile, fields, clock, onTrouble });
hardware.sensors.watch((locker, reading) => say('reading', locker, reading));
hardware.health?.watch((part, isWell) => say(part, isWell ? 'well' : 'ill'));
say('ready');

async function pulse(locker: number): Promise<void> {
  const answer = await hardware.locks.pulse(locker, ms(profile.lock.pulseMs));
  say('pulse', locker, answer.kind === 'refused' ? answer.reason : answer.kind);
}

for await (const text of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
  for (const locker of text.trim().split(/\s/)) void pulse(Number(locker));
}
await hardware.close();
say('closed');
process.exit();
