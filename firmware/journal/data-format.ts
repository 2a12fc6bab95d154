/**
 * Of a data folder as a whole: its identity, the headers of its segments, its snapshots. A new number comes with a row of
 * `migrations.ts`, and with the compiler's complaints about rows that write what is then an old format: each of them
 * keeps the format that it leads to in a file of its own (`format-1.ts` for what it reads), so that it stays as it is.
 */
export const dataFormat = 2;
