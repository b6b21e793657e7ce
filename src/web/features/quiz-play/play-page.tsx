import { useParams } from 'wouter';
import { readQuizCode } from '#web/lib/quiz-code.ts';
import { PlayAskCode } from './ask-code.tsx';
import { PlayRoom } from './room.tsx';

/** Where players come with their phones: by the address with the code in it, or to type it. */
export default function PlayPage() {
  const { code: text } = useParams<{ code?: string }>();
  const code = text === undefined ? undefined : readQuizCode(text);
  return code ? <PlayRoom key={code} code={code} /> : <PlayAskCode wrong={text} />;
}
