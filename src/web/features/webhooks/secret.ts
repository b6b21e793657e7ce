/** Of the key of an HMAC-SHA256: more adds nothing. */
const SECRET_BYTES = 32;

/** A secret that nobody guesses, in hexadecimal digits. */
export const makeSecret = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
