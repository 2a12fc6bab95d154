import { describe, expect, test } from 'vitest';
import { lockBoardFamilies } from '../../../../board-profiles/board.schema.ts';
import type { Profile } from '../../../../board-profiles/profile.schema.ts';
import { findingsOf } from '../../../../firmware/technician/learn/findings.ts';
import { busProfile } from '../../../support/bus-profiles.ts';
import { learnAt, rewired } from '../../../support/learn-rig.ts';

const kindsOf = (lessons: readonly { readonly kind: string }[]): readonly string[] => lessons.map(({ kind }) => kind);

/** Doors 2 and 7 have each other's coil wires; doors 3 and 4 each other's contact wires. */
function withSwappedWires(profile: Profile): Profile {
  const at = (board: string, channel: number) => ({ board, channel });
  const changes: Record<number, object> = {
    2: { lock: at('right', 3) }, 7: { lock: at('left', 2) }, 3: { contact: at('left', 4) }, 4: { contact: at('left', 3) },
  };
  return rewired(profile, ({ number }) => changes[number] ?? {});
}

describe.each(lockBoardFamilies)('a technician before a cabinet with %s boards', (family) => {
  test('learns that it is as on paper, one coil at a time and each once', async () => {
    const draft = busProfile(family);
    const { state, lessons, cabinet, waiting } = await learnAt({ draft, real: draft });
    expect(state.how).toBe('finished');
    expect(kindsOf(lessons)).toEqual(Array.from({ length: 8 }, () => 'learned'));
    expect(cabinet.pulses().map(({ locker }) => locker)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(cabinet.violations()).toEqual([]);
    expect(waiting).toEqual([]);
    const findings = findingsOf(draft, lessons);
    expect([findings.closedIs.size, findings.groupOrder.size, findings.guessed, findings.troubles]).toEqual([0, 0, [], []]);
  });

  test('learns which wires are swapped, and that the contacts are the other way round', async () => {
    const draft = busProfile(family);
    const { lessons } = await learnAt({ draft, real: withSwappedWires(draft), wiredClosedIs: 'high' });
    const { lockers, closedIs, troubles } = findingsOf(draft, lessons);
    expect(lockers.get(2)).toEqual({ lock: 'right/3', contact: 'left/2' });
    expect(lockers.get(7)).toEqual({ lock: 'left/2', contact: 'right/3' });
    expect(lockers.get(3)).toEqual({ lock: 'left/3', contact: 'left/4' });
    expect(lockers.get(4)).toEqual({ lock: 'left/4', contact: 'left/3' });
    expect(lockers.get(8)).toEqual({ lock: 'right/4', contact: 'right/4' });
    expect(Object.fromEntries(closedIs)).toEqual({ left: 'high', right: 'high' });
    expect(troubles).toEqual([]);
  });
});

test('the first eight contacts of a 24-lock board are the last in its answers: that is learned as the order of its groups', async () => {
  const draft = busProfile('bcc-8a');
  const ordered = (left: 'lowest-first' | 'highest-first'): Profile => ({
    ...draft,
    boards: draft.boards.map((board) => (board.id === 'left' ? { ...board, settings: { ...board.settings, groupOrder: left } } : board)),
  });
  const onPaper = ordered('lowest-first');
  const { lessons } = await learnAt({ draft: onPaper, real: ordered('highest-first') });
  expect(lessons[0]).toMatchObject({ kind: 'learned', locker: 1, contact: 'left/17' });
  const { groupOrder, lockers } = findingsOf(onPaper, lessons);
  expect(Object.fromEntries(groupOrder)).toEqual({ left: 'highest-first' });
  expect(lockers.get(1)).toEqual({ lock: 'left/1', contact: 'left/1' });
  expect(lockers.get(5)).toEqual({ lock: 'right/1', contact: 'right/1' });
});

describe('at a door that is not as it should be', () => {
  const draft = busProfile('kerong-cu16');

  test('a jammed door is tried again only after Enter, and then left out', async () => {
    const { lessons, cabinet, questions } = await learnAt({ draft, real: draft, prepare: (one) => one.setFault(3, 'jammed') });
    expect(lessons[2]).toEqual({ kind: 'not-opened', lock: 'left/3' });
    expect(kindsOf(lessons).filter((kind) => kind === 'learned')).toHaveLength(7);
    expect(cabinet.pulses().filter(({ locker }) => locker === 3)).toHaveLength(1);
    expect(questions.filter((question) => question.includes('left/3 again'))).toHaveLength(1);
  });

  test.each(['sensor-stuck-closed', 'sensor-stuck-open'] as const)('a contact that is %s is named with its door', async (fault) => {
    const { lessons } = await learnAt({ draft, real: draft, prepare: (cabinet) => cabinet.setFault(5, fault) });
    expect(lessons[4]).toEqual({ kind: 'no-contact', lock: 'right/1', locker: 5 });
    expect(findingsOf(draft, lessons).lockers.get(5)).toEqual({ lock: 'right/1', contact: 'right/1' });
  });

  test('a door that nobody shuts does not keep the next ones from being learned', async () => {
    const { lessons } = await learnAt({ draft, real: draft, shuts: (locker) => locker !== 2 });
    expect(lessons[1]).toEqual({ kind: 'not-shut', lock: 'left/2', locker: 2, contact: 'left/2' });
    expect(kindsOf(lessons).filter((kind) => kind === 'learned')).toHaveLength(7);
  });

  test('two doors that open together are no lesson about a contact', async () => {
    let isPulled = false;
    const { lessons } = await learnAt({
      draft, real: draft,
      types: (question, cabinet) => {
        if (question.startsWith('[1 of') && !isPulled) {
          isPulled = true;
          cabinet.energise(6);
          cabinet.deenergise(6);
        }
        return question.startsWith('Contact left/1 and') || question.startsWith('Contact right/2 and') ? '1' : undefined;
      },
    });
    expect(lessons[0]).toMatchObject({ kind: 'unclear', lock: 'left/1', locker: 1 });
  });

  test('a number that stands on no door, or was said before, is asked for again', async () => {
    const typed: Record<string, string[]> = { 'left/1': ['99', 'eins', '1'], 'left/2': ['1'] };
    const { lessons, said } = await learnAt({
      draft, real: draft, types: (question) => typed[/^Contact (\S+)/.exec(question)?.[1] ?? '']?.shift(),
    });
    expect(said).toContain('The profile has no locker 99. What stands on the door?');
    expect(said).toContain('A number, as it stands on the door; s leaves this lock out, q ends.');
    expect(said).toContain('Locker 1 was opened by lock left/1 before. Look again.');
    expect(kindsOf(lessons)).toEqual(Array.from({ length: 8 }, () => 'learned'));
  });
});

describe('somebody who stops', () => {
  const draft = busProfile('waveshare-relay');

  test('with q keeps what they know, and no door opens any more', async () => {
    const { state, cabinet } = await learnAt({ draft, real: draft, types: (question) => (question.startsWith('[3 of') ? 'q' : undefined) });
    expect([state.how, state.lessons.length]).toEqual(['ended', 2]);
    expect(cabinet.pulses()).toHaveLength(2);
  });

  test('with Ctrl-C leaves every coil off and nothing behind, at whatever question', async () => {
    for (const at of ['Shut every', '[1 of', 'Contact left/1']) {
      const types = (question: string) => (question.startsWith(at) ? null : undefined);
      const { state, cabinet, waiting } = await learnAt({ draft, real: draft, types });
      expect(state.how).toBe('interrupted');
      expect(cabinet.doors().filter(({ coil }) => coil === 'energised')).toEqual([]);
      expect(waiting).toEqual([]);
    }
  });

  test('learns some doors alone, and the others stay as on paper', async () => {
    const { lessons, cabinet } = await learnAt({ draft, real: withSwappedWires(draft), only: [3, 4] });
    expect(cabinet.pulses().map(({ locker }) => locker)).toEqual([3, 4]);
    const { lockers, guessed } = findingsOf(draft, lessons);
    expect(lockers.get(3)?.contact).toBe('left/4');
    expect(lockers.get(2)).toEqual({ lock: 'left/2', contact: 'left/2' });
    expect(guessed).toEqual([]);
  });
});

test('no lock is energised while a board does not answer', async () => {
  const draft = busProfile('wkly');
  let asked = 0;
  const { said, cabinet } = await learnAt({
    draft, real: draft, prepare: (_, buses) => buses.bus('line').line.setManner('right', 'dead', true),
    types: (question) => (question.startsWith('Shut every') && ++asked > 2 ? 'q' : undefined),
  });
  expect(said).toContain('Nothing is heard of right: look at its supply, its address, its two wires, and whether a bank runs.');
  expect(cabinet.pulses()).toEqual([]);
});

test('a lock is energised by nothing but Enter at its own question', async () => {
  const draft = busProfile('upus-skb');
  const { questions, pulsesAtQuestion } = await learnAt({ draft, real: draft });
  for (const [at, question] of questions.entries()) {
    const pulses = (pulsesAtQuestion[at + 1] ?? pulsesAtQuestion[at] ?? 0) - (pulsesAtQuestion[at] ?? 0);
    expect(pulses, question).toBe(question.startsWith('[') ? 1 : 0);
  }
});

test('an Enter that was pressed before the question was there opens no lock', async () => {
  const draft = busProfile('bcc-8a');
  const isTypedAhead = (question: string) => question.startsWith('[');
  const { questions, pulsesAtQuestion, lessons } = await learnAt({ draft, real: draft, isTypedAhead });
  const opening = questions.flatMap((question, at) => (question.startsWith('[') ? [{ question, pulses: pulsesAtQuestion[at] }] : []));
  expect(opening).toHaveLength(16);
  for (const [at, { question, pulses }] of opening.entries()) if (at % 2 === 1) expect({ question, pulses }).toEqual(opening[at - 1]);
  expect(kindsOf(lessons).filter((kind) => kind === 'learned')).toHaveLength(8);
});
