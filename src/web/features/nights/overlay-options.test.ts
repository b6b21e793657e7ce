import { expect, it } from 'vitest';
import { readOverlayOptions } from './overlay-options.ts';

it('reads what the address of an overlay asks for', () => {
  expect(readOverlayOptions('?host=anna&theme=light&align=right')).toEqual({
    host: 'anna',
    theme: 'light',
    align: 'right',
  });
});

it('keeps to the usual where the address says nothing, or something else', () => {
  const usual = { host: '', theme: 'dark', align: 'left' };
  expect(readOverlayOptions('')).toEqual(usual);
  expect(readOverlayOptions('?host=%20&theme=pink&align=up')).toEqual(usual);
});
