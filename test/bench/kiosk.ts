import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { KioskInput, Shown } from '../../firmware/kiosk/shown.ts';
import type { Screen } from '../../firmware/kiosk/screens.ts';
import { appendOnce } from './append-once.ts';
import { KioskBank } from './kiosk-bank.ts';

/** 26 inputs each: more than a thousand in all. */
const rounds = 40;

/** What the browser and the firmware do for the first time is another row's. */
const warmUp = 2;

/** Every so often a door is opened again: its coil has to rest, and waiting for it is most of the time. */
const reopenEvery = 4;

/** As long as a coil rests, and a little more. */
const restMs = 600;

type Name = Screen['screen'];

interface KioskTimes {
  /** How long each kind of input took to its screen. */
  readonly screenMs: ReadonlyMap<string, readonly number[]>;
  /** One append + fdatasync of a record's length on the same disk, right beside each input. */
  readonly appendMs: readonly number[];
}

type Send = (what: string, input: KioskInput, then: Name | ((shown: Shown) => boolean)) => Promise<void>;

/**
 * From an input to the screen on which a person can go on, over HTTP and the event stream, one journey after the other: the
 * moment in between, in which the kiosk asks for patience, does not count as a screen, and for a door it is the one that
 * says that it is being opened. Client and bank share a process, so that what the client does is counted, too.
 */
export async function measureKiosk(folder: string): Promise<KioskTimes> {
  const bank = await KioskBank.start(join(folder, 'kiosk'));
  const beside = await open(join(folder, 'beside-kiosk.log'), 'a');
  const screenMs = new Map<string, number[]>();
  const appendMs: number[] = [];
  let round = 0;
  const send: Send = async (what, input, then) => {
    const append = await appendOnce(beside);
    const isThere = typeof then === 'string' ? ({ screen }: Shown) => screen.screen === then : then;
    const took = await bank.client.timed(input, isThere);
    if (round < warmUp) return;
    appendMs.push(append);
    screenMs.set(what, [...(screenMs.get(what) ?? []), took]);
  };
  try {
    for (; round < warmUp + rounds; round++) {
      const parcel = await bank.reserve();
      await language(send);
      await deliver(bank, send, parcel.label, parcel.locker);
      await bring(bank, send, `NEW-${String(round)}`);
      await administer(send);
      await collect(bank, send, parcel, round % reopenEvery === 0);
    }
  } finally {
    await beside.close();
    await bank.stop();
  }
  return { screenMs, appendMs };
}

async function language(send: Send): Promise<void> {
  for (const chosen of ['de', 'en']) {
    await send('language', { type: 'language.chosen', language: chosen }, (shown) => shown.language === chosen);
  }
}

async function signIn(send: Send): Promise<void> {
  await send('sign in', { type: 'way.chosen', way: 'password' }, 'sign-in');
  await send('password', { type: 'password.entered', username: 'mia', password: 'parcels-42' }, 'label');
}

const goHome = (send: Send): Promise<void> => send('finished', { type: 'finish.chosen' }, 'home');

async function deliver(bank: KioskBank, send: Send, label: string, locker: number): Promise<void> {
  await signIn(send);
  await send('label → doors', { type: 'label.entered', label }, 'doors');
  await bank.shut(locker);
  await send('next parcel', { type: 'next.chosen' }, 'label');
}

/** Nobody has announced it: whose is it, among 20,000, and how large? */
async function bring(bank: KioskBank, send: Send, label: string): Promise<void> {
  await send('label → whose', { type: 'label.entered', label }, 'party');
  for (const letters of ['ada', 'ad', 'lov', 'love', 'lovelace']) {
    await send('letters', { type: 'letters.typed', letters }, ({ screen }) => screen.screen === 'party' && screen.sought === letters);
  }
  await send('person → size', { type: 'party.chosen', party: { type: 'recipient', id: 'person-19999' } }, 'place');
  await send('size → doors', { type: 'size.chosen', size: 'small', accessible: false }, 'doors');
  const { screen } = bank.client.shown;
  await bank.shut(screen.screen === 'doors' ? (screen.doors[0]?.locker ?? 0) : 0);
  await goHome(send);
}

/** All lockers, of which one after the other is marked. */
async function administer(send: Send): Promise<void> {
  await signIn(send);
  await send('lockers', { type: 'administering.chosen' }, 'lockers');
  for (const lockers of [[7], [7, 8], [7, 8, 9]]) {
    const isMarked = ({ screen }: Shown) => screen.screen === 'lockers' && screen.marked.length === lockers.length;
    await send('locker marked', { type: 'lockers.marked', lockers }, isMarked);
  }
  await send('deed → reason', { type: 'deed.chosen', deed: 'out-of-service' }, 'reason');
  await send('reason → confirm', { type: 'reason.chosen', why: 'dirty' }, 'confirm');
  await send('back', { type: 'back.chosen' }, ({ screen }) => screen.screen !== 'confirm' && screen.screen !== 'one-moment');
  await goHome(send);
}

async function collect(
  bank: KioskBank, send: Send, { code, locker }: { readonly code: string; readonly locker: number }, again: boolean,
): Promise<void> {
  await send('code → doors', { type: 'code.entered', code }, 'doors');
  await bank.shut(locker);
  if (again) {
    await new Promise((resolve) => setTimeout(resolve, restMs));
    await send('open again', { type: 'reopen.chosen', locker }, ({ screen }) => screen.screen === 'doors' && screen.stage !== 'shut');
    await bank.shut(locker);
  }
  await goHome(send);
}
