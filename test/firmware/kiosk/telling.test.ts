import { describe, expect, test } from 'vitest';
import type { DoorChoices, LockerOnScreen, Screen } from '../../../firmware/kiosk/screens.ts';
import type { Telling } from '../../../firmware/kiosk/shown.ts';
import { choicesOnPage, keyed } from '../../../firmware/kiosk/speech/keyed-choices.ts';
import { remoteText, tellingOf, type TellingFrame } from '../../../firmware/kiosk/telling.ts';
import { clerk, courier, door, doors, hourMs, offer, placeOf, row, sizes, springNightMs } from './telling-samples.ts';

const frame: TellingFrame = {
  language: 'en', languages: ['de', 'en', 'it'], help: 'Call 555.', timeZone: 'Europe/Berlin', isWarned: false, secondsLeft: null,
  texts: {},
};

function told(screen: Screen, change: Partial<TellingFrame> = {}): Telling {
  return tellingOf(screen, { ...frame, ...change });
}

/** As `main Open locker 3`, without the report of a problem. */
function chosen({ choices }: Telling): readonly string[] {
  return choices.filter(({ does }) => does.type !== 'reporting.chosen').map(({ weight, name }) => `${weight}: ${name}`);
}

const home = { screen: 'home', notice: null, keypadLockedForMs: 0, scans: true, ways: ['code', 'password'], stores: false } as const;

describe('at the home screen', () => {
  test('the scanner comes first, and typing is one key away', () => {
    const telling = told(home);
    expect(telling).toMatchObject({ text: 'Hold your code or badge in front of the scanner.', fields: [] });
    expect(chosen(telling)).toEqual(['main: Type a code', 'other: Staff', 'quiet: Deutsch']);
  });

  test('a code is typed at once where nothing is scanned first', () => {
    const fields = [{ name: 'code', keys: 'code' }];
    expect(told({ ...home, scans: false })).toMatchObject({ fields, text: 'Type the code from your message.' });
  });

  test('nobody is asked for a code while typing is locked, and everybody is told for how long', () => {
    const telling = told({ ...home, scans: false, keypadLockedForMs: 61_000 });
    expect(telling).toMatchObject({ title: 'Too many wrong codes', fields: [] });
    expect(telling.text).toContain('again in 2 minutes');
    const signIn = { screen: 'sign-in', way: 'code', isForLabel: false, notice: null } as const;
    expect(told({ ...signIn, keypadLockedForMs: 59_001 }).text).toContain('again in 1 minute.');
    expect(told({ ...signIn, keypadLockedForMs: 800 }).text).toContain('again in 1 second.');
  });

  test('each language is called by its own name, and none that the bank cannot speak', () => {
    expect(told(home).languages).toEqual([{ name: 'Deutsch', weight: 'quiet', does: { type: 'language.chosen', language: 'de' } }]);
    expect(told({ screen: 'one-moment' }, { language: 'de' }).languages.map(({ name }) => name)).toEqual(['English']);
    const { languages: _, ...withoutLanguages } = frame;
    expect(tellingOf(home, withoutLanguages).languages).toEqual([]);
  });

  test('a language that the bank cannot speak is English, dates and all', () => {
    expect(told(home, { language: 'it' })).toMatchObject({ title: 'Welcome', direction: 'ltr' });
  });
});

test('a PIN and a password are neither shown nor spoken; user names and labels are', () => {
  const fieldsOf = (screen: Screen) => told(screen).fields.map(({ name, isSecret }) => [name, isSecret]);
  const password = { screen: 'sign-in', way: 'password', isForLabel: false, notice: null, keypadLockedForMs: 9 } as const;
  expect(fieldsOf(password)).toEqual([['username', false], ['password', true]]);
  expect(fieldsOf({ screen: 'pin', why: 'pickup' })).toEqual([['pin', true]]);
  expect(fieldsOf({ screen: 'sign', how: 'sign', notice: null })).toEqual([['pin', true]]);
  expect(fieldsOf({ screen: 'label', person: courier, noLabel: false, notice: null })).toEqual([['label', false]]);
});

