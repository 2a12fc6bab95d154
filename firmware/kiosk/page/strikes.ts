/** The second stroke of a double tap, or of an unsteady hand, comes within this; it may land on the next screen already. */
const choiceRestMs = 300;
/** A key may be meant twice, as in a code with 55: nobody means it twice within this. */
const keyRestMs = 150;

export interface Stroke {
  /** A key writes a character; a choice does something. */
  readonly on: 'choice' | 'key';
  /** Which key; strokes on two keys are two strokes, however quick. */
  readonly name: string;
  readonly atMs: number;
}

/** Whether a stroke is one of its own, after the one that counted last. */
export function isOwnStroke(stroke: Stroke, last: Stroke | null): boolean {
  if (last === null) return true;
  const pauseMs = stroke.atMs - last.atMs;
  if (stroke.on === 'key' && last.on === 'key') return stroke.name !== last.name || pauseMs >= keyRestMs;
  return pauseMs >= choiceRestMs;
}

let last: Stroke | null = null;

/**
 * The same for this page: asked at each stroke, it remembers those that count. It goes by when the finger struck: a page
 * that is busy hears two strokes at once that were apart.
 */
export function counts(on: Stroke['on'], name: string, { timeStamp: atMs }: Pick<Event, 'timeStamp'>): boolean {
  const stroke = { on, name, atMs };
  if (!isOwnStroke(stroke, last)) return false;
  last = stroke;
  return true;
}
