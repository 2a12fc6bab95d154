import type { Browser, Page } from 'playwright-core';
import type { EventLine, EventType, SimAction, SimState, UpstreamParcel } from '../../../sim/sim-state.ts';
import type { Wish } from '../../../sim/upstream/wishes.ts';
import type { SettingValue } from '../../../statecharts/setting.ts';
import { Ends } from '../../support/ends.ts';
import type { SimProcess } from '../../support/sim-process.ts';
import { simRoom } from '../../support/sim-room.ts';
import { until } from '../../support/until.ts';
import { everythingOn, openEyes } from './eyes.ts';
import type { Hands, Way } from './hands.ts';
import { KeyboardHands } from './keyboard-hands.ts';
import { KeypadHands } from './keypad-hands.ts';
import { TouchHands } from './touch-hands.ts';

/** A fact that the upstream is told, and what stands in it. */
type Fact = EventType | readonly [EventType, string];

/** What somebody does at the bank, told once, and by which ways it is walked. */
export interface Told {
  readonly name: string;
  readonly by: readonly Way[];
  readonly tell: (front: Front) => Promise<void>;
}

interface Journey {
  /** What is told of it upstream, in this order; other facts may come between. */
  readonly facts: readonly Fact[];
  /** What nobody may read off the kiosk when the person has gone: names, labels, codes. */
  readonly secrets: readonly string[];
}

/** In pixels: the usual screen of a kiosk. */
const viewport = { width: 1280, height: 800 };

/** A simulated bank and somebody in front of it. What hands and feet do beside the kiosk they do here, whichever way they use it. */
export class Front {
  readonly sim: SimProcess;
  readonly page: Page;
  readonly hands: Hands;
  readonly #ends: Ends;
  readonly #complaints: string[] = [];
  #since = 0;

