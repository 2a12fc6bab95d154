import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SimBoard, SimBus } from '../sim-state.ts';
import { usePerform } from './act.ts';
import { boardStateWords, mannerHints, mannerWords, rangesOf } from './words.ts';

/** Every line with its boards; below, all that can be wrong with the one that was chosen. */
export function BoardsPanel({ buses }: { readonly buses: readonly SimBus[] }): JSX.Element {
  const [chosen, setChosen] = useState<string | null>(null);
  const bus = buses.find(({ boards }) => boards.some(({ board }) => board === chosen)) ?? buses[0];
  const board = bus?.boards.find((one) => one.board === chosen) ?? bus?.boards[0];
  return (
    <div class="boards">
      <ul class="buses">
        {buses.map((one) => <BusRow key={one.bus} bus={one} chosen={board?.board ?? null} onChoose={setChosen} />)}
      </ul>
      {bus === undefined || board === undefined ? null : (
        <div class="board" role="region" aria-label={`Board ${board.board}`}>
          <BoardFacts board={board} />
          <Manners board={board} names={bus.manners} />
          <LineHands bus={bus} />
        </div>
      )}
    </div>
  );
}

function BusRow({ bus: { bus, adapter, questionsPerSecond, boards }, chosen, onChoose }: {
  readonly bus: SimBus;
  readonly chosen: string | null;
  readonly onChoose: (board: string) => void;
}): JSX.Element {
  const isQuiet = adapter === 'out' || questionsPerSecond === 0;
  return (
    <li class="bus">
      <span class={isQuiet ? 'lamp lost' : 'lamp well'} aria-hidden="true" />
      <b>{bus}</b>
      <span class="hint bus-rate">{adapter === 'out' ? 'pulled out' : `${String(questionsPerSecond)} questions a second`}</span>
      <div class="choices" role="group" aria-label={`Boards on ${bus}`}>
        {boards.map((one) => (
          <button
            key={one.board}
            type="button"
            class="choice board-choice"
            aria-pressed={one.board === chosen}
            onClick={() => onChoose(one.board)}
          >
            <span class={`lamp ${one.state}`} aria-hidden="true" />{one.board}
            <span class="unseen">, {[boardStateWords(one), ...wrongsOf(one)].join(', ')}</span>
            {wrongsOf(one).length === 0 ? null : <span class="board-bad" aria-hidden="true">{wrongsOf(one).length}</span>}
          </button>
        ))}
      </div>
    </li>
  );
}

function BoardFacts({ board }: { readonly board: SimBoard }): JSX.Element {
  const { said } = board;
  const address = board.address === null ? '' : `address ${String(board.address)}, `;
  return (
    <div class="board-facts">
      <h2>{board.board}</h2>
      <span class={board.state === 'lost' ? 'tag lost' : 'tag'}>{boardStateWords(board)}</span>
      <span class="hint">{board.model}, {address}doors {rangesOf(board.doors)}</span>
      <span class="board-said">
        <span class="hint">{said === null ? 'It has said nothing yet' : sayAgo(said.agoMs)}</span>{said === null ? '' : ` ${said.words}`}
      </span>
    </div>
  );
}

function Manners({ board: { board, manners, inputs }, names }: {
  readonly board: SimBoard;
  readonly names: SimBus['manners'];
}): JSX.Element {
  const perform = usePerform();
  return (
    <div class="door-row" role="group" aria-label={`Manners of ${board}`}>
      <span class="row-name">Manners</span>
      <div class="choices manners">
        {names.map((manner) => {
          const is = manners.includes(manner);
          return (
            <button
              key={manner}
              type="button"
              class="choice fault"
              title={mannerHints[manner]}
              aria-pressed={is}
              onClick={() => void perform({ do: 'manner', board, manner, is: !is })}
            >
              {mannerWords[manner]}
            </button>
          );
        })}
        {inputs === null ? null : (
          <button
            type="button"
            class="choice fault"
            title="Each contact switches a coil. The bank looks for that when the board comes back, and drives no such board"
            aria-pressed={inputs === 'coupled'}
            onClick={() => void perform({ do: 'couple-inputs', board, is: inputs === 'free' })}
          >
            Inputs coupled
          </button>
        )}
        <button type="button" title="Coils off, and it starts anew" onClick={() => void perform({ do: 'brown-out', of: { board } })}>
          Dip its power
        </button>
      </div>
    </div>
  );
}

function LineHands({ bus: { bus, boards, echoes, adapter } }: { readonly bus: SimBus }): JSX.Element {
  const perform = usePerform();
  const to = adapter === 'in' ? 'out' : 'in';
  return (
    <div class="door-row" role="group" aria-label={`Line ${bus}`}>
      <span class="row-name">Its line</span>
      <div class="choices">
        {echoes === null ? null : (
          <button
            type="button"
            class="choice fault"
            title="The adapter gives back what it sends"
            aria-pressed={echoes}
            onClick={() => void perform({ do: 'echo', bus, is: !echoes })}
          >
            Echo
          </button>
        )}
        {boards.length === 1 ? null : (
          <button type="button" onClick={() => void perform({ do: 'brown-out', of: { bus } })}>Dip the power of all</button>
        )}
        <button type="button" class={to === 'in' ? 'primary' : ''} onClick={() => void perform({ do: 'adapter', bus, to })}>
          {to === 'in' ? 'Plug the cable in' : 'Pull the cable out'}
        </button>
      </div>
    </div>
  );
}

/** What is wrong with it because somebody has wanted that here. */
function wrongsOf({ manners, inputs }: SimBoard): readonly string[] {
  return [...manners.map((manner) => mannerWords[manner].toLowerCase()), ...(inputs === 'coupled' ? ['inputs coupled'] : [])];
}

function sayAgo(agoMs: number): string {
  return agoMs < 1000 ? 'Just now:' : `${String(Math.round(agoMs / 1000))} s ago:`;
}
