import { createHash } from 'node:crypto';
import type { Complaint } from '../invariants/checker.ts';
import type { Credential } from '../invariants/credentials.ts';
import type { MemoryDisk } from '../../sim/disk-memory.ts';
import { signingOf, type Signing } from '../../sim/upstream/signing.ts';
import type { HandDocument } from '../support/hand-upstream.ts';
import { noonMs } from '../support/noon.ts';
import { mend } from './mend.ts';
import { directory, everybody } from './people.ts';
import { nothingYet, Scene, type AtDoor } from './scene.ts';
import { SweptWorld, type Planted } from './world.ts';

/**
 * What happens at a bank, told so that it can be told again: the same people do the same things in the same order. A
 * step that the power has cut off is done once more by the same people, and so are those after it.
 */
export interface Story {
  readonly name: string;
  readonly credentials: readonly Credential[];
  readonly steps: readonly ((scene: Scene) => Promise<void>)[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The upstream signs what it says. */
  readonly isSigned?: boolean;
  /** It makes things fail by itself: people take what they get in every run. */
  readonly isTroubled?: boolean;
  /** The bank begins with nothing: no directory, no settings. */
  readonly isFresh?: boolean;
  /** What must be so in the end, whatever happened. */
  readonly ends?: (scene: Scene) => void;
  /** So much time goes by when everybody has gone home, and every deadline in it comes. */
  readonly thenMs?: number;
}

export interface RunOptions {
  readonly seed: number;
  /** At which call the power goes; `null`: never. */
  readonly cutAt: number | null;
  /** After the restart it goes once more, at this call of it. */
  readonly cutAgainAt?: number;
  readonly blockBytes?: number;
  /** Whether an order to a lock at which the power goes still reaches its coil. */
  readonly reachesCoil?: boolean;
  readonly planted?: Planted;
}

export interface Run {
  readonly complaints: readonly Complaint[];
  /** The calls of the first life, up to the end of the story. */
  readonly calls: readonly string[];
  readonly marks: ReadonlySet<string>;
  readonly troubles: readonly string[];
  /** Of everything that was said on any topic: the same for the same story, seed and cut. */
  readonly trace: string;
}

const seedOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64url');
export const signing: Signing = signingOf({ root: seedOf(1), online: seedOf(2), unseal: seedOf(3) });

/** A bank that has been put up: its people and settings have come, and it was switched off in order. */
interface Commissioned {
  readonly disk: MemoryDisk;
  readonly documents: ReadonlyMap<string, HandDocument>;
  readonly events: ReadonlyMap<number, string>;
  readonly settings: Readonly<Record<string, unknown>> | undefined;
}

const commissioned = new Map<string, Promise<Commissioned>>();

const hourMs = 3_600_000;

/** Tells a story from its beginning to its end, and examines it all the way. */
export async function tell(story: Story, options: RunOptions): Promise<Run> {
  const telling = new Telling(story, options, await worldOf(story, options));
  await Promise.race([telling.tell(), telling.isStuck()]);
  return telling.run();
}

class Telling {
  readonly #story: Story;
  readonly #world: SweptWorld;
  readonly #remembered = nothingYet();
  readonly #isUntroubled: boolean;
  readonly #cuts: number[];
  #calls: readonly string[] = [];
  #isOver = false;

  constructor(story: Story, { cutAt, cutAgainAt, planted }: RunOptions, world: SweptWorld) {
    this.#story = story;
    this.#world = world;
    this.#isUntroubled = cutAt === null && story.isTroubled !== true && planted === undefined;
    this.#cuts = [cutAt ?? Infinity, cutAgainAt ?? Infinity];
  }

  async tell(): Promise<void> {
    const { inspector } = this.#world;
    try {
      await this.#tell();
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      inspector.complain(14, `the bank does not come up again, or something threw: ${why}`);
    }
    this.#isOver = true;
  }

