import { useTexts } from '#web/lib/i18n.tsx';
import { rankValues } from './rank.ts';
import type { RoomState } from './state.ts';

/** What has changed on the page, read out by screen readers as it does. */
export function useNews(state: RoomState): string {
  const { t, number } = useTexts();
  const { phase, question, index, total, result, standing } = state;
  switch (phase) {
    case 'lobby':
      return t('play.news.lobby', { name: state.displayName });
    case 'shown':
    case 'open':
      return question
        ? t('play.news.question', { index: index + 1, total, text: question.question_text })
        : '';
    case 'paused':
      return t('play.paused.title');
    case 'ended': {
      if (!result || !standing) return '';
      const verdict = result.isCorrect ? 'right' : result.answerIds.length > 0 ? 'wrong' : 'none';
      const points = t('play.result.points', { points: number(result.points) });
      const rank = t('play.result.rank', rankValues(state));
      return `${t(`play.result.${verdict}`)} ${points}. ${rank}`;
    }
    case 'finished':
      return standing ? t('play.final.rank', rankValues(state)) : t('play.final.over');
  }
}
