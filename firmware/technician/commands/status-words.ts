import type { Degradation } from '../../contract/events.ts';
import type { ClockQuality } from '../../ports/clock.ts';

const wrong: Readonly<Record<Degradation, string>> = {
  'boards-silent': 'a board does not answer. Cure: its supply, its address, its two wires; lockerbank doors says which one',
  'readers-lost': 'a scanner or badge reader is not there. Cure: plug it in; does the profile name its port?',
  'keypad-lost': 'the keypad is not there. Cure: plug it in; does the profile name its device?',
  'voice-lost': 'it cannot speak to those who do not see the screen. Cure: the sound card that the profile names, and espeak-ng',
  'page-silent': 'the page at the screen does not answer. Cure: look at the screen; sudo systemctl restart lockerbank-kiosk',
  'clock-doubtful': 'nobody knows whether its time is right. Cure: let it reach a time server, or give it a clock chip',
  'disk-full': 'the disk is nearly full. Cure: make room, or use a larger card: lockerbank backup, then restore',
  'storage-failed': 'its journal cannot be written, so nothing opens any more. Cure: lockerbank backup, then restore onto a new card',
  'directory-outdated': 'what it knows of people is too old, so staff and carriers are kept out. Cure: connect it to its upstream',
  'codes-guessable': 'codes have become easy to guess. Cure: have the upstream set longer ones, or fewer tries',
  'trusts-its-broker': 'whoever is at its broker can open doors. Cure: LOCKERBANK_TRUST=signed',
};

const clocks: Readonly<Record<ClockQuality, string>> = {
  ntp: 'from a time server', server: 'from the upstream', rtc: 'from its clock chip', floor: 'and nobody knows whether that is right',
};

/** A plain sentence and what to do about it; a newer bank may say what this program does not know. */
export function sayDegraded(why: string): string {
  return Object.hasOwn(wrong, why) ? wrong[why as Degradation] : why;
}

export function sayClock(quality: string): string {
  return Object.hasOwn(clocks, quality) ? clocks[quality as ClockQuality] : `by ${quality}`;
}
