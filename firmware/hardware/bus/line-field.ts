import type { Profile, ProfileBoard, ProfileBus, Terminal } from '../../../board-profiles/profile.schema.ts';
import { never } from '../../../statecharts/never.ts';
import { ms, seconds, type Milliseconds } from '../../../statecharts/units.ts';
import type { Clock, Timer } from '../../ports/clock.ts';
import { ExpectedTrouble } from '../../ports/expected-trouble.ts';
import type { BoardReport, LockAnswer, OpenLine } from '../../ports/hardware.ts';
import type { TurningPart } from '../../ports/turning-part.ts';
import type { Coil, Field, LevelListener, OnTrouble, TimedAnswer, TimedCoil } from '../field.ts';
import { Rounds } from '../rounds.ts';
import type { LineLoss, MakePort } from '../serial/serial-line.ts';
import { BusMaster } from './bus-master.ts';
import type { BusAnswer } from './exchange.ts';
import type { Family, Request } from './family.ts';
import { sayHello } from './hello.ts';
import { PolledBoard, type PollRank } from './polled-board.ts';

type SerialBus = Extract<ProfileBus, { kind: 'serial' }>;

interface LineFieldOptions {
  readonly profile: Profile;
  readonly bus: SerialBus;
  readonly family: Family;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  readonly makePort?: MakePort;
}

/** Whoever waits for a dead board's answer reads no other: so often at most, as long as others are alive. */
const lostPollsApart = seconds(0.5);
/** A poll that is so late waits for no door that was just opened: with what it takes, a movement is known within 250 ms. */
const overdueMost = ms(60);
const usualSpeed = { baud: 9600, pauseMs: 5, answerWithinMs: 100 } as const;
/** A line may have no time to spare: whoever came last there would never be asked whether it is back. */
const ranks = { confirm: 0, eager: 1, poll: 2, lost: 2 } as const satisfies Record<PollRank, number>;

/**
 * All boards of one serial line. They are asked in turn how their contacts are, which nothing but a poll can tell. It
 * resolves when the port is open or is not going to be soon: boards that come later are served when they come.
 */
export async function openLineField(options: LineFieldOptions): Promise<LineField> {
  const field = new LineField(options);
  await field.tried();
  return field;
}

class LineField implements Field {
  /** A poll that has come back, answered or not. Where there is no port nothing comes back, and nothing is wrong with us. */
  readonly loop: TurningPart;
  readonly line: OpenLine;
  readonly #options: LineFieldOptions;
  readonly #rounds = new Rounds();
  readonly #boards: ReadonlyMap<string, PolledBoard>;
  readonly #master: BusMaster;
  readonly #healthListeners: ((isWell: boolean) => void)[] = [];
  #isWell: boolean | null = null;
  /** What is wrong with the line itself, as it was last told. */
  #lineTrouble: LineLoss | null = null;
  #lastLostPollMs = -Infinity;
  #polls: 'not-begun' | 'idle' | 'asking' | 'over' = 'not-begun';
  #timer: Timer | null = null;

