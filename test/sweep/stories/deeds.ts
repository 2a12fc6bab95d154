import { ann, toCid } from '../people.ts';
import type { Scene } from '../scene.ts';

/** Somebody of the house puts a thing where it is awaited. @returns whether the door came open for it */
export async function putInByLabel(scene: Scene, label: string): Promise<boolean> {
  const found = scene.desk.find(label);
  if (found.kind !== 'found') return false;
  const { visit } = found;
  return scene.visit(visit, () => scene.putIn(visit.locker, label));
}

/** Whoever comes with a code takes out what is theirs. @returns how many doors came open */
export async function collect(scene: Scene, owner: string, label?: string): Promise<number> {
  let doors = 0;
  for (const { visit, trouble } of scene.lockers()) {
    if (visit.purpose !== 'pickup' || trouble !== null) continue;
    if (await scene.visit(visit, () => scene.takeOut(visit.locker, owner, label))) doors++;
  }
  return doors;
}

/** The upstream wants this very locker for somebody else, while it is not to be had; the only large one by its size. */
export async function wantsLocker(scene: Scene, reservation: string, locker: number): Promise<void> {
  if (locker === 0) return;
  const which = locker === 4 ? { size: 'large' } : { locker };
  await scene.order('reservation.put', { reservation, kind: 'delivery', party: toCid, ...which }, { id: `want-${reservation}` });
  scene.must(scene.lockerOf(reservation) === 0, `locker ${String(locker)} is given to somebody else`);
}

/** Much is written down, as long as it is wanted: somebody comes, and goes again. */
export async function fillsTheJournal(scene: Scene, isWanted: (times: number) => boolean): Promise<void> {
  for (let times = 0; times < 40 && isWanted(times); times++) {
    await scene.comes(ann);
    await scene.end();
  }
}
