import type { Field } from '../shown.ts';
import type { Wording } from './wording.ts';

/** As the firmware takes them: nothing longer is sent. */
const shapes: Readonly<Record<Field['name'], Omit<Field, 'name' | 'label'>>> = {
  // A code is read from a message and typed in front of others: it is shown, so that a wrong digit is seen.
  'code': { keys: 'code', isSecret: false, most: 64 },
  'carrier-code': { keys: 'code', isSecret: false, most: 64 },
  'pin': { keys: 'digits', isSecret: true, most: 12 },
  'username': { keys: 'text', isSecret: false, most: 64 },
  'password': { keys: 'text', isSecret: true, most: 128 },
  'label': { keys: 'text', isSecret: false, most: 64 },
  'letters': { keys: 'text', isSecret: false, most: 20 },
};

export function field(name: Field['name'], { words }: Wording): Field {
  return { name, label: words.fields[name], ...shapes[name] };
}
