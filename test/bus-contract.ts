import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockBoardFamilies, type LockBoardFamily } from '../board-profiles/board.schema.ts';
import type { Profile } from '../board-profiles/profile.schema.ts';
import { busReopensWithin } from '../firmware/hardware/bus/bus-master.ts';
import { familyOf } from '../firmware/hardware/bus/families.ts';
import type { LockAnswer, SensorReading } from '../firmware/ports/hardware.ts';
import { boardManners, type BoardManner } from '../sim/boards/manners.ts';
import { ms } from '../statecharts/units.ts';
import { busProfile } from './support/bus-profiles.ts';
import type { BusRig } from './support/bus-rig.ts';

type MakeRig = (profile: Profile) => Promise<BusRig>;

/** Until every door is known: two polls of each board, and what a busy machine adds. */
const knownAfterMs = 600;
/** A pulse, the spring, two polls that agree, a contact that settles. */
const openedAfterMs = 700;
/** Three polls that fail, 100 ms apart and 150 ms long, and a poll under way. */
const lostAfterMs = 1500;
/** The longest wait before a board that was lost is asked again, and two polls. */
const backAfterMs = 11_500;

/** What real time may take beyond that, on a machine that does ten things at once. */
const lateMostMs = 2000;

const pulseMs = 200;

/** What every line of lock boards promises, whichever boards: doors 1 to 4 on the one, 5 to 8 on the other. */
export function busContract(name: string, makeRig: MakeRig): void {
  describe.each(lockBoardFamilies)(`${name}, %s boards: what every line promises`, (family) => {
    let rig: BusRig;
    beforeEach(async () => {
      rig = await makeRig(busProfile(family));
      await rig.advance(knownAfterMs);
    });
    afterEach(() => expectCleanEnd(rig));
    test.each(situations)('$what', ({ happens }) => happens(rig));
    mannersContract(() => rig, family);
    echoContract(() => rig, family, async (profile) => {
      await rig.end();
      rig = await makeRig(profile);
      await rig.advance(knownAfterMs);
    });
  });
}

/** The same in real time, through a real port, as far as that makes a difference; all boards at once, because time is dear. */
export function realBusContract(name: string, makeRig: MakeRig, { canBeUnplugged }: { readonly canBeUnplugged: boolean }): void {
  describe.concurrent.each(lockBoardFamilies)(`${name}, %s boards: what every line promises`, (family) => {
    test.each(situations.filter(({ needs }) => canBeUnplugged || needs !== 'plug'))('$what', async ({ happens }) => {
      const rig = await makeRig(busProfile(family));
      try {
        for (const locker of rig.cabinet.lockers()) await expectTold(rig, locker, ['closed']);
        await happens(rig);
      } finally {
        await expectCleanEnd(rig);
      }
    });
  });
}

async function expectCleanEnd(rig: BusRig): Promise<void> {
  const violations = rig.cabinet.violations();
  expect(await rig.end(), 'timers left behind').toEqual([]);
  expect(violations).toEqual([]);
}

/** Orders a pulse and lets time pass until the answer is there. */
async function pulse(rig: BusRig, locker: number): Promise<LockAnswer> {
  const answer = rig.hardware.locks.pulse(locker, ms(pulseMs));
  await rig.advance(openedAfterMs);
  return answer;
}

interface Situation {
  readonly what: string;
  readonly needs: 'line' | 'plug';
  readonly happens: (rig: BusRig) => Promise<void>;
}