describe('somebody with several lockers', () => {
  const choose = (offers: Extract<Screen, { screen: 'choose' }>['offers'], stores = false): Telling =>
    told({ screen: 'choose', name: 'Ada', offers, stores, works: [], notice: null });

  test('opens all that is waiting with the first key, and each with a key of its own', () => {
    const telling = choose([offer(3, { items: 2 }), offer(7, { department: 'Sales' }), offer(12, { again: true })]);
    expect(telling.choices[0]).toEqual({ name: 'Open all 2 lockers', weight: 'main', does: { type: 'visits.chosen', lockers: [3, 7] } });
    expect(chosen(telling).slice(1)).toEqual([
      'other: Collect from locker 3, 2 things', 'other: Collect from locker 7, for Sales, 1 thing', 'other: Open locker 12 again, 1 thing',
      'quiet: I am finished',
    ]);
    expect(telling.text).toBe('Hello Ada. Choose a locker.');
    expect(telling.places[1]).toBe('Locker 7: column 2 from the left, row 3 from the top.');
  });

  test('opens a locker once, whatever lies behind its door for them', () => {
    expect(chosen(choose([offer(7, { items: 1 }), offer(7, { items: 2, department: 'Sales' })])))
      .toEqual(['main: Collect from locker 7, 3 things', 'quiet: I am finished']);
    expect(chosen(choose([offer(7, { department: 'Sales' }), offer(7, { department: 'Sales' })]))[0])
      .toBe('main: Collect from locker 7, for Sales, 2 things');
  });

  test('is told what cannot be opened, and is not offered it', () => {
    const telling = choose([offer(3, { trouble: 'bank-trouble' }), offer(7, { trouble: 'locker-busy' })], true);
    expect(chosen(telling)).toEqual(['other: Store belongings', 'quiet: I am finished']);
    expect(telling.text).toContain('Locker 3 does not open at the moment. What is inside is safe. Call 555.');
    expect(telling.text).toContain('Somebody else is at locker 7.');
  });

  test('keeps a locker for longer, or gives it up while it is shut, where they may', () => {
    const extension = { firstMs: springNightMs, lastMs: springNightMs + hourMs, stepMs: hourMs };
    const kept = { purpose: 'keep', kind: 'storage' } as const;
    expect(chosen(choose([offer(12, { ...kept, extension, mayEnd: true }), offer(13, kept)]))).toEqual([
      'other: Open my locker 12', 'other: Open my locker 13', 'other: Keep locker 12 for longer', 'other: Give up locker 12: it is empty',
      'quiet: I am finished',
    ]);
  });

  test('keeps it until any of the round dates between the next step and the last', () => {
    const stepMs = hourMs / 2;
    const offered = (steps: number) => told({
      screen: 'longer', locker: 12, extension: { firstMs: springNightMs + stepMs, lastMs: springNightMs + steps * stepMs, stepMs },
    }).choices.flatMap(({ does }) => (does.type === 'extension.chosen' ? [(does.untilMs - springNightMs) / hourMs] : []));
    expect(offered(9)).toEqual([0.5, 1, 2, 3, 4, 4.5]);
    expect(offered(1)).toEqual([0.5]);
    expect(offered(2_000)).toHaveLength(choicesOnPage);
    expect(offered(2_000).at(-1)).toBe(1_000);
    const gone = told({ screen: 'longer', locker: 12, extension: null });
    expect(chosen(gone)).toEqual(['quiet: Back']);
  });

  test('goes on to their work where they work here, too, and signs out', () => {
    const works = ['delivering', 'administering', 'removing'] as const;
    const telling = told({ screen: 'choose', name: 'Ada', offers: [offer(3)], stores: false, works, notice: null });
    expect(chosen(telling)).toEqual([
      'main: Collect from locker 3, 1 thing', 'other: Put in parcels', 'other: All lockers', 'other: Expired items', 'quiet: Sign out',
    ]);
    const lockers = { screen: 'lockers', only: 'all', lockers: [], marked: [], notice: null } as const;
    for (const screen of [{ screen: 'label', noLabel: false, notice: null } as const, lockers]) {
      expect(chosen(told({ ...screen, person: { ...clerk, receives: true } }))).toContain('other: My own lockers');
      expect(chosen(told({ ...screen, person: clerk }))).not.toContain('other: My own lockers');
    }
  });

  test('may store belongings where nothing is waiting', () => {
    const telling = choose([], true);
    expect(chosen(telling)).toEqual(['main: Store belongings', 'quiet: I am finished']);
    expect(telling.text).toContain('Nothing is waiting for you.');
  });
});

