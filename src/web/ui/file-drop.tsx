import { FileDown } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { createPortal } from 'react-dom';

const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes a file that is dropped anywhere in the window: beside a mark, it would replace the page. */
export function FileDrop({ label, onFile }: { label: string; onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const over = useEffectEvent((event: DragEvent) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    setOver(true);
  });
  const leave = useEffectEvent((event: DragEvent) => {
    // Not from one element to another within the window.
    if (!event.relatedTarget) setOver(false);
  });
  const drop = useEffectEvent((event: DragEvent) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  });

  useEffect(() => {
    const onOver = (event: DragEvent) => over(event);
    const onLeave = (event: DragEvent) => leave(event);
    const onDrop = (event: DragEvent) => drop(event);
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, []);

  // Over everything, even where the import itself is folded away.
  return createPortal(
    isOver && (
      <div className="pointer-events-none fixed inset-3 z-50 grid animate-rise place-items-center rounded-card border-4 border-dashed border-accent bg-canvas/90">
        <p className="flex flex-col items-center gap-4 text-2xl font-extrabold">
          <FileDown aria-hidden="true" className="size-16 text-accent" />
          {label}
        </p>
      </div>
    ),
    document.body,
  );
}