  constructor(options: LineFieldOptions) {
    const { profile, bus, family, clock, makePort } = options;
    const boards = profile.boards.filter((board) => board.bus.id === bus.id);
    const figures = figuresOf(bus, boards);
    this.#options = options;
    this.loop = { name: `line ${bus.port}`, round: () => (this.#master.isOpen ? this.#rounds.next() : Promise.resolve()) };
    this.line = {
      port: bus.port, family: family.name, baud: figures.baud, parity: figures.parity,
      hello: (address) => sayHello(this.#master, family, address),
    };
    this.#boards = new Map(boards.map((board) => [board.id, new PolledBoard(board, family)]));
    this.#master = new BusMaster({
      port: bus.port, family, clock, ...figures, probe: probeOf(boards, family), ...(makePort && { makePort }),
      onOpen: () => this.#found(),
      onLost: (why, trouble) => this.#lose(why, trouble),
    });
  }

  tried(): Promise<void> {
    return this.#master.tried();
  }

  coil({ board: id, channel }: Terminal): TimedCoil | null {
    const polled = this.#boards.get(id);
    if (polled === undefined) return null;
    const { board } = polled;
    const { family, profile } = this.#options;
    const lasts = (length: Milliseconds): Milliseconds => lastsOf(board, length);
    family.open(board, channel, lasts(ms(profile.lock.pulseMs))); // A profile that cannot be ordered throws here, not at a person's door.
    return { timedBy: 'board', lasts, pulse: (length) => this.#pulse(polled, channel, lasts(length)) } satisfies Coil;
  }

  /** Lock boards have coils and contacts, and no order that leaves anything on. */
  signal(): null {
    return null;
  }

  watch({ board, channel }: Terminal, listener: LevelListener): boolean {
    const polled = this.#boards.get(board);
    polled?.levels.watch(channel, listener);
    return polled !== undefined;
  }

  start(): void {
    if (this.#polls !== 'not-begun') return;
    this.#polls = 'idle';
    this.#pollNext();
  }

  async restAll(): Promise<LockAnswer> {
    const { family } = this.#options;
    const orders = [...this.#boards.values()].flatMap(({ board }) => family.rest(board) ?? []);
    const answers = await Promise.all(orders.map((order) => this.#master.exchange(order, 'rest')));
    return answers.map(restedBy).find(({ kind }) => kind === 'refused') ?? { kind: 'done' };
  }

  async close(): Promise<void> {
    this.#polls = 'over';
    this.#stopTimer();
    await this.#master.close();
  }

  /** Tells the present state soon, where it is known, then each change. Well: every board answers. */
  watchHealth(listener: (isWell: boolean) => void): void {
    this.#healthListeners.push(listener);
    if (this.#isWell !== null) listener(this.#isWell);
  }

  reports(): readonly BoardReport[] {
    return [...this.#boards.values()].map((polled) => polled.report());
  }

  async #pulse(polled: PolledBoard, channel: number, length: Milliseconds): Promise<TimedAnswer> {
    const { family, clock } = this.#options;
    if (!polled.mayBeDriven) return { kind: 'refused', reason: 'silent', mayBeOn: false };
    polled.expect(clock.monoMs());
    const answer = pulsedBy(await this.#master.exchange(family.open(polled.board, channel, length), 'open'));
    polled.expect(clock.monoMs());
    this.#pollNext();
    return answer;
  }

  #pollNext(): void {
    if (this.#polls !== 'idle' || !this.#master.isOpen) return;
    this.#stopTimer();
    const nowMs = this.#options.clock.monoMs();
    const next = this.#choose(nowMs);
    if (next === null) return;
    const { polled, request, rank, dueMs } = next;
    if (dueMs > nowMs) {
      this.#timer = this.#options.clock.setTimer('next poll', ms(Math.ceil(dueMs - nowMs)), () => {
        this.#timer = null;
        this.#pollNext();
      });
      return;
    }
    if (rank === 'lost') this.#lastLostPollMs = nowMs;
    this.#polls = 'asking';
    void this.#ask(polled, request, rank);
  }

  async #ask(polled: PolledBoard, request: Request, rank: PollRank): Promise<void> {
    const { clock } = this.#options;
    let askedMs = clock.monoMs();
    const urgency = rank === 'confirm' || rank === 'eager' ? 'confirm' : 'poll';
    const answer = await this.#master.exchange(request, urgency, () => (askedMs = clock.monoMs()));
    this.#rounds.done();
    if (this.#polls === 'over') return;
    this.#polls = 'idle';
    const isOfThePort = answer.kind === 'failed' && answer.why === 'no-port';
    if (!isOfThePort && polled.take(answer, clock.monoMs(), askedMs)) this.#tellBoard(polled);
    this.#pollNext();
  }

  /** Of those that are due the most urgent, and of these the one that has waited longest; else the one that is due first. */
  #choose(nowMs: number): Choice | null {
    const isAnyAlive = [...this.#boards.values()].some(({ state }) => state !== 'lost');
    const lostFromMs = isAnyAlive ? this.#lastLostPollMs + lostPollsApart : -Infinity;
    const choices = [...this.#boards.values()].map((polled): Choice => {
      const { request, rank, dueMs } = polled.next();
      return { polled, request, rank, dueMs: rank === 'lost' ? Math.max(dueMs, lostFromMs) : dueMs };
    });
    const due = choices.filter(({ dueMs }) => dueMs <= nowMs);
    const bySoonest = (one: Choice, other: Choice): number => (one.dueMs < other.dueMs ? -1 : Number(one.dueMs > other.dueMs));
    // Doors that were just opened are asked about first, but not for so long that a movement elsewhere goes unseen.
    const rankOf = ({ rank, dueMs }: Choice): number => (nowMs - dueMs > overdueMost ? Math.min(ranks.eager, ranks[rank]) : ranks[rank]);
    const byRank = (one: Choice, other: Choice): number => rankOf(one) - rankOf(other);
    const byBoth = (one: Choice, other: Choice): number => byRank(one, other) || bySoonest(one, other);
    return (due.length > 0 ? due.toSorted(byBoth) : choices.toSorted(bySoonest))[0] ?? null;
  }

  #found(): void {
    this.#lineTrouble = null;
    for (const polled of this.#boards.values()) polled.revive();
    this.#pollNext();
  }

  #lose(why: LineLoss, trouble: ExpectedTrouble): void {
    const { bus, onTrouble } = this.#options;
    this.#stopTimer();
    this.#rounds.done();
    for (const polled of this.#boards.values()) polled.lose(this.#lineTrouble ?? why);
    // A port that was pulled out is missing at each attempt to open it: that is no news.
    if (this.#lineTrouble === null) {
      this.#lineTrouble = why;
      onTrouble(bus.port, trouble);
    }
    this.#tellHealth();
  }

  #tellBoard(polled: PolledBoard): void {
    const { board, trouble } = polled.report();
    if (trouble !== null) this.#options.onTrouble(`board ${board}`, new ExpectedTrouble(sayingOf(trouble)));
    this.#tellHealth();
  }

  #tellHealth(): void {
    const states = [...this.#boards.values()].map(({ state }) => state);
    const isWell = states.includes('lost') ? false : states.includes('new') ? this.#isWell : true;
    if (isWell === null || isWell === this.#isWell) return;
    this.#isWell = isWell;
    for (const listener of this.#healthListeners) listener(isWell);
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
  }
}

interface Choice extends ReturnType<PolledBoard['next']> {
  readonly polled: PolledBoard;
}

/** How the line is spoken: as the bus says, or as its slowest board leaves the factory. */
export function figuresOf(bus: SerialBus, boards: readonly ProfileBoard[]) {
  const serials = boards.flatMap(({ model }) => model.serial ?? []);
  const slowest = (of: 'pauseMs' | 'answerWithinMs'): number =>
    (serials.length > 0 ? Math.max(...serials.map((serial) => serial[of])) : usualSpeed[of]);
  return {
    baud: bus.baud ?? serials[0]?.baud ?? usualSpeed.baud,
    parity: bus.parity ?? serials[0]?.parity ?? 'none',
    pause: ms(bus.pauseMs ?? slowest('pauseMs')),
    answerWithin: ms(bus.answerWithinMs ?? slowest('answerWithinMs')),
  };
}

/** A question that nobody can answer. Every address taken: the polls will tell what the adapter does. */
export function probeOf(boards: readonly ProfileBoard[], family: Family): Request | null {
  const range = boards[0]?.model.addresses;
  if (range === undefined) return null;
  const taken = new Set(boards.map(({ address }) => address));
  for (let address = range.most; address >= range.least; address--) if (!taken.has(address)) return family.hello(address);
  return null;
}

function lastsOf({ id, model: { pulse }, lastsMs }: ProfileBoard, length: Milliseconds): Milliseconds {
  switch (pulse?.timedBy) {
    case 'order':
      return ms(Math.min(Math.max(Math.floor(length / pulse.stepMs), 1) * pulse.stepMs, pulse.mostMs));
    case 'board':
      return ms(lastsMs ?? pulse.lastsMs);
    default: // A coil that somebody has to switch off does not belong on a line that may be cut.
      throw new RangeError(`board ${id} does not end its pulses by itself`);
  }
}

function pulsedBy(answer: BusAnswer): TimedAnswer {
  switch (answer.kind) {
    case 'sent':
      return { kind: 'done' };
    case 'said':
      return answer.says.says === 'refused' ? refusedFor(answer.says.why) : { kind: 'confirmed' };
    case 'failed':
      return { kind: 'refused', reason: answer.why === 'garbled' ? 'garbled' : 'silent', mayBeOn: answer.wasWritten };
    default:
      return never(answer, 'answer of a bus');
  }
}

function refusedFor(why: 'busy' | 'cooling' | 'no-such-channel' | 'failed'): TimedAnswer {
  switch (why) {
    case 'busy':
    case 'cooling':
      return { kind: 'refused', reason: why, mayBeOn: false };
    case 'no-such-channel':
      return { kind: 'refused', reason: 'garbled', mayBeOn: false };
    case 'failed':
      return { kind: 'refused', reason: 'garbled', mayBeOn: true };
    default:
      return never(why, 'refusal of a board');
  }
}

function restedBy(answer: BusAnswer): LockAnswer {
  if (answer.kind === 'said' && answer.says.says === 'resting') return { kind: 'done' };
  return { kind: 'refused', reason: answer.kind === 'failed' && answer.why !== 'garbled' ? 'silent' : 'garbled' };
}

function sayingOf(trouble: NonNullable<BoardReport['trouble']>): string {
  switch (trouble) {
    case 'missing':
    case 'unplugged':
      return 'its line is not there';
    case 'silent':
      return 'does not answer: check power, address and the two wires';
    case 'garbled':
      return 'answers in no way that makes sense: check speed, the two wires, and that no other board has its address';
    case 'coupled':
      return 'lets an input switch a coil by itself, so its doors are not opened. Cure: write 0 to each of its registers from 0x1000 on';
    case 'refused':
      return 'refuses to say how its contacts are: check that the profile names the right model';
    default:
      return never(trouble, 'trouble of a board');
  }
}
