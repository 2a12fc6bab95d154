import * as v from 'valibot';
import { isScanText } from '../firmware/hardware/serial/scan-text.ts';
import { isoTime } from '../firmware/contract/parts.ts';
import { boardManners } from './boards/manners.ts';
import { cabinetFaults } from './cabinet/faults.ts';
import { keys } from './keys.ts';
import type { SimAction } from './sim-state.ts';
import { demoLookNames } from './upstream/demo-looks.ts';

const locker = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** What a scanner would read off the thing. */
const label = v.pipe(v.string(), v.check(isScanText));

/** Of the right sort for some setting; which values a setting may have is said by its own row. */
const finite = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(500));
const settingValue = v.union([
  v.null(), v.boolean(), finite, text, v.pipe(v.array(text), v.maxLength(32)), v.pipe(v.record(word, finite), v.maxEntries(32)),
]);

const label64 = v.pipe(word, v.check(isScanText));
const party = v.strictObject({ type: v.picklist(['recipient', 'department']), id: word });
const things = { labels: v.pipe(v.array(label64), v.minLength(1), v.maxLength(8)), size: word, accessible: v.boolean(), party };

const wish = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['delivery', 'asset']), ...things }),
  v.strictObject({ kind: v.literal('return'), ...things, to: v.nullable(party) }),
  v.strictObject({
    kind: v.literal('exchange'), ...things, to: party, back: v.pipe(v.array(label64), v.minLength(1), v.maxLength(8)),
  }),
  v.strictObject({ kind: v.literal('storage'), ...things, isVisitor: v.boolean(), ends: v.nullable(isoTime) }),
]);

/** Of the right form; whether people can read it is for the bank to say. */
const colour = v.exactOptional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i)));
const texts = v.pipe(v.record(word, v.pipe(v.string(), v.minLength(1), v.maxLength(300))), v.maxEntries(16));
const brandWish = v.strictObject({
  title: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
  colours: v.strictObject({ background: colour, text: colour, accent: colour, accentText: colour }),
  texts: v.pipe(v.record(v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/)), texts), v.maxEntries(8)),
  pictures: v.nullable(v.picklist(demoLookNames)),
});

const actionSchema = v.variant('do', [
  v.strictObject({ do: v.literal('announce'), wish }),
  v.strictObject({ do: v.literal('cancel'), reservation: word }),
  v.strictObject({ do: v.literal('open-locker'), locker, reason: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
  v.strictObject({ do: v.literal('service'), locker, to: v.picklist(['in', 'out']) }),
  v.strictObject({ do: v.literal('dedicate'), locker, party: v.nullable(party) }),
  v.strictObject({ do: v.literal('set'), name: word, value: settingValue }),
  v.strictObject({ do: v.literal('brand'), wish: brandWish }),
  v.strictObject({ do: v.literal('scan'), text: label }),
  v.strictObject({ do: v.literal('show-badge'), text: label }),
  v.strictObject({ do: v.literal('press'), key: v.picklist(keys) }),
  v.strictObject({ do: v.literal('plug'), to: v.picklist(['in', 'out']) }),
  v.strictObject({ do: v.literal('bring'), label: label64 }),
  v.strictObject({ do: v.literal('put-in'), locker, label }),
  v.strictObject({ do: v.literal('take-out'), locker }),
  v.strictObject({ do: v.literal('shut'), locker }),
  v.strictObject({ do: v.literal('pull'), locker }),
  v.strictObject({ do: v.literal('press-inside'), locker }),
  v.strictObject({ do: v.literal('fault'), locker, fault: v.nullable(v.picklist(cabinetFaults)) }),
  v.strictObject({ do: v.literal('manner'), board: word, manner: v.picklist(boardManners), is: v.boolean() }),
  v.strictObject({ do: v.literal('couple-inputs'), board: word, is: v.boolean() }),
  v.strictObject({ do: v.literal('brown-out'), of: v.union([v.strictObject({ board: word }), v.strictObject({ bus: word })]) }),
  v.strictObject({ do: v.literal('echo'), bus: word, is: v.boolean() }),
  v.strictObject({ do: v.literal('adapter'), bus: word, to: v.picklist(['in', 'out']) }),
  v.strictObject({ do: v.literal('network'), to: v.picklist(['up', 'cut']) }),
]);

/** What a page sent, or null where it is no action in every part. */
export function readAction(text: string): SimAction | null {
  try {
    const parsed = v.safeParse(actionSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // not JSON
  }
}
