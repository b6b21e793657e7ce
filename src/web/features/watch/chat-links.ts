/** A part of a message; with an address it is a link. */
export type ChatPart = { text: string; href?: string };

/** Up to what can't be part of an address, invisible signs that could disguise it among that. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"\p{C}、。，．！？「」『』（）]+/giu;
/** What ends a sentence rather than an address. */
const SENTENCE_END = /[.,;:!?'…]+$/;

/** A message by its links. Only addresses of the web are some, and none that passes for another by a user’s name. */
export function splitLinks(message: string): ChatPart[] {
  const parts: ChatPart[] = [];
  let end = 0;
  for (const { 0: found, index } of message.matchAll(ADDRESS)) {
    const text = trimAddress(found);
    const url = URL.parse(text);
    if (url?.username !== '' || url.password !== '') continue;
    if (index > end) parts.push({ text: message.slice(end, index) });
    parts.push({ text, href: url.href });
    end = index + text.length;
  }
  if (end < message.length) parts.push({ text: message.slice(end) });
  return parts;
}

/** Without what belongs to the sentence around it: «(see https://example.org/a_(b)).» */
function trimAddress(found: string): string {
  const text = found.replace(SENTENCE_END, '');
  const isUnbalanced = text.endsWith(')') && text.split('(').length < text.split(')').length;
  return isUnbalanced ? trimAddress(text.slice(0, -1)) : text;
}
