import { AnswerShape } from '#web/ui/answer-shape.tsx';
import type { TimelineColor } from './timeline-colors.ts';

/** A calendar's shape in its colour. What it is called is said beside it. */
export const TimelineMark = ({
  color,
  className = 'size-4',
}: {
  color: TimelineColor;
  className?: string;
}) => <AnswerShape index={color.shape} className={`${color.ink} ${className}`} />;
