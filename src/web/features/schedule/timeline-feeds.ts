import { api, read } from '#web/lib/api.ts';

export type Feed = { token: string; url: string };

/** Makes the address of one's own feed, of a calendar or of all; the one from before ends. */
export async function makeFeed(timelineId: string | undefined): Promise<Feed> {
  if (timelineId === undefined) return (await read(api.POST('/timelines/calendar-token'))).data;
  const params = { path: { id: timelineId } };
  return (await read(api.POST('/timelines/{id}/calendar-token', { params }))).data;
}

/** Ends one's own feed, of a calendar or of all. */
export async function endFeed(timelineId: string | undefined): Promise<void> {
  if (timelineId === undefined) {
    await read(api.DELETE('/timelines/calendar-token'));
    return;
  }
  const params = { path: { id: timelineId } };
  await read(api.DELETE('/timelines/{id}/calendar-token', { params }));
}

/** By this programs know what to do with it: they take it for a subscription. */
export const toWebcal = (url: string): string => url.replace(/^https?:/, 'webcal:');
