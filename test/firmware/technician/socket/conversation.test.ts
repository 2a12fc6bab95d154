import { describe, expect, test } from 'vitest';
import { idleMost } from '../../../../firmware/technician/socket/conversation.ts';
import { signText, openAllText } from '../../../../firmware/signed/technician-keys.ts';
import type { DoorRow, OpenAllPart, OpenAnswer, StatusAnswer } from '../../../../firmware/technician/socket/protocol.ts';
import { writeTechnicians } from '../../../../firmware/technician/socket/technicians.ts';
import { code } from '../../../support/bank-rig.ts';
import { keyFor, TechnicianRig } from '../../../support/technician-rig.ts';

const doorsOf = (answer: unknown): readonly DoorRow[] => (answer as { doors: readonly DoorRow[] }).doors;

describe('whoever may open the socket', () => {
  test('is told how the bank and every door are, without a key', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    const doors = doorsOf(await rig.during(client.ask({ ask: 'doors' })));
    expect(doors.map(({ locker }) => locker)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const third = { locker: 3, status: 'available', door: 'closed', lock: 'cabinet/3', contact: 'cabinet/103', board: 'heard' };
    expect(doors[2]).toMatchObject(third);
    const status = await rig.during(client.ask({ ask: 'status' })) as StatusAnswer;
    expect(status).toMatchObject({
      bank: 'lb://demo/bank-1', profile: 'test-8', upstream: 'online', kiosk: 'free', doors: { open: 0, closed: 8, unknown: 0 },
      lockers: { available: 8 }, silentBoards: [], degraded: [], technicians: [],
    });
  });

  test('opens nothing without a key, one door no more than all', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    const second = { technician: 'eve', signature: 'A'.repeat(86) };
    await expect(rig.during(client.ask({ ask: 'open', locker: 1, reason: 'for fun' }))).rejects.toMatchObject({ why: 'sign-in-first' });
    const all = client.ask({ ask: 'open-all', reason: 'for fun', occupiedToo: true, second });
    await expect(rig.during(all)).rejects.toMatchObject({ why: 'sign-in-first' });
    await rig.bank.advance(20_000);
    expect(rig.bank.cabinet.pulses()).toEqual([]);
  });

  test('sees each door that moves while they watch, and nothing else', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    const seen: string[] = [];
    void client.ask({ ask: 'watch' }, (part) => {
      const { locker, door, isVisited } = part as DoorRow;
      seen.push(`${String(locker)} ${door}${isVisited ? ' visited' : ''}`);
    }).catch(() => undefined);
    await rig.bank.advance(100);
    expect(seen.splice(0)).toHaveLength(8);
    await rig.bank.command('locker.open', { locker: 4 });
    await rig.bank.shut(4);
    expect(seen).toEqual(['4 closed visited', '4 open visited', '4 closed']);
  });

  test('reads the events that were, and hears those that come', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    const heard: string[] = [];
    void client.ask({ ask: 'follow', from: 1 }, (part) => heard.push((part as { type: string }).type)).catch(() => undefined);
    await rig.bank.advance(100);
    expect(heard[0]).toBe('lockerbank.bank.booted.v1');
    const before = heard.length;
    await rig.bank.command('locker.open', { locker: 2 });
    expect(heard.slice(before)).toEqual(['lockerbank.door.released.v1', 'lockerbank.door.opened.v1', 'lockerbank.command.done.v1']);
    const { events, head } = await rig.during(client.ask({ ask: 'events', from: 2 })) as { events: { type: string }[]; head: number };
    expect(events.map(({ type }) => type)).toEqual(heard.slice(1));
    expect(head).toBe(heard.length);
  });

  test('is told that a board is silent when none of its doors is known', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    for (const locker of [1, 2, 3, 4, 5, 6, 7]) rig.bank.cabinet.setFault(locker, 'sensor-lost');
    await rig.bank.advance(5_000);
    expect(doorsOf(await rig.during(client.ask({ ask: 'doors' }))).every(({ board }) => board === 'heard')).toBe(true);
    rig.bank.cabinet.setFault(8, 'sensor-lost');
    await rig.bank.advance(5_000);
    expect(doorsOf(await rig.during(client.ask({ ask: 'doors' }))).every(({ board }) => board === 'silent')).toBe(true);
    expect(await rig.during(client.ask({ ask: 'status' }))).toMatchObject({ silentBoards: ['cabinet'] });
  });
});