describe('the time until which a locker is kept', () => {
  const keep = (untilMs: number, change: Partial<TellingFrame> = {}) =>
    told({ screen: 'choose', name: null, offers: [offer(3, { purpose: 'keep', untilMs })], stores: false, works: [], notice: null }, change)
      .choices[0]?.name.replaceAll('\u202f', ' ');

  test('is what the clock on the wall of the bank shows, before and after it is set forward', () => {
    expect(keep(springNightMs)).toBe('Open my locker 3, until Sunday, March 29 at 1:30 AM');
    expect(keep(springNightMs + hourMs)).toBe('Open my locker 3, until Sunday, March 29 at 3:30 AM');
    expect(keep(springNightMs, { timeZone: 'America/New_York' })).toBe('Open my locker 3, until Saturday, March 28 at 8:30 PM');
  });

  test('is written as people of each language write it', () => {
    expect(keep(springNightMs, { language: 'de' })).toContain('bis Sonntag, 29. März');
    expect(keep(springNightMs, { language: 'fr' })).toMatch(/jusqu’au dimanche 29 mars à 0?1:30/);
    expect(keep(springNightMs, { language: 'es' })).toMatch(/hasta el domingo, 29 de marzo.*1:30/);
  });
});

describe('whoever stands at an open door', () => {
  test('is told which it is and how much lies behind it, and may leave or report', () => {
    const telling = told(doors('open', [door(7, 'open', { items: ['4711', '4712'] }), door(3, 'waiting')], { report: true }));
    expect(telling).toMatchObject({
      title: 'Take your things and shut the door', text: 'Locker 7 is open. 2 things are inside. 1 more locker is waiting.',
      places: ['Locker 7: column 2 from the left, row 3 from the top.'],
    });
    expect(telling.choices.map(({ name }) => name)).toEqual(['Report a problem', 'I am finished']);
    expect(told(doors('open', [door(7, 'open')])).choices.map(({ name }) => name)).toEqual(['I am finished']);
  });

  test('says what is wrong in the words of a short list, on a screen of its own', () => {
    const telling = told({ screen: 'problem', locker: 7, reasons: ['empty', 'dirty'] });
    expect(chosen(telling)).toEqual(['other: The locker is empty', 'other: The locker is dirty', 'quiet: Back']);
    expect(telling.choices[0]?.does).toEqual({ type: 'problem.chosen', locker: 7, why: 'empty' });
    expect(telling.text).toContain('locker 7');
    expect(told({ screen: 'problem', locker: null, reasons: ['dirty'] }).text).not.toContain('locker null');
  });

  test('is to shut it before the door of their next parcel opens', () => {
    const telling = told(doors('open', [door(7, 'open', { purpose: 'deposit' })], { held: 3 }));
    expect(telling.notice).toEqual({ kind: 'trouble', text: 'Please shut this door first. Then locker 3 opens.' });
    expect(chosen(telling)).toEqual(['quiet: Back']);
  });

  test('is told of a door that did not open beside it, and may have it tried again', () => {
    const telling = told(doors('open', [door(7, 'open'), door(3, 'stuck')]));
    expect(telling.notice).toEqual({
      kind: 'trouble', text: 'Locker 3 did not open. Choose “Try again”. Your things are safe and your code stays valid. Call 555.',
    });
    expect(chosen(telling)).toEqual(['other: Try again', 'quiet: I am finished']);
    expect(chosen(told(doors('open', [door(7, 'stuck'), door(7, 'open')])))).toEqual(['quiet: I am finished']);
  });

  test('is given nothing to choose while the door is on its way: leaving now would hold their parcel out to anybody', () => {
    expect(told(doors('opening', [door(7, 'releasing'), door(3, 'waiting')]))).toMatchObject({ title: 'Locker 7 is opening', choices: [] });
    expect(told(doors('opening', [door(3, 'waiting')])).title).toBe('Locker 3 is opening');
  });
});

