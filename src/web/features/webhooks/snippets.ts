/** What stands in which header. */
export const SIGNATURE_RULE =
  'X-Webhook-Signature: sha256=HMAC-SHA256(secret, X-Webhook-Timestamp + "." + body)';

/** How a receiver checks that a delivery is from here and not an old one sent again, ready to be pasted. */
export const NODE_SNIPPET = `import { createHmac, timingSafeEqual } from 'node:crypto';

export function isGenuine(headers, body, secret) {
  const timestamp = headers['x-webhook-timestamp'] ?? '';
  const signed = createHmac('sha256', secret).update(timestamp + '.').update(body);
  const expected = Buffer.from('sha256=' + signed.digest('hex'));
  const given = Buffer.from(headers['x-webhook-signature'] ?? '');
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned && Math.abs(Date.now() - Date.parse(timestamp)) < 5 * 60_000;
}
`;

export const PYTHON_SNIPPET = `import hmac
from datetime import datetime, timedelta, timezone

def is_genuine(headers, body, secret):
    timestamp = headers.get("X-Webhook-Timestamp", "")
    signed = timestamp.encode() + b"." + body
    expected = "sha256=" + hmac.new(secret.encode(), signed, "sha256").hexdigest()
    given = headers.get("X-Webhook-Signature", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return False
    age = datetime.now(timezone.utc) - datetime.fromisoformat(timestamp)
    return abs(age) < timedelta(minutes=5)
`;
