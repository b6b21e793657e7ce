const THEMES = ['dark', 'light'] as const;
const ALIGNS = ['left', 'center', 'right'] as const;

export type OverlayOptions = {
  /** A username; empty where the address names none. */
  host: string;
  theme: (typeof THEMES)[number];
  align: (typeof ALIGNS)[number];
};

/** What the overlay's address asks for; what it doesn't say, or says wrongly, is as most streams want it. */
export function readOverlayOptions(search: string): OverlayOptions {
  const query = new URLSearchParams(search);
  return {
    host: query.get('host')?.trim() ?? '',
    theme: THEMES.find((theme) => theme === query.get('theme')) ?? 'dark',
    align: ALIGNS.find((align) => align === query.get('align')) ?? 'left',
  };
}
