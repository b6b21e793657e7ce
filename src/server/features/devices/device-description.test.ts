import { expect, it } from 'vitest';
import { IPHONE, PC } from '#test/setup/devices.ts';
import { describeDevice } from './device-description.ts';

const ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0';

it.each([
  [IPHONE, 'mobile', 'iOS', 'Safari'],
  [ANDROID, 'mobile', 'Android', 'Chrome'],
  [PC, 'desktop', 'Windows', 'Chrome'],
  [MAC, 'desktop', 'macOS', 'Firefox'],
  ['a bot of somebody', null, null, null],
  ['', null, null, null],
  [null, null, null, null],
])('[X102] %s', (userAgent, deviceType, os, browser) => {
  expect(describeDevice(userAgent)).toEqual({ deviceType, os, browser });
});
