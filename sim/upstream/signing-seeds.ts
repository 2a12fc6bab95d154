/** The secrets of a reference upstream: it is a demonstration, so they lie in its log. A real root key lies in a safe. */
export interface SigningSeeds {
  readonly root: string;
  readonly online: string;
  readonly unseal: string;
}
