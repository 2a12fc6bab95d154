/**
 * A second Linux, for tests that need pins: Debian's own kernel in QEMU, with gpio-sim and i2c-stub for boards.
 *
 * Its files come from Debian's packages: the kernel as it is, and compiled out of linux-source against linux-headers
 * gpio-sim, which Debian leaves out, and an i2c-stub whose chips can go away. All of it is kept under ~/.cache/lockerbank,
 * by the kernel's version. The guest sees the whole disk of this machine, read-only, so it runs the same Node over the same
 * files.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram, isStatic } from '../prerequisites.mjs';

/** In the order in which they need each other. */
const stockModules = [
  'drivers/virtio/virtio_ring', 'drivers/virtio/virtio', 'drivers/virtio/virtio_pci_legacy_dev', 'drivers/virtio/virtio_pci_modern_dev',
  'drivers/virtio/virtio_pci', 'fs/netfs/netfs', 'fs/fscache/fscache', 'net/9p/9pnet', 'net/9p/9pnet_virtio', 'fs/9p/9p',
  'fs/configfs/configfs', 'drivers/i2c/i2c-dev',
];
const ownModules = ['irq_sim', 'gpio-sim', 'i2c-stub'];

/** Emulated without KVM, a boot takes some 5 s of an idle core; three minutes are a machine that does many other things. */
const usuallyEndsWithinMs = 180_000;

/** Why there can be no guest here, or `null`. What it is made of is fetched now, which takes half a minute the first time. */
export function whyNoGuest() {
  const missing = whatIsMissing();
  if (missing !== null) return missing;
  try {
    prepareParts();
    return null;
  } catch (error) {
    if (error instanceof NotFetched) return `Debian's kernel cannot be fetched: ${error.message}`;
    throw error;
  }
}

class NotFetched extends Error {}

function whatIsMissing() {
  const machine = `${process.platform} on ${process.arch}`;
  if (machine !== 'linux on x64') return `the guest runs on linux on x64, not on ${machine}`;
  if (!existsSync('/etc/debian_version')) return "the guest is made of Debian's packages, and this is no Debian";
  const packages = [
    ...(findProgram('qemu-system-x86_64') === undefined ? ['qemu-system-x86'] : []),
    ...(isStatic(findProgram('busybox')) ? [] : ['busybox-static']),
    ...(newestHeaders() === undefined ? ['linux-headers-amd64'] : []),
    ...(findProgram('make') === undefined ? ['make'] : []),
  ];
  return packages.length === 0 ? null : `the guest needs ${packages.join(', ')}: sudo apt-get install -y ${packages.join(' ')}`;
}

/**
 * Runs one command in the guest.
 * @param {readonly string[]} command program and arguments, with paths of this machine
 * @param {(line: string) => void} onLine told each line that it prints
 * @param {number} [endsWithinMs] after which the machine is switched off
 * @returns {Promise<number>} its exit code
 */
