import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTexts } from '#web/lib/i18n.tsx';
import { useFault } from './editor-context.ts';
import { addTags } from './editor-tag-list.ts';
import { LIMITS } from './editor-validation.ts';

/** Words by which a quiz is found: Enter or a comma adds one, Backspace in the empty field removes the last. */
export function TagsField({
  tags,
  onChange,
}: {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const { t } = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const fault = useFault('tags');

  const add = () => {
    const next = addTags(tags, text);
    setText('');
    if (next.length > tags.length) onChange(next);
  };
  const remove = (index: number) => {
    onChange(tags.toSpliced(index, 1));
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isEnd = event.key === 'Enter' || event.key === ',' || event.key === '、';
    if (isEnd) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && tags.length > 0) remove(tags.length - 1);
  };

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-bold">
        {t('quizzes.tags')}
      </label>
      <div className="flex min-h-11 flex-wrap items-center gap-2 rounded-control border border-line bg-raised p-1.5 hover:border-accent focus-within:border-accent">
        {tags.length > 0 && (
          <ul aria-label={t('quizzes.tags')} className="contents">
            {tags.map((tag, index) => (
              <li key={tag} className="flex min-w-0 items-center rounded-full bg-sunken pl-3 font-bold">
                <span className="min-w-0 truncate">{tag}</span>
                <button
                  type="button"
                  aria-label={t('quizzes.removeTag', { tag })}
                  onClick={() => remove(index)}
                  className="relative flex size-8 shrink-0 items-center justify-center rounded-full text-soft after:absolute after:-inset-1.5 after:content-[''] hover:text-ink"
                >
                  <X aria-hidden="true" className="size-4" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          ref={input}
          id={id}
          name="tags"
          autoComplete="off"
          aria-describedby={`${id}-hint${fault ? ` ${id}-error` : ''}`}
          aria-invalid={fault ? true : undefined}
          maxLength={LIMITS.tag * 2}
          value={text}
          onChange={({ currentTarget: { value } }) => setText(value)}
          onKeyDown={onKey}
          onBlur={() => text.trim() && add()}
          className="min-h-8 min-w-28 flex-1 bg-transparent px-2 text-ink outline-none"
        />
      </div>
      <p id={`${id}-hint`} className="text-sm text-soft">
        {t('quizzes.tagsHint', { max: LIMITS.tags })}
      </p>
      {fault && (
        <p id={`${id}-error`} role="alert" className="text-sm font-bold text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
