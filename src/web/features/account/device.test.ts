import { expect, it } from 'vitest';
import { readDevice } from './device.ts';

const MOZILLA = 'Mozilla/5.0';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0`,
    'Firefox',
    'Windows',
    false,
  ],
  [`${MOZILLA} (Windows NT 10.0) ${WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0`, 'Edge', 'Windows', false],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1`,
    'Safari',
    'iPhone',
    true,
  ],
  [`${MOZILLA} (Linux; Android 15) ${WEBKIT} Chrome/140.0 Mobile Safari/537.36`, 'Chrome', 'Android', true],
  [`${MOZILLA} (X11; CrOS x86_64 14541) ${WEBKIT} Chrome/140.0 Safari/537.36`, 'Chrome', 'ChromeOS', false],
  ['curl/8.5.0', 'curl', undefined, false],
])('%s', (userAgent, browser, system, isHandheld) => {
  expect(readDevice(userAgent)).toEqual({ browser, system, isHandheld });
});

it('is nothing for what says nothing', () => {
  for (const userAgent of [null, '', 'node'])
    expect(readDevice(userAgent)).toEqual({ browser: undefined, system: undefined, isHandheld: false });
});
