import type { JSX } from 'preact';
import type { Choice, KioskInput, Telling } from '../shown.ts';
import { Button } from './button.tsx';
import { iconOf } from './icon-of.ts';
import type { Send } from './told.ts';

type ChoiceType = KioskInput['type'];
export type ChoiceOf<Type extends ChoiceType> = Choice & { readonly does: Extract<KioskInput, { type: Type }> };

/** The choices that do one thing, such as all that open a locker. */
export function choicesOf<Type extends ChoiceType>({ choices }: Telling, type: Type): readonly ChoiceOf<Type>[] {
  return choices.filter((choice): choice is ChoiceOf<Type> => choice.does.type === type);
}

/** All choices that have no place of their own on a screen. */
export function choicesBut({ choices }: Telling, drawn: readonly ChoiceType[]): readonly Choice[] {
  return choices.filter(({ does }) => !drawn.includes(does.type));
}

/** At the edge of each screen, always at the same place: they need none in the middle of it. */
const atTheEdge: readonly ChoiceType[] = ['language.chosen', 'reporting.chosen', 'more-time.chosen'];

export function isAtEdge({ does, weight }: Choice): boolean {
  return atTheEdge.includes(does.type) || isWayOut({ does, weight });
}

/** Where leaving is what most people want next, as at a shut door, it is a large button in the middle. */
export function isWayOut({ does, weight }: Pick<Choice, 'does' | 'weight'>): boolean {
  return (does.type === 'finish.chosen' || does.type === 'back.chosen') && weight === 'quiet';
}

interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly send: Send;
}

/** The choices of a screen, the main one first and largest. */
export function Choices({ choices, send }: ChoicesProps): JSX.Element | null {
  const drawn = choices.filter((choice) => !isAtEdge(choice));
  if (drawn.length === 0) return null;
  return (
    <div class={drawn.length > 3 ? 'choices many' : 'choices'}>
      {drawn.map(({ name, weight, does }) => (
        <Button key={name} name={name} icon={iconOf(does)} weight={weight} onPress={() => send(does)} />
      ))}
    </div>
  );
}
