import type { Checker, Examined } from './checker.ts';

/** Invariant 13: what people show stands nowhere, neither on the disk nor on a topic, a screen or in a log. */
export class SecretChecker implements Checker {
  readonly #examined: Examined;
  readonly #secrets: Set<string>;
  readonly #said: () => readonly string[];
  #published = 0;

  /** @param said screens and lines of the log, as they came */
  constructor(examined: Examined, secrets: readonly string[], said: () => readonly string[]) {
    this.#examined = examined;
    this.#secrets = new Set(secrets);
    this.#said = said;
  }

  learn(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
  }

  wentDark(): void {
    this.#look();
  }

  ended(): void {
    this.#look();
  }

  #look(): void {
    const { files, broker } = this.#examined;
    for (const path of files.paths) this.#find(path, Buffer.from(files.sure(path) ?? []).toString('latin1'));
    for (const { from, topic, payload } of broker.published.slice(this.#published)) if (from !== 'upstream') this.#find(topic, payload);
    this.#published = broker.published.length;
    for (const text of this.#said()) this.#find('a screen or the log', text);
  }

  #find(where: string, text: string): void {
    for (const secret of this.#secrets) if (text.includes(secret)) this.#examined.complain(13, `a secret stands in ${where}`);
  }
}
