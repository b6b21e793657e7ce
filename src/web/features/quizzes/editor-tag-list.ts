/** The tags with those that a text has, separated by commas: each once, in whatever case it was first written. */
export function addTags(tags: readonly string[], text: string): string[] {
  const all = [...tags];
  for (const part of text.split(/[,、]/)) {
    const tag = part.trim();
    const isKnown = all.some((one) => one.toLowerCase() === tag.toLowerCase());
    if (tag && !isKnown) all.push(tag);
  }
  return all;
}
