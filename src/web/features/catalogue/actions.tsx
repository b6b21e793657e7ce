import { Download, Plus, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { download } from '#web/lib/download.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { FileDrop } from '#web/ui/file-drop.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { useNewGame } from './catalogue-state.ts';
import { useCsvImport } from './csv-import.ts';
import { ADD_BUTTON_ID } from './focus.ts';
import type { KnownNames } from './game-fields.ts';
import { GameForm } from './game-form.tsx';
import { CatalogueImport } from './import.tsx';

type Props = { names: KnownNames; onShow: (id: number, pack: string) => void };

/** What an administrator does with the games as a whole. */
export function CatalogueActions({ names, onShow }: Props) {
  const { t } = useTexts();
  const [isAdding, setAdding] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const csv = useCsvImport();
  const addButton = useRef<HTMLButtonElement>(null);
  // The window gives the focus back to what had it before, which is a field of its own.
  useEffect(() => {
    if (!isAdding) return;
    const button = addButton.current;
    return () => button?.focus();
  }, [isAdding]);
  return (
    <div className="grid grid-cols-2 gap-2 max-sm:w-full sm:flex">
      <Button id={ADD_BUTTON_ID} ref={addButton} onClick={() => setAdding(true)} className="col-span-2">
        <Plus aria-hidden="true" className="size-5" />
        {t('catalogue.add')}
      </Button>
      <Button
        kind="secondary"
        onClick={() => {
          csv.clear();
          setImporting(true);
        }}
        className="max-sm:px-2"
      >
        <Upload aria-hidden="true" className="size-5 max-sm:hidden" />
        {t('catalogue.import')}
      </Button>
      <ExportButton />
      <Dialog isOpen={isAdding} onClose={() => setAdding(false)} title={t('catalogue.add')}>
        <NewGameForm names={names} onShow={onShow} onDone={() => setAdding(false)} />
      </Dialog>
      <Dialog isOpen={isImporting} onClose={() => setImporting(false)} title={t('catalogue.importTitle')}>
        <CatalogueImport state={csv.state} onFile={csv.send} />
      </Dialog>
      <FileDrop
        label={t('catalogue.dropHere')}
        onFile={(file) => {
          setImporting(true);
          csv.send(file);
        }}
      />
    </div>
  );
}

function NewGameForm({ names, onShow, onDone }: Props & { onDone: () => void }) {
  const { t } = useTexts();
  const { tell } = useToasts();
  const creation = useNewGame();
  return (
    <GameForm
      label={t('catalogue.add')}
      names={names}
      submitLabel={t('catalogue.save')}
      isBusy={creation.isPending}
      error={creation.error}
      onSubmit={(body) =>
        creation.mutate(body, {
          onSuccess: ({ id, title, pack_name }) => {
            onDone();
            tell(t('catalogue.added', { name: title }), {
              label: t('catalogue.show'),
              run: () => onShow(id, pack_name),
            });
          },
        })
      }
      onCancel={onDone}
    />
  );
}

function ExportButton() {
  const { t } = useTexts();
  const { fail } = useToasts();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await download('/api/games/export/csv', 'games.csv');
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button kind="secondary" isBusy={isBusy} onClick={save} className="max-sm:px-2">
      {!isBusy && <Download aria-hidden="true" className="size-5 max-sm:hidden" />}
      {t('catalogue.export')}
    </Button>
  );
}
