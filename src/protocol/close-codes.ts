/**
 * Why the server closed a socket, and what the client should do next. Codes from 4000 are the application's own
 * (RFC 6455, 7.4.2).
 */
export const closeCodes = {
  /** Far more messages than the limit allows: wait a minute before connecting again. */
  policyViolation: 1008,
  /** A frame was over the limit: connect again, but don't send it again. */
  messageTooBig: 1009,
  /** The server failed while it set the connection up: connect again after a few seconds. */
  internalError: 1011,
  /** This node is going down: connect again after a random pause of up to a few seconds; another node answers. */
  serviceRestart: 1012,
  /** The same user connected anew elsewhere: don't connect again by itself, or the two take turns for ever. */
  replaced: 4001,
  /** Messages weren't read as fast as they came: connect again, and load the present state. */
  slowReader: 4008,
  /** Neither a frame nor an answer to a ping came in time: connect again, and load the present state. */
  silent: 4009,
  /** No valid token was sent in time: connect again, and authenticate. */
  authenticationTimeout: 4010,
  /** Whoever the token stands for was signed out, or their key revoked: don't connect again with it. */
  signedOut: 4011,
  /** The host of the watch party put this user out: the token is no good any more, so don't connect again. */
  kicked: 4012,
  /** The watch party is over: there is nothing to come back to. */
  partyOver: 4013,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];
