import { ms, seconds, type Milliseconds } from '../units.ts';
import type { SessionContext } from './session.context.ts';
import { has } from './session.doors.ts';

/** Whatever a screen says is seen for so long, however short its timer is, before they are asked whether they are still there. */
const seenLeast = seconds(5);

/**
 * How long somebody may be silent, all in all. Their whole warning is in it, however short the timer is; hearing takes longer
 * than reading.
 */
export function staysFor(context: SessionContext): Milliseconds {
  return inTheirTime(context, Math.max(usualStay(context), seenLeast + context.settings.inactivityWarning));
}

/** How much of it is left when they are warned. */
export function warnsFor(context: SessionContext): Milliseconds {
  return inTheirTime(context, context.settings.inactivityWarning);
}

function inTheirTime({ settings, hears }: SessionContext, usualMs: number): Milliseconds {
  return ms(usualMs * (hears ? settings.audioModeFactor : 1));
}

/** While a door is being released nobody goes home before it has opened or been given up: the settings keep the two apart. */
function usualStay(context: SessionContext): Milliseconds {
  const { settings, doors } = context;
  if (isStaff(context)) return settings.adminSessionTimeout;
  if (has(doors, 'releasing')) return settings.returnHomeOnInactivity;
  if (has(doors, 'open')) return settings.returnHomeAfterPickup;
  return has(doors, 'shut') && !has(doors, 'stuck') ? settings.returnHomeAfterPickup : settings.returnHomeOnInactivity;
}

export function isStaff({ who }: SessionContext): boolean {
  return who !== null && who.role !== 'recipient';
}