describe('whoever stands at a shut door', () => {
  test('chooses between opening it again and having finished', () => {
    const telling = told(doors('shut', [door(7, 'shut', { items: [] })], { reopen: true }));
    expect(chosen(telling)).toEqual(['other: Open locker 7 again', 'main: I am finished']);
    expect(chosen(told(doors('shut', [door(7, 'shut')])))).toEqual(['main: I am finished']);
  });

  test('says of each thing that it stays inside', () => {
    const telling = told(doors('shut', [door(7, 'shut', { items: ['4711', '4712'] })], { reopen: true }));
    expect(telling.choices[2]).toEqual({
      name: '4712 stays in locker 7', weight: 'other', does: { type: 'left-some.chosen', locker: 7, left: ['4712'] },
    });
  });

  test('goes on to the next door, parcel or list first of all', () => {
    const next = (may: Partial<DoorChoices>) => chosen(told(doors('shut', [door(7, 'shut'), door(3, 'waiting')], may)));
    expect(next({ next: 'door' })).toEqual(['main: Open locker 3', 'quiet: I am finished']);
    expect(next({ next: 'parcel' })).toEqual(['main: Next parcel', 'quiet: I am finished']);
    expect(next({ next: 'list' })).toEqual(['main: Back to the list', 'quiet: I am finished']);
  });

  test('takes a parcel back, asks for a larger locker, or ends the storage, where that may be', () => {
    const may = { retract: true, larger: true, end: true };
    expect(chosen(told(doors('shut', [door(7, 'shut', { purpose: 'deposit' })], may)))).toEqual([
      'other: I did not put it in', 'other: It does not fit: a larger locker', 'other: I no longer need this locker', 'main: I am finished',
    ]);
  });

  test('reads the code that opens it again, and nobody else is told one', () => {
    const telling = told(doors('shut', [door(7, 'shut', { purpose: 'keep', items: [] })], { code: '48213907' }));
    expect(telling).toMatchObject({ title: 'Your code: 48213907', text: expect.stringContaining('It opens locker 7 again.') as string });
    expect(telling.choices.some(({ name }) => name.includes('48213907'))).toBe(false);
    expect(told(doors('open', [door(7, 'open', { purpose: 'keep' })], { code: '48213907' })).text).toContain('Your code: 48213907.');
  });
});

describe('at a door that did not open', () => {
  test('it is tried again or left out, one door after the other where there are several', () => {
    expect(chosen(told(doors('stuck', [door(3, 'stuck')]))))
      .toEqual(['main: Try again', 'other: Go on without it', 'quiet: I am finished']);
    expect(chosen(told(doors('stuck', [door(3, 'stuck'), door(7, 'stuck')])))).toEqual([
      'main: Try locker 3 again', 'main: Try locker 7 again', 'other: Go on without locker 3', 'other: Go on without locker 7',
      'quiet: I am finished',
    ]);
  });

  test.each(['window-over', 'not-allowed'] as const)('there is no other try where it would end the same way (%s)', (why) => {
    expect(chosen(told(doors('stuck', [door(3, 'stuck', { why })])))).toEqual(['other: Go on without it', 'quiet: I am finished']);
  });

  test('a courier keeps nothing safe in it, and a recipient is not told to go on without their parcel', () => {
    const text = (purpose: 'pickup' | 'deposit') => told(doors('stuck', [door(3, 'stuck', { purpose })]), { help: '' }).text;
    expect(text('pickup')).toBe('Choose “Try again”. Your things are safe and your code stays valid.');
    expect(text('deposit')).toBe('Choose “Try again”, or go on without this locker.');
  });

  test('one door, the whole bank and a wrong code are three different things', () => {
    const stuck = (why: 'did-not-open' | 'bank-trouble') => told(doors('stuck', [door(3, 'stuck', { why })])).title;
    expect(stuck('did-not-open')).toBe('Locker 3 did not open');
    expect(stuck('bank-trouble')).toBe('The lockers have a problem');
    expect(told({ ...home, notice: 'code-refused' }).notice).toEqual({
      kind: 'trouble', text: 'This code or badge opens nothing here. Please check it and try again.',
    });
  });
});

