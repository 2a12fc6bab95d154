import type { OpenableLocker } from '../../firmware/bank/lockers-of.ts';
import type { Books } from '../../firmware/bank/books.ts';
import type { Credential } from '../invariants/credentials.ts';
import { ann, mia } from './people.ts';
import type { Scene } from './scene.ts';

/** A lock for guessing is over by then, whatever the settings say. */
const lockOverMs = 16 * 60_000;

/**
 * The calm after the storm: nothing fails any more, and everybody gets what is theirs. Doors are shut, staff look into
 * lockers that need it, what is still on the trolley is put in, what lies there is collected by the credential that is
 * for it; staff hand out the rest. Then no locker holds anything, and the books know it.
 */
export async function mend(scene: Scene, credentials: readonly Credential[]): Promise<void> {
  const { world } = scene;
  world.disk.fault = 'none';
  for (const { locker, leaf } of world.cabinet.doors()) {
    if (leaf === 'closed') continue;
    scene.atDoors.get(locker)?.();
    await scene.shut(locker);
  }
  await scene.end();
  await scene.advance(130_000);
  await lookIntoDoubts(scene);
  await putInWhatIsLeft(scene);
  for (const credential of credentials) await collectWith(scene, credential);
  await emptyTheRest(scene);
  await scene.advance(2_000);
  nothingIsLeft(scene);
}

function booksOf({ world }: Scene): Books {
  const { life } = world;
  if (!life?.ledger) throw new Error('the bank has not been switched on');
  return life.ledger.books;
}

/** What ought to lie in a locker, by the books; `null` where nothing should. */
function occupant(scene: Scene, locker: number) {
  return Object.values(booksOf(scene).reservations).find((one) => one.locker === locker && one.state === 'occupied') ?? null;
}

async function comes(scene: Scene, credential: Credential): Promise<boolean> {
  if (await scene.comes(credential)) return true;
  await scene.advance(lockOverMs);
  const isKnown = await scene.comes(credential);
  scene.always(isKnown, 0, `${credential.name} is not known at a bank where all is well`);
  return isKnown;
}

async function lookIntoDoubts(scene: Scene): Promise<void> {
  const doubtful = Object.values(booksOf(scene).lockers)
    .filter(({ doubt }) => doubt !== null)
    .map(({ number }) => number);
  if (doubtful.length === 0 || !(await comes(scene, ann))) return;
  for (const locker of doubtful) {
    const known = occupant(scene, locker);
    const seen = await scene.look(locker, () => {
      if (!known) scene.takeOut(locker, 'house');
    });
    scene.always(seen.kind !== 'refused', 0, `staff may not look into locker ${String(locker)}`);
    const isGone = known !== null && known.kind !== 'storage' && scene.world.cabinet.door(locker).contents.length === 0;
    if (isGone && occupant(scene, locker)) await scene.endReservation(known.id, () => undefined);
  }
  await scene.end();
}

/** Whatever is announced and lies on the trolley; what is announced no more stays with the house. */
async function putInWhatIsLeft(scene: Scene): Promise<void> {
  const labels = [...scene.hands].filter(([, who]) => who === 'house').map(([label]) => label);
  if (labels.length === 0 || !(await comes(scene, mia))) return;
  for (const label of labels) {
    const found = scene.desk.find(label);
    if (found.kind !== 'found') continue;
    const { visit } = found;
    const isIn = await scene.visit(visit, () => scene.putIn(visit.locker, label));
    scene.always(isIn, 0, `locker ${String(visit.locker)} does not open for ${label}`);
  }
  await scene.end();
}

/** What a credential is for, it opens, as long as nothing has happened to it. */
async function collectWith(scene: Scene, credential: Credential): Promise<void> {
  const { opens, token, deadAfter } = credential;
  const reservation = opens.kind === 'holder' ? booksOf(scene).reservations[opens.reservation] : undefined;
  if (!reservation) return;
  const { seen } = scene.world.inspector;
  const isGood = token === undefined || (!seen.burned.has(token.id) && token.untilMs > scene.world.trueMs() + 60_000);
  const leg = reservation.legs[reservation.leg];
  const isItsTurn =
    leg?.does === 'collect' && (leg.untilMs ?? Infinity) > scene.world.trueMs() + 60_000 && reservation.leg === reservation.legs.length - 1;
  const isDue = reservation.state === 'occupied' && !reservation.hasExpired && isItsTurn;
  if (!(await scene.comes(credential))) {
    await scene.advance(lockOverMs);
    const isKnown = await scene.comes(credential);
    scene.always(isKnown || !isDue || !isGood || deadAfter !== undefined, 0, `${credential.name} does not open ${reservation.id}`);
    if (!isKnown) return;
  }
  for (const one of scene.lockers()) await serve(scene, one);
  await scene.end();
}

async function serve(scene: Scene, { visit, again, trouble }: OpenableLocker): Promise<void> {
  if (again || trouble !== null || visit.purpose === 'deposit' || visit.purpose === 'swap') return;
  const owner = booksOf(scene).reservations[visit.reservation]?.party.id ?? 'house';
  const wanted = visit.purpose === 'keep' ? { ...visit, ends: true } : visit;
  const isOpen = await scene.visit(wanted, () => scene.takeOut(visit.locker, owner));
  scene.always(isOpen, 0, `locker ${String(visit.locker)} does not open for ${visit.reservation}`);
}

/** Staff hand out what nobody can collect any more. */
async function emptyTheRest(scene: Scene): Promise<void> {
  const left = Object.values(booksOf(scene).reservations).filter(({ state }) => state === 'occupied');
  if (left.length === 0 || !(await comes(scene, ann))) return;
  for (const { id, locker, party } of left) {
    const done = await scene.endReservation(id, () => scene.takeOut(locker, party.id));
    scene.always(done.kind !== 'refused', 0, `staff cannot end ${id}`);
  }
  await scene.end();
}

function nothingIsLeft(scene: Scene): void {
  for (const { locker, contents, leaf } of scene.world.cabinet.doors()) {
    const where = `locker ${String(locker)}`;
    scene.always(contents.length === 0, 0, `${where} still holds ${contents.join(', ')}, and nobody can say why`);
    scene.always(leaf === 'closed', 0, `${where} stands open`);
    scene.always(occupant(scene, locker) === null, 0, `${where} is occupied by nothing at all`);
    scene.always((booksOf(scene).lockers[locker]?.doubt ?? null) === null, 0, `there is still doubt about ${where}`);
  }
}
