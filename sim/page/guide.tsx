import type { JSX } from 'preact';
import type { SimState } from '../sim-state.ts';
import { guideSteps } from './guide-steps.ts';

/** For whoever is here for the first time. */
export function Guide({ state }: { readonly state: SimState }): JSX.Element {
  const steps = guideSteps(state);
  const next = steps.findIndex((step) => !step.done);
  return (
    <section class="panel guide" aria-labelledby="guide-title">
      <div class="panel-head">
        <h2 id="guide-title">What to try</h2>
        <span class="hint">{next < 0 ? 'one parcel, from start to end: done' : 'the story of one parcel'}</span>
      </div>
      <ol class="steps scroll" tabIndex={0} aria-label="Steps">
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
        <li class={next < 0 ? 'step next' : 'step'}>
          <span class="step-mark" aria-hidden="true">+</span>
          <span>
            <b>Then break something</b>
            <span class="step-how">Jam a lock, pull a closed door open, cut the network in mid-delivery, shut no door at all.</span>
          </span>
        </li>
      </ol>
    </section>
  );
}