describe('somebody who stores', () => {
  test('chooses among the sizes that are free, each also within easy reach', () => {
    const telling = told({ screen: 'store-size', sizes, notice: null });
    expect(chosen(telling)).toEqual([
      'other: Σ, 35 × 12.5 × 48 cm', 'other: Λ, 35 × 50 × 48 cm', 'quiet: Σ, within easy reach', 'quiet: Λ, within easy reach',
      'quiet: Back',
    ]);
    expect(telling.text).toContain('No locker of size Μ is free.');
    expect(chosen(told({ screen: 'store-size', sizes, notice: null }, { language: 'de' }))[0]).toBe('other: Σ, 35 × 12,5 × 48 cm');
  });

  test('hears no more lengths than one page of keys holds, the shortest and the longest among them', () => {
    const lengths = (firstMs: number, lastMs: number, stepMs: number) =>
      chosen(told({ screen: 'store-length', firstMs, lastMs, stepMs })).map((name) => name.replace('other: For ', ''));
    expect(lengths(hourMs, 24 * hourMs, hourMs))
      .toEqual(['1 hour', '2 hours', '3 hours', '6 hours', '8 hours', '12 hours', '1 day', 'quiet: Back']);
    const many = lengths(0.25 * hourMs, 30 * 24 * hourMs, 0.25 * hourMs);
    expect([many.length, many[0], many.at(-2)]).toEqual([choicesOnPage + 1, '15 minutes', '30 days']);
    expect(lengths(1.5 * hourMs, 1.5 * hourMs, hourMs)).toEqual(['1 hour, 30 minutes', 'quiet: Back']);
    const stored = told({ screen: 'store-length', firstMs: hourMs, lastMs: 24 * hourMs, stepMs: hourMs });
    expect(keyed(stored.choices).pages).toHaveLength(1);
  });
});

describe('staff', () => {
  test('look for a name with three letters, and are told when there is none or more than a page', () => {
    const party = (sought: string, found: number) => told({
      screen: 'party', label: null, sought,
      found: Array.from({ length: found }, (_, at) => ({ party: { type: 'recipient', id: `p${String(at)}` }, name: `Ada ${String(at)}` })),
    }).text;
    expect(party('ad', 0)).toBe('Type the first 3 letters of the name.');
    expect(party('adx', 0)).toContain('Nobody in the list');
    expect(party('ada', 2)).toBe('Choose the name.');
    expect(party('ada', 8)).toContain('There are more');
  });

  test('tell two people of one name apart, and learn no more of a name that is not shown in full', () => {
    const named = (name: string) => chosen(told({
      screen: 'party', label: null, sought: 'ada',
      found: [{ party: { type: 'recipient', id: 'a17' }, name }, { party: { type: 'recipient', id: 'a18' }, name }],
    })).slice(0, 2);
    expect(named('Ada Byron')).toEqual(['other: Ada Byron (a17)', 'other: Ada Byron (a18)']);
    expect(named('Ada… B.')).toEqual(['other: Ada… B. (1)', 'other: Ada… B. (2)']);
  });

  test('put a parcel to what is there, or into a size that is free', () => {
    const telling = told({ screen: 'place', party: 'Ada', beside: [placeOf(7)], sizes, notice: null });
    expect(telling.title).toBe('Which locker for Ada?');
    const does = { type: 'beside.chosen', locker: 7 };
    expect(telling.choices[0]).toEqual({ name: 'To the other things in locker 7', weight: 'other', does });
  });

  test('see expired items first, and go on to their parcels or take out what they mark', () => {
    const lockers = [row(7, 'expired'), row(12, 'expired', { isOpen: true })];
    const list = (marked: readonly number[]) => told({ screen: 'lockers', only: 'expired', person: clerk, lockers, marked, notice: null });
    expect(list([])).toMatchObject({ title: 'Expired items', text: '2 lockers hold something to be taken out.' });
    expect(chosen(list([]))).toEqual([
      'other: Mark all', 'other: Put in parcels', 'other: All lockers', 'other: Mark locker 7: Λ, expired',
      'other: Mark locker 12: Λ, expired, open',
      'quiet: Sign out',
    ]);
    expect(list([12]).text).toBe('1 locker is marked. 1 thing is inside.');
    expect(chosen(list([12])).slice(0, 4)).toEqual([
      'main: Remove expired items', 'other: Open', 'other: End the reservation', 'other: Take out of service',
    ]);
    expect(list([12]).choices.at(-3)?.does).toEqual({ type: 'lockers.marked', lockers: [] });
  });

  test('are told what is in the one locker that they have marked, and why it is out of service', () => {
    const textOf = (over: Partial<LockerOnScreen>, marked: readonly number[] = [3]) => {
      const lockers = [row(3, 'occupied', over), row(7, 'occupied', { items: 9 })];
      return told({ screen: 'lockers', only: 'all', person: clerk, lockers, marked, notice: null }).text;
    };
    expect(textOf({ items: 2 })).toBe('1 locker is marked. 2 things are inside.');
    expect(textOf({ items: 0 })).toBe('1 locker is marked.');
    expect(textOf({ items: 2 }, [3, 7])).toBe('2 lockers are marked.');
    expect(textOf({ items: 0, status: 'out-of-service', outOfService: 'lock' })).toBe('1 locker is marked. Why out of service? The lock.');
    expect(textOf({ items: 0, status: 'out-of-service', outOfService: 'asked-by-upstream' })).toBe('1 locker is marked.');
  });

  test('are offered what can be done to the lockers they marked, and nothing else', () => {
    const deeds = (status: Parameters<typeof row>[1], items: number) =>
      told({ screen: 'lockers', only: 'all', person: clerk, lockers: [row(3, status, { items })], marked: [3], notice: null })
        .choices.flatMap(({ does }) => (does.type === 'deed.chosen' ? [does.deed] : []));
    expect(deeds('available', 0)).toEqual(['open', 'out-of-service']);
    expect(deeds('out-of-service', 0)).toEqual(['open', 'in-service']);
    expect(deeds('check', 1)).toEqual(['open', 'check', 'out-of-service']);
    expect(deeds('occupied', 1)).toEqual(['open', 'end', 'out-of-service']);
  });

  test('put a locker back into service also while something still lies in it', () => {
    const lockers = [row(3, 'occupied', { outOfService: 'lock' })];
    const telling = told({ screen: 'lockers', only: 'all', person: clerk, lockers, marked: [3], notice: null });
    const deeds = telling.choices.flatMap(({ does }) => (does.type === 'deed.chosen' ? [does.deed] : []));
    expect(deeds).toEqual(['open', 'end', 'in-service']);
    expect(telling.text).toBe('1 locker is marked. 1 thing is inside. Why out of service? The lock.');
  });

  test('are asked once more, with the lockers by number', () => {
    expect(told({ screen: 'confirm', deed: 'open', marked: [3, 7, 12] })).toMatchObject({
      title: 'Open these lockers?', text: 'Lockers 3, 7, and 12. The doors open one after the other.',
    });
    expect(told({ screen: 'confirm', deed: 'end', marked: [3] }).text).toBe('Locker 3.');
    expect(told({ screen: 'reason', reasons: ['lock', 'painted'], marked: Array.from({ length: 40 }, (_, at) => at) })).toMatchObject({
      text: '40 lockers.', choices: [{ name: 'The lock' }, { name: 'painted' }, { name: 'Back' }],
    });
  });
});

