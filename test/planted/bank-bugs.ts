import type { Draft } from '../../firmware/bank/draft.ts';
import type { Fact } from '../../firmware/bank/facts.ts';
import type { Ledger } from '../../firmware/journal/ledger.ts';
import type { Disk } from '../../firmware/ports/disk.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import type { Transport } from '../../firmware/ports/transport.ts';
import { ms } from '../../statecharts/units.ts';
import { LifeClock } from '../support/bank-rig.ts';
import type { Planted } from '../sweep/world.ts';

/**
 * Bugs that a bank must not have, each put around its ports and its ledger: nothing of the product is changed. Whoever
 * examines the bank has to find every one of them, or has not looked.
 */
interface PlantedBug {
  /** What the bank does wrong. */
  readonly name: string;
  /** By which invariant it is found. */
  readonly invariant: number;
  /** A part of the name of the story in which it shows. */
  readonly story: string;
  /** Which complaint it is, where there are several of that invariant. */
  readonly says?: RegExp;
  /** Before which calls the power has to go for it to show: those that match, or every so many. Without it, none. */
  readonly cuts?: RegExp | number;
  readonly plant: () => Planted;
}

type Commit = Ledger['commit'];

/** Something about a ledger's commits is wrong. */
function committing(wrong: (commit: Commit, facts: readonly Fact[], ledger: Ledger) => Promise<void>): Planted {
  return {
    ledger: (ledger) => {
      const commit = ledger.commit.bind(ledger);
      ledger.commit = (facts) => wrong(commit, facts, ledger);
    },
  };
}

function forgetting(isForgotten: (fact: Fact) => boolean): Planted {
  return committing((commit, facts) => commit(facts.filter((fact) => !isForgotten(fact))));
}

function changing(change: (fact: Fact) => Fact): Planted {
  return committing((commit, facts) => commit(facts.map(change)));
}

/** A disk that says that all is well one sync too early: what it was told to sync it syncs the next time. */
function lazy(disk: Disk, syncs: boolean): Disk {
  return {
    ...boundTo(disk),
    open: async (path) => {
      const file = await disk.open(path);
      let isDue = false;
      return {
        ...file,
        sync: async () => {
          if (isDue && syncs) await file.sync();
          isDue = true;
        },
      };
    },
  };
}

function boundTo(disk: Disk): Disk {
  return {
    read: (path) => disk.read(path),
    list: (folder) => disk.list(folder),
    replace: (path, bytes) => disk.replace(path, bytes),
    open: (path) => disk.open(path),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    freeBytes: () => disk.freeBytes(),
  };
}

/** With each snapshot the oldest segment goes, whoever still needs it. */
function greedy(disk: Disk): Disk {
  return {
    ...boundTo(disk),
    replace: async (path, bytes) => {
      await disk.replace(path, bytes);
      if (!path.startsWith('snapshot')) return;
      const segments = (await disk.list('journal')).filter((name) => /^\d/.test(name));
      const oldest = segments[0]?.slice(0, 6);
      const isLast = segments.every((name) => name.slice(0, 6) === oldest);
      if (!isLast) for (const name of segments) if (name.slice(0, 6) === oldest) await disk.remove(`journal/${name}`);
    },
  };
}

type Pulse = Hardware['locks']['pulse'];

function pulsing(pulse: (locks: Hardware['locks']) => Pulse): Planted {
  return { hardware: (hardware) => ({ ...hardware, locks: { ...restsOf(hardware.locks), pulse: pulse(hardware.locks) } }) };
}

function restsOf(locks: Hardware['locks']): Omit<Hardware['locks'], 'pulse'> {
  return { rest: (locker) => locks.rest(locker), restAll: () => locks.restAll() };
}

/** Coils are energised past the lock, and nobody ends that. */
function energising(which: (locker: number) => readonly number[]): Planted {
  const done = () => Promise.resolve({ kind: 'done' } as const);
  return {
    hardware: (hardware, cabinet) => {
      const pulse: Pulse = (locker) => {
        for (const one of which(locker)) cabinet.energise(one);
        return done();
      };
      return { ...hardware, locks: { pulse, rest: done, restAll: done } };
    },
  };
}

