import { describe, expect, test } from 'vitest';
import { inherited } from '../../board-profiles/inherit.ts';
import { libraryOf } from './drafts.ts';

const where = 'cabinets/mine.json';
const of = (own: object, ...others: readonly Record<string, unknown>[]): unknown =>
  inherited('cabinet', { text: JSON.stringify(own), where }, libraryOf(...others));

describe('a profile that inherits', () => {
  test('says only what differs: objects field by field, lists and figures as a whole', () => {
    const parent = { id: 'parent', lock: { pulseMs: 400, restMs: 2000 }, buses: [{ id: 'a' }, { id: 'b' }], plinthMm: 100 };
    expect(of({ id: 'mine', inherits: 'parent', lock: { pulseMs: 300 }, buses: [{ id: 'c' }] }, parent)).toEqual({
      id: 'mine', inherits: 'parent', lock: { pulseMs: 300, restMs: 2000 }, buses: [{ id: 'c' }], plinthMm: 100,
    });
  });

  test('an object takes the place of what was none', () => {
    expect(of({ inherits: 'parent', lock: { pulseMs: 300 } }, { id: 'parent', lock: 7 })).toMatchObject({ lock: { pulseMs: 300 } });
  });

  test('inherits from whom its parent inherits, the nearest first', () => {
    const grandparent = { id: 'old', plinthMm: 1, label: 'old', source: 'old' };
    expect(of({ inherits: 'parent', label: 'mine' }, { id: 'parent', inherits: 'old', source: 'parent' }, grandparent)).toMatchObject({
      plinthMm: 1, source: 'parent', label: 'mine',
    });
  });

  test('from nobody is refused, with who may have been meant', () => {
    expect(() => of({ inherits: 'parnet' }, { id: 'parent' })).toThrow(expect.objectContaining({
      code: 'profile.missing', message: `${where}: inherits: there is no cabinet profile called parnet; did you mean parent?`,
    }));
  });

  test('from nobody is refused where nobody knows the names, either', () => {
    expect(() => inherited('board', { text: '{"inherits": "x"}', where }, () => null))
      .toThrow(`${where}: inherits: there is no board profile called x`);
  });

  test('from itself is refused', () => {
    expect(() => of({ inherits: 'a' }, { id: 'a', inherits: 'b' }, { id: 'b', inherits: 'a' }))
      .toThrow(`${where}: inherits: a inherits from itself`);
  });

  test('over more than four generations is refused: nobody would find a figure', () => {
    const line = [1, 2, 3, 4, 5].map((age) => ({ id: `g${String(age)}`, inherits: `g${String(age + 1)}` }));
    expect(() => of({ inherits: 'g1' }, ...line)).toThrow(`${where}: inherits: more than 4 generations`);
  });

  test('from what is no object is refused, by its own name', () => {
    const library = () => ({ text: '[]', where: 'cabinets/list.json' });
    expect(() => inherited('cabinet', { text: '{"inherits": "list"}', where }, library)).toThrow('cabinets/list.json: is no object');
  });
});
