/** What the server takes for a message; it decides itself which elements are none. */
export type ChatMessage = { username: string; message: string; timestamp: string };

/** `2026-03-15T20:30:00Z viewer1: thisgame++`, with or without brackets around the time. */
const LINE =
  /^\[?(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)\]?\s+<?([^:>]+)[:>]\s?(.*)$/;

/**
 * The messages of a chat log: JSON (a list, or an object with one under chatData, messages or chat_logs), CSV with the
 * columns username, message and timestamp, or lines of text. Undefined for a file that is none of them.
 */
export function readChatFile(text: string): unknown[] | undefined {
  const trimmed = text.trim().replace(/^\uFEFF/, '');
  if (/^[[{]["\s[{}\]]/.test(trimmed)) {
    const json = parseJson(trimmed);
    if (json !== undefined) return findList(json);
  }
  const lines = trimmed.split(/\r?\n/);
  return readCsv(trimmed) ?? readLines(lines);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: lines may begin with a bracket too.
    return undefined;
  }
}

function findList(json: unknown): unknown[] | undefined {
  if (Array.isArray(json)) return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(json));
  const lists = ['chatData', 'messages', 'chat_logs'].map((name) => fields.get(name));
  return lists.find((list) => Array.isArray(list));
}

function readLines(lines: readonly string[]): ChatMessage[] | undefined {
  const messages = lines.flatMap((line) => {
    const [, timestamp, username, message] = LINE.exec(line) ?? [];
    return timestamp && username && message !== undefined
      ? [{ timestamp: timestamp.replace(' ', 'T'), username: username.trim(), message }]
      : [];
  });
  return messages.length > 0 ? messages : undefined;
}

function readCsv(text: string): ChatMessage[] | undefined {
  const [head, ...rows] = splitCsv(text);
  const columns = head?.map((name) => name.trim().toLowerCase()) ?? [];
  const [username, message, timestamp] = ['username', 'message', 'timestamp'].map((name) =>
    columns.indexOf(name),
  );
  if (username === undefined || message === undefined || timestamp === undefined) return undefined;
  if (Math.min(username, message, timestamp) < 0) return undefined;
  return rows
    .filter((row) => row.length > 1)
    .map((row) => ({
      username: row[username] ?? '',
      message: row[message] ?? '',
      timestamp: row[timestamp] ?? '',
    }));
}

/** RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. */
function splitCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, end = '', quoted, plain = ''] of text.matchAll(
    /(^|,|\r?\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g,
  )) {
    if (end !== ',' && end !== '') {
      rows.push(row);
      row = [];
    }
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  }
  return [...rows, row];
}