describe('a technician', () => {
  test('signs in with their own key, and the upstream learns who came and went', async () => {
    const rig = await TechnicianRig.start();
    const before = rig.booked().length;
    const client = await rig.signedIn();
    expect(await rig.during(client.ask({ ask: 'status' }))).toMatchObject({ technicians: ['tom'] });
    client.close();
    await rig.bank.advance(1_000);
    const by = { role: 'technician', id: 'tom' };
    expect(rig.booked(before)).toEqual([['staff.signed-in', { by }], ['staff.signed-out', { by }]]);
  });

  test('opens a door: who and why is told before it moves, and nobody calls it forced', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    const before = rig.booked().length;
    const answer = await rig.during(client.ask({ ask: 'open', locker: 3, reason: 'latch squeaks' })) as OpenAnswer;
    expect(answer).toMatchObject({ locker: 3, outcome: 'opened' });
    expect(answer.afterMs).toBeGreaterThan(100);
    await rig.bank.shut(3);
    const by = { role: 'technician', id: 'tom' };
    expect(rig.booked(before).map(([type]) => type)).toEqual(['problem.reported', 'door.released', 'door.opened', 'door.closed']);
    expect(rig.booked(before)[0]).toEqual(['problem.reported', { why: 'opened by technician: latch squeaks', locker: 3, by }]);
    const events = rig.bank.upstream.booked().slice(before);
    expect(new Set(events.map(({ correlationid }) => correlationid)).size).toBe(1);
    const [, , third] = doorsOf(await rig.during(client.ask({ ask: 'doors' })));
    expect(third).toMatchObject({ status: 'available', door: 'closed', isVisited: false });
    expect(rig.bank.cabinet.violations()).toEqual([]);
  });

  test('who opens a door with a parcel behind it leaves it in doubt, as from afar', async () => {
    const rig = await TechnicianRig.start();
    const locker = await rig.bank.deposit('r-1');
    const client = await rig.signedIn();
    await rig.during(client.ask({ ask: 'open', locker, reason: 'damaged door' }));
    await rig.bank.shut(locker);
    const doors = doorsOf(await rig.during(client.ask({ ask: 'doors' })));
    expect(doors[locker - 1]).toMatchObject({ status: 'check', doubt: 'opened-remotely' });
    await rig.bank.input({ type: 'code.entered', code }, 1_000);
    expect(rig.bank.openDoors()).toEqual([locker]);
  });

  test('is told that a door jams, and that somebody is at another', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    rig.bank.cabinet.setFault(5, 'jammed');
    const jammed = client.ask({ ask: 'open', locker: 5, reason: 'does it open?' });
    await rig.bank.advance(200);
    await expect(rig.during(client.ask({ ask: 'open', locker: 5, reason: 'now?' }))).rejects.toMatchObject({ why: 'busy' });
    expect(await rig.during(jammed)).toMatchObject({ outcome: 'did-not-open' });
    const nowhere = client.ask({ ask: 'open', locker: 99, reason: 'is it there?' });
    await expect(rig.during(nowhere)).rejects.toMatchObject({ why: 'unknown-locker' });
  });

  test.each([
    ['another one\'s name', 'eve', 'tom'],
    ['a name that the bank does not know', 'mallory', 'mallory'],
  ])('is not let in under %s, has one try, and the upstream is told once a minute', async (_what, name, key) => {
    const rig = await TechnicianRig.start();
    const before = rig.booked().length;
    for (let tries = 0; tries < 3; tries++) {
      const client = await rig.client();
      await expect(rig.during(client.signIn({ ...keyFor(key), id: name }))).rejects.toMatchObject({ why: 'key-refused' });
      await rig.bank.advance(10);
      await expect(client.ask({ ask: 'status' })).rejects.toMatchObject({ code: 'socket.silent' });
    }
    await rig.bank.advance(1_000);
    expect(rig.booked(before)).toEqual([['problem.reported', { why: 'technician-key-refused', by: null }]]);
  });

  test('signs each connection anew: what was signed for one is worth nothing in the next', async () => {
    const rig = await TechnicianRig.start();
    const [first, second] = [await rig.client(), await rig.client()];
    expect(first.greeting.challenge).not.toBe(second.greeting.challenge);
    const { source, challenge } = first.greeting;
    const signature = signText(keyFor('tom'), `lb1|technician|${source}|${challenge}|sign-in|tom`) ?? '';
    await expect(rig.during(second.ask({ ask: 'sign-in', technician: 'tom', signature }))).rejects.toMatchObject({ why: 'key-refused' });
    await rig.during(first.ask({ ask: 'sign-in', technician: 'tom', signature }));
  });

  test('is not told that somebody has signed in where the card could not be read: they may try again', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.client();
    rig.bank.disk.fault = 'read-fails';
    await expect(rig.during(client.signIn(keyFor('tom')))).rejects.toMatchObject({ why: 'bank-trouble' });
    rig.bank.disk.fault = 'none';
    await rig.during(client.signIn(keyFor('tom')));
    expect(await rig.during(client.ask({ ask: 'status' }))).toMatchObject({ technicians: ['tom'] });
  });

  test('who is taken off the list is refused at the next sign-in', async () => {
    const rig = await TechnicianRig.start();
    await writeTechnicians(rig.bank.disk, []);
    const client = await rig.client();
    await expect(rig.during(client.signIn(keyFor('tom')))).rejects.toMatchObject({ why: 'key-refused' });
  });

  test('whom the directory names is what the directory says: an operator with a technician\'s key opens nothing', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    await rig.bank.declare('directory', { recipients: [], operators: [{ id: 'tom', name: 'Tom', permissions: ['remote-open'] }] });
    await expect(rig.during(client.ask({ ask: 'open', locker: 1, reason: 'as before' }))).rejects.toMatchObject({ why: 'not-allowed' });
    const again = await rig.client();
    await expect(rig.during(again.signIn(keyFor('tom')))).rejects.toMatchObject({ why: 'not-allowed' });
  });

  test('nobody has a door opened while a profile is on trial: no contact would say whether it is the right one', async () => {
    let pass = (): void => undefined;
    const rig = await TechnicianRig.start({ passed: new Promise((resolve) => (pass = resolve)) });
    const client = await rig.signedIn();
    const opening = () => rig.during(client.ask({ ask: 'open', locker: 1, reason: 'to see' }));
    await expect(opening()).rejects.toMatchObject({ why: 'on-trial' });
    expect(rig.bank.cabinet.pulses()).toEqual([]);
    pass();
    await rig.bank.advance(100);
    expect(await opening()).toMatchObject({ outcome: 'opened' });
  });

  test('whom the directory has dropped is out, for doors and for profiles, also after the bank has begun anew', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    const tom = { id: 'tom', name: 'Tom', role: 'technician', permissions: ['remote-open'] };
    await rig.bank.declare('directory', { recipients: [], operators: [tom] });
    await rig.during(client.ask({ ask: 'open', locker: 1, reason: 'as before' }));
    await rig.bank.declare('directory', { recipients: [], operators: [{ ...tom, id: 'tim' }] });
    await expect(rig.during(client.ask({ ask: 'open', locker: 2, reason: 'as before' }))).rejects.toMatchObject({ why: 'not-allowed' });
    const back = client.ask({ ask: 'roll-back', reason: 'as before', withoutBoards: null, doorsOpen: null });
    await expect(rig.during(back)).rejects.toMatchObject({ why: 'not-allowed' });
    const order = { bundle: '{}', signature: 'A'.repeat(86), reason: null, withoutBoards: null, doorsOpen: null };
    const flash = client.ask({ ask: 'flash', ...order });
    await expect(rig.during(flash)).rejects.toMatchObject({ why: 'not-allowed' });
    await rig.listen();
    const again = await rig.client();
    await expect(rig.during(again.signIn(keyFor('tom')))).rejects.toMatchObject({ why: 'not-allowed' });
    await rig.signedIn('eve');
  });

  test('who goes away from the terminal is signed out after a quarter of an hour', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    await rig.bank.advance(idleMost - 1_000);
    await rig.during(client.ask({ ask: 'status' }));
    await rig.bank.advance(idleMost + 1_000);
    await expect(client.ask({ ask: 'status' })).rejects.toMatchObject({ code: 'socket.silent' });
    expect(rig.booked().at(-1)).toEqual(['staff.signed-out', { by: { role: 'technician', id: 'tom' } }]);
  });
});

