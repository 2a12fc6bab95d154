import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { giveFocus } from './focus.ts';

type FieldRef = RefObject<HTMLInputElement | null>;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly most: number;
  readonly input: FieldRef;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly onEnter: () => void;
  readonly isSecret?: boolean;
  readonly children?: ComponentChildren;
}

/** A labelled field. It takes the real keyboard; the one on the screen writes through its owner. */
export function Field({ name, label, most, input, value, onValue, onEnter, isSecret = false, children }: FieldProps): JSX.Element {
  return (
    <div class={`field ${name}`}>
      <label class="field-label" for={name}>{label}</label>
      <div class="field-box">
        <input
          id={name}
          ref={input}
          {...(isSecret ? { type: 'password' } : { type: 'text' })}
          value={value}
          maxLength={most}
          inputMode="none"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => onValue(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && !event.defaultPrevented && onEnter()}
        />
        {children}
      </div>
    </div>
  );
}

/**
 * Gives the first field the focus, brings typing back into the last one used, wherever the focus is, and answers
 * which one that is: a scanner's first character must not press a button.
 */
export function useTypedInto(first: FieldRef): () => HTMLInputElement | null {
  const last = useRef<HTMLInputElement | null>(null);
  // Before anybody sees the new screen: the first character of a scan would be lost while the browser draws it.
  useLayoutEffect(() => {
    last.current = first.current;
    giveFocus(first.current);
    const onFocus = (event: FocusEvent): void => {
      if (event.target instanceof HTMLInputElement) last.current = event.target;
    };
    const onKey = (event: KeyboardEvent): void => {
      const isCharacter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isCharacter && !(document.activeElement instanceof HTMLInputElement)) last.current?.focus();
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return () => last.current;
}