describe('before the screen goes', () => {
  test('everybody is asked whether they are still there, and keeps what they typed and could choose', () => {
    const telling = told({ screen: 'pin', why: 'badge' }, { isWarned: true, secondsLeft: 20 });
    expect(telling).toMatchObject({ title: 'Are you still there?', text: 'This screen closes in 20 seconds.', fields: [{ name: 'pin' }] });
    expect(chosen(telling)).toEqual(['main: I need more time', 'quiet: Back']);
    expect(told({ screen: 'pin', why: 'badge' }, { isWarned: true }).text).toBe('This screen closes soon.');
  });
});

describe('the words of whoever runs the bank', () => {
  test('stand in place of those of the house, gaps and all', () => {
    const texts = { 'home.title': 'Acme parcels', 'doors.shut.pickup.text': 'Bye from {locker}', 'notices.codeRefused': 'Nope. {help}' };
    const refused = told({ ...home, notice: 'code-refused' }, { texts });
    expect(refused).toMatchObject({ title: 'Acme parcels', notice: { text: 'Nope. Call 555.' } });
    expect(told(doors('shut', [door(7, 'shut')]), { texts }).text).toBe('Bye from 7');
  });

  test('cannot make the bank tell something else by what stands in a name', () => {
    const telling = told({ screen: 'choose', name: '{locker} $& {help}', offers: [], stores: true, works: [], notice: null });
    expect(telling.text).toContain('Hello {locker} $& {help}.');
  });
});

test('whoever stands there reads which door somebody else opens, and why', () => {
  expect(remoteText(7, 'the {locker} was jammed', frame))
    .toBe('Locker 7 is being opened by the people who look after these lockers. Reason: the {locker} was jammed');
});