describe('opening every door', () => {
  const reason = 'new gaskets';

  test('goes one after the other, and leaves alone what is occupied', async () => {
    const rig = await TechnicianRig.start();
    const locker = await rig.bank.deposit('r-1');
    const client = await rig.signedIn();
    const before = rig.bank.cabinet.pulses().length;
    const parts: OpenAllPart[] = [];
    const all = client.ask({ ask: 'open-all', reason, occupiedToo: false, second: client.second(keyFor('eve'), reason) },
      (part) => parts.push(part as OpenAllPart));
    expect(await rig.during(all)).toEqual({ opened: 7, of: 8 });
    expect(parts.map((part) => part.locker)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(parts[locker - 1]).toEqual({ locker, skipped: 'occupied' });
    const pulses = rig.bank.cabinet.pulses().slice(before);
    expect(pulses.map((pulse) => pulse.locker)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].filter((one) => one !== locker));
    expect(rig.bank.cabinet.violations()).toEqual([]);
    expect(rig.bank.openDoors()).not.toContain(locker);
  });

  test.each([
    ['the same technician twice', 'tom', reason],
    ['a second one whom the bank does not know', 'mallory', reason],
    ['what a second one has signed for another reason', 'eve', 'something else'],
  ])('is refused to %s', async (_who, id, signedReason) => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    const { source, challenge } = client.greeting;
    const signature = signText(keyFor(id), openAllText(source, challenge, id, signedReason)) ?? '';
    const all = client.ask({ ask: 'open-all', reason, occupiedToo: true, second: { technician: id, signature } });
    await expect(rig.during(all)).rejects.toMatchObject({ why: 'second-refused' });
    await rig.bank.advance(20_000);
    expect(rig.bank.cabinet.pulses()).toEqual([]);
  });

  test('ends with the connection: no further door opens for somebody who has hung up', async () => {
    const rig = await TechnicianRig.start();
    const client = await rig.signedIn();
    const all = client.ask({ ask: 'open-all', reason, occupiedToo: true, second: client.second(keyFor('eve'), reason) }, (part) => {
      if ((part as OpenAllPart).locker === 2) client.close();
    });
    await expect(rig.during(all)).rejects.toMatchObject({ code: 'socket.silent' });
    await rig.bank.advance(30_000);
    const opened = rig.bank.openDoors();
    expect(opened.length).toBeLessThanOrEqual(3);
    expect(opened.slice(0, 2)).toEqual([1, 2]);
  });
});