  /** Everything here is a matter of promises alone: once the event loop has nothing else to do, nobody will ever be answered. */
  async isStuck(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (!this.#isOver) this.#world.inspector.complain(27, 'somebody waits at the kiosk for ever');
  }

  run(): Run {
    const { inspector, marks, troubles } = this.#world;
    return { complaints: inspector.complaints, calls: this.#calls, marks, troubles, trace: traceOf(this.#world) };
  }

  async #tell(): Promise<void> {
    const world = this.#world;
    let now = await this.#switchOn();
    for (const step of [...this.#story.steps, (scene: Scene) => this.#end(scene)]) {
      while ((await this.#through(step, now)) === 'blown') {
        await darkness(world, this.#remembered.atDoors);
        now = await this.#switchOn();
        await world.advance(2_500);
        if (world.life) world.inspector.settled();
      }
    }
    await goHome(world, now);
  }

  /** Even here the power may go a second time; then everybody begins to mend anew. */
  async #end(scene: Scene): Promise<void> {
    const { credentials, thenMs, ends } = this.#story;
    if (this.#calls.length === 0) this.#calls = [...this.#world.calls];
    await scene.advance(1_000);
    this.#world.inspector.settled();
    await mend(scene, [...credentials, ...scene.memory.values()].filter(({ opens }) => opens.kind === 'holder'));
    if (thenMs !== undefined) await scene.advance(thenMs);
    ends?.(scene);
    await scene.advance(15_000);
  }

  async #switchOn(): Promise<Scene> {
    const world = this.#world;
    for (;;) {
      const isUp = await world.boot(this.#cuts.shift() ?? Infinity);
      if (isUp && world.life) return new Scene(world, world.life, { ...this.#remembered, isUntroubled: this.#isUntroubled });
      world.marks.add('the power goes while the bank starts');
      await darkness(world, this.#remembered.atDoors);
    }
  }

  async #through(step: Story['steps'][number], scene: Scene): Promise<'done' | 'blown'> {
    const { life } = this.#world;
    if (!life) return 'blown';
    return Promise.race([step(scene).then(() => 'done' as const), life.fuse.blown]);
  }
}

function traceOf({ broker, clock }: SweptWorld): string {
  const said = broker.published.map(({ from, topic, payload }) => `${from} ${topic} ${payload}`);
  return createHash('sha256')
    .update([...said, String(clock.monoMs())].join('\n'))
    .digest('hex');
}

/** Nobody sees what people do while the light is out: finish, walk away from an open door, or only shut it. */
async function darkness(world: SweptWorld, atDoors: Map<number, AtDoor>): Promise<void> {
  await world.atRest();
  await world.advance(200 + world.roll(3_000));
  for (const [locker, act] of atDoors) {
    const choice = world.roll(4);
    if (choice === 0) continue;
    if (choice !== 3) act();
    if (choice !== 2) world.cabinet.shut(locker);
  }
  for (const locker of atDoors.keys()) if (world.cabinet.door(locker).leaf === 'closed') atDoors.delete(locker);
  await world.advance(world.roll(3) * 20_000);
}

/** The upstream has heard of everything, no deadline is left, and the bank ends in order: a stop is not cut off any more. */
async function goHome(world: SweptWorld, scene: Scene): Promise<void> {
  world.life?.fuse.hold();
  scene.forgetDone();
  const { inspector, upstream, life } = world;
  const head = life?.ledger?.head ?? 0;
  if (upstream.through < head) inspector.complain(17, `the upstream has ${String(upstream.through)} of ${String(head)} events`);
  inspector.settled();
  inspector.ended();
  await world.stop();
}

async function worldOf(story: Story, { seed, blockBytes, reachesCoil, planted }: RunOptions): Promise<SweptWorld> {
  const before = story.isFresh === true ? null : await commission(story);
  const world = new SweptWorld({
    seed,
    credentials: [...everybody, ...story.credentials],
    signing: story.isSigned ? signing : undefined,
    blockBytes,
    reachesCoil,
    planted,
    disk: before?.disk.copy(blockBytes === undefined ? {} : { blockBytes }),
    startMs: noonMs + hourMs,
  });
  await take(world, before);
  return world;
}

async function take(world: SweptWorld, before: Commissioned | null): Promise<void> {
  const { upstream, inspector, broker } = world;
  const joining = upstream.connect(broker.transport());
  await world.advance(50);
  await joining;
  if (!before) return;
  for (const [sequence, text] of before.events) upstream.events.set(sequence, text);
  upstream.through = before.events.size;
  for (const [kind, document] of before.documents) upstream.documents.set(kind, document);
  inspector.orders.declared({ kind: 'directory', version: 1, people: people(before) });
  if (before.settings) inspector.orders.declared({ kind: 'settings', version: 1, settings: before.settings });
  upstream.declare();
  await world.advance(50);
  inspector.reread();
}

function people({ documents }: Commissioned): readonly string[] {
  const parsed = JSON.parse(documents.get('directory')?.body ?? '{}') as typeof directory;
  return [...(parsed.recipients ?? []), ...(parsed.operators ?? []), ...(parsed.carriers ?? [])].map(({ id }) => id);
}

function commission(story: Story): Promise<Commissioned> {
  const key = JSON.stringify([story.settings, story.isSigned]);
  const known = commissioned.get(key) ?? putUp(story);
  commissioned.set(key, known);
  return known;
}

async function putUp({ settings, isSigned }: Story): Promise<Commissioned> {
  const world = new SweptWorld({ seed: 1, credentials: [], signing: isSigned ? signing : undefined });
  await take(world, null);
  await world.boot();
  const { life } = world;
  if (!life) throw new Error('the bank was not put up');
  const scene = new Scene(world, life, { ...nothingYet(), isUntroubled: true });
  await scene.advance(2_000);
  await scene.declareDirectory([directory]);
  if (settings) await scene.declareSettings(settings);
  await scene.advance(5_000);
  const [complaint] = world.inspector.complaints;
  if (complaint) throw new Error(`putting the bank up went wrong: ${complaint.says}`);
  await world.stop();
  const { documents, events } = world.upstream;
  return { disk: world.disk.copy(), documents: new Map(documents), events: new Map(events), settings };
}
