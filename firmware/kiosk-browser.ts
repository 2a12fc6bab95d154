import { tmpdir } from 'node:os';
import { launchChromium } from './adapters/chromium.ts';
import { loopback } from './adapters/listen.ts';
import { exitCodeOf, sayError } from './adapters/process.ts';
import { RealClock } from './adapters/real-clock.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { KioskBrowser, type PageLife } from './kiosk/browser.ts';

/**
 * The browser in front of the bank, as a program that systemd keeps running: with exit code 1 it asks to be started again, with
 * a browser that knows nothing.
 */
const { LOCKERBANK_KIOSK_PORT, RUNTIME_DIRECTORY: folder = tmpdir() } = process.env;
const url = `http://${loopback}:${String(portOf(LOCKERBANK_KIOSK_PORT))}/`;

/** A port that is none would show somebody an empty screen for years: systemd says so instead. */
function portOf(said: string | undefined): number {
  try {
    return readConfiguration(said === undefined ? {} : { LOCKERBANK_KIOSK_PORT: said }).kioskPort;
  } catch (error) {
    process.stderr.write(`${sayError(error)}\n`);
    process.exit(exitCodeOf(error));
  }
}

async function askPage(): Promise<PageLife> {
  try {
    const { status } = await fetch(`${url}alive`, { signal: AbortSignal.timeout(4_000) });
    return status === 204 ? 'alive' : 'silent';
  } catch {
    return 'no-bank';
  }
}

const [program = 'chromium'] = process.argv.slice(2);
const browser = new KioskBrowser({ clock: new RealClock(), askPage, launch: () => launchChromium({ url, folder, program }) });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void browser.close().then(() => process.exit(0));
  });
}
const why = await browser.over;
process.stderr.write(`lockerbank-kiosk: ${why}\n`);
await browser.close();
process.exit(1);
