import 'johnny-five';

/** What @types/johnny-five 2.1.11 leaves out of johnny-five 2.1.0. */
declare module 'johnny-five' {
  interface BoardOption {
    /** `true`, which is its default, ends the process 1 ms after SIGINT, before any shutdown of ours has run. */
    sigint?: boolean | undefined;
  }

  interface SwitchOption {
    /** `true`: the contact is closed when the pin is low. */
    invert?: boolean | undefined;
  }

  interface Board {
    readonly MODES: { readonly INPUT: number; readonly OUTPUT: number };
  }
}
