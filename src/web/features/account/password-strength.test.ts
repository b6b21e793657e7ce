import { expect, it } from 'vitest';
import { measurePassword } from './password-strength.ts';

it.each([
  ['', 'short'],
  ['x9#Kq2!', 'short'],
  ['password', 'weak'],
  ['Passw0rd1', 'weak'],
  ['12345678901234', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['fluteraven', 'fair'],
  ['correct horse battery', 'strong'],
  ['x9#Kq2!vR7&m', 'strong'],
  ['ひらがなのながいパスワード', 'strong'],
])('“%s” is %s', (password, strength) => {
  expect(measurePassword(password)).toBe(strength);
});
