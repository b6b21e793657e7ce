import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { useToasts } from './toast.tsx';

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
      await navigator.clipboard.writeText(text);
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