/** What was to be opened when the power went is opened as soon as it is back. */
function finishesWhatItBegan(): Planted {
  let ledger: Ledger | null = null;
  return {
    ledger: (opened) => void (ledger = opened),
    hardware: (hardware) => ({
      ...hardware,
      locks: {
        pulse: (locker, length) => hardware.locks.pulse(locker, length),
        rest: (locker) => hardware.locks.rest(locker),
        restAll: async () => {
          const answer = await hardware.locks.restAll();
          const visits = Object.values(ledger?.books.visits ?? {}).filter(({ phase }) => phase === 'intended');
          for (const { locker } of visits) await hardware.locks.pulse(locker, ms(200));
          return answer;
        },
      },
    }),
  };
}

/** Each publication on the topic of events passes through somebody's hands. */
function publishing(hand: (payload: string) => string | null): Planted {
  const change = (transport: Transport): Transport => ({
    connect: async (options) => {
      const made = await transport.connect(options);
      if (made.kind === 'unreachable') return made;
      const publish: typeof made.publish = async (topic, payload, more) => {
        const changed = topic.endsWith('/up/evt') ? hand(payload) : payload;
        return changed === null ? true : made.publish(topic, changed, more);
      };
      return { ...made, publish, close: () => made.close(), drop: () => made.drop() };
    },
  });
  return { transport: change };
}

/** Ages by the wall clock: what lasts a while ends with the next step of it. */
class SteppingClock extends LifeClock {
  override readonly monoMs = (): number => this.wallMs();
}

function logsWhatIsShown(): Planted {
  return {
    desk: (desk, log) => {
      const present = desk.present.bind(desk);
      desk.present = (presented) => {
        log(`somebody shows ${JSON.stringify(presented)}`);
        return present(presented);
      };
    },
  };
}

function tellsWhatWasTyped(): Planted {
  let typed = '';
  const told = changing((fact) => (fact.type === 'credential.refused' ? { ...fact, data: { ...fact.data, person: typed } } : fact));
  return {
    ...told,
    desk: (desk) => {
      const present = desk.present.bind(desk);
      desk.present = (presented) => {
        typed = presented.how === 'password' ? presented.password : presented.how === 'typed' ? presented.code : '';
        return present(presented);
      };
    },
  };
}

function saidDifferentlyTheSecondTime(): Planted {
  const said = new Set<string>();
  return publishing((payload) => {
    const isNew = !said.has(payload);
    said.add(payload);
    return isNew ? payload : payload.replace('"clockq":"ntp"', '"clockq":"rtc"');
  });
}

/** What is written of a directory is there for as long as there is power. */
function keepsNoParts(disk: Disk): Disk {
  const kept = new Map<string, Uint8Array>();
  return {
    ...boundTo(disk),
    read: async (path) => kept.get(path) ?? (await disk.read(path)),
    replace: async (path, bytes) => {
      if (path.startsWith('directory/')) kept.set(path, bytes);
      else await disk.replace(path, bytes);
    },
  };
}

/** Which tokens have been used up is known for as long as there is power. */
function forgetsWhatWasUsedUp(ledger: Ledger): void {
  const { burned } = ledger.books as Draft;
  for (const token of Object.keys(burned)) delete burned[token];
}

function answersNobody(): Planted {
  return { desk: (desk) => void (desk.release = () => new Promise(() => undefined)) };
}

