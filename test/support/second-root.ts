import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './run-step.ts';

/** Below `$root`: what lies on this machine, but nothing that runs on it and none of its devices. What is written stays in memory. */
const mounted = `
root=$0/root
mount -t tmpfs none "$0"
mkdir "$0/upper" "$0/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 none "$root/run"
mount -t tmpfs -o mode=755 none "$root/dev"
for name in null zero full random urandom tty; do : >"$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -m 1777 "$root/dev/shm"
`;

/** A bank that is installed here belongs to somebody: there it is not, and none of its settings, data and units are. */
const withoutBank = `
if [ -e "$root/var/lib/dpkg/info/lockerbank.list" ]; then chroot "$root" dpkg --force-depends -P lockerbank >&2; fi
rm -rf "$root/etc/lockerbank" "$root/var/lib/lockerbank" "$root"/etc/systemd/system/lockerbank*
`;

/** A second root of the file system, to install things in. It is gone with what runs in it, and this machine is as it was. */
export class SecondRoot {
  readonly #world: string;

  constructor(folder: string) {
    this.#world = join(folder, 'world');
    mkdirSync(this.#world);
  }

  /** Why none can be made here, if so: only root may, and not in every container. */
  trouble(): string | null {
    const { status, stderr } = this.#run('a second root of the file system', mounted, [], 30_000);
    return status === 0 ? null : stderr.trim();
  }

  /** Runs a script with one file of this machine at hand, as `/given`. */
  run(step: string, script: string, given: string, withinMs: number): { readonly stdout: string; readonly stderr: string } {
    return this.#run(step, `${mounted}${withoutBank}cp "$1" "$root/given"\nexec chroot "$root" /bin/sh -c "$2"`, [given, script], withinMs);
  }

  #run(step: string, script: string, words: readonly string[], withinMs: number): ReturnType<typeof runStep> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LOCKERBANK_'));
    const env = { ...Object.fromEntries(inherited), PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
    // Whatever a step leaves running ends with the first process of its own namespace.
    const own = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
    return runStep(step, [...own, 'sh', '-ec', script, this.#world, ...words], { env, withinMs });
  }
}
