import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface ChromiumOptions {
  readonly url: string;
  /** What it keeps lies in a new folder in here, which is gone when it has ended. */
  readonly folder: string;
  readonly program: string;
}

/** A browser asked to end that has not done so by then is killed. */
const endsWithinMs = 3_000;

/**
 * A full screen with the page, and no way out of it: no bars, no menus, no second window, no zoom by two fingers, no way back
 * by one, nothing offered, asked or remembered. What an address may be is the business of its policies.
 */
const usualFlags = [
  '--kiosk', '--incognito', '--no-first-run', '--no-default-browser-check', '--noerrdialogs', '--disable-infobars',
  '--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--disable-pinch', '--overscroll-history-navigation=0',
  '--disable-features=Translate,TouchpadOverscrollHistoryNavigation,OverscrollHistoryNavigation,MediaRouter,GlobalMediaControls',
  '--disable-extensions', '--disable-component-update', '--disable-background-networking', '--disable-sync', '--disable-breakpad',
  '--password-store=basic', '--autoplay-policy=no-user-gesture-required', '--ozone-platform-hint=auto',
] as const;

/**
 * Starts Chromium in front of the bank, with nothing in its memory.
 * `close` resolves when it is gone with all that it kept.
 */
export function launchChromium({ url, folder, program }: ChromiumOptions): { readonly ended: Promise<void>; close(): Promise<void> } {
  const kept = mkdtempSync(join(folder, 'browser-'));
  const child = spawn(program, [...usualFlags, `--user-data-dir=${kept}`, url], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`lockerbank-kiosk: ${error.message}\n`);
      resolve();
    });
    child.once('close', () => resolve());
  });
  const gone = ended.then(() => {
    tell(child, 'SIGKILL'); // What it has started itself and left behind.
    rmSync(kept, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return {
    ended: gone,
    async close() {
      tell(child, 'SIGTERM');
      const enough = setTimeout(() => tell(child, 'SIGKILL'), endsWithinMs);
      await gone;
      clearTimeout(enough);
    },
  };
}

/** Tells it and all that it has started. */
function tell({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // There is nobody left.
  }
}