const isIntent = (fact: Fact): boolean => fact.type === 'note.intent';

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a door is opened before its intent is on the disk',
    invariant: 1,
    story: 'guessed at',
    plant: () =>
      committing((commit, facts) => {
        const done = commit(facts);
        return facts.some(isIntent) ? Promise.resolve() : done;
      }),
  },
  { name: 'a door is opened without an intent', invariant: 1, story: 'guessed at', plant: () => forgetting(isIntent) },
  {
    name: 'another door is opened',
    invariant: 1,
    story: 'guessed at',
    plant: () => pulsing((locks) => (locker, length) => locks.pulse((locker % 4) + 1, length)),
  },
  {
    name: 'what a power cut interrupted is done after it',
    invariant: 1,
    story: 'guessed at',
    cuts: /^locks\.pulse/,
    plant: finishesWhatItBegan,
  },
  { name: 'a coil is left on', invariant: 2, story: 'guessed at', plant: () => energising((locker) => [locker]) },
  { name: 'two coils are on at once', invariant: 3, story: 'guessed at', plant: () => energising((locker) => [locker, (locker % 4) + 1]) },
  {
    name: 'what has used up a token is lost between that and the pulse',
    invariant: 9,
    story: 'QR token',
    cuts: /^locks\.pulse/,
    says: /is taken a second time/,
    plant: () => ({ ledger: forgetsWhatWasUsedUp }),
  },
  {
    name: 'a token is not used up',
    invariant: 9,
    story: 'QR token',
    plant: () => changing((fact) => (fact.type === 'note.intent' ? { ...fact, visit: { ...fact.visit, token: null } } : fact)),
  },
  {
    name: 'misses are not counted',
    invariant: 11,
    story: 'guesses all day',
    plant: () => forgetting(({ type }) => type === 'credential.refused'),
  },
  { name: 'the log says what was shown', invariant: 13, story: 'guessed at', plant: logsWhatIsShown },
  { name: 'an event says what was typed', invariant: 13, story: 'guesses all day', plant: tellsWhatWasTyped },
  { name: 'a sync does nothing', invariant: 14, story: 'guessed at', plant: () => ({ disk: (disk) => lazy(disk, false) }) },
  { name: 'a sync is late by one', invariant: 14, story: 'guessed at', plant: () => ({ disk: (disk) => lazy(disk, true) }) },
  {
    name: 'an event is told in other words the second time',
    invariant: 15,
    story: 'backup is restored',
    plant: saidDifferentlyTheSecondTime,
  },
  {
    name: 'old events go before the upstream has them',
    invariant: 16,
    story: 'acknowledges late',
    cuts: 12,
    plant: () => ({ disk: greedy }),
  },
  {
    name: 'one event is never sent',
    invariant: 17,
    story: 'guessed at',
    plant: () => publishing((payload) => (payload.includes('pickup.completed') ? null : payload)),
  },
  {
    name: 'orders are not answered',
    invariant: 18,
    story: 'orders everything',
    plant: () =>
      changing((fact) => {
        if (!('command' in fact)) return fact;
        const { command: _, ...rest } = fact;
        return rest as Fact;
      }),
  },
  {
    name: 'a directory is in force before its parts are on the disk',
    invariant: 20,
    story: 'older ones do not come back',
    cuts: 12,
    plant: () => ({ disk: keepsNoParts }),
  },
  {
    name: 'settings are kept by half',
    invariant: 20,
    story: 'older ones do not come back',
    cuts: 12,
    plant: () =>
      changing((fact) =>
        fact.type === 'document.applied' && fact.kept?.settings
          ? { ...fact, kept: { ...fact.kept, settings: { ...fact.kept.settings, missesBeforeLock: 9 } } }
          : fact,
      ),
  },
  {
    name: 'ages go by the wall clock',
    invariant: 23,
    story: 'ten years forward',
    plant: () => ({ clock: (_, whole) => new SteppingClock(whole) }),
  },
  {
    name: 'a disk that is full is not noticed',
    invariant: 25,
    story: 'disk fills up',
    plant: () => ({ ledger: (ledger) => void Object.defineProperty(ledger, 'isLow', { get: () => false }) }),
  },
  { name: 'whoever asks for a door is never answered', invariant: 27, story: 'guessed at', plant: answersNobody },
];
