/**
 * What a bot does with its key, ready to be pasted.
 * @param mayVote else the key can't send the vote, and is only tried out
 */
export function writeSnippets(
  origin: string,
  key: string,
  mayVote: boolean,
): { curl: string; script: string } {
  if (!mayVote)
    return {
      curl: `curl -X POST '${origin}/api/auth/verify' \\
  -H 'Authorization: Bearer ${key}'`,
      script: `const response = await fetch('${origin}/api/auth/verify', {
  method: 'POST',
  headers: { Authorization: 'Bearer ${key}' },
});
console.log(response.status, await response.json());`,
    };
  return {
    curl: `curl '${origin}/api/votes/live' \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{ "username": "viewer1", "vote": "up", "timestamp": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'" }'`,
    script: `const response = await fetch('${origin}/api/votes/live', {
  method: 'POST',
  headers: {
    Authorization: 'Bearer ${key}',
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    username: 'viewer1', // who wrote it in the chat
    vote: 'up', // or 'down'
    timestamp: new Date().toISOString(),
  }),
});
console.log(response.status, await response.json());`,
  };
}