describe('what is said at the socket', () => {
  test('is not answered where it is no request: nobody is taught the language', async () => {
    const rig = await TechnicianRig.start();
    for (const line of ['', 'open 3', '{"ask":"open"}', '[]', '{"id":0,"ask":"status"}', 'null']) {
      const connection = rig.raw();
      await rig.bank.advance(1);
      connection.peer.send(line);
      await rig.bank.advance(1);
      expect([line, connection.heard.length, connection.isClosed]).toEqual([line, 1, true]);
    }
  });

  test('is refused by its number where it is not understood, and the connection goes on', async () => {
    const rig = await TechnicianRig.start();
    const connection = rig.raw();
    const requests = [
      { id: 1, ask: 'dance' }, { id: 2, ask: 'open', locker: 0, reason: 'no' }, { id: 3, ask: 'status', more: 1 }, { id: 4, ask: 'status' },
    ];
    for (const request of requests) connection.peer.send(JSON.stringify(request));
    await rig.bank.advance(1);
    expect(connection.heard.slice(1).map(({ id, refused }) => [id, refused])).toEqual([
      [1, 'malformed'], [2, 'malformed'], [3, 'malformed'], [4, undefined],
    ]);
    expect(connection.isClosed).toBe(false);
  });

  test('is bounded: so many requests at once, so many connections', async () => {
    const rig = await TechnicianRig.start();
    const connection = rig.raw();
    for (let id = 1; id <= 9; id++) connection.peer.send(JSON.stringify({ id, ask: 'watch' }));
    await rig.bank.advance(1);
    expect(connection.heard.filter(({ refused }) => refused === 'too-many-requests').map(({ id }) => id)).toEqual([9]);
    const others = Array.from({ length: 8 }, () => rig.raw());
    await rig.bank.advance(1);
    expect([connection, ...others].map(({ isClosed }) => isClosed)).toEqual([true, ...others.map(() => false)]);
  });

  test('is no matter of who came first: whoever watches and never signs in keeps no technician out', async () => {
    const rig = await TechnicianRig.start();
    const technician = await rig.signedIn('eve');
    const watching = Array.from({ length: 7 }, () => rig.raw());
    for (const { peer } of watching) peer.send(JSON.stringify({ id: 1, ask: 'watch' }));
    await rig.bank.advance(1);
    await rig.signedIn('tom');
    expect(watching.map(({ isClosed }) => isClosed)).toEqual([true, ...Array.from({ length: 6 }, () => false)]);
    expect(await rig.during(technician.ask({ ask: 'status' }))).toMatchObject({ technicians: ['eve', 'tom'] });
  });
});

test('a bank that stops signs its technicians out and hangs up', async () => {
  const rig = await TechnicianRig.start();
  const client = await rig.signedIn();
  await rig.during(rig.server.close());
  await rig.bank.advance(1_000);
  expect(rig.booked().at(-1)?.[0]).toBe('staff.signed-out');
  await expect(client.ask({ ask: 'status' })).rejects.toMatchObject({ code: 'socket.silent' });
});