export async function runInGuest(command, onLine, endsWithinMs = usuallyEndsWithinMs) {
  const parts = prepareParts();
  const scratch = mkdtempSync(join(tmpdir(), 'lockerbank-guest-'));
  try {
    const initrd = packInitrd(scratch, parts, command);
    return await boot(join(parts, 'vmlinuz'), initrd, onLine, endsWithinMs);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function boot(kernel, initrd, onLine, endsWithinMs) {
  const qemu = spawn('qemu-system-x86_64', [
    '-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '1024', '-nographic', '-no-reboot', '-nodefaults', '-serial', 'stdio',
    '-kernel', kernel, '-initrd', initrd, '-append', 'console=ttyS0 quiet panic=-1',
    '-virtfs', 'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap',
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  let code = null;
  let hasBegun = false;
  const take = (line) => {
    const text = line.replace(/\r$/, '');
    said.push(text);
    if (text === 'guest begins') hasBegun = true;
    if (!hasBegun) return; // The BIOS.
    const end = /^guest ends with (\d+)$/.exec(text);
    if (end !== null) code = Number(end[1]);
    else onLine(text);
  };
  createInterface({ input: qemu.stdout }).on('line', take);
  createInterface({ input: qemu.stderr }).on('line', (line) => said.push(line));
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => qemu.kill('SIGKILL'), endsWithinMs);
    qemu.once('error', reject);
    qemu.once('close', () => {
      clearTimeout(tooLong);
      if (code === null) reject(new Error(`the guest did not come to an end. It said:\n${said.slice(-40).join('\n')}`));
      else resolve(code);
    });
  });
}

function packInitrd(scratch, parts, command) {
  const root = join(scratch, 'initrd');
  for (const folder of ['bin', 'lib', 'host', 'proc', 'sys', 'dev']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(findProgram('busybox'), join(root, 'bin/busybox'));
  const modules = [...stockModules, ...ownModules].map((module) => `${module.split('/').at(-1)}.ko`);
  for (const file of modules) copyFileSync(join(parts, file), join(root, 'lib', file));
  writeFileSync(join(root, 'init'), initScript(modules, command));
  chmodSync(join(root, 'init'), 0o755);
  const initrd = join(scratch, 'initrd.cpio');
  must('sh', ['-c', `cd ${quoted(root)} && find . | busybox cpio -o -H newc > ${quoted(initrd)} 2>/dev/null`]);
  return initrd;
}

/** Six expanders, as the cabinet pi-mcp-48 has them. */
function initScript(modules, command) {
  const settings = (file) => (file === 'i2c-stub.ko' ? ' chip_addr=0x20,0x21,0x22,0x23,0x24,0x25' : '');
  const insmod = (file) => `insmod /lib/${file}${settings(file)} || echo "no module ${file}"`;
  return `#!/bin/busybox sh
export PATH=/bin
echo
echo 'guest begins'
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
${modules.map(insmod).join('\n')}
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /host || echo 'no disk'
mount -t proc proc /host/proc
mount -t sysfs sys /host/sys
mount -t devtmpfs dev /host/dev
mount -t configfs config /host/sys/kernel/config
mount -t tmpfs run /host/run
ifconfig lo up
export TMPDIR=/run HOME=/run PATH=${quoted(process.env.PATH ?? '/usr/bin:/bin')}
chroot /host ${command.map(quoted).join(' ')} 2>&1
echo "guest ends with $?"
/bin/busybox poweroff -f
`;
}

/** The folder with the kernel and its modules, made when it is not there. */
function prepareParts() {
  const headers = newestHeaders();
  const version = headers.replace('linux-headers-', '');
  const parts = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lockerbank', `guest-${version}-3`);
  if (existsSync(parts)) return parts;
  mkdirSync(dirname(parts), { recursive: true });
  const scratch = mkdtempSync(`${parts}-`);
  try {
    const release = /^\d+\.\d+/.exec(version)[0];
    fetch([`linux-image-${version}`, `linux-source-${release}`], scratch);
    const ready = join(scratch, 'ready');
    mkdirSync(ready);
    unpackKernel(scratch, ready, version);
    compileModules(scratch, ready, headers, release);
    renameSync(ready, parts);
    return parts;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function fetch(packages, folder) {
  try {
    must('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...packages], folder);
  } catch (error) {
    throw new NotFetched(error.message);
  }
}

function unpackKernel(scratch, ready, version) {
  must('dpkg-deb', ['-x', packageIn(scratch, 'linux-image-'), join(scratch, 'image')]);
  copyFileSync(join(scratch, 'image/boot', `vmlinuz-${version}`), join(ready, 'vmlinuz'));
  for (const module of stockModules) {
    copyFileSync(join(scratch, 'image/lib/modules', version, 'kernel', `${module}.ko`), join(ready, `${module.split('/').at(-1)}.ko`));
  }
}

function compileModules(scratch, ready, headers, release) {
  const source = join(scratch, `linux-source-${release}`);
  const files = ['drivers/gpio/gpio-sim.c', 'drivers/gpio/gpiolib.h', 'kernel/irq/irq_sim.c', 'drivers/i2c/i2c-stub.c'];
  const unpack = [
    `dpkg-deb --fsys-tarfile ${quoted(packageIn(scratch, 'linux-source-'))}`, `tar -xO ./usr/src/linux-source-${release}.tar.xz`,
    `tar -xJ ${files.map((file) => quoted(`linux-source-${release}/${file}`)).join(' ')}`,
  ].join(' | ');
  must('sh', ['-c', unpack], scratch);
  const work = join(scratch, 'modules');
  mkdirSync(work);
  for (const file of files) {
    const text = readFileSync(join(source, file), 'utf8');
    writeFileSync(join(work, basename(file)), changes[file]?.(text) ?? text);
  }
  writeFileSync(join(work, 'Makefile'), `obj-m := ${ownModules.map((module) => `${module}.o`).join(' ')}\n`);
  must('make', ['-s', '-C', join('/usr/src', headers), `M=${work}`, 'modules'], work);
  for (const module of ownModules) copyFileSync(join(work, `${module}.ko`), join(ready, `${module}.ko`));
}

/** What has to be different in sources of the kernel, by their files. */
const changes = {
  /** It is part of the kernel there, which exports no irq_to_desc; generic_handle_irq does the same. */
  'kernel/irq/irq_sim.c': (text) =>
    `${replaced(text, /handle_simple_irq\(irq_to_desc\((\w+)\)\)/, 'generic_handle_irq($1)')}
#include <linux/module.h>\nMODULE_LICENSE("GPL");\n`,
  /** The chips' addresses become changeable: a chip that is moved away is gone for whoever knows the old one. */
  'drivers/i2c/i2c-stub.c': (text) => replaced(text, /(module_param_array\(chip_addr, ushort, NULL), S_IRUGO\)/, '$1, 0644)'),
  /**
   * The pull-up that a program asks for is weak: it does not lift a line that is wired to something, a contact to ground, say.
   * Without this every contact reads as open from the moment when its line is taken.
   */
  'drivers/gpio/gpio-sim.c': (text) => [
    [/(unsigned long \*pull_map;)/, '$1\n\tunsigned long wired;'],
    [/(ret = gpio_sim_apply_pull\(chip, line_attr->offset, pull\);)/, 'set_bit(line_attr->offset, &chip->wired);\n\t$1'],
    [/return gpio_sim_apply_pull\(chip, offset, 1\);/, 'return test_bit(offset, &chip->wired) ? 0 : gpio_sim_apply_pull(chip, offset, 1);'],
  ].reduce((changed, [what, by]) => replaced(changed, what, by), text),
};

/** @throws where there is nothing to replace: another kernel has other sources */
function replaced(text, what, by) {
  if (!what.test(text)) throw new Error(`this kernel's source has no ${String(what)}`);
  return text.replace(what, by);
}

function packageIn(folder, begin) {
  return join(folder, readdirSync(folder).find((file) => file.startsWith(begin) && file.endsWith('.deb')));
}

/** The folder of the newest kernel headers, or `undefined`. */
function newestHeaders() {
  if (!existsSync('/usr/src')) return undefined;
  const number = (name) => (name.match(/\d+/g) ?? []).reduce((sum, digits) => sum * 1000 + Number(digits), 0);
  return readdirSync('/usr/src').filter((name) => /^linux-headers-[\d.-]+-amd64$/.test(name)).sort((a, b) => number(b) - number(a))[0];
}

function must(program, words, folder) {
  const { status, error, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${program} ${words.join(' ')} ended with ${String(status)}: ${error?.message ?? `${stdout}\n${stderr}`.trim()}`);
}

function quoted(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
