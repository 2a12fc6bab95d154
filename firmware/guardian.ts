import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { RealClock } from './adapters/real-clock.ts';
import { runGuardian } from './hardware/guardian/guardian-program.ts';

/** The guardian as a process of its own, which the firmware starts. It outlives its controller for as long as a coil takes. */

// A stop is the controller's business: whoever stops all processes at once would else leave nobody to switch off.
// SIGABRT is what systemd sends to all of them when the controller hangs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGABRT', 'SIGQUIT'] as const) process.on(signal, () => undefined);
const bytes = (): Duplex => new Socket({ fd: 3, readable: true, writable: true });
// Not process.stdout: that one waits until somebody reads.
const reports = new Socket({ fd: 1, readable: false, writable: true });
const isOff = await runGuardian({ orders: process.stdin, reports, bytes, clock: new RealClock() });
process.exit(isOff ? 0 : 1);
