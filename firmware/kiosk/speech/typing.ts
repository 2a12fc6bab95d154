import { never } from '../../../statecharts/never.ts';
import type { Digit } from '../../ports/keypad.ts';
import type { Field, KioskInput } from '../shown.ts';
import { keyLetters } from './key-letters.ts';

/** A key that is pressed again within this time means the next character that is on it. */
export const sameCharacterWithinMs = 1_500;

/** So many presses are enough to look a name up. */
const lettersToLookUp = 3;

/** What a key does in a field: its digit, the letters of its key one after the other, or all of them at once. */
type Manner = 'digits' | 'letters' | 'groups';

/** What is on the keys without letters, for passwords. */
const signs = { '1': '1.-_@,!?#$%&*+=/\\:;()[]{}<>"\'~^|`', '0': '0 ' } as const;

/** What a press has done. */
export type Press =
  | { readonly kind: 'typed'; readonly character: string }
  /** Enough to look for a name. */
  | { readonly kind: 'looked-up'; readonly character: string; readonly input: KioskInput }
  | { readonly kind: 'full' };

/** What somebody types with twelve keys into the fields of one screen. It is kept no longer than until it is sent. */
export class Typing {
  readonly #fields: readonly Field[];
  #typed: string[];
  #at = 0;
  /** Where digits are usual, letters can be chosen, and the other way round. */
  #isOther = false;
  #last: { readonly key: Digit; readonly atMs: number; readonly round: number } | null = null;

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#typed = fields.map(() => '');
  }

  /** The field that is being typed into. */
  field(): Field | null {
    return this.#fields[this.#at] ?? null;
  }

  count(): number {
    return [...this.#here()].length;
  }

  /** Whether the field takes letters and digits in turn. */
  maySwitch(): boolean {
    const field = this.field();
    return field !== null && field.keys !== 'digits' && field.name !== 'letters';
  }

  takesLetters(): boolean {
    return this.#manner() === 'letters';
  }

  switch(): void {
    this.#isOther = !this.#isOther;
    this.#last = null;
  }

  press(key: Digit, atMs: number): Press {
    const field = this.field();
    if (field === null) return { kind: 'full' };
    const manner = this.#manner();
    const repeated = manner === 'letters' && this.#last?.key === key && atMs - this.#last.atMs <= sameCharacterWithinMs;
    if (!repeated && this.count() >= field.most) return { kind: 'full' };
    const round = repeated && this.#last !== null ? this.#last.round + 1 : 0;
    this.#last = { key, atMs, round };
    const on = manner === 'letters' ? charactersOn(key, field) : key;
    const character = on.charAt(round % on.length);
    const before = repeated ? this.#here().slice(0, -1) : this.#here();
    this.#typed = this.#typed.with(this.#at, before + character);
    const said = manner === 'groups' && keyLetters[key] !== '' ? [...keyLetters[key]].join(' ') : character;
    const isEnough = manner === 'groups' && this.count() >= lettersToLookUp;
    return isEnough ? { kind: 'looked-up', character: said, input: this.#input() } : { kind: 'typed', character: said };
  }

  /** Takes the last character away. */
  erase(): void {
    this.#typed = this.#typed.with(this.#at, this.#here().slice(0, -1));
    this.#last = null;
  }

  /**
   * The round key. `null`: another field comes first. What is sent is forgotten, but for the beginning of a name, to which
   * further letters may be added.
   */
  enter(): KioskInput | null {
    this.#last = null;
    if (this.#at < this.#fields.length - 1) {
      this.#at++;
      this.#isOther = false;
      return null;
    }
    const input = this.#input();
    if (this.field()?.name !== 'letters') this.clear();
    return input;
  }

  clear(): void {
    this.#typed = this.#fields.map(() => '');
    this.#at = 0;
    this.#last = null;
  }

  #here(): string {
    return this.#typed[this.#at] ?? '';
  }

  /** Names and passwords are words; codes and labels are digits, most of them. */
  #manner(): Manner {
    const field = this.field();
    if (field === null || field.keys === 'digits') return 'digits';
    if (field.name === 'letters') return 'groups';
    const usual = field.name === 'username' || field.name === 'password';
    return usual !== this.#isOther ? 'letters' : 'digits';
  }

  #input(): KioskInput {
    const last = this.#fields.at(-1);
    const text = this.#typed.at(-1) ?? '';
    if (last === undefined) return { type: 'person.touched' };
    switch (last.name) {
      case 'code': return { type: 'code.entered', code: text };
      case 'carrier-code': return { type: 'carrier-code.entered', code: text };
      case 'pin': return { type: 'pin.entered', pin: text };
      case 'label': return { type: 'label.entered', label: text };
      case 'letters': return { type: 'letters.typed', letters: text };
      case 'username': case 'password': return { type: 'password.entered', username: this.#of('username'), password: this.#of('password') };
      default: return never(last.name, 'field');
    }
  }

  #of(name: Field['name']): string {
    return this.#typed[this.#fields.findIndex((field) => field.name === name)] ?? '';
  }
}

/** Case matters in a password alone; labels are printed in capitals. */
function charactersOn(key: Digit, { name }: Field): string {
  const letters = keyLetters[key];
  if (key === '0' || key === '1') return name === 'label' || name === 'code' ? key : signs[key];
  switch (name) {
    case 'password': return letters + letters.toUpperCase() + key;
    case 'username': return letters + key;
    default: return letters.toUpperCase() + key;
  }
}
