import type { Disk, OpenFile } from '../../firmware/ports/disk.ts';
import type { Hardware } from '../../firmware/ports/hardware.ts';
import type { Hasher } from '../../firmware/ports/hasher.ts';
import type { Random } from '../../firmware/ports/random.ts';
import type { Connection, Transport } from '../../firmware/ports/transport.ts';
import type { Fuse } from './fuse.ts';

/** Every port of a bank, behind a fuse. Each call has a name that says what it was about, so that a cut can be told. */

export function fusedDisk(disk: Disk, fuse: Fuse): Disk {
  return {
    read: (path) => fuse.ask(`disk.read ${path}`, () => disk.read(path)),
    list: (folder) => fuse.ask(`disk.list ${folder}`, () => disk.list(folder)),
    replace: (path, bytes) => fuse.ask(`disk.replace ${path}`, () => disk.replace(path, bytes)),
    open: async (path) => fusedFile(await fuse.ask(`disk.open ${path}`, () => disk.open(path)), path, fuse),
    rename: (from, to) => fuse.ask(`disk.rename ${from}`, () => disk.rename(from, to)),
    remove: (path) => fuse.ask(`disk.remove ${path}`, () => disk.remove(path)),
    freeBytes: () => fuse.ask('disk.freeBytes', () => disk.freeBytes()),
  };
}

function fusedFile(file: OpenFile, path: string, fuse: Fuse): OpenFile {
  return {
    write: (at, bytes) => fuse.ask(`disk.write ${path}`, () => file.write(at, bytes)),
    sync: () => fuse.ask(`disk.sync ${path}`, () => file.sync()),
    close: () => fuse.ask(`disk.close ${path}`, () => file.close()),
  };
}

/** @param reachesCoil whether the very last order still gets to its coil, and the bank never learns of it */
export function fusedHardware({ locks, sensors, readers, close }: Hardware, fuse: Fuse, reachesCoil: boolean): Hardware {
  return {
    locks: {
      pulse: (locker, length) => fuse.ask(`locks.pulse ${String(locker)}`, () => locks.pulse(locker, length), reachesCoil),
      rest: (locker) => fuse.ask(`locks.rest ${String(locker)}`, () => locks.rest(locker)),
      restAll: () => fuse.ask('locks.restAll', () => locks.restAll()),
    },
    sensors: {
      watch: (listener) => {
        sensors.watch((locker, reading) => fuse.tell(`sensors.${reading} ${String(locker)}`, () => listener(locker, reading)));
      },
    },
    readers: { watch: (listener) => readers.watch((reading) => fuse.tell('readers.text', () => listener(reading))) },
    close,
  };
}

export function fusedTransport(transport: Transport, fuse: Fuse): Transport {
  return {
    connect: async (options) => {
      const made = await fuse.ask('transport.connect', () => transport.connect({
        ...options,
        onMessage: (topic, payload) => fuse.tell(`transport.heard ${lastOf(topic)}`, () => options.onMessage(topic, payload)),
        onLost: () => fuse.tell('transport.lost', options.onLost),
      }));
      return made.kind === 'connected' ? fusedConnection(made, fuse) : made;
    },
  };
}

function fusedConnection(connection: Connection, fuse: Fuse): Connection {
  return {
    kind: 'connected',
    publish: (topic, payload, options) =>
      fuse.ask(`transport.publish ${lastOf(topic)}`, () => connection.publish(topic, payload, options)),
    close: () => fuse.ask('transport.close', () => connection.close()),
    drop: () => fuse.tell('transport.drop', () => connection.drop()),
  };
}

export function fusedRandom(random: Random, fuse: Fuse): Random {
  return { bytes: (length) => fuse.get('random.bytes', () => random.bytes(length)) };
}

export function fusedHasher(hasher: Hasher, fuse: Fuse): Hasher {
  return { scrypt: (password, salt, cost) => fuse.ask('hasher.scrypt', () => hasher.scrypt(password, salt, cost)) };
}

function lastOf(topic: string): string {
  return topic.split('/').slice(-1)[0] ?? topic;
}
