/** What can be broken in the set-up. Each code has its cure in the message that carries it. */
type LockerErrorCode =
  | 'configuration.unknown'
  | 'configuration.malformed'
  | 'configuration.unreadable'
  | 'profile.missing'
  | 'profile.refused'
  | 'profile.malformed'
  | 'profile.board-unsupported'
  | 'journal.missing'
  | 'journal.corrupt'
  | 'cabinet.corrupt'
  | 'key.malformed'
  | 'data.foreign'
  | 'data.newer'
  | 'data.locked'
  | 'port.busy'
  | 'page.missing'
  | 'hardware.not-ready'
  | 'socket.busy'
  | 'socket.silent'
  | 'technician.unknown'
  | 'technician.refused'
  | 'archive.malformed'
  | 'firmware.malformed'
  | 'program.missing'
  | 'file.unusable';

/** Broken set-up: thrown at start-up only, where stopping is right. `where` is a file with its place, a port or a variable. */
export class LockerError extends Error {
  readonly code: LockerErrorCode;
  readonly where: string;
  constructor(code: LockerErrorCode, where: string, what: string, cause?: unknown) {
    super(`${where}: ${what}`, cause === undefined ? undefined : { cause });
    this.name = 'LockerError';
    this.code = code;
    this.where = where;
  }
}
