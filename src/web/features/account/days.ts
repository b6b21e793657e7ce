const pad = (value: number): string => String(value).padStart(2, '0');

/** The day after, as a date field writes it. */
export function tomorrow(now: Date): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

/** The last moment of a date field's day where the browser is, as the server reads times. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();
