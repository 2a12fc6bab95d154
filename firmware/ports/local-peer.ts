/** Somebody at the other end of a local connection. Messages are single lines of text; neither side trusts the other's length. */
export interface Peer {
  /** Says one line. @returns false where too much waits that the other side does not read, or where it has gone */
  send(line: string): boolean;
  /** To be called once, at once: lines that came before are not kept. `closed` comes once, also after `close`. */
  listen(on: { readonly line: (text: string) => void; readonly closed: () => void }): void;
  /** What was said before still arrives. */
  close(): void;
}

/** As long as one line may be, in characters. A longer one ends the connection. */
export const lineMost = 1024 * 1024;
