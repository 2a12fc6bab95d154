import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A named pipe in place of an event device, which only the kernel can make: opened, read without waiting, and gone in the
 * same ways. It cannot be taken for one process alone.
 */
export class EventFifo {
  readonly path: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lockerbank-events-'));
  #writer: number;

  constructor() {
    this.path = join(this.#folder, 'event-kbd');
    execFileSync('mkfifo', [this.path]);
    this.#writer = this.#openWriter();
  }

  type(bytes: Uint8Array): void {
    writeSync(this.#writer, bytes);
  }

  unplug(): void {
    closeSync(this.#writer);
    this.#writer = -1;
    renameSync(this.path, `${this.path}-unplugged`);
  }

  plugIn(): void {
    renameSync(`${this.path}-unplugged`, this.path);
    this.#writer = this.#openWriter();
  }

  remove(): void {
    if (this.#writer >= 0) closeSync(this.#writer);
    if (existsSync(this.#folder)) rmSync(this.#folder, { recursive: true });
  }

  /** For reading too, so that it does not wait for somebody who reads. */
  #openWriter(): number {
    return openSync(this.path, constants.O_RDWR | constants.O_NONBLOCK);
  }
}
