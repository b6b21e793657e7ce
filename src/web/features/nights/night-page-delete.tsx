import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { api, read } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/dialog.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { nightKey } from './night-state.ts';

/** Deletes a night that is over, and leads back to the others. */
export function NightDelete({ id }: { id: number }) {
  const { t } = useTexts();
  const { tell, fail } = useToasts();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const remove = async () => {
    try {
      await read(api.DELETE('/api/sessions/{id}', { params: { path: { id: String(id) } } }));
      go('/host/nights');
      queries.removeQueries({ queryKey: nightKey(id) });
      void queries.invalidateQueries({ queryKey: ['nights'] });
      void queries.invalidateQueries({ queryKey: ['newest-night'] });
      tell(t('history.deleted'));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Confirm
      title={t('history.deleteTitle')}
      confirmLabel={t('history.deleteConfirm')}
      onConfirm={remove}
      trigger={(open) => (
        <Button kind="quiet" onClick={open}>
          <Trash2 className="size-5" />
          {t('history.delete')}
        </Button>
      )}
    >
      {t('history.deleteText')}
    </Confirm>
  );
}
