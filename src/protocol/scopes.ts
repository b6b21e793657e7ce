/** What an API key may be allowed to do. */
export const SCOPES = ['nights:write', 'votes:write', 'quiz:write', 'schedule:write', 'read'] as const;
export type Scope = (typeof SCOPES)[number];
