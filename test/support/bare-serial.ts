import { SerialPort } from 'serialport';
import type { FirmataTransport } from '../../firmware/hardware/serial/firmata-link.ts';

/** A serial port without a guardian. */
export function bareSerialTransport(path: string): FirmataTransport {
  const serial = new SerialPort({ path, baudRate: 57_600, autoOpen: false });
  const close = (): Promise<void> => new Promise((resolve) => {
    if (serial.isOpen) serial.drain(() => serial.close(() => resolve()));
    else resolve();
  });
  return {
    open: ({ onBytes, onLost }) => new Promise((resolve, reject) => {
      serial.on('data', onBytes);
      serial.on('close', onLost);
      serial.on('error', () => undefined);
      serial.open((error) => (error === null ? resolve() : reject(error)));
    }),
    write: (bytes) => void (serial.isOpen && serial.write(bytes)),
    drop: () => void close(),
    close,
  };
}
