/** The smallest piece that a disk writes: as a whole, or not at all. */
export const sectorBytes = 512;

const emptySector = new Uint8Array(sectorBytes);
const zeros = new Uint8Array(65_536);

/**
 * The bytes of a file, in sectors of which those full of zeros take no room: a bank keeps megabytes of them for what it
 * will write. A sector is never changed once it is here, so that a copy of a whole disk costs next to nothing.
 */
export class Pages {
  readonly #sectors: Map<number, Uint8Array>;
  #length: number;
  /** All of them in one piece, until something changes. */
  #whole: Uint8Array | null = null;

  private constructor(sectors: Map<number, Uint8Array>, length: number) {
    this.#sectors = sectors;
    this.#length = length;
  }

  static of(bytes: Uint8Array): Pages {
    const pages = new Pages(new Map(), 0);
    pages.write(0, bytes);
    return pages;
  }

  get length(): number {
    return this.#length;
  }

  copy(): Pages {
    const other = new Pages(new Map(this.#sectors), this.#length);
    other.#whole = this.#whole;
    return other;
  }

  /** Everything, not to be changed; the same array as long as nothing has changed. */
  bytes(): Uint8Array {
    return (this.#whole ??= this.#join());
  }

  #join(): Uint8Array {
    const all = new Uint8Array(this.#length);
    for (const [sector, bytes] of this.#sectors) {
      const at = sector * sectorBytes;
      all.set(at + sectorBytes > this.#length ? bytes.subarray(0, this.#length - at) : bytes, at);
    }
    return all;
  }

  /** One sector, filled up with zeros where the file ends in it. It is not to be changed. */
  sector(index: number): Uint8Array {
    return this.#sectors.get(index) ?? emptySector;
  }

  /** Everything but zeros, as a text: equal for equal contents. */
  text(): string {
    const sectors = [...this.#sectors].sort(([one], [other]) => one - other);
    const said = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, sectorBytes).toString('latin1');
    return sectors.map(([sector, bytes]) => `${String(sector)}:${said(bytes)}`).join('');
  }

  /** Puts a whole sector in its place; the file may end in it. */
  putSector(index: number, bytes: Uint8Array): void {
    this.#whole = null;
    this.#length = Math.max(this.#length, index * sectorBytes + 1);
    if (Buffer.compare(bytes, emptySector) === 0) this.#sectors.delete(index);
    else this.#sectors.set(index, bytes);
  }

  /** Writes at a place; a gap before it is filled with zeros. */
  write(at: number, bytes: Uint8Array): void {
    const length = Math.max(this.#length, at + bytes.length);
    for (let done = 0; done < bytes.length; ) {
      const ahead = bytes.subarray(done, done + zeros.length);
      if (at + done >= this.#length && Buffer.compare(ahead, zeros.subarray(0, ahead.length)) === 0) {
        done += ahead.length; // Room for what is to come: zeros behind the end need no sectors.
        continue;
      }
      const index = Math.floor((at + done) / sectorBytes);
      const inSector = (at + done) % sectorBytes;
      const part = bytes.subarray(done, done + sectorBytes - inSector);
      const after = this.sector(index).slice();
      after.set(part, inSector);
      this.putSector(index, after);
      done += part.length;
    }
    this.#whole = null;
    this.#length = length;
  }

  /** Makes it shorter, or longer by zeros. */
  resize(length: number): void {
    if (length === this.#length) return;
    if (length < this.#length) this.#cut(length);
    this.#whole = null;
    this.#length = length;
  }

  #cut(length: number): void {
    const last = Math.floor(length / sectorBytes);
    for (const index of [...this.#sectors.keys()]) if (index > last || length === 0) this.#sectors.delete(index);
    const rest = this.#sectors.get(last)?.slice();
    if (rest) this.putSector(last, rest.fill(0, length % sectorBytes));
  }
}
