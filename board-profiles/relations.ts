import { lockBoardFamily, type BoardModel } from './board.schema.ts';
import type { Profile, ProfileBoard, ProfileBus, ProfileLocker, Terminal } from './profile.schema.ts';
import type { Trouble } from './trouble.ts';

/** A report has one row of about 130 bytes a locker, and must fit the 64 KiB that every broker carries. */
const lockersMost = 400;
/** A supply that is loaded beyond this sags with its age and in the cold, and starves both coils (reliability: 0.7). */
const supplyLoadMost = 0.7;

/** What a schema cannot say: relations between fields. None: the profile is sound. */
export function troublesOf(profile: Profile): readonly Trouble[] {
  const lockers = profile.columns.flatMap((column) => column.lockers);
  return [
    ...troublesOfLockers(profile, lockers),
    ...profile.boards.flatMap((board) => troublesOfBoard(profile, board)),
    ...troublesOfBuses(profile),
    ...troublesOfTerminals(profile, lockers),
    ...troublesOfCurrent(profile),
    ...twice(portsOf(profile), (port) => trouble(`port ${port}`, 'has two uses', 'each device has its own: ls -l /dev/serial/by-id/')),
    ...twice(cardsOf(profile), (card) =>
      trouble(`sound card ${card}`, 'has two uses: everybody would hear what is for the headphones', 'aplay -L lists the cards')),
  ];
}

/** The same for the model of a board. */
export function troublesOfModel({ family, locks, contacts, addresses, pulse, serial }: BoardModel): readonly Trouble[] {
  const isAsked = lockBoardFamily(family) !== null;
  const isUpsideDown = (range: BoardModel['locks']) => range !== undefined && range.first > range.last;
  return [
    ...(locks && !pulse ? [trouble('pulse', 'is missing, and there are coils', 'Say who ends a pulse')] : []),
    ...(isAsked && !serial ? [trouble('serial', `is missing, and ${family} is asked over a line`)] : []),
    ...(isAsked && pulse?.timedBy === 'host'
      ? [trouble('pulse.timedBy', `cannot be host for ${family}: it ends its pulses by itself`)] : []),
    ...(isUpsideDown(locks) ? [trouble('locks', 'ends before it begins')] : []),
    ...(isUpsideDown(contacts) ? [trouble('contacts', 'ends before it begins')] : []),
    ...(addresses && addresses.least > addresses.most ? [trouble('addresses', 'ends before it begins')] : []),
  ];
}

function trouble(field: string, what: string, cure: string | null = null): Trouble {
  return { field, what, cure };
}

function troublesOfLockers({ sizes }: Profile, lockers: readonly ProfileLocker[]): Trouble[] {
  const names = sizes.map((size) => size.name);
  return [
    ...(lockers.length === 0 ? [trouble('columns', 'there is no locker')] : []),
    ...(lockers.length > lockersMost ? [trouble('columns', `${String(lockers.length)} lockers are more than ${String(lockersMost)}`)] : []),
    ...twice(lockers.map((locker) => locker.number), (number) => trouble(`locker ${String(number)}`, 'is listed twice')),
    ...twice(names, (size) => trouble(`size ${size}`, 'is listed twice')),
    ...lockers.flatMap(({ number, size }) => (names.includes(size) ? [] : [
      trouble(`locker ${String(number)}`, `size ${size} is not in sizes`, `There are ${names.join(', ')}`),
    ])),
  ];
}

/** The kind of bus that a board hangs on follows from who speaks to it. */
function busKindOf({ model }: ProfileBoard): ProfileBus['kind'] {
  switch (model.family) {
    case 'simulated':
    case 'gpio':
      return model.family;
    case 'mcp23017':
      return 'i2c';
    default:
      return 'serial';
  }
}

