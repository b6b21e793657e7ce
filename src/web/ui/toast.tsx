import { X } from 'lucide-react';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { explain } from '../lib/explain.ts';
import { useTexts } from '../lib/i18n.tsx';
import { catchFocus } from '../lib/lost-focus.ts';
import { Button, IconButton } from './button.tsx';

type Toast = { id: number; text: string; kind: 'good' | 'bad'; action?: { label: string; run: () => void } };
type Toasts = {
  /** Tells that something was done; with an action, how to undo it. */
  tell: (text: string, action?: Toast['action']) => void;
  /** Tells what went wrong. */
  fail: (error: unknown) => void;
};

const SHOWN_MS = 6_000;
const Context = createContext<Toasts | undefined>(undefined);

export function useToasts(): Toasts {
  const toasts = useContext(Context);
  if (!toasts) throw new Error('useToasts outside of ToastProvider');
  return toasts;
}

/** Short news at the edge of the page, read out as they come. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const [shown, setShown] = useState<readonly Toast[]>([]);
  const lastId = useRef(0);

  const close = useCallback(
    (id: number) => setShown((toasts) => toasts.filter((toast) => toast.id !== id)),
    [],
  );
  const open = useCallback(
    (toast: Omit<Toast, 'id'>) => {
      lastId.current++;
      const id = lastId.current;
      setShown((toasts) => [...toasts.slice(-2), { ...toast, id }]);
      setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus may have gone with one of them
  useEffect(catchFocus, [shown]);
  const toasts = useMemo(
    (): Toasts => ({
      tell: (text, action) => open({ text, kind: 'good', ...(action && { action }) }),
      fail: (error) => open({ text: explain(error, t), kind: 'bad' }),
    }),
    [open, t],
  );

  return (
    <Context value={toasts}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="print:hidden pointer-events-none fixed inset-x-3 bottom-3 z-50 flex flex-col items-center gap-2 pb-[env(safe-area-inset-bottom)]"
      >
        {shown.map(({ id, text, kind, action }) => (
          <div
            key={id}
            className={`pointer-events-auto flex max-w-full items-center gap-3 rounded-card border-2 bg-raised py-2 pl-5 pr-2 shadow-card animate-pop ${kind === 'bad' ? 'border-danger' : 'border-line'}`}
          >
            <span className={kind === 'bad' ? 'font-bold text-danger' : ''}>{text}</span>
            {action && (
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  action.run();
                  close(id);
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton
              label={t('common.close')}
              icon={<X className="size-4" />}
              size="small"
              onClick={() => close(id)}
            />
          </div>
        ))}
      </div>
    </Context>
  );
}
