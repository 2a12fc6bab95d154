import { describe, expect, test } from 'vitest';
import { isScanText, ScanText } from '../../../../firmware/hardware/serial/scan-text.ts';
import { scanLengthMost } from '../../../../firmware/ports/hardware.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a scanner's bytes", () => {
  test.each(['\r', '\n', '\r\n'])('a label ends at the end of its line [%j]', (end) => {
    expect(new ScanText().push(bytes(`PARCEL-1${end}PARCEL-2${end}PAR`))).toEqual(['PARCEL-1', 'PARCEL-2']);
  });

  test('a label that comes in pieces is one label', () => {
    const text = new ScanText();
    expect(text.push(bytes('PAR'))).toEqual([]);
    expect(text.isEmpty()).toBe(false);
    expect(text.push(bytes('CEL-1\r'))).toEqual(['PARCEL-1']);
    expect(text.isEmpty()).toBe(true);
  });

  test('a label whose scanner sends no end of line is complete when somebody says so', () => {
    const text = new ScanText();
    text.push(bytes('PARCEL-1'));
    expect(text.end()).toEqual(['PARCEL-1']);
    expect(text.end()).toEqual([]);
  });

  test('a name with an umlaut survives', () => {
    expect(new ScanText().push(bytes('Müller 7\n'))).toEqual(['Müller 7']);
  });

  test('a text of 512 characters passes; one more, or any number more, is dropped whole', () => {
    const text = new ScanText();
    const most = 'x'.repeat(scanLengthMost);
    expect(text.push(bytes(`${most}\n${most}x\n${'x'.repeat(100_000)}\nPARCEL-1\n`))).toEqual([most, 'PARCEL-1']);
  });

  test.each([
    'PAR\u0000CEL', 'PAR\u001dCEL', 'PAR\u007fCEL', 'PAR\u200bCEL', 'PAR\u2028CEL',
  ])('a label with something that cannot be seen is dropped whole [%j]', (label) => {
    expect(new ScanText().push(bytes(`${label}\nPARCEL-1\n`))).toEqual(['PARCEL-1']);
    expect(isScanText(label)).toBe(false);
  });

  test('a badge between STX and ETX is read without them, with or without a line end inside', () => {
    const text = new ScanText('framed');
    expect(text.push(bytes('\u00020A00C1D2E3\u0003\u00020A00C1D2E4\r\n\u0003'))).toEqual(['0A00C1D2E3', '0A00C1D2E4']);
    expect(text.push(bytes('0A\u000200C1D2E3\r'))).toEqual([]);
    expect(new ScanText().push(bytes('\u0002PARCEL-1\u0003\n'))).toEqual([]);
  });

  test('bytes that are no text are dropped whole', () => {
    expect(new ScanText().push(Uint8Array.of(0x41, 0xff, 0x42, 0x0a, 0x43, 0x0a))).toEqual(['C']);
  });
});
