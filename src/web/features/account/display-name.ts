/** “Ada Lovelace” of `ada_lovelace`: a name to begin with. */
export const suggestDisplayName = (username: string): string =>
  username
    .split(/[_\s]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
