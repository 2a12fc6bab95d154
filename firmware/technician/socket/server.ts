import type { Peer } from '../../ports/local-peer.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';

/** One technician, somebody who watches, a script that asks. */
const conversationsMost = 8;

/** What is the same in all conversations. */
type ServerOptions = Omit<ConversationOptions, 'peer' | 'onEnd'>;

/** Everybody who is connected to the bank's local socket. */
export class TechnicianServer {
  readonly #options: ServerOptions;
  readonly #conversations = new Set<Conversation>();

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** One more than there may be takes the place of the oldest that has not signed in: whoever only listens keeps no technician out. */
  take(peer: Peer): void {
    if (this.#conversations.size >= conversationsMost) {
      const oldest = [...this.#conversations].find(({ isSignedIn }) => !isSignedIn);
      if (!oldest) return peer.close();
      void oldest.end();
    }
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
