import { ArrowDown } from 'lucide-react';
import { useTexts } from '#web/lib/i18n.tsx';
import { Button } from '#web/ui/button.tsx';
import { ChatLine } from './chat-line.tsx';
import { ChatWrite } from './chat-write.tsx';
import { useFollowing } from './use-following.ts';
import { useRoom } from './use-party.ts';

export function PartyChat() {
  const { t } = useTexts();
  const { state, userId } = useRoom();
  const { list, hasMore, goToEnd, onScroll } = useFollowing(state.chat, userId);
  return (
    <>
      <div className="relative flex min-h-0 flex-1 flex-col">
        <div
          ref={list}
          role="log"
          aria-label={t('watch.chat.title')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled with the keys
          tabIndex={0}
          onScroll={onScroll}
          className="flex min-h-0 flex-1 flex-col gap-2.5 overflow-y-auto px-4 py-3"
        >
          {state.chat.length === 0 && <p className="m-auto text-soft">{t('watch.chat.none')}</p>}
          {state.chat.map((line) => (
            <ChatLine key={`${line.kind} ${line.id}`} line={line} />
          ))}
        </div>
        {hasMore && (
          <Button
            size="small"
            onClick={() => {
              goToEnd();
              // The button is gone with it.
              list.current?.focus();
            }}
            className="!absolute bottom-2 left-1/2 -translate-x-1/2 whitespace-nowrap shadow-card"
          >
            <ArrowDown className="size-4" />
            {t('watch.chat.more')}
          </Button>
        )}
      </div>
      <Typing />
      <ChatWrite />
    </>
  );
}

/** Of two by their names, of more by their number. */
function Typing() {
  const { t } = useTexts();
  const { state, userId, nameOf } = useRoom();
  const [first, second, ...others] = [...state.typing].filter((id) => id !== userId);
  const words = () => {
    if (first === undefined) return '';
    if (second === undefined) return t('watch.chat.typing', { name: nameOf(first) });
    if (others.length > 0) return t('watch.chat.typingMany', { count: others.length + 2 });
    return t('watch.chat.typingTwo', { first: nameOf(first), second: nameOf(second) });
  };
  return <p className="min-h-6 shrink-0 truncate px-4 text-sm italic text-soft">{words()}</p>;
}
