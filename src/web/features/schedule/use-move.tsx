import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '#web/lib/api.ts';
import { useTexts } from '#web/lib/i18n.tsx';
import { useToasts } from '#web/ui/toast.tsx';
import { conflictOf, fetchSession, type NamedOccurrence, type Session, useWrites } from './calendar-data.ts';
import { keyOf } from './calendar-entry.ts';
import { applyChange, type Scope } from './occurrence-writes.ts';
import { ScopeDialog } from './series-scope.tsx';
import { useTimes } from './viewer-zone.ts';
import type { When } from './wall-clock.ts';

type Move = { occurrence: NamedOccurrence; session: Session; to: When };

/**
 * Moves what was dropped elsewhere. It is shown there at once, and put back where it can't be.
 * @returns where things are shown meanwhile, by their keys, and the question that a series asks
 */
export function useMove(): {
  shownAt: ReadonlyMap<string, When>;
  move: (occurrence: NamedOccurrence, to: When) => void;
  dialog: ReactNode;
} {
  const { t } = useTexts();
  const times = useTimes();
  const toasts = useToasts();
  const writes = useWrites();
  const queries = useQueryClient();
  const [shownAt, setShownAt] = useState<ReadonlyMap<string, When>>(new Map());
  const [asked, setAsked] = useState<Move>();

  const showAt = (occurrence: NamedOccurrence, to: When) =>
    setShownAt((before) => new Map(before).set(keyOf(occurrence), to));
  const putBack = (occurrence: NamedOccurrence) =>
    setShownAt((before) => new Map([...before].filter(([key]) => key !== keyOf(occurrence))));

  const begin = async (occurrence: NamedOccurrence, to: When) => {
    showAt(occurrence, to);
    try {
      const session = await fetchSession(queries, occurrence.sessionId);
      const move = { occurrence, session, to };
      if (session.type === 'RECURRING') setAsked(move);
      else await finish(move, 'this');
    } catch (error) {
      putBack(occurrence);
      toasts.fail(error);
    }
  };

  const finish = async ({ occurrence, session, to }: Move, scope: Scope) => {
    const { startDateTime, endDateTime } = occurrence;
    try {
      await applyChange(writes, session, occurrence, to, scope);
      const isSeries = session.type === 'RECURRING';
      const moved = { ...occurrence, ...to, ...(!isSeries && { originalStart: to.startDateTime }) };
      const undo = async () => {
        showAt(moved, { startDateTime, endDateTime });
        const present = await fetchSession(queries, session.id).catch(() => session);
        await finish({ occurrence: moved, session: present, to: { startDateTime, endDateTime } }, scope);
      };
      toasts.tell(
        t('calendar.moved', { name: occurrence.name, when: times.when(to.startDateTime, to.endDateTime) }),
        scope === 'this' ? { label: t('calendar.undo'), run: () => void undo() } : undefined,
      );
    } catch (error) {
      toasts.fail(refusal(error));
    } finally {
      putBack(occurrence);
    }
  };

  const refusal = (error: unknown): unknown => {
    const conflict = conflictOf(error);
    if (!conflict) return error;
    const { startDateTime, endDateTime } = conflict.occurrence;
    const when = times.when(startDateTime, endDateTime);
    const message = conflict.session
      ? t('calendar.notMoved', { name: conflict.session.name, when })
      : t('calendar.notMovedHidden', { when });
    return new ApiError(409, { message });
  };

  return {
    shownAt,
    move: (occurrence, to) => void begin(occurrence, to),
    dialog: asked && (
      <ScopeDialog
        kind="change"
        session={asked.session}
        occurrence={asked.occurrence}
        change={asked.to}
        onChoose={(scope) => {
          setAsked(undefined);
          void finish(asked, scope);
        }}
        onCancel={() => {
          setAsked(undefined);
          putBack(asked.occurrence);
        }}
      />
    ),
  };
}
