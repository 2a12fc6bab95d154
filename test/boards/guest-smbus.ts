import koffi from 'koffi';

/** linux/i2c-dev.h and linux/i2c.h: one transaction of a word, with a pointer to it. */
const [smbusRequest, wordData, orderBytes] = [0x0720, 3, 16];
const ways = { write: 0, read: 1 } as const;

const ioctl = koffi.load('libc.so.6').func('ioctl', 'int', ['int', 'unsigned long', 'unsigned long']);
const block = koffi.alloc('uint8_t', orderBytes + 2) as bigint;
const address = koffi.address(block);
const order = new DataView(koffi.view(block, orderBytes + 2));

/** A word of a simulated chip, at once: the program itself takes a thread for it, which a look at a moment cannot. */
export function smbusWord(file: number, way: 'read' | 'write', register: number, value = 0): number {
  order.setUint8(0, ways[way]);
  order.setUint8(1, register);
  order.setUint32(4, wordData, true);
  order.setBigUint64(8, address + BigInt(orderBytes), true);
  order.setUint16(orderBytes, value, true);
  const result = ioctl(file, smbusRequest, address) as number;
  if (result < 0) throw new Error(`${way} of register ${String(register)}: errno ${String(koffi.errno())}`);
  return order.getUint16(orderBytes, true);
}
