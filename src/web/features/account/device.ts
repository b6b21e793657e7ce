const BROWSERS: readonly [pattern: RegExp, name: string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const SYSTEMS: readonly [pattern: RegExp, name: string, isHandheld?: true][] = [
  [/iPhone/, 'iPhone', true],
  [/iPad/, 'iPad', true],
  [/Android/, 'Android', true],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

type Device = { browser: string | undefined; system: string | undefined; isHandheld: boolean };

/** What a browser's user agent tells of where it runs. */
export function readDevice(userAgent: string | null): Device {
  const [, browser] = BROWSERS.find(([pattern]) => pattern.test(userAgent ?? '')) ?? [];
  const [, system, isHandheld = false] = SYSTEMS.find(([pattern]) => pattern.test(userAgent ?? '')) ?? [];
  return { browser, system, isHandheld };
}
