import type { Clock } from '../../ports/clock.ts';
import type { Peer } from '../../ports/local-peer.ts';
import type { Random } from '../../ports/random.ts';
import type { BankDesk } from './bank-desk.ts';
import { Conversation } from './conversation.ts';

/** One technician, somebody who watches, a script that asks; a connection more is hung up on. */
const conversationsMost = 8;

interface ServerOptions {
  readonly desk: BankDesk;
  readonly firmware: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** Everybody who is connected to the bank's local socket. */
export class TechnicianServer {
  readonly #options: ServerOptions;
  readonly #conversations = new Set<Conversation>();

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  take(peer: Peer): void {
    if (this.#conversations.size >= conversationsMost) return peer.close();
    const conversation: Conversation = new Conversation({
      ...this.#options, peer, onEnd: () => this.#conversations.delete(conversation),
    });
    this.#conversations.add(conversation);
    conversation.start();
  }

  /** Everybody is hung up on, and signed out. */
  async close(): Promise<void> {
    await Promise.all([...this.#conversations].map((conversation) => conversation.end()));
  }
}
