/** A broker connection that is made anew each time, so that each has its own session in its will. */
export interface Transport {
  /** Never rejects. `unreachable` covers a refused, timed-out or unauthorised connection alike. */
  connect(options: ConnectOptions): Promise<Connection | { readonly kind: 'unreachable'; readonly why: string }>;
}

export interface ConnectOptions {
  readonly clientId: string;
  readonly will: { readonly topic: string; readonly payload: string };
  /** Exact topics, QoS 1. */
  readonly subscriptions: readonly string[];
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  /** Called once, when the connection is lost; not after `close`. */
  readonly onLost: () => void;
}

export interface Connection {
  readonly kind: 'connected';
  /** QoS 1. Resolves true at the broker's acknowledgement, false when the connection went away before it. */
  publish(topic: string, payload: string, options?: { readonly retain?: boolean }): Promise<boolean>;
  /** Says goodbye in order: the will is not sent. */
  close(): Promise<void>;
  /** Goes without a goodbye: the broker sends the will. `onLost` is not called. */
  drop(): void;
}
