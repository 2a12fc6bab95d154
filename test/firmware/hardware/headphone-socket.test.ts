import { expect, test } from 'vitest';
import { HeadphoneSocket, plugSettles } from '../../../firmware/hardware/headphone-socket.ts';
import { VirtualClock } from '../../../sim/virtual-clock.ts';
import { ms } from '../../../statecharts/units.ts';

function socketRig() {
  const clock = new VirtualClock();
  const socket = new HeadphoneSocket(clock);
  const told: boolean[] = [];
  socket.watch((isPlugged) => told.push(isPlugged));
  return { clock, socket, told };
}

test('a person pushes the plug in, and it is one plug however it scrapes', async () => {
  const { clock, socket, told } = socketRig();
  for (const isPlugged of [true, false, true]) {
    socket.read(isPlugged);
    await clock.advance(ms(10));
  }
  expect([told, socket.isPlugged()]).toEqual([[], false]);
  await clock.advance(plugSettles);
  expect([told, socket.isPlugged()]).toEqual([[true], true]);
});

test('a person pulls the plug out, and hears nothing more at once', async () => {
  const { clock, socket, told } = socketRig();
  socket.read(true);
  await clock.advance(plugSettles);
  socket.read(false);
  await clock.advance(plugSettles);
  expect(told).toEqual([true, false]);
});

test('a plug that only brushes the socket is none', async () => {
  const { clock, socket, told } = socketRig();
  socket.read(true);
  await clock.advance(ms(plugSettles - 1));
  socket.read(false);
  await clock.advance(plugSettles);
  expect(told).toEqual([]);
});

test('where nobody knows whether a plug is in, there is none; it is found again when it is read again', async () => {
  const { clock, socket, told } = socketRig();
  socket.read(true);
  await clock.advance(plugSettles);
  socket.lose();
  expect(told).toEqual([true, false]);
  socket.lose();
  socket.read(true);
  await clock.advance(plugSettles);
  expect(told).toEqual([true, false, true]);
});

test('a bank that is switched off while a plug goes in leaves no timer behind', () => {
  const { clock, socket } = socketRig();
  socket.read(true);
  socket.close();
  expect(clock.waiting()).toEqual([]);
});
