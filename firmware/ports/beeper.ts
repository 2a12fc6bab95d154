/** Something at each door that can be heard, so that it is found without being seen. */
export interface Beeper {
  /** One short sound from the door of this locker. Never throws; a cabinet without sounders stays silent. */
  beep(locker: number): void;
}
