/**
 * Carries texts between the nodes of one installation. Best effort: what is published while the bus is down is
 * lost, but never silently: every node that may have missed something on a channel gets a gap announced for it.
 */
export type Bus = {
  /** To every node's listener on the channel, this node's own too, in order. The text isn't empty. */
  publish(channel: string, text: string): void;
  /**
   * One listener a channel; another one takes its place. Resolves once the subscription is live, or at once while
   * the bus is down, since a gap is announced when it is back.
   */
  subscribe(channel: string, listener: (text: string) => void): Promise<void>;
  unsubscribe(channel: string): void;
  /** The listener gets each subscribed channel on which messages may have been lost. Returns its disposer. */
  onGap(listener: (channel: string) => void): () => void;
  isReachable(): boolean;
  /** Leaves no timer and no socket. What is published afterwards goes nowhere. */
  close(): Promise<void>;
};
