import type { OpenableLocker } from '../../firmware/bank/lockers-of.ts';
import type { StaffDecision } from '../../firmware/bank/staff.ts';
import { decideChecked, decideEndReservation, decideRemoveExpired } from '../../firmware/bank/staff.ts';
import type { WantedVisit } from '../../firmware/bank/visits.ts';
import type { Desk, PresentedAnswer } from '../../firmware/desk.ts';
import type { SessionInput } from '../../statecharts/session/session.events.ts';
import { commandOf } from '../support/hand-upstream.ts';
import type { DirectoryDocument } from '../../firmware/contract/document-bodies.ts';
import type { Credential } from '../invariants/credentials.ts';
import { peopleOf, toAda } from './people.ts';
import type { Life, SweptWorld } from './world.ts';

/** What somebody does at an open door: they go on with it when the light goes out. */
export type AtDoor = () => void;

/** Things that are in no locker, and who has them: people by their id, or the trolley of the house. */
type Hands = Map<string, string>;

/** Under which name something is ordered, and how long the order lives; said again under the same name, it is the same. */
interface Order {
  readonly id: string;
  readonly lifeMs?: number;
}

/** What outlives the bank. */
interface Remembered {
  readonly hands: Hands;
  readonly atDoors: Map<number, AtDoor>;
  readonly memory: Map<string, Credential>;
}

export function nothingYet(): Remembered {
  return { hands: new Map(), atDoors: new Map(), memory: new Map() };
}

/**
 * What people do, as long as one life of the bank lasts. When the power goes they stand there: nothing that they do at
 * the kiosk is answered any more, and whatever they would have done after it never happens.
 */
export class Scene {
  readonly world: SweptWorld;
  readonly hands: Hands;
  /** Who stands before which door, and what they are about to do there. */
  readonly atDoors: Map<number, AtDoor>;
  /** What somebody keeps in mind over a power cut: a code that was shown to them, what they have done already. */
  readonly memory: Map<string, Credential>;
  readonly #life: Life;
  readonly #isUntroubled: boolean;
  #sessions = 0;

  constructor(world: SweptWorld, life: Life, { hands, atDoors, memory, isUntroubled }: Remembered & { readonly isUntroubled: boolean }) {
    this.world = world;
    this.hands = hands;
    this.atDoors = atDoors;
    this.memory = memory;
    this.#life = life;
    this.#isUntroubled = isUntroubled;
  }

