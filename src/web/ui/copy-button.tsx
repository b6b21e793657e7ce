import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { useToasts } from './toast.tsx';

/** Browsers have a clipboard for secure pages only, and many a server at home speaks plain HTTP: that is the old way. */
async function copyText(text: string): Promise<void> {
  if ('clipboard' in navigator) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'fixed size-px opacity-0';
  // Within an open dialog, which keeps the focus to itself.
  const parent = document.activeElement?.parentElement ?? document.body;
  const focused = document.activeElement;
  parent.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!isCopied) throw new Error('The browser refused to copy');
}

/** Puts a text into the clipboard, and says that it did. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await copyText(text);
      setCopied(true);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Button kind="secondary" size="small" onClick={copy}>
      {isCopied ? <Check className="size-4" /> : <Copy className="size-4" />}
      <span aria-live="polite">{isCopied ? t('common.copied') : (label ?? t('common.copy'))}</span>
    </Button>
  );
}