function troublesOfBoard({ lock }: Profile, board: ProfileBoard): Trouble[] {
  const { id, model, bus, address, lastsMs } = board;
  const field = `board ${id}`;
  const troubles: Trouble[] = [];
  const kind = busKindOf(board);
  if (bus.kind !== kind) {
    troubles.push(trouble(field, `${model.id} does not hang on a bus of kind ${bus.kind}`, `It wants one of kind ${kind}`));
  }
  const { addresses } = model;
  if (addresses && (address < addresses.least || address > addresses.most)) {
    troubles.push(trouble(field, `address ${String(address)} is not from ${String(addresses.least)} to ${String(addresses.most)}`));
  }
  if (lastsMs !== null && lastsMs > lock.pulseMs) {
    const cure = 'Set the board to a shorter pulse, measure it and say lastsMs; or take a lock that bears it';
    troubles.push(trouble(field, `pulses last ${String(lastsMs)} ms, but the lock bears ${String(lock.pulseMs)} ms`, cure));
  }
  if (model.pulse?.timedBy === 'order' && (lock.pulseMs < model.pulse.stepMs || lock.pulseMs > model.pulse.mostMs)) {
    const cure = `It can do ${String(model.pulse.stepMs)} to ${String(model.pulse.mostMs)} ms`;
    troubles.push(trouble(field, `a pulse of ${String(lock.pulseMs)} ms cannot be ordered from ${model.id}`, cure));
  }
  return troubles;
}

function troublesOfBuses({ buses, boards }: Profile): Trouble[] {
  const withPins = new Set(boards.flatMap((board) => pinsOf(board) ?? []));
  return [
    ...twice(buses.map((bus) => bus.id), (id) => trouble(`bus ${id}`, 'is listed twice')),
    ...twice(boards.map((board) => board.id), (id) => trouble(`board ${id}`, 'is listed twice')),
    ...buses.flatMap(({ id }) => (boards.some((board) => board.bus.id === id) ? [] : [trouble(`bus ${id}`, 'no board hangs on it')])),
    ...twice(boards.map(({ bus, address }) => `${bus.id} ${String(address)}`), (place) =>
      trouble(`bus and address ${place}`, 'have two boards', 'Both would act. Set the switches of one to a free address')),
    ...buses.flatMap((bus) => troublesOfBus(bus, boards.filter((board) => board.bus.id === bus.id))),
    // johnny-five works one board in a process, and the pins of a microcontroller are not those of the Pi.
    ...(withPins.size > 1
      ? [trouble('boards', `one of ${[...withPins].join(' and ')}, not several`, 'There is one board with pins in a bank')] : []),
  ];
}

/** Whose pins a board's are: expanders count as the Pi's own. `null`: it is asked over a line. */
function pinsOf({ model: { family }, bus }: ProfileBoard): string | null {
  switch (family) {
    case 'gpio':
    case 'mcp23017':
      return 'the Pi';
    case 'firmata':
    case 'simulated':
      return bus.id;
    default:
      return null;
  }
}

/** Boards of two families on one line take each other's answers for orders. */
function troublesOfBus({ id }: ProfileBus, boards: readonly ProfileBoard[]): Trouble[] {
  const families = new Set(boards.map(({ model }) => model.family));
  const bauds = new Set(boards.map(({ model, bus }) => (bus.kind === 'serial' && bus.baud) || model.serial?.baud));
  return [
    ...(families.size > 1
      ? [trouble(`bus ${id}`, `${[...families].join(' and ')} do not share a line`, 'Each family wants an adapter of its own')] : []),
    ...(bauds.size > 1 ? [trouble(`bus ${id}`, 'its boards speak at different speeds', 'Set them to one speed, and say baud')] : []),
  ];
}

interface Wire {
  readonly terminal: Terminal;
  readonly field: string;
}

