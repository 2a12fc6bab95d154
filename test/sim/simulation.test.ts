import { expect, test } from 'vitest';
import { Cabinet } from '../../sim/cabinet/cabinet.ts';
import { memoryOfOneRun } from '../../sim/cabinet/cabinet-memory.ts';
import { SimulatedScanner } from '../../sim/cabinet/scanner.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { cuttable } from '../../sim/network.ts';
import { Simulation } from '../../sim/simulation.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { testProfile } from '../support/profiles.ts';

test('a scan that the scanner swallows is refused, and nobody is told that it was done', async () => {
  const profile = testProfile();
  const clock = new VirtualClock();
  const scanner = new SimulatedScanner();
  const texts: string[] = [];
  scanner.watch((text) => texts.push(text));
  const simulation = new Simulation({
    profile, cabinet: new Cabinet({ profile, clock, memory: memoryOfOneRun() }), scanner,
    network: cuttable(new MemoryBroker({ clock }).transport()), upstream: null, kioskUrl: '', mqttUrl: '',
  });
  expect(await simulation.perform({ do: 'scan', text: 'PKG\n1001' })).toEqual({ kind: 'refused', why: 'The scanner could not read that.' });
  expect(await simulation.perform({ do: 'scan', text: 'PKG-1001' })).toEqual({ kind: 'done' });
  expect(texts).toEqual(['PKG-1001']);
});
