import { aboutBank, aboutLocker, type Fact } from '../../firmware/bank/facts.ts';
import { Ledger } from '../../firmware/journal/ledger.ts';
import type { Random } from '../../firmware/ports/random.ts';
import type { Transport } from '../../firmware/ports/transport.ts';
import { documentsBeyond, type DocumentAddress } from '../../firmware/contract/documents.ts';
import { Link, type LinkChange, type LinkOptions } from '../../firmware/upstream/link.ts';
import { reportOf } from '../../firmware/upstream/report.ts';
import { keySetOf, noKeys, readKeysDocument, type KeySet } from '../../firmware/signed/keys.ts';
import type { TrustMode } from '../../firmware/signed/trust.ts';
import { MemoryDisk } from '../../sim/disk-memory.ts';
import { MemoryBroker } from '../../sim/memory-broker.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';
import { ms } from '../../statecharts/units.ts';
import { bank, HandUpstream, tenant, type HandOptions } from './hand-upstream.ts';
import { noonMs } from './noon.ts';
import { testProfile } from './profiles.ts';

/** A journal with nothing above it but what a test commits. */
export async function openLedger(clock: VirtualClock, disk = new MemoryDisk(), seed = 1): Promise<Ledger> {
  const limits = { segmentBytes: 256 * 1024 }; // Of memory there is no card to spare, only time.
  return Ledger.open({
    disk, clock, limits, random: new SeededRandom(seed), profile: testProfile(), source: `lb://${tenant}/${bank}`,
  });
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
  /** Documents that were delivered; they are in force from then on. */
  readonly documents: { readonly kind: string; readonly version: number; readonly body: string; readonly parts: readonly string[] }[];
  readonly rejected: { readonly kind: string; readonly version: number; readonly why: string }[];
  /** The disk's parts, by their hash. */
  readonly parts: Map<string, string>;
  readonly changes: LinkChange[];
  /** What was heard of the upstream's time and of its place in the log: `time 1795… 20`, `rewound 3`, `forked 99`. */
  readonly notices: string[];
  readonly troubles: { readonly where: string; readonly error: unknown }[];
  /** What the bank believes now. */
  keySet: KeySet;
  advance(byMs: number): Promise<void>;
  commit(...facts: Fact[]): Promise<void>;
}

export interface LinkRigOptions extends HandOptions {
  readonly random?: Random;
  readonly transport?: (broker: MemoryBroker) => Transport;
  readonly trust?: TrustMode;
  readonly keySet?: KeySet;
  readonly change?: Partial<LinkOptions>;
}

/** A link over a journal in memory, a broker in memory, and an upstream that is played by hand and is there first. */
export async function linkRig(options: LinkRigOptions = {}): Promise<LinkRig> {
  const clock = new VirtualClock({ wallMs: noonMs });
  const broker = new MemoryBroker({ clock });
  const ledger = await openLedger(clock);
  const upstream = new HandUpstream(options);
  const joining = upstream.connect(broker.transport());
  await clock.advance(ms(50));
  await joining;
  const rig: Omit<LinkRig, 'link'> = {
    clock, broker, ledger, upstream, commands: [], documents: [], rejected: [], parts: new Map(), changes: [], notices: [], troubles: [],
    keySet: options.keySet ?? noKeys,
    advance: (byMs) => clock.advance(ms(byMs)),
    commit: (...facts) => ledger.commit(facts),
  };
  const { trust = 'broker' } = options;
  const inForce: Record<string, DocumentAddress> = {};
  const take = (wanted: DocumentAddress, body: string, parts: readonly string[]): void => {
    inForce[wanted.kind] = wanted;
    rig.documents.push({ kind: wanted.kind, version: wanted.version, body, parts });
    if (wanted.kind === 'keys') takeKeys(body, wanted.validUntilMs ?? null);
  };
  const takeKeys = (body: string, validUntilMs: number | null): void => {
    const reading = readKeysDocument(body);
    if (reading.kind === 'refused') throw new Error(reading.why);
    const roots = rig.keySet.verifying.filter((key) => key.good.root !== undefined);
    rig.keySet = keySetOf(roots, { document: reading.document, validUntilMs });
    void Promise.resolve().then(() => link.keysChanged()); // As after a commit.
  };
  const link: Link = new Link({
    transport: options.transport?.(broker) ?? broker.transport(), ledger, clock, random: options.random ?? new SeededRandom(7),
    tenant, bank, firmware: '0.0.0', trust, keySet: () => rig.keySet, nowMs: () => clock.wallMs(),
    report: () => reportOf(ledger, testProfile(), 'broker', link),
    onCommand: (reading) => rig.commands.push(reading),
    missing: (want) => documentsBeyond(inForce, want),
    hasPart: (sha256) => Promise.resolve(rig.parts.has(sha256)),
    onPart: (sha256, body) => Promise.resolve(void rig.parts.set(sha256, body)),
    onDocument: take,
    onRejected: ({ kind, version }, why) => rig.rejected.push({ kind, version, why }),
    onServerTime: (timeMs, roundTripMs) => rig.notices.push(`time ${String(timeMs)} ${String(roundTripMs)}`),
    onRewound: (through) => rig.notices.push(`rewound ${String(through)}`),
    onForked: (through) => rig.notices.push(`forked ${String(through)}`),
    onTrouble: (where, error) => rig.troubles.push({ where, error }),
    onLink: (change) => rig.changes.push(change),
    ...options.change,
  });
  return Object.assign(rig, { link });
}