/** What happens on a line, and what the firmware makes of it. */
const situations: readonly Situation[] = [
  {
    what: 'the line goes round while a board answers, while none does, and while there is no line to ask over',
    needs: 'plug',
    happens: async (rig) => {
      const [loop] = rig.hardware.loops ?? [];
      let rounds = 0;
      const goRound = async (): Promise<void> => {
        const before = rounds;
        void loop?.round().then(() => rounds++);
        await rig.advance(lostAfterMs);
        expect(rounds).toBe(before + 1);
      };
      await goRound();
      rig.line.setManner('left', 'silent', true);
      await goRound();
      await rig.cable.unplug();
      await goRound();
    },
  },
  {
    what: 'a person opens a door and shuts it: the board confirms, one coil is pulsed once, and each movement is told once',
    needs: 'line',
    happens: async (rig) => {
      expect(await pulse(rig, 2)).toEqual({ kind: 'confirmed' });
      await expectPulses(rig, [2]);
      await expectTold(rig, 2, ['closed', 'opened']);
      rig.cabinet.shut(2);
      await rig.advance(openedAfterMs);
      await expectTold(rig, 2, ['closed', 'opened', 'closed']);
      expect([1, 3, 4, 5, 6, 7, 8].map((locker) => rig.told(locker))).toEqual(Array(7).fill(['closed']));
    },
  },
  {
    what: 'a jammed bolt: the board confirms, and nobody says that the door has opened',
    needs: 'line',
    happens: async (rig) => {
      rig.cabinet.setFault(3, 'jammed');
      expect(await pulse(rig, 3)).toEqual({ kind: 'confirmed' });
      await expectPulses(rig, [3]);
      await expectTold(rig, 3, ['closed']);
    },
  },
  {
    what: 'a board that does what it is told and says nothing: the door opens, the order is not sent again, the sensor is lost',
    needs: 'line',
    happens: async (rig) => {
      rig.line.setManner('left', 'silent', true);
      expect(await pulse(rig, 1)).toEqual({ kind: 'refused', reason: 'silent' });
      await expectPulses(rig, [1]);
      await rig.advance(lostAfterMs - openedAfterMs);
      await expectTold(rig, 1, ['closed', 'lost']);
      expect(rig.troubles).toEqual([expect.stringContaining('board left: does not answer')]);
      expect(await pulse(rig, 5)).toEqual({ kind: 'confirmed' });
      await expectTold(rig, 5, ['closed', 'opened']);
    },
  },
  {
    what: 'answers with a wrong byte in them are no answers',
    needs: 'line',
    happens: async (rig) => {
      rig.line.setManner('left', 'corrupt', true);
      expect(await pulse(rig, 1)).toEqual({ kind: 'refused', reason: 'garbled' });
      await expectPulses(rig, [1]);
      await rig.advance(lostAfterMs - openedAfterMs);
      expect(rig.told(1).at(-1)).toBe('lost');
      expect(rig.troubles).toEqual([expect.stringContaining('board left: answers in no way')]);
    },
  },
  {
    what: 'answers that come too late are no answers',
    needs: 'line',
    happens: async (rig) => {
      rig.line.setManner('left', 'late', true);
      expect((await pulse(rig, 1)).kind).not.toBe('confirmed');
      await expectPulses(rig, [1]);
    },
  },
  {
    what: 'the adapter is pulled out: every sensor is lost, every order refused, and it is told once',
    needs: 'plug',
    happens: async (rig) => {
      await rig.cable.unplug();
      await rig.advance(300);
      expect([1, 8].map((locker) => rig.told(locker))).toEqual([['closed', 'lost'], ['closed', 'lost']]);
      expect(await pulse(rig, 1)).toEqual({ kind: 'refused', reason: 'silent' });
      await rig.advance(1500);
      expect(rig.troubles).toHaveLength(1);
      expect(rig.hardware.health?.boards?.().map(({ trouble }) => trouble)).toEqual(['unplugged', 'unplugged']);
      await rig.cable.plugIn();
      const backMostMs = busReopensWithin + knownAfterMs;
      for (let waited = 0; waited < backMostMs && rig.told(8).at(-1) !== 'closed'; waited += 100) await rig.advance(100);
      for (const locker of [1, 8]) await expectTold(rig, locker, ['closed', 'lost', 'closed']);
      expect(rig.ordersFor(1), 'an order that was given while it was out is not sent later').toBe(0);
      expect(await pulse(rig, 1)).toEqual({ kind: 'confirmed' });
      await expectTold(rig, 1, ['closed', 'lost', 'closed', 'opened']);
    },
  },
];

/** What was told of a door, or will be in a moment: a busy machine is late. */
async function expectTold(rig: BusRig, locker: number, readings: readonly SensorReading[]): Promise<void> {
  for (let waited = 0; waited < lateMostMs && rig.told(locker).length < readings.length; waited += 100) await rig.advance(100);
  expect(rig.told(locker)).toEqual(readings);
}

/** The coils of these doors were pulsed, each once and by one order. */
async function expectPulses(rig: BusRig, lockers: readonly number[]): Promise<void> {
  await rig.advance(pulseMs);
  expect(rig.cabinet.pulses().map(({ locker }) => locker)).toEqual(lockers);
  expect(lockers.map((locker) => rig.ordersFor(locker))).toEqual(lockers.map(() => 1));
}

/** Manners under which nobody may say that an order was taken. */
const unanswering: readonly BoardManner[] = ['silent', 'dead', 'late', 'short', 'corrupt', 'wrong-address', 'twin'];

