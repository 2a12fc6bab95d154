/** What is used of firmata 2.3, which johnny-five brings and which has no types. */
declare module 'firmata' {
  import type { EventEmitter } from 'node:events';

  export class Board extends EventEmitter {
    constructor(transport: object, options: { readonly reportVersionTimeout: number });
    name: string;
    readonly isReady: boolean;
  }
}
