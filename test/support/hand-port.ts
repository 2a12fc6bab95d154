import type { LinePort } from '../../firmware/hardware/serial/serial-line.ts';

/** A port whose far end is the test itself. */
export class HandPort implements LinePort {
  isOpen = false;
  readonly written: Uint8Array[] = [];
  callsBack = true;
  onWrite: () => void = () => undefined;
  /** Says that it has written. */
  callBack: () => void = () => undefined;
  forgets = 0;
  forgetCallsBack = true;
  forgetFails: Error | null = null;
  #data: (bytes: Uint8Array) => void = () => undefined;
  #gone: () => void = () => undefined;

  on(event: 'data' | 'close' | 'error', listener: ((bytes: Uint8Array) => void) & (() => void)): void {
    if (event === 'data') this.#data = listener;
    if (event === 'close') this.#gone = listener;
  }

  open(callback: (error: Error | null) => void): void {
    void Promise.resolve().then(() => {
      this.isOpen = true;
      callback(null);
    });
  }

  write(bytes: Uint8Array, callback: (error: Error | null) => void): void {
    this.written.push(bytes);
    this.onWrite();
    this.callBack = () => callback(null);
    if (this.callsBack) callback(null);
  }

  flush(callback: (error: Error | null) => void): void {
    this.forgets++;
    if (this.forgetCallsBack) callback(this.forgetFails);
  }

  close(callback: (error: Error | null) => void): void {
    this.isOpen = false;
    callback(null);
  }

  say(...bytes: readonly (Uint8Array | number)[]): void {
    this.#data(Uint8Array.from(bytes.flatMap((part) => (typeof part === 'number' ? [part] : [...part]))));
  }

  pullOut(): void {
    this.isOpen = false;
    this.#gone();
  }
}