function mannersContract(rig: () => BusRig, family: LockBoardFamily): void {
  test.each(boardManners)('a board with bad manners: nothing is said that is not so, and its neighbour is served [%s]', async (manner) => {
    rig().line.setManner('left', manner, true);
    for (const locker of [1, 5, 2, 6]) {
      const before = rig().cabinet.pulses().length;
      const { state } = rig().hardware.health?.boards?.()[locker < 5 ? 0 : 1] ?? {};
      // One that was away may be another one by now: it is not driven before it has said that no input of it switches a coil.
      const isAskedFirst = state === 'lost' && familyOf(family).coupling !== undefined;
      const answer = await pulse(rig(), locker);
      const wasPulsed = rig().cabinet.pulses().slice(before).some((one) => one.locker === locker);
      if (answer.kind === 'confirmed') expect(wasPulsed, `door ${String(locker)} confirmed`).toBe(true);
      if (locker < 5 && unanswering.includes(manner)) expect(answer.kind).not.toBe('confirmed');
      expect(rig().ordersFor(locker), `orders for door ${String(locker)}`).toBe(isAskedFirst ? 0 : 1);
      await rig().advance(lostAfterMs);
      expectNoFalseReading(rig());
    }
    expect([5, 6].map((locker) => rig().cabinet.door(locker).leaf)).toEqual(['open', 'open']);
    expect(rig().told(7)).toEqual(['closed']);
  });

  test.each(boardManners)('a board that has come to its senses serves the next person [%s]', async (manner) => {
    rig().line.setManner('left', manner, true);
    await rig().advance(lostAfterMs);
    rig().line.setManner('left', manner, false);
    await rig().advance(backAfterMs);
    expect(await pulse(rig(), 4)).toEqual({ kind: 'confirmed' });
    expect(rig().told(4).at(-1)).toBe('opened');
    expect(rig().hardware.health?.boards?.().map(({ state }) => state)).toEqual(['well', 'well']);
  });

  test('the power of a board dips in mid-pulse: its coil is off, and it is asked again', async () => {
    const answer = rig().hardware.locks.pulse(1, ms(pulseMs));
    await rig().advance(80);
    rig().line.brownOut();
    expect(rig().cabinet.door(1).coil).toBe('resting');
    await rig().advance(backAfterMs);
    await answer;
    expect(rig().ordersFor(1)).toBe(1);
    expect(rig().told(1).at(-1)).toBe(rig().cabinet.door(1).leaf === 'open' ? 'opened' : 'closed');
    expect(await pulse(rig(), 2)).toEqual({ kind: 'confirmed' });
  });

  test('a port that swallows what it is given: the order is refused in time, and is not sent when a new port is there', async () => {
    rig().plug.writes = 'hang';
    expect(await pulse(rig(), 1)).toEqual({ kind: 'refused', reason: 'silent' });
    rig().plug.writes = 'work';
    await rig().advance(busReopensWithin + 1000);
    expect([rig().ordersFor(1), rig().cabinet.pulses()]).toEqual([0, []]);
    expect(await pulse(rig(), 2)).toEqual({ kind: 'confirmed' });
  });

  test('an adapter that stalls and wakes a minute later has forgotten the order of a person who has gone', async () => {
    rig().plug.writes = 'stall';
    expect(await pulse(rig(), 1)).toEqual({ kind: 'refused', reason: 'silent' });
    await rig().advance(60_000);
    rig().plug.writes = 'work';
    await rig().advance(backAfterMs);
    expect([rig().ordersFor(1), rig().cabinet.pulses()]).toEqual([0, []]);
    expect(await pulse(rig(), 2)).toEqual({ kind: 'confirmed' });
  });
}

/** What was told last of a door is so, or nobody knows. */
function expectNoFalseReading(rig: BusRig): void {
  for (const { locker, leaf } of rig.cabinet.doors()) {
    const last = rig.told(locker).at(-1);
    if (last !== 'lost') expect([locker, last]).toEqual([locker, leaf === 'open' ? 'opened' : 'closed']);
  }
}

function echoContract(rig: () => BusRig, family: LockBoardFamily, again: (profile: Profile) => Promise<void>): void {
  test('an adapter that gives back what it sends confirms nothing: a dead board behind it is refused', async () => {
    rig().line.setEcho(true);
    await rig().advance(knownAfterMs);
    expect(await pulse(rig(), 1)).toEqual({ kind: 'confirmed' });
    expect(rig().told(1)).toEqual(['closed', 'opened']);
    rig().line.setManner('right', 'dead', true);
    expect(await pulse(rig(), 5)).toEqual({ kind: 'refused', reason: 'silent' });
    expect(rig().cabinet.pulses().map(({ locker }) => locker)).toEqual([1]);
  });

  test('a board that does not answer orders has its order sent once, and confirms nothing', async () => {
    await again(busProfile(family, { answersOpen: false }));
    expect(await pulse(rig(), 1)).toEqual({ kind: 'done' });
    await expectPulses(rig(), [1]);
    expect(rig().told(1)).toEqual(['closed', 'opened']);
  });

  test('nor is such an order sent by an adapter that stalls and wakes a minute later', async () => {
    await again(busProfile(family, { answersOpen: false }));
    rig().plug.writes = 'stall';
    expect(await pulse(rig(), 1)).toEqual({ kind: 'done' });
    await rig().advance(60_000);
    rig().plug.writes = 'work';
    await rig().advance(backAfterMs);
    expect([rig().ordersFor(1), rig().cabinet.pulses()]).toEqual([0, []]);
  });

  test('a worn contact tells each movement of its door once', async () => {
    for (const startsMs of [0, 7, 19, 33, 41]) {
      rig().cabinet.setFault(3, 'bouncing');
      await rig().advance(1000 + startsMs);
      rig().cabinet.pull(3);
      await rig().advance(1500);
      rig().cabinet.shut(3);
      await rig().advance(1500);
    }
    await expectTold(rig(), 3, ['closed', ...Array.from({ length: 5 }, () => ['opened', 'closed'] as const).flat()]);
  });
}
