import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimState } from '../sim-state.ts';
import { guideStories, type GuideStory } from './guide-steps.ts';

/** For whoever is here for the first time. */
export function Guide({ state }: { readonly state: SimState }): JSX.Element {
  const stories = guideStories(state);
  const next = stories.findIndex((story) => !isDone(story));
  const [chosen, setChosen] = useState<number | null>(null);
  const open = chosen ?? next;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="What to try">
      <ul class="stories">
        {stories.map((story, index) => (
          <li key={story.title} class={isDone(story) ? 'story done' : 'story'}>
            <button type="button" class="story-head" aria-expanded={open === index} onClick={() => setChosen(open === index ? -1 : index)}>
              <span class="step-mark" aria-hidden="true">{isDone(story) ? '✓' : index + 1}</span>
              <b>{story.title}</b>
              <span class="hint">{doneOf(story)} of {story.steps.length}</span>
            </button>
            {open === index ? <Steps story={story} /> : null}
          </li>
        ))}
        <li class="story">
          <div class="story-head">
            <span class="step-mark" aria-hidden="true">+</span>
            <span>
              <b>Then break something</b>
              <span class="step-how">Jam a lock, pull a closed door open, cut the network in mid-delivery, shut no door at all.</span>
            </span>
          </div>
        </li>
      </ul>
    </div>
  );
}

function Steps({ story: { title, steps } }: { readonly story: GuideStory }): JSX.Element {
  const next = steps.findIndex((step) => !step.done);
  return (
    <ol class="steps" aria-label={title}>
      {steps.map((step, index) => (
        <li
          key={step.title}
          class={`step ${step.done ? 'done' : index === next ? 'next' : ''}`}
          aria-current={index === next ? 'step' : undefined}
        >
          <span class="step-mark" aria-hidden="true">{step.done ? '✓' : index + 1}</span>
          <span>
            <b>{step.title}</b>{step.done ? <span class="unseen"> (done)</span> : null}
            {step.done ? null : <span class="step-how">{step.how}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function doneOf({ steps }: GuideStory): number {
  return steps.filter((step) => step.done).length;
}

function isDone(story: GuideStory): boolean {
  return doneOf(story) === story.steps.length;
}
