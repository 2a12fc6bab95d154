import { paint } from '../cli/colours.ts';
import type { Call, ExitCode } from '../cli/command.ts';
import type { FlashedNow } from '../flash/flasher.ts';
import { nameOf, sayNoProfile } from '../flash/say-profile.ts';
import type { NoProfile } from '../flash/start-profile.ts';
import type { BankClient } from '../socket/client.ts';

/** How a bank is that shows its set-up screen: why, and how to go on. Ends with 1: it serves nobody. */
export async function setUpStatus(call: Call, client: BankClient, why: NoProfile['why']): Promise<ExitCode> {
  const { source: bank, firmware, bootid } = client.greeting;
  const now = await client.ask({ ask: 'flashed' }) as FlashedNow | null;
  const flashed = now && { profile: now.profile, version: now.version, sha256: now.sha256, verdict: now.verdict };
  call.answer({ bank, firmware, bootid, setUp: why, flashed, well: false }, [
    `bank           ${bank}`,
    `firmware       ${firmware}, boot ${bootid}`,
    'state          setting up',
    `profile        ${now?.verdict === null ? sayNext(now) : sayNoProfile(noProfile(why, now))}`,
    '', paint(call.terminal, 'red', 'This bank is not at work.'),
  ].join('\n'));
  return 1;
}

/** It was flashed a moment ago: the bank is about to end, and to start with it. */
function sayNext(now: FlashedNow): string {
  return `${nameOf(now)}, has been flashed, and is tried at the next start`;
}

function noProfile(why: NoProfile['why'], now: FlashedNow | null): NoProfile {
  if (why !== 'not-passed') return { why };
  return now ? { why, failed: { profile: now.profile, version: now.version, says: now.verdict?.says ?? [] } } : { why: 'damaged' };
}
