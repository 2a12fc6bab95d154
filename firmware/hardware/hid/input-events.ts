/** What an event device of Linux says, as linux/input.h lays it out on a 64-bit system: a time of 16 bytes, then this. */
export interface InputEvent {
  readonly type: number;
  readonly code: number;
  readonly value: number;
}

export const eventBytes = 24;
const typeAt = 16;
const codeAt = 18;
const valueAt = 20;

/** Cuts bytes into events. The kernel hands out whole ones; whatever else it is given, it never throws. */
export class InputEvents {
  #rest: Uint8Array = new Uint8Array();

  push(bytes: Uint8Array): readonly InputEvent[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const count = Math.floor(all.length / eventBytes);
    const view = new DataView(all.buffer);
    this.#rest = all.slice(count * eventBytes);
    return Array.from({ length: count }, (_, index) => {
      const at = index * eventBytes;
      return {
        type: view.getUint16(at + typeAt, true), code: view.getUint16(at + codeAt, true), value: view.getInt32(at + valueAt, true),
      };
    });
  }

  /** The device has gone: half an event is none. */
  drop(): void {
    this.#rest = new Uint8Array();
  }
}
