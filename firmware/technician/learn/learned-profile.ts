import { formatVersion } from '../../../board-profiles/fields.ts';
import type { Profile, ProfileBoard } from '../../../board-profiles/profile.schema.ts';
import { profileFileText } from '../profile/new.ts';
import { fileLocker, type Findings } from './findings.ts';

interface NewFile {
  readonly id: string;
  /** Where an editor finds the rules, as seen from the new file. */
  readonly schema: string;
  /** The day on which it was learned: 2026-03-01. */
  readonly day: string;
}

/** The text of a profile that inherits from its draft, and says only what the cabinet has taught. */
export function learnedProfileText(draft: Profile, findings: Findings, { id, schema, day }: NewFile): string {
  return profileFileText([
    ['$schema', schema], ['profileVersion', formatVersion], ['id', id], ['version', 1], ['inherits', draft.id],
    ['source', `Wires and polarity: lockerbank learn at the cabinet, ${day}. All else as in ${draft.id}`],
    ...polarityLines(draft, findings),
    ['columns', draft.columns.map((column) => ({
      ...column, lockers: column.lockers.map((door) => fileLocker(door, findings.lockers)),
    }))],
  ]);
}

/** Each board says it for itself. Where all are the other way round than on paper, what is said of the lock is so, too. */
function polarityLines(draft: Profile, { closedIs, groupOrder }: Findings): readonly (readonly [string, unknown])[] {
  if (closedIs.size + groupOrder.size === 0) return [];
  const found = draft.boards.map((board) => closedIs.get(board.id));
  const [first] = found;
  const isAllOther = first !== undefined && found.every((one) => one === first) && draft.boards.every((one) => one.closedIs !== first);
  const lock = isAllOther ? [['lock', { closedIs: first }] as const] : [];
  return [...lock, ['boards', draft.boards.map((board) => fileBoard(board, closedIs.get(board.id), groupOrder.get(board.id)))]];
}

function fileBoard(board: ProfileBoard, isShut = board.closedIs, groupOrder = board.settings.groupOrder): object {
  const { id, model, bus, address, lastsMs, settings } = board;
  return {
    id, model: model.id, bus: bus.id, ...(model.addresses && { address }), closedIs: isShut,
    ...(lastsMs !== null && { lastsMs }), settings: { ...settings, groupOrder },
  };
}
