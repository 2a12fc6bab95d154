import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A sound card for machines that have none: ALSA writes what it is given into a program that takes it as slowly as it would be
 * heard, 2,205 bytes each 50 ms, and ends with whoever plays.
 */
const listens = `while kill -0 $PPID 2>/dev/null && [ $(head -c 2205 | wc -c) -gt 0 ]; do sleep 0.045; done`;

/** ALSA's own settings, and the card beside them. */
const settingsOf = (listener: string): string => `
</usr/share/alsa/alsa.conf>
pcm.paced { type plug slave.pcm { type file slave.pcm null file "|exec sh ${listener}" format raw } }
`;

interface PacedCard {
  /** What ALSA_CONFIG_PATH has to be. */
  readonly configuration: string;
  readonly name: string;
  remove(): Promise<void>;
}

export function pacedCard(): PacedCard {
  const folder = mkdtempSync(join(tmpdir(), 'lockerbank-card-'));
  const [listener, configuration] = [join(folder, 'listen.sh'), join(folder, 'asound.conf')];
  writeFileSync(listener, `${listens}\n`);
  writeFileSync(configuration, settingsOf(listener));
  return {
    configuration,
    name: 'paced',
    // The listener notices within 50 ms that nobody plays any more.
    remove: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
