import { Download } from 'lucide-react';
import { useState } from 'react';
import { download } from '#web/lib/download.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { useToasts } from '#web/ui/toast.tsx';

const FORMATS = ['txt', 'json'] as const;

/** The evening as a file: for people, or for programs. */
export function NightExport({ id }: { id: number }) {
  const { t } = useTexts();
  const { fail } = useToasts();
  const [saving, setSaving] = useState<(typeof FORMATS)[number]>();
  const save = async (format: (typeof FORMATS)[number]) => {
    setSaving(format);
    try {
      await download(`/api/sessions/${id}/export?format=${format}`, `session-${id}.${format}`);
    } catch (error) {
      fail(error);
    } finally {
      setSaving(undefined);
    }
  };
  return FORMATS.map((format) => (
    <Button
      key={format}
      kind="secondary"
      isBusy={saving === format}
      disabled={saving !== undefined}
      onClick={() => void save(format)}
    >
      {saving !== format && <Download className="size-5" />}
      {format === 'txt' ? t('history.asText') : t('history.asJson')}
    </Button>
  ));
}
