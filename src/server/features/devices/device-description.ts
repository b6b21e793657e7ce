import Bowser from 'bowser';

/** What the user agent tells of a device; null where it doesn't. */
export type DeviceDescription = { deviceType: string | null; os: string | null; browser: string | null };

/** Names without versions: browsers tell old ones, so as not to be recognised by them. */
export function describeDevice(userAgent: string | null): DeviceDescription {
  if (!userAgent) return { deviceType: null, os: null, browser: null };
  const { platform, os, browser } = Bowser.parse(userAgent);
  return { deviceType: platform.type || null, os: os.name || null, browser: browser.name || null };
}
