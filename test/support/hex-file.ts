/** A program for a microcontroller as a `.hex` file; `says` is the name that it carries in it. */
export function hexFile({ bytes, says }: { readonly bytes: number; readonly says?: string }): string {
  const program = Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + (at >> 8) * 7) & 0x7e);
  if (says !== undefined) program.set(Buffer.from(`\0${says}\0`), 512);
  return hexOf(program);
}

/** Records of sixteen bytes, as avr-objcopy writes them. */
export function hexOf(program: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < program.length; at += 16) {
    if (at % 0x1_0000 === 0 && at > 0) lines.push(record(0, 4, [at >> 24, (at >> 16) & 0xff]));
    lines.push(record(at & 0xffff, 0, [...program.subarray(at, at + 16)]));
  }
  return [...lines, record(0, 1, []), ''].join('\n');
}

export function record(address: number, kind: number, data: readonly number[]): string {
  const bytes = [data.length, address >> 8, address & 0xff, kind, ...data];
  const sum = bytes.reduce((all, byte) => all + byte, 0);
  return `:${Buffer.from([...bytes, -sum & 0xff]).toString('hex').toUpperCase()}`;
}
