import { expect, test } from 'vitest';
import { degradations } from '../../../../firmware/contract/events.ts';
import { sayClock, sayDegraded } from '../../../../firmware/technician/commands/status-words.ts';

test.each(degradations)('a technician reads what %s means, and what to do about it', (why) => {
  expect(sayDegraded(why)).toMatch(/^[a-z].*\. Cure: /);
  expect(sayDegraded(why)).not.toContain(why);
});

test.each(['ntp', 'server', 'rtc', 'floor'])('a clock that goes by %s is said in words', (quality) => {
  expect(sayClock(quality)).not.toContain(quality);
});

test('what only a newer bank knows is shown as it says it', () => {
  expect([sayDegraded('door-haunted'), sayClock('sundial'), sayDegraded('toString')]).toEqual(['door-haunted', 'by sundial', 'toString']);
});
