import type { Connection, Transport } from '../firmware/ports/transport.ts';

/** A transport whose cable can be cut: connections are lost at once, and none is made until it is mended. */
export interface CuttableTransport extends Transport {
  readonly isCut: boolean;
  cut(): void;
  mend(): void;
}

export function cuttable(transport: Transport): CuttableTransport {
  let isCut = false;
  const open = new Set<() => void>();
  return {
    get isCut() {
      return isCut;
    },
    cut() {
      isCut = true;
      for (const drop of [...open]) drop();
    },
    mend() {
      isCut = false;
    },
    async connect(options) {
      if (isCut) return { kind: 'unreachable', why: 'the network is cut' };
      let drop = (): void => undefined;
      const made = await transport.connect({
        ...options,
        onMessage: (topic, payload) => {
          if (!isCut) options.onMessage(topic, payload);
        },
        onLost: () => {
          open.delete(drop);
          options.onLost();
        },
      });
      if (made.kind === 'unreachable') return made;
      if (isCut) { // While it was being made.
        made.drop();
        return { kind: 'unreachable', why: 'the network is cut' };
      }
      drop = () => {
        open.delete(drop);
        made.drop();
        options.onLost();
      };
      open.add(drop);
      return cutOff(made, () => isCut, () => open.delete(drop));
    },
  };
}

function cutOff(connection: Connection, isCut: () => boolean, onClose: () => void): Connection {
  return {
    kind: 'connected',
    publish: (topic, payload, options) => (isCut() ? Promise.resolve(false) : connection.publish(topic, payload, options)),
    close: () => {
      onClose();
      return connection.close();
    },
    drop: () => {
      onClose();
      connection.drop();
    },
  };
}
