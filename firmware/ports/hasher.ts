/** Slow hashes, off the main thread where there is one. Parameters as in RFC 7914. */
export interface Hasher {
  scrypt(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array>;
}

export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}
