import type { SizeOffer } from '../screens.ts';
import type { Choice } from '../shown.ts';
import { someLengths } from './lengths.ts';
import { back, noticeTold, other, quiet, sentences, type Of, type Told } from './told.ts';
import type { Wording } from './wording.ts';

/** The screens on which somebody says where things are to go, and for how long. */

export function storeSizeTold({ sizes, notice }: Of<'store-size'>, wording: Wording): Told {
  const { words, say } = wording;
  return {
    title: say(words.size.title),
    text: sentences(say(words.size.text), ...takenSizes(sizes, wording)),
    notice: noticeTold(notice, wording),
    choices: [...sizeChoices(sizes, wording), back(wording)],
  };
}

/** Where a parcel that nobody has announced is to go. */
export function placeTold({ party, beside, sizes, notice }: Of<'place'>, wording: Wording): Told {
  const { words, say } = wording;
  return {
    title: say(words.fit.title, { party }),
    text: sentences(say(words.size.text), ...takenSizes(sizes, wording)),
    notice: noticeTold(notice, wording),
    places: beside,
    choices: [
      ...beside.map(({ locker }) => other(say(words.fit.beside, { locker }), { type: 'beside.chosen', locker })),
      ...sizeChoices(sizes, wording),
      back(wording),
    ],
  };
}

/** Each size twice: the second time for whoever cannot reach every locker. */
function sizeChoices(sizes: readonly SizeOffer[], { words, say, number }: Wording): readonly Choice[] {
  const free = sizes.filter((size) => size.free > 0);
  const centimetres = (mm: number): string => number(mm / 10);
  return [
    ...free.map(({ size, widthMm, heightMm, depthMm }) => {
      const gaps = { size, width: centimetres(widthMm), height: centimetres(heightMm), depth: centimetres(depthMm) };
      return other(say(words.size.offer, gaps), { type: 'size.chosen', size, accessible: false });
    }),
    ...free.map(({ size }) => quiet(say(words.size.within, { size }), { type: 'size.chosen', size, accessible: true })),
  ];
}

function takenSizes(sizes: readonly SizeOffer[], { words, say }: Wording): readonly string[] {
  return sizes.filter(({ free }) => free === 0).map(({ size }) => say(words.size.taken, { size }));
}

export function storeLengthTold(screen: Of<'store-length'>, wording: Wording): Told {
  const { words, say, length } = wording;
  return {
    title: say(words.length.title),
    text: say(words.length.text),
    choices: [
      ...someLengths(screen).map((lengthMs) =>
        other(say(words.length.offer, { length: length(lengthMs) }), { type: 'length.chosen', lengthMs })),
      back(wording),
    ],
  };
}