  /** Holds in every run in which nothing was made to fail; after a power cut people take what they get. */
  must(isSo: boolean, what: string): void {
    if (!isSo && this.#isUntroubled) this.world.inspector.complain(0, what);
  }

  /** Holds whatever happened. */
  always(isSo: boolean, invariant: number, what: string): void {
    if (!isSo) this.world.inspector.complain(invariant, what);
  }

  async advance(byMs: number): Promise<void> {
    // In pieces, so that a power cut does not last as long as somebody had meant to wait.
    for (let left = byMs; left > 0; left -= 600_000) {
      await this.world.advance(Math.min(left, 600_000));
      await this.#stillOn(null);
    }
  }

  /** Somebody steps up to the kiosk. */
  begin(): void {
    this.desk.begin(`s-${String(this.#life.number)}-${String(++this.#sessions)}`);
  }

  end(): Promise<void> {
    return this.#ask(this.desk.end());
  }

  show(credential: Credential): Promise<PresentedAnswer> {
    return this.#ask(this.desk.present(credential.presented));
  }

  /** As in `show`, for somebody who has only just stepped up. @returns whether they are known */
  async comes(...credentials: readonly Credential[]): Promise<boolean> {
    this.begin();
    for (const credential of credentials) {
      const answer = await this.show(credential);
      if (answer.kind === 'refused') {
        await this.end();
        return false;
      }
    }
    return true;
  }

  lockers(): readonly OpenableLocker[] {
    return this.desk.lockers();
  }

  /** Has a door opened, and waits for it. @returns whether it stands open */
  async open(wanted: WantedVisit, atDoor: AtDoor = () => undefined): Promise<boolean> {
    this.atDoors.set(wanted.locker, atDoor);
    const answer = await this.#ask(this.desk.release(wanted));
    if (answer.kind === 'refused') {
      this.atDoors.delete(wanted.locker);
      return false;
    }
    for (let waited = 0; waited < 11_000 && !this.isOpen(wanted.locker); waited += 200) await this.advance(200);
    if (this.isOpen(wanted.locker)) await this.advance(300);
    else this.atDoors.delete(wanted.locker);
    return this.isOpen(wanted.locker);
  }

  isOpen(locker: number): boolean {
    return this.world.cabinet.door(locker).leaf === 'open';
  }

  putIn(locker: number, label: string): void {
    putIn(this.world, this.hands, locker, label);
  }

  takeOut(locker: number, who: string, label?: string): void {
    takeOut(this.world, this.hands, locker, who, label);
  }

  async shut(locker: number): Promise<void> {
    this.world.cabinet.shut(locker);
    this.atDoors.delete(locker);
    await this.advance(1_000);
  }

  /** Opens, does something there, and shuts. @returns whether the door came open */
  async visit(wanted: WantedVisit, atDoor: AtDoor): Promise<boolean> {
    if (!(await this.open(wanted, atDoor))) return false;
    atDoor();
    await this.advance(400);
    await this.shut(wanted.locker);
    return true;
  }

  /** What the desk says to something that staff say without a door. */
  say<T>(said: (desk: Desk) => Promise<T>): Promise<T> {
    return this.#ask(said(this.desk));
  }

  async decide(decision: Parameters<Desk['decide']>[0], atDoor: AtDoor): Promise<StaffDecision> {
    const decided = await this.#ask(this.desk.decide(decision));
    if (decided.kind === 'visit') await this.visit(decided.wanted, atDoor);
    return decided;
  }

  /** An administrator looks into a locker about which there is doubt, and takes out what should not be there. */
  look(locker: number, atDoor: AtDoor = () => undefined): Promise<StaffDecision> {
    return this.decide((visitor, books, now) => decideChecked(books, locker, visitor, now), atDoor);
  }

  endReservation(reservation: string, atDoor: AtDoor): Promise<StaffDecision> {
    return this.decide((visitor, books, now) => decideEndReservation(books, reservation, visitor, now), atDoor);
  }

  removeExpired(reservation: string, atDoor: AtDoor): Promise<StaffDecision> {
    return this.decide((visitor, books, now) => decideRemoveExpired(books, reservation, visitor, now), atDoor);
  }

  /** Where something lies or is awaited, as the upstream knows it; 0 where nowhere. */
  lockerOf(reservation: string): number {
    return this.world.inspector.seen.reservations.get(reservation)?.locker ?? 0;
  }

  async input(input: SessionInput, thenMs = 200): Promise<void> {
    this.#life.controller?.input(input);
    await this.advance(thenMs);
  }

  /** A credential that the bank itself has made for somebody. */
  given(credential: Credential): void {
    this.memory.set(credential.name, credential);
    this.world.inspector.learn(credential);
  }

  /** The upstream gives an order, and keeps it until it hears how it ended. */
  async order(cmd: string, args: Readonly<Record<string, unknown>>, { id, lifeMs = usualLifeMs(cmd) }: Order): Promise<void> {
    const { upstream, inspector } = this.world;
    const exp = new Date(this.world.trueMs() + lifeMs).toISOString();
    const command = commandOf(id, cmd, args, exp);
    inspector.orders.ordered({ id, cmd, locker: typeof args['locker'] === 'number' ? args['locker'] : null });
    if (!upstream.pending.some((one) => one.data.id === id)) upstream.pending.push(command);
    upstream.say('commands', upstream.signed(command));
    await this.advance(1_000);
    this.forgetDone();
  }

  /** What has ended is not said again after the next hello. */
  forgetDone(): void {
    const { upstream } = this.world;
    const ended = new Set(upstream.booked().map(({ causationid }) => causationid));
    const left = upstream.pending.filter(({ data }) => !ended.has(data.id));
    upstream.pending.splice(0, upstream.pending.length, ...left);
  }

  /** The upstream wants a place for something. The thing is on the trolley from then on. */
  async reserve(reservation: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    const items = (args['items'] ?? []) as readonly { readonly id: string }[];
    for (const { id } of items) if (!this.hands.has(id) && !this.#isInside(id)) this.hands.set(id, 'house');
    const usual = { kind: 'delivery', party: toAda, size: 'small' };
    await this.order('reservation.put', { reservation, ...usual, ...args }, { id: `put-${reservation}` });
  }

  async declareSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const version = this.#nextVersion('settings');
    this.world.inspector.orders.declared({ kind: 'settings', version, settings });
    this.world.upstream.documents.set('settings', { version, body: JSON.stringify(settings) });
    this.world.upstream.declare();
    await this.advance(2_000);
  }

  /** A directory in so many parts. */
  async declareDirectory(parts: readonly DirectoryDocument[]): Promise<void> {
    const version = this.#nextVersion('directory');
    this.world.inspector.orders.declared({ kind: 'directory', version, people: parts.flatMap(peopleOf) });
    if (parts.length === 1) this.world.upstream.documents.set('directory', { version, body: JSON.stringify(parts[0]) });
    else
      this.world.upstream.publishParts(
        'directory',
        version,
        parts.map((part) => JSON.stringify(part)),
      );
    this.world.upstream.declare();
    await this.advance(3_000);
  }

  get desk(): Desk {
    const { controller } = this.#life;
    if (!controller) throw new Error('the bank has not been switched on');
    return controller.desk;
  }

  #nextVersion(kind: string): number {
    return (this.world.upstream.documents.get(kind)?.version ?? 0) + 1;
  }

  #isInside(label: string): boolean {
    return this.world.cabinet.doors().some(({ contents }) => contents.includes(label));
  }

  async #ask<T>(work: Promise<T>): Promise<T> {
    return this.#stillOn(await work);
  }

  #stillOn<T>(answer: T): Promise<T> | T {
    return this.#life.fuse.isBlown ? new Promise<T>(() => undefined) : answer;
  }
}

function usualLifeMs(cmd: string): number {
  return cmd === 'locker.open' ? 50_000 : 30 * 86_400_000;
}

/** A thing goes into an open locker, from whoever has it; one that is in there already stays. */
function putIn({ cabinet }: SweptWorld, hands: Hands, locker: number, label: string): void {
  if (!hands.has(label) || !cabinet.putIn(locker, label)) return;
  hands.delete(label);
}

function takeOut({ cabinet }: SweptWorld, hands: Hands, locker: number, who: string, label?: string): void {
  for (const taken of cabinet.takeOut(locker, label)) hands.set(taken, who);
}
