import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SizeOffer } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { Button } from './button.tsx';
import { Choices, choicesBut, choicesOf } from './choices.tsx';
import { Icon } from './icons.tsx';
import { unbroken, useWords } from './language.ts';
import { Say } from './notice.tsx';
import type { ScreenProps } from './screen-props.ts';
import { counts } from './strikes.ts';

/** Sizes as boxes, all drawn to one scale; what is free can be chosen. */
export function Sizes({ screen, telling, send }: ScreenProps<'store-size' | 'place'>): JSX.Element {
  const words = useWords();
  const [isReach, setReach] = useState(false);
  const offers = choicesOf(telling, 'size.chosen');
  const hasReach = offers.some(({ does }) => does.accessible);
  const wanted = (size: string): Choice | undefined =>
    offers.find(({ does }) => does.size === size && does.accessible === isReach);
  const rest = choicesBut(telling, ['size.chosen']);
  const isUnlisted = (choice: Choice): boolean => choice.does.type === 'size.chosen' && choice.does.size === null;
  const frame = frameOf(screen.sizes);
  return (
    <main class="sizes">
      <div class="say"><Say telling={telling} /></div>
      <div class="size-cards">
        {screen.sizes.map((offer) => {
          const choice = wanted(offer.size);
          return (
            <button
              key={offer.size} type="button" class="size" disabled={choice === undefined}
              onClick={(event) => choice && counts('choice', choice.name, event) && send(choice.does)}
            >
              <Box offer={offer} frame={frame} />
              <strong>{unbroken(choice?.name ?? offer.size).replace(', ', ',\n')}</strong>
              {choice === undefined && <small>{words.noneFree}</small>}
            </button>
          );
        })}
      </div>
      <div class="size-more">
        {hasReach && (
          <Button weight="other" icon="reach" name={words.reach} isOn={isReach} look="toggle" onPress={() => setReach(!isReach)} />
        )}
        <Choices choices={[...offers.filter(isUnlisted), ...rest]} send={send} />
      </div>
    </main>
  );
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

/** How much of the depth is seen from the front, askew. */
const depthSeen = 0.32;

function frameOf(sizes: readonly SizeOffer[]): Frame {
  const depth = Math.max(...sizes.map(({ depthMm }) => depthMm), 0) * depthSeen;
  return {
    width: Math.max(...sizes.map(({ widthMm }) => widthMm), 1) + depth,
    height: Math.max(...sizes.map(({ heightMm }) => heightMm), 1) + depth,
  };
}

function Box({ offer, frame }: { readonly offer: SizeOffer; readonly frame: Frame }): JSX.Element {
  const { widthMm: width, heightMm: height } = offer;
  const depth = offer.depthMm * depthSeen;
  const left = (frame.width - width - depth) / 2;
  const top = frame.height - height;
  const stroke = frame.height / 90;
  return (
    <svg
      class="box" aria-hidden="true"
      viewBox={[-stroke, -stroke, frame.width + 2 * stroke, frame.height + 2 * stroke].map(String).join(' ')}
    >
      <g stroke-width={stroke}>
        <path class="box-top" d={`M${path(left, top)}l${path(depth, -depth)}h${String(width)}l${path(-depth, depth)}z`} />
        <path class="box-side" d={`M${path(left + width, top)}l${path(depth, -depth)}v${String(height)}l${path(-depth, depth)}z`} />
        <rect class="box-front" x={left} y={top} width={width} height={height} />
      </g>
    </svg>
  );
}

function path(x: number, y: number): string {
  return `${String(x)} ${String(y)}`;
}

/** How long belongings stay: one step longer or shorter at a time, between the first and the last. */
export function Length({ telling, send }: ScreenProps<'store-length' | 'longer'>): JSX.Element {
  const words = useWords();
  const lengths: readonly Choice[] = [...choicesOf(telling, 'length.chosen'), ...choicesOf(telling, 'extension.chosen')];
  const [at, setAt] = useState(0);
  const chosen = lengths[Math.min(at, lengths.length - 1)];
  return (
    <main class="length">
      <div class="say"><Say telling={telling} /></div>
      <div class="stepper">
        <Step icon="minus" name={words.shorter} isOff={at <= 0} onPress={() => setAt(at - 1)} />
        <output class="length-chosen" aria-live="polite">{chosen?.name}</output>
        <Step icon="plus" name={words.longer} isOff={at >= lengths.length - 1} onPress={() => setAt(at + 1)} />
      </div>
      {chosen && (
        <div class="choices">
          <Button weight="main" icon="done" name={chosen.name} onPress={() => send(chosen.does)} />
        </div>
      )}
      <Choices choices={choicesBut(telling, ['length.chosen', 'extension.chosen'])} send={send} />
    </main>
  );
}

interface StepProps {
  readonly icon: 'plus' | 'minus';
  readonly name: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}

/** Meant to be pressed again and again: each stroke counts that is not an echo of the last. */
function Step({ icon, name, isOff, onPress }: StepProps): JSX.Element {
  return (
    <button type="button" class="step" disabled={isOff} onClick={(event) => counts('key', name, event) && onPress()}>
      <Icon name={icon} /><span>{name}</span>
    </button>
  );
}
