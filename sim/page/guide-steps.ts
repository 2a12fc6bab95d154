import type { SimState, UpstreamParcel } from '../sim-state.ts';

interface GuideStep {
  readonly title: string;
  readonly how: string;
  readonly done: boolean;
}

/** What somebody does at the bank, from the first touch to the last. */
export interface GuideStory {
  readonly title: string;
  readonly steps: readonly GuideStep[];
}

/** What can be tried, ticked off from what the upstream and the kiosk's devices know. */
export function guideStories(state: SimState): readonly GuideStory[] {
  return [
    { title: 'The story of one parcel', steps: guideSteps(state) },
    { title: 'A parcel that nobody has announced', steps: walkInSteps(state) },
    { title: 'A carrier comes', steps: carrierSteps(state) },
    { title: 'Belongings for the day', steps: storageSteps(state) },
    { title: 'Something comes back', steps: returnSteps(state) },
    { title: 'One thing for another', steps: exchangeSteps(state) },
    { title: 'For a department', steps: departmentSteps(state) },
    { title: 'An administrator’s round', steps: administratorSteps(state) },
    { title: 'With the screen off', steps: audioSteps(state) },
    { title: 'Opened from far away', steps: remoteSteps(state) },
  ];
}

const inside: readonly UpstreamParcel['state'][] = ['delivered', 'expired', 'collected'];

/** The story of one parcel. */
export function guideSteps(state: SimState): readonly GuideStep[] {
  const { parcels, operators } = state.upstream;
  const is = (...states: readonly string[]): boolean => parcels.some((parcel) => states.includes(parcel.state));
  const collected = is('collected');
  const delivered = collected || is('delivered', 'expired');
  const staff = operators[0]?.username ?? 'a member of staff';
  return [
    { title: 'Reserve a locker', how: 'In “Upstream”, on the right.', done: delivered || is('reserved', 'cancelled') },
    {
      title: 'Sign in at the kiosk and scan the label',
      how: `Choose “Staff” and sign in as ${staff} (see “Badges and codes”), then press “Scan label”. A door springs open.`,
      done: delivered || heard(state, 'deposit.started'),
    },
    { title: 'Put the parcel in, shut the door', how: 'Choose the open door in the drawing.', done: delivered },
    {
      title: 'Type the pickup code at the kiosk',
      how: 'It stands beside the parcel in “Upstream”, as in the recipient’s mail.',
      done: collected || heard(state, 'pickup.started'),
    },
    { title: 'Take the parcel out, shut the door', how: 'The locker is free again.', done: collected },
  ];
}

function walkInSteps(state: SimState): readonly GuideStep[] {
  const unannounced = state.upstream.parcels.filter(({ kind, reservation }) => kind === 'delivery' && reservation.startsWith(bankMade));
  const isIn = unannounced.some((parcel) => inside.includes(parcel.state));
  return [
    {
      title: 'Bring a parcel', how: 'The button is in “In your hands”.',
      done: unannounced.length > 0 || state.parcels.some(({ tracking, recipient }) => recipient === '' && !tracking.startsWith('BAG-')),
    },
    {
      title: 'Sign in as staff, scan its label, choose whose it is', how: 'Three letters of the name are enough.',
      done: unannounced.length > 0,
    },
    { title: 'Put it in, shut the door', how: 'The upstream hears of it, and tells its recipient a code.', done: isIn },
    {
      title: 'Collect it', how: 'With the code, or with the recipient’s badge and PIN.',
      done: unannounced.some((parcel) => parcel.state === 'collected'),
    },
  ];
}

function carrierSteps(state: SimState): readonly GuideStep[] {
  const code = state.upstream.carriers[0]?.code ?? 'a carrier’s code';
  return [
    {
      title: 'Sign in with the carrier’s code', how: `Choose “Deliver parcels” at the kiosk and type ${code}.`,
      done: heard(state, 'staff.signed-in', 'by carrier'),
    },
    {
      title: 'Drop off a parcel', how: 'Announced or not: a carrier sees nothing of what others have brought.',
      done: heard(state, 'deposit.completed', 'by carrier'),
    },
  ];
}

function storageSteps(state: SimState): readonly GuideStep[] {
  const began = heard(state, 'storage.started');
  return [
    {
      title: 'Bring a bag', how: 'The button is in “In your hands”.',
      done: began || state.parcels.some(({ tracking }) => tracking.startsWith('BAG-')),
    },
    { title: 'Show a badge and choose to store', how: 'Ada’s; then her PIN, a size, and for how long.', done: began },
    { title: 'Come back and open it once more', how: 'The badge again. The locker stays hers.', done: heard(state, 'storage.opened') },
    { title: 'End it', how: 'Take the bag out and say that you are finished with the locker.', done: heard(state, 'storage.ended') },
  ];
}

