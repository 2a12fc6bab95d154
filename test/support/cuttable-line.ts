import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A cable to a broker that can be pulled out, on a port of its own. */
interface CuttableLine {
  readonly url: string;
  readonly lines: () => number;
  /** Breaks every connection, without a word of MQTT. */
  cut(): void;
  /** Takes no new connection. */
  refuse(): void;
  close(): Promise<void>;
}

export async function cuttableLine(brokerPort: number): Promise<CuttableLine> {
  const near = new Set<Socket>();
  const far = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(brokerPort, '127.0.0.1');
    keep(near, socket, onward);
    keep(far, onward, socket);
    socket.pipe(onward);
    onward.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of [...near, ...far]) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${String(port)}`,
    lines: () => near.size,
    cut,
    refuse: () => void server.close(),
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function keep(sockets: Set<Socket>, socket: Socket, other: Socket): void {
  sockets.add(socket);
  socket.on('error', () => undefined); // `close` follows.
  socket.on('close', () => {
    sockets.delete(socket);
    other.destroy();
  });
}
