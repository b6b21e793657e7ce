import { describe, expect, it } from 'vitest';
import { refuseChat } from './chat-text.ts';

const viewer = { isHost: false, isChatOff: false };

describe('[W10] chat', () => {
  it('has 1 to 2,000 characters, however many bytes they take', () => {
    expect(refuseChat('a', viewer)).toBeUndefined();
    expect(refuseChat('🎉'.repeat(2_000), viewer)).toBeUndefined();
    expect(refuseChat('', viewer)).toBe('blank');
    expect(refuseChat('x'.repeat(2_001), viewer)).toBe('too_long');
    expect(refuseChat('🎉'.repeat(2_001), viewer)).toBe('too_long');
    expect(refuseChat('x'.repeat(1_000_000), viewer)).toBe('too_long');
  });

  it('has something to say', () => {
    expect(refuseChat(' \n\u3000', viewer)).toBe('blank');
    expect(refuseChat('  two\nlines ', viewer)).toBeUndefined();
  });

  it('takes HTML for text, and refuses what can not be kept', () => {
    expect(refuseChat('<script>alert(1)</script>', viewer)).toBeUndefined();
    expect(refuseChat('a\0b', viewer)).toBe('not_text');
    expect(refuseChat('half \ud83c', viewer)).toBe('not_text');
  });

  it('is the host’s alone while it is off', () => {
    expect(refuseChat('hello', { isHost: false, isChatOff: true })).toBe('chat_off');
    expect(refuseChat('hello', { isHost: true, isChatOff: true })).toBeUndefined();
  });
});
