import type { Field } from './field.ts';

/**
 * Waits for all of them at the same time.
 * @throws what keeps one of them from being opened; none stays open then
 */
export async function allOpened(openings: readonly Promise<Field | readonly Field[]>[]): Promise<readonly Field[]> {
  const ends = await Promise.allSettled(openings);
  const fields = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
  const failed = ends.find(({ status }) => status === 'rejected');
  if (failed?.status !== 'rejected') return fields;
  await Promise.all(fields.map((field) => field.close()));
  throw failed.reason;
}
