import type { JSX } from 'preact';
import type { LockerOffer } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { Button } from './button.tsx';
import { Choices, choicesBut, choicesOf, type ChoiceOf } from './choices.tsx';
import { iconOf } from './icon-of.ts';
import { Icon, type IconName } from './icons.tsx';
import { fill, useWords } from './language.ts';
import { Say } from './notice.tsx';
import { placesByLocker } from './places.ts';
import { Scroll } from './scroll.tsx';
import type { ScreenProps } from './screen-props.ts';
import { counts } from './strikes.ts';
import type { Send } from './told.ts';

const pictures: Readonly<Record<LockerOffer['purpose'], IconName>> = { pickup: 'parcel', swap: 'again', keep: 'bag', deposit: 'putIn' };

/** Somebody's lockers as cards: their own, and apart from them those of each department. */
export function Choose({ screen, telling, send }: ScreenProps<'choose'>): JSX.Element {
  const words = useWords();
  const offers = screen.offers.filter(({ locker }, index) => screen.offers.findIndex((one) => one.locker === locker) === index);
  const departments = [...new Set(offers.map(({ department }) => department))];
  const visits = choicesOf(telling, 'visits.chosen');
  const cards: CardsProps = {
    places: placesByLocker(screen.offers, telling.places),
    visits: visits.filter(({ does }) => does.lockers.length === 1),
    keeps: [...choicesOf(telling, 'longer.chosen'), ...choicesOf(telling, 'end.chosen')],
    send,
  };
  const beside = choicesBut(telling, ['visits.chosen', 'longer.chosen', 'end.chosen']);
  const rest = [...visits.filter(({ does }) => does.lockers.length > 1), ...beside];
  const density = offers.length < 2 ? 'few' : offers.length > 3 || departments.length > 1 ? 'dense' : '';
  return (
    <main class={`choose ${density} ${departments.length === 2 ? 'split' : ''}`}>
      <div class="say"><Say telling={telling} /></div>
      <Scroll>
        {departments.map((department) => (
          <section key={department ?? ''} class="offers">
            {departments.length > 1 && (
              <h2>
                <Icon name={department === null ? 'person' : 'people'} />
                {department === null ? words.offers.personal : fill(words.offers.department, { department })}
              </h2>
            )}
            <div class="cards">
              {offers.filter((offer) => offer.department === department).map((offer) => (
                <Card key={offer.locker} offer={offer} {...cards} />
              ))}
            </div>
          </section>
        ))}
      </Scroll>
      <Choices choices={rest} send={send} />
    </main>
  );
}

interface CardsProps {
  readonly places: ReadonlyMap<number, string>;
  readonly visits: readonly ChoiceOf<'visits.chosen'>[];
  /** What can be done with storage while its door stays shut. */
  readonly keeps: readonly ChoiceOf<'longer.chosen' | 'end.chosen'>[];
  readonly send: Send;
}

function Card({ offer, places, visits, keeps, send }: CardsProps & { readonly offer: LockerOffer }): JSX.Element {
  const words = useWords();
  const visit: Choice | undefined = visits.find(({ does }) => does.lockers[0] === offer.locker);
  const isOnly = visit?.weight === 'main';
  return (
    <div class={`card ${isOnly ? 'only' : ''} ${offer.trouble === null ? '' : 'troubled'} ${offer.isOverdue ? 'overdue' : ''}`}>
      <button
        type="button"
        class="card-main"
        disabled={visit === undefined}
        onClick={(event) => visit && counts('choice', visit.name, event) && send(visit.does)}
      >
        <span class="number" aria-hidden="true">{offer.locker}</span>
        <span class="card-say">
          <strong>{visit?.name ?? fill(words.locker, { locker: offer.locker })}</strong>
          <small>{places.get(offer.locker)}</small>
        </span>
        <Icon name={offer.trouble === null ? pictures[offer.purpose] : 'warning'} />
      </button>
      {keeps.filter(({ does }) => does.locker === offer.locker).map(({ name, does }) => (
        <Button key={name} name={name} icon={iconOf(does)} weight="other" onPress={() => send(does)} />
      ))}
    </div>
  );
}
