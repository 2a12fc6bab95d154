import { aboutBank, aboutLocker, type Fact } from '../../firmware/bank/facts.ts';
import { missingDocuments } from '../../firmware/bank/documents.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import type { Random } from '../../firmware/ports/random.ts';
import type { Transport } from '../../firmware/ports/transport.ts';
import { Link, type LinkChange, type LinkOptions } from '../../firmware/upstream/link.ts';
import { reportOf } from '../../firmware/upstream/report.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { bank, HandUpstream, tenant, type HandOptions } from './hand-upstream.ts';
import { testProfile } from './profiles.ts';

export const noon = Date.parse('2026-11-22T12:00:00.000Z');

/** A journal with nothing above it but what a test commits. */
export async function openLedger(clock: VirtualClock, disk = new MemoryDisk(), seed = 1): Promise<Ledger> {
  return Ledger.open({ disk, clock, random: new SeededRandom(seed), profile: testProfile(), source: `lb://${tenant}/${bank}` });
}

/** One small event. */
export const smallEvent = (): Fact => aboutBank('staff.signed-in', { by: { role: 'operator', id: 'mia' } });

/** One event about as large as events get: twenty items with long names. */
export function largeEvent(reservation: string): Fact {
  const items = Array.from({ length: 20 }, (_, index) => ({ id: `${String(index)}-${'x'.repeat(60)}` }));
  const party = { type: 'recipient', id: 'ada' } as const;
  return aboutLocker('reservation.made', 1, {
    reservation, kind: 'delivery', locker: 1, items, party, size: 'small', accessible: false, until: null,
  });
}

export interface LinkRig {
  readonly clock: VirtualClock;
  readonly broker: MemoryBroker;
  readonly ledger: Ledger;
  readonly link: Link;
  readonly upstream: HandUpstream;
  readonly commands: Parameters<LinkOptions['onCommand']>[0][];
  readonly documents: { readonly kind: string; readonly version: number; readonly body: string }[];
  readonly changes: LinkChange[];
  readonly troubles: { readonly where: string; readonly error: unknown }[];
  advance(byMs: number): Promise<void>;
  commit(...facts: Fact[]): Promise<void>;
}

export interface LinkRigOptions extends HandOptions {
  readonly random?: Random;
  readonly transport?: (broker: MemoryBroker) => Transport;
  readonly change?: Partial<LinkOptions>;
}

/** A link over a journal in memory, a broker in memory, and an upstream that is played by hand and is there first. */
export async function linkRig(options: LinkRigOptions = {}): Promise<LinkRig> {
  const clock = new VirtualClock({ wallMs: noon });
  const broker = new MemoryBroker({ clock });
  const ledger = await openLedger(clock);
  const upstream = new HandUpstream(options);
  const joining = upstream.connect(broker.transport());
  await clock.advance(ms(50));
  await joining;
  const commands: LinkRig['commands'] = [];
  const documents: { kind: string; version: number; body: string }[] = [];
  const changes: LinkChange[] = [];
  const troubles: { where: string; error: unknown }[] = [];
  const link: Link = new Link({
    transport: options.transport?.(broker) ?? broker.transport(), ledger, clock, random: options.random ?? new SeededRandom(7),
    tenant, bank, firmware: '0.0.0',
    report: () => reportOf(ledger, testProfile(), 'broker', link.messagesRefused),
    onCommand: (reading) => commands.push(reading),
    onDocument: ({ kind, version }, body) => documents.push({ kind, version, body }),
    missing: (want) => missingDocuments(ledger.books, want),
    onTrouble: (where, error) => troubles.push({ where, error }),
    onLink: (change) => changes.push(change),
    ...options.change,
  });
  return {
    clock, broker, ledger, link, upstream, commands, documents, changes, troubles,
    advance: (byMs) => clock.advance(ms(byMs)),
    commit: (...facts) => ledger.commit(facts),
  };
}