function returnSteps(state: SimState): readonly GuideStep[] {
  const returns = state.upstream.parcels.filter(({ kind }) => kind === 'return');
  return [
    { title: 'Reserve a return', how: 'In “Upstream”: who brings it back, and who collects it.', done: returns.length > 0 },
    {
      title: 'Type the one-time PIN and put it in', how: 'It stands beside the return. Some minutes later it opens nothing any more.',
      done: returns.some((one) => inside.includes(one.state)),
    },
    {
      title: 'Collect it', how: 'By the code of whoever was named, or as staff by scanning its label.',
      done: returns.some((one) => one.state === 'collected'),
    },
  ];
}

function exchangeSteps(state: SimState): readonly GuideStep[] {
  const exchanges = state.upstream.parcels.filter(({ kind }) => kind === 'exchange');
  const isIn = exchanges.some((one) => inside.includes(one.state));
  return [
    { title: 'Reserve an exchange', how: 'In “Upstream”: what is brought, and what comes in its place.', done: exchanges.length > 0 },
    { title: 'Put the first thing in', how: 'With its one-time PIN.', done: isIn },
    {
      title: 'Exchange it', how: 'With the exchange code: take one out, put the other in, behind one door.',
      done: isIn && exchanges.some((one) => one.state === 'collected' || one.codes.every(({ opens }) => opens !== 'swap')),
    },
    { title: 'Collect the other', how: 'With the pickup code.', done: exchanges.some((one) => one.state === 'collected') },
  ];
}

function departmentSteps(state: SimState): readonly GuideStep[] {
  const ids = new Set(state.upstream.departments.map(({ id }) => id));
  const theirs = state.upstream.parcels.filter(({ recipient }) => ids.has(recipient));
  return [
    { title: 'Reserve for a department', how: 'In “Upstream”, at the end of the list of recipients.', done: theirs.length > 0 },
    { title: 'Drop it off', how: 'As staff, by its label.', done: theirs.some((one) => inside.includes(one.state)) },
    {
      title: 'Collect it as its key contact', how: 'Grace’s badge for the Workshop, Katherine’s for the Library.',
      done: theirs.some((one) => one.state === 'collected'),
    },
  ];
}

function administratorSteps(state: SimState): readonly GuideStep[] {
  return [
    {
      title: 'Sign in as an administrator', how: 'Vera’s badge and PIN, or her user name and password.',
      done: heard(state, 'staff.signed-in', 'by administrator'),
    },
    {
      title: 'Take a locker out of service', how: 'In “All lockers”: mark it, choose a reason, confirm.',
      done: heard(state, 'locker.out-of-service', 'by administrator'),
    },
    { title: 'And put it back', how: 'The same way.', done: heard(state, 'locker.in-service', 'by administrator') },
    {
      title: 'Clear a doubt', how: 'Pull a closed door open by force and shut it; then look into the locker as Vera.',
      done: heard(state, 'locker.checked'),
    },
  ];
}

function audioSteps(state: SimState): readonly GuideStep[] {
  const { heard: sounds } = state.atKiosk;
  const speaks = sounds.some(({ what }) => what === 'speech');
  return [
    {
      title: 'Plug in headphones', how: 'In “Keypad and voice”. Every screen is spoken from then on.',
      done: speaks || state.atKiosk.headphones === 'in',
    },
    {
      title: 'Cut the voice off with a key', how: 'It falls silent at once, and the key does what was announced.',
      done: sounds.some(({ end }) => end === 'cut-off'),
    },
    {
      title: 'Collect a parcel by keys and ears', how: 'The open door beeps: look at the drawing.',
      done: state.atKiosk.beeping.length > 0 || (speaks && heard(state, 'pickup.completed')),
    },
  ];
}

function remoteSteps(state: SimState): readonly GuideStep[] {
  return [
    {
      title: 'Open a locker remotely while somebody is at the kiosk',
      how: 'Choose a door, then “Open remotely”. The screen says which one, and why.',
      done: heard(state, 'command.done', 'locker.open'),
    },
  ];
}

/** How the names of reservations begin that the bank has made by itself. */
const bankMade = 'bank-';

function heard({ upstream }: SimState, type: string, text = ''): boolean {
  return upstream.events.some((event) => event.type === type && event.text.includes(text));
}