  private constructor(sim: SimProcess, page: Page, way: Way, ends: Ends) {
    this.sim = sim;
    this.page = page;
    this.#ends = ends;
    this.hands = handsFor(way, sim, page);
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(message.text());
    });
  }

  /** A bank of its own, its kiosk in a page of this browser. */
  static async open(browser: Browser, way: Way, environment: Readonly<Record<string, string>> = {}): Promise<Front> {
    const ends = new Ends();
    try {
      const sim = await (await simRoom(ends)).start({ environment });
      const context = await browser.newContext({ viewport, hasTouch: way === 'touch' });
      ends.add(() => context.close());
      const page = await context.newPage();
      const front = new Front(sim, page, way, ends);
      await openEyes(page);
      await page.goto(sim.kioskUrl);
      await sim.untilScreen('home');
      await until('the bank knows its people', async () =>
        (await front.state()).upstream.events.some(({ type, text }) => type === 'document.applied' && text.includes('directory')));
      return front;
    } catch (error) {
      await ends.all();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#ends.all();
  }

  state(): Promise<SimState> {
    return this.sim.state();
  }

  /** What somebody does beside the screen: scans, shows a badge, puts in, takes out, shuts a door. */
  async act(action: SimAction): Promise<void> {
    await this.hands.heed();
    const answer = await this.sim.act(action);
    if (answer.kind === 'refused') throw new Error(`${action.do}: ${answer.why}`);
  }

  /** Settings of the bank, in force when this resolves. */
  async set(settings: Readonly<Record<string, SettingValue>>): Promise<void> {
    const newest = async (): Promise<number> => {
      const { events } = (await this.state()).upstream;
      return events.find(({ type, text }) => type === 'document.applied' && text.includes('kind settings'))?.sequence ?? 0;
    };
    for (const [name, value] of Object.entries(settings)) {
      const before = await newest();
      await this.act({ do: 'set', name, value });
      await until(`the bank has taken ${name}`, async () => (await newest()) > before);
    }
  }

  /** The same for as long as something takes. */
  async during(settings: Readonly<Record<string, SettingValue>>, act: () => Promise<void>): Promise<void> {
    const before = (await this.state()).upstream.settings.filter(({ name }) => name in settings);
    await this.set(settings);
    try {
      await act();
    } finally {
      await this.set(Object.fromEntries(before.map(({ name, value }) => [name, value])));
    }
  }

  /** Asks the bank for a locker. @returns what the upstream knows of it when it is reserved */
  async reserve(wish: Wish): Promise<UpstreamParcel> {
    const before = new Set((await this.state()).upstream.parcels.map(({ reservation }) => reservation));
    await this.act({ do: 'announce', wish });
    const label = wish.labels.join();
    const parcel = await this.untilParcel(`${label} is reserved`, (one) => !before.has(one.reservation) && one.state !== 'asked');
    if (parcel.state !== 'reserved') throw new Error(`${label} is ${parcel.state}: ${String(parcel.why)}`);
    return parcel;
  }

  async untilParcel(what: string, isIt: (parcel: UpstreamParcel) => boolean): Promise<UpstreamParcel> {
    let found: UpstreamParcel | undefined;
    await until(what, async () => {
      found = (await this.state()).upstream.parcels.find(isIt);
      return found !== undefined;
    });
    return found as unknown as UpstreamParcel;
  }

  /** Somebody has put these parcels into lockers of their own, before anybody else came. */
  async deliver<const Parcels extends readonly Parcel[]>(...parcels: Parcels): Promise<{ [At in keyof Parcels]: Delivered }> {
    for (const { label, to, department = false, kind = 'delivery', size = 'small' } of parcels) {
      const party = { type: department ? 'department' : 'recipient', id: to } as const;
      await this.reserve({ kind, party, labels: [label], size, accessible: false });
    }
    await this.#putInAsStaff(parcels.map(({ label }) => label));
    return await Promise.all(parcels.map(({ label }) => this.delivered(label))) as { [At in keyof Parcels]: Delivered };
  }

  /** The code as the mail of its recipient says it. */
  async delivered(label: string): Promise<Delivered> {
    const { locker, pickupCode, pickupToken } = await this.untilParcel(`the mail about ${label} is out`, (parcel) =>
      parcel.labels.includes(label) && parcel.state === 'delivered' && parcel.pickupCode !== null);
    return { label, locker: locker ?? 0, code: pickupCode ?? '', token: pickupToken ?? '' };
  }

  async #putInAsStaff(labels: readonly string[]): Promise<void> {
    const { sim } = this;
    await sim.untilScreen('home');
    await sim.input({ type: 'way.chosen', way: 'password' });
    await sim.untilScreen('sign-in');
    await sim.input({ type: 'password.entered', username: 'mia', password: 'parcels-42' });
    await sim.untilScreen('label');
    for (const label of labels) {
      await sim.input({ type: 'label.entered', label });
      const { doors: [door] } = await sim.untilDoors('open');
      await this.act({ do: 'put-in', locker: door?.locker ?? 0, label });
      await this.shut(door?.locker ?? 0);
      await sim.untilDoors('shut');
    }
    await sim.input({ type: 'finish.chosen' });
    await sim.untilScreen('home');
  }

  /** The kiosk goes home although nobody touches it: whoever listens for it would be somebody. */
  async untilHome(withinMs: number): Promise<void> {
    await until('the kiosk is at home again', async () => (await this.sim.screen()).screen === 'home', withinMs);
  }

  /** Shuts a door as a person does: once its bolt is back. */
  async shut(locker: number): Promise<void> {
    await until(`the bolt of locker ${String(locker)} is back`, async () =>
      (await this.state()).doors.find((door) => door.locker === locker)?.coil === 'resting');
    await this.act({ do: 'shut', locker });
  }

  async takeOut(locker: number): Promise<void> {
    await this.act({ do: 'take-out', locker });
    await this.shut(locker);
  }

  /** Lockers whose doors stand open. */
  async open(): Promise<readonly number[]> {
    return (await this.state()).doors.filter(({ leaf }) => leaf === 'open').map(({ locker }) => locker);
  }

  /**
   * A journey from the home screen to the home screen. It has failed where the upstream was not told of it in order, where the
   * page complained, or where anything personal is still there when the person has gone.
   */
  async walk({ facts, secrets }: Journey, journey: (hands: Hands) => Promise<void>): Promise<void> {
    this.#since = (await this.state()).upstream.events[0]?.sequence ?? 0;
    try {
      await this.hands.come();
      await journey(this.hands);
      await this.sim.untilScreen('home');
    } catch (error) {
      await this.#tidyUp();
      throw error;
    }
    const troubles = [...await this.hands.leave(), ...this.#complaints.splice(0)];
    if (troubles.length > 0) throw new Error(troubles.join('\n'));
    await this.#untilForgotten(secrets);
    await this.untilFacts(facts);
  }

  /** A journey that failed spoils no other: doors are shut, and the kiosk is at home. */
  async #tidyUp(): Promise<void> {
    for (const { locker } of (await this.state()).doors) await this.sim.act({ do: 'fault', locker, fault: null });
    for (const locker of await this.open()) await this.shut(locker);
    await this.sim.act({ do: 'plug', to: 'out' });
    for (const type of ['back.chosen', 'back.chosen', 'finish.chosen', 'finish.chosen'] as const) await this.sim.input({ type });
    await this.sim.untilScreen('home');
    this.#complaints.length = 0;
  }

  /** Two seconds after somebody has gone the page knows nothing of them. */
  async #untilForgotten(secrets: readonly string[]): Promise<void> {
    let left: readonly string[] = [];
    await until('the page has forgotten who was there', async () => {
      const everything = await everythingOn(this.page);
      left = secrets.filter((secret) => everything.includes(secret));
      return left.length === 0;
    }, 2_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${left.join(', ')}`, { cause: error });
    });
  }

  async untilFacts(facts: readonly Fact[]): Promise<void> {
    let lines: readonly EventLine[] = [];
    await until('the upstream has been told', async () => {
      const { events } = (await this.state()).upstream;
      lines = events.filter(({ sequence }) => sequence > this.#since).toReversed();
      return missingOf(facts, lines) === null;
    }).catch((error: unknown) => {
      const told = lines.map(({ type, text }) => `${type}: ${text}`).join('\n');
      throw new Error(`${String(error)} of ${String(missingOf(facts, lines))}; it was told:\n${told}`, { cause: error });
    });
  }
}

interface Parcel {
  readonly label: string;
  readonly to: string;
  readonly department?: boolean;
  readonly kind?: 'delivery' | 'asset';
  readonly size?: string;
}

interface Delivered {
  readonly label: string;
  readonly locker: number;
  readonly code: string;
  /** The text of the signed QR code; empty where the upstream does not sign. */
  readonly token: string;
}

function handsFor(way: Way, sim: SimProcess, page: Page): Hands {
  switch (way) {
    case 'touch': return new TouchHands(page);
    case 'keyboard': return new KeyboardHands(page);
    case 'keypad': return new KeypadHands(sim, page);
    default: throw new TypeError(way satisfies never);
  }
}

/** The first fact that did not come after those before it; `null`: none. */
function missingOf(facts: readonly Fact[], lines: readonly EventLine[]): Fact | null {
  let at = 0;
  for (const fact of facts) {
    const [type, text] = typeof fact === 'string' ? [fact, ''] : fact;
    const found = lines.findIndex((line, index) => index >= at && line.type === type && line.text.includes(text));
    if (found < 0) return fact;
    at = found + 1;
  }
  return null;
}
