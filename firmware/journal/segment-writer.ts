import type { OpenFile } from '../ports/disk.ts';
import type { Copy } from './segment.ts';

const nothing = new Uint8Array();

/**
 * Writes the two copies of a segment in turn. Each write brings one copy up to date: with what the other got the time
 * before, and with what is new. One write and one sync for each commit group; the copy that is not being written is
 * whole at every moment.
 */
export class SegmentWriter {
  readonly #files: Readonly<Record<Copy, OpenFile>>;
  /** How long it may become; its room was made beforehand. */
  readonly size: number;
  #end: number;
  #turn: Copy = 'a';
  /** What the copy whose turn it is lacks. */
  #behind: Uint8Array = nothing;

  /** @param end where both copies end */
  constructor(files: Readonly<Record<Copy, OpenFile>>, size: number, end: number) {
    this.#files = files;
    this.size = size;
    this.#end = end;
  }

  get end(): number {
    return this.#end;
  }

  /** Resolves when the bytes are on the disk itself. After a rejection nothing about the segment is certain. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#writeTurn(Buffer.concat([this.#behind, bytes]));
    this.#end += bytes.length;
    this.#behind = bytes;
  }

  /** Makes both copies equal. */
  async level(): Promise<void> {
    if (this.#behind.length === 0) return;
    await this.#writeTurn(this.#behind);
    this.#behind = nothing;
  }

  async close(): Promise<void> {
    await this.#files.a.close();
    await this.#files.b.close();
  }

  async #writeTurn(bytes: Uint8Array): Promise<void> {
    const file = this.#files[this.#turn];
    await file.write(this.#end - this.#behind.length, bytes);
    await file.sync();
    this.#turn = this.#turn === 'a' ? 'b' : 'a';
  }
}