/** Two doors would move together, or hide behind one contact. */
function troublesOfTerminals(profile: Profile, lockers: readonly ProfileLocker[]): Trouble[] {
  const { audio } = profile;
  const locks = lockers.map(({ number, lock }): Wire => ({ terminal: lock, field: `locker ${String(number)}: lock` }));
  const signals = lockers.flatMap(({ number, lamp, beeper }) => Object.entries({ lamp, beeper }).flatMap(([what, terminal]): Wire[] =>
    (terminal ? [{ terminal, field: `locker ${String(number)}: ${what}` }] : [])));
  const inputs = lockers.flatMap(({ number, contact, insideRelease }): Wire[] => [
    { terminal: contact, field: `locker ${String(number)}: contact` },
    ...(insideRelease ? [{ terminal: insideRelease.switch, field: `locker ${String(number)}: insideRelease.switch` }] : []),
  ]);
  if (audio?.headphones) inputs.push({ terminal: audio.headphones.sense, field: 'audio.headphones.sense' });
  const outputs = [...locks, ...signals];
  return [
    ...outputs.flatMap((wire) => troublesOfTerminal(profile, wire, 'locks')),
    ...inputs.flatMap((wire) => troublesOfTerminal(profile, wire, 'contacts')),
    ...signals.flatMap((wire) => troublesOfSignal(profile, wire)),
    ...twice(
      [
        ...outputs.map(({ terminal }) => placeOf(profile, terminal, 'out')),
        ...inputs.map(({ terminal }) => placeOf(profile, terminal, 'in')),
      ],
      (place) => trouble(`terminal ${place}`, 'has two uses: two doors would share one coil or one contact'),
    ),
  ];
}

function troublesOfTerminal({ boards }: Profile, { terminal: { board: id, channel }, field }: Wire, side: 'locks' | 'contacts'): Trouble[] {
  const board = boards.find((one) => one.id === id);
  if (!board) return [trouble(field, `there is no board ${id}`, `There are ${boards.map((one) => one.id).join(', ')}`)];
  const range = board.model[side];
  if (!range) return [trouble(field, `${board.model.id} has no ${side}`)];
  const { first, last, but = [] } = range;
  if (channel < first || channel > last) {
    return [trouble(field, `${board.model.id} has the ${side} ${String(first)} to ${String(last)}, not ${String(channel)}`)];
  }
  return but.includes(channel) ? [trouble(field, `${board.model.id} cannot use ${String(channel)} for ${side}`, board.model.source)] : [];
}

/** A board that ends every pulse by itself cannot keep a lamp on. */
function troublesOfSignal({ boards }: Profile, { terminal, field }: Wire): Trouble[] {
  const model = boards.find((one) => one.id === terminal.board)?.model;
  return model?.pulse && model.pulse.timedBy !== 'host'
    ? [trouble(field, `${model.id} can only pulse`, 'Connect it to pins of the Pi, an expander or a microcontroller')] : [];
}

/** Pins are either outputs or inputs; a lock board has a coil and a contact of the same number. */
function placeOf({ boards }: Profile, { board: id, channel }: Terminal, way: 'in' | 'out'): string {
  const family = boards.find((one) => one.id === id)?.model.family;
  const isLockBoard = lockBoardFamily(family) !== null;
  return `${id}/${String(channel)}${isLockBoard ? ` (${way})` : ''}`;
}

function troublesOfCurrent({ lock, supply, boards }: Profile): Trouble[] {
  const atOnce = supply?.coilsAtOnce ?? 1;
  const together = atOnce * lock.currentMa;
  const coils = atOnce === 1 ? 'one coil draws' : `${String(atOnce)} coils draw`;
  const most = Math.floor((supply?.currentMostMa ?? Infinity) * supplyLoadMost);
  const weak = boards.filter(({ model }) => lock.currentMa > (model.currentMostMa ?? Infinity));
  return [
    ...(together > most ? [trouble(
      'supply', `${coils} ${String(together)} mA, more than 70 % of what it gives (${String(most)} mA)`,
      atOnce === 1 ? 'A stronger supply' : 'Fewer coilsAtOnce, or a stronger supply',
    )] : []),
    ...weak.map(({ id }) => trouble(`board ${id}`, `carries less than the ${String(lock.currentMa)} mA of one coil`)),
  ];
}

function portsOf({ buses, readers, keypad }: Profile): string[] {
  const devices: readonly object[] = [...buses, ...readers, ...(keypad === undefined ? [] : [keypad])];
  return devices.flatMap((device) => ('port' in device ? [String(device.port)] : 'device' in device ? [String(device.device)] : []));
}

function cardsOf({ audio }: Profile): string[] {
  return audio?.headphones === undefined ? [] : [audio.loudspeaker.card, audio.headphones.card];
}

function twice<T>(values: readonly T[], say: (value: T) => Trouble): Trouble[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(say);
}
