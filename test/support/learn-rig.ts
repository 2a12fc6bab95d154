import type { Profile, ProfileLocker } from '../../board-profiles/profile.schema.ts';
import { openFields } from '../../firmware/hardware/open-fields.ts';
import { planOf } from '../../firmware/technician/learn/findings.ts';
import { runLearning } from '../../firmware/technician/learn/run.ts';
import type { LearnState } from '../../firmware/technician/learn/wizard.ts';
import { EmulatedBuses } from '../../sim/boards/emulated-buses.ts';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';

/** So long a person takes to read a question, to look and to type. */
const takesMs = 700;

interface LearnRigOptions {
  /** What the firmware believes. */
  readonly draft: Profile;
  /** How the wires really are. */
  readonly real: Profile;
  readonly wiredClosedIs?: 'low' | 'high';
  readonly only?: readonly number[];
  /** Before anything is asked. */
  readonly prepare?: (cabinet: Cabinet, buses: EmulatedBuses) => void;
  /** What the person types at a question, where it is not what an honest one would; `undefined`: what an honest one would. */
  readonly types?: (question: string, cabinet: Cabinet) => string | null | undefined;
  /** Enter was pressed at this question before it was there. */
  readonly isTypedAhead?: (question: string) => boolean;
  /** Whether the person shuts this door when they are asked to. */
  readonly shuts?: (locker: number) => boolean;
}

/** Somebody before a cabinet who is led through it by `learn`, in virtual time; and what came of it. */
export async function learnAt({ draft, real, wiredClosedIs, only, prepare, types, isTypedAhead, shuts }: LearnRigOptions) {
  const clock = new VirtualClock();
  const cabinet = new Cabinet({ profile: real, clock, memory: memoryOfOneRun(), ...(wiredClosedIs && { wiredClosedIs }) });
  const buses = new EmulatedBuses({ profile: real, cabinet, clock });
  prepare?.(cabinet, buses);
  const said: string[] = [];
  const questions: string[] = [];
  const interrupt = new AbortController();
  const pulsesAtQuestion: number[] = [];
  const later = (what: () => void): void => void clock.setTimer('a person', ms(takesMs), what);
  const openDoors = (): readonly number[] => cabinet.doors().filter(({ leaf }) => leaf === 'open').map(({ locker }) => locker);
  const honest = (question: string): string => {
    if (question.startsWith('[')) return question.includes(' again, ') ? 's' : '';
    if (/^(?:No contact|Contact)/.test(question)) return String(openDoors().find((one) => !leftOpen.has(one)) ?? '');
    for (const locker of openDoors()) cabinet.shut(locker);
    return '';
  };
  const leftOpen = new Set<number>();
  const fields = await openFields({ profile: draft, clock, onTrouble: () => undefined, makePort: buses.makePort });
  let over: Extract<LearnState, { at: 'over' }> | null = null;
  const running = runLearning({
    profile: draft, plan: planOf(draft, only ?? null), fields, clock, interrupted: interrupt.signal,
    say: (text) => {
      said.push(text);
      const locker = Number(/^Now shut locker (\d+)/.exec(text)?.[1]);
      if (Number.isInteger(locker)) later(() => void (shuts?.(locker) === false ? leftOpen.add(locker) : cabinet.shut(locker)));
    },
    ask: (question) => {
      const isNew = !questions.includes(question);
      questions.push(question);
      pulsesAtQuestion.push(cabinet.pulses().length);
      if (isNew && isTypedAhead?.(question) === true) return Promise.resolve('');
      return new Promise((resolve) => later(() => {
        const typed = types?.(question, cabinet);
        if (typed === null) interrupt.abort();
        resolve(typed === undefined ? honest(question) : typed);
      }));
    },
  }).then((state) => (over = state));
  for (let turn = 0; over === null && turn < 4000; turn++) await clock.advance(ms(100));
  const state = await running;
  await clock.advance(ms(takesMs));
  buses.stop();
  cabinet.stop();
  return { state, lessons: state.lessons, said, questions, cabinet, waiting: clock.waiting(), pulsesAtQuestion };
}

/** The same cabinet with other wires behind some doors. */
export function rewired(profile: Profile, change: (locker: ProfileLocker) => Partial<ProfileLocker>): Profile {
  return {
    ...profile,
    columns: profile.columns.map((column) => ({ ...column, lockers: column.lockers.map((door) => ({ ...door, ...change(door) })) })),
  };
}
