import { existsSync } from 'node:fs';
import type { Milliseconds } from '../../statecharts/units.ts';
import type { Clock, ClockQuality, Timer } from '../ports/clock.ts';

/** systemd-timesyncd creates this file once a time server has been heard (systemd-timesyncd.service(8)). */
const synchronizedFlag = '/run/systemd/timesync/synchronized';
const rtcDevice = '/dev/rtc0';

interface RealTimer extends Timer {
  readonly handle: NodeJS.Timeout;
}

/** The clocks of the machine. */
export class RealClock implements Clock {
  monoMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  quality(): ClockQuality {
    if (existsSync(synchronizedFlag)) return 'ntp';
    return existsSync(rtcDevice) ? 'rtc' : 'floor';
  }

  setTimer(name: string, after: Milliseconds, fire: () => void): Timer {
    const timer: RealTimer = { name, handle: setTimeout(fire, after) };
    return timer;
  }

  cancel(timer: Timer): void {
    clearTimeout((timer as RealTimer).handle);
  }
}
