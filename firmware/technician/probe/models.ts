import { lockBoardFamilies, type BoardModel, type LockBoardFamily } from '../../../board-profiles/board.schema.ts';
import { readBoardModel } from '../../../board-profiles/profile.ts';
import { profileLibrary } from '../../adapters/profile-file.ts';

/** The models of lock boards that come with the program, by family. */
export function lockBoardModels(profileFolder: string): ReadonlyMap<LockBoardFamily, readonly BoardModel[]> {
  const library = profileLibrary(profileFolder);
  const models = (library.names?.('board') ?? []).flatMap((id) => {
    const text = library('board', id);
    return text === null ? [] : [readBoardModel(text, library)];
  });
  return new Map(lockBoardFamilies.map((family) => [family, models.filter((model) => model.family === family)]));
}
