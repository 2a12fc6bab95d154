import { classOfTag } from './codes.ts';

/** How tags begin that say of what kind their code is: `d8` to `dz` for digits, `a6` to `az` with letters among them. */
const kinds: readonly string[] = ['d', 'a'].flatMap((alphabet) => Array.from({ length: 36 }, (_, length) => alphabet + length.toString(36)))
  .filter((kind) => classOfTag(kind + 'A'.repeat(20)) !== null);

/** What the tags of one code have in common, whether or not they say of what kind the code is. */
export function coreOfTag(tag: string): string {
  return classOfTag(tag) === null ? tag.slice(0, 20) : tag.slice(2);
}

/** Every tag under which the code behind a tag may be known, as far as that can be told without the code. */
export function tagsOfSameCode(tag: string): readonly string[] {
  return classOfTag(tag) === null ? [tag, ...kinds.map((kind) => kind + tag.slice(0, 20))] : [tag];
}
