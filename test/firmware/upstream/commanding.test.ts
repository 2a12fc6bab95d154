import { expect, test } from 'vitest';
import { Commands } from '../../../firmware/upstream/commanding.ts';
import { bank, commandOf, tenant } from '../../support/hand-upstream.ts';
import { keySetFor, testSigning } from '../../support/keys.ts';
import type { TrustMode } from '../../../firmware/signed/trust.ts';

const signing = testSigning();

function commandsRig(trust: TrustMode = 'signed') {
  const heard: string[] = [];
  const state = { session: 'S', keys: keySetFor(signing) };
  const commands = new Commands({
    frame: () => ({ tenant, bank, trust, keys: state.keys, nowMs: 0 }), session: () => state.session,
    onCommand: (reading) => {
      heard.push(reading.kind === 'command' ? reading.command.id : `refused ${reading.id}`);
      if (heard.at(-1) === 'c-throws') throw new Error('the shell has failed');
    },
    onRefused: (why) => heard.push(why), onUnreadable: () => heard.push('unreadable'), onTrouble: (where) => heard.push(`trouble ${where}`),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { commands, heard, state, settle };
}

const signed = (id: string, session = 'S') =>
  ({ tok: signing.online.sign(commandOf(id, 'locker.open', { locker: 3 }).data, `lb1|cmd|${tenant}/${bank}|${session}`) });

test('a command whose connection ends while its signature is verified is not carried out', async () => {
  const rig = commandsRig();
  rig.commands.take(signed('c-1'));
  rig.state.session = 'T';
  await rig.settle();
  expect(rig.heard).toEqual([]);
  rig.commands.take(signed('c-2', 'T'));
  await rig.settle();
  expect(rig.heard).toEqual(['c-2']);
});

test('one command that makes trouble does not hold up the next', async () => {
  const { commands, heard, settle } = commandsRig();
  for (const id of ['c-throws', 'c-2']) commands.take(signed(id));
  await settle();
  expect(heard).toEqual(['c-throws', 'trouble command', 'c-2']);
});

test('before the first keys a command is neither obeyed nor counted: it comes again when there are some', async () => {
  const rig = commandsRig();
  rig.state.keys = keySetFor(signing, 'root alone');
  rig.commands.take(signed('c-1'));
  rig.commands.take({ data: { id: 'c-2' } });
  await rig.settle();
  expect(rig.heard).toEqual([]);
});

test('a plain command over a trusted broker is read at once', () => {
  const { commands, heard } = commandsRig('broker');
  commands.take(commandOf('c-1', 'locker.open', { locker: 3 }));
  commands.take(commandOf('c-2', 'locker.paint', {}));
  commands.take('nonsense');
  expect(heard).toEqual(['c-1', 'unreadable', 'refused c-2', 'unreadable']);
});
