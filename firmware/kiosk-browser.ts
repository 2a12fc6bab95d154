import { tmpdir } from 'node:os';
import { launchChromium } from './adapters/chromium.ts';
import { loopback } from './adapters/listen.ts';
import { RealClock } from './adapters/real-clock.ts';
import { KioskBrowser, type PageLife } from './kiosk/browser.ts';

/**
 * The browser in front of the bank, as a program that systemd keeps running: with exit code 1 it asks to be started again, with
 * a browser that knows nothing.
 */
const { LOCKERBANK_KIOSK_PORT: port = '8481', RUNTIME_DIRECTORY: folder = tmpdir() } = process.env;
const url = `http://${loopback}:${port}/`;

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
