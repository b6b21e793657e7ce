import { stringify } from 'csv-stringify/sync';
import type { GameReport } from '#protocol/game-reports.ts';
import type { Caller } from '#server/platform/auth.ts';
import type { Database } from '#server/platform/database.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import type { Flows } from './flows-service.ts';
import { listStandings } from './player-repository.ts';
import { rank } from './ranking.ts';
import * as report from './report-repository.ts';
import type { RoomContents } from './room-contents.ts';
import { findState } from './room-repository.ts';
import type { RoomContent } from './room-types.ts';

type Dependencies = { database: Database; contents: RoomContents; flows: Flows };

export type Reports = ReturnType<typeof createReports>;

type Game = { content: RoomContent; gameNumber: number; games: number };

const toSeconds = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.round(ms / 100) / 10;

/** How games went: to their hosts, question by question and player by player. */
export function createReports({ database, contents, flows }: Dependencies) {
  const { db } = database;

  async function open(caller: Caller, roomId: string, wanted: number | undefined): Promise<Game> {
    // Whoever may see how far a game is may see how it went.
    await flows.find(caller, roomId);
    const [content, state] = await Promise.all([contents.find(roomId), findState(db, roomId)]);
    if (!content || !state) throw notFound('Game flow not found');
    const games = state.game.gameNumber;
    if (wanted !== undefined && wanted > games) throw invalid(`The room has played ${games} games`);
    return { content, gameNumber: wanted ?? games, games };
  }

  async function rankAll({ content, gameNumber }: Game) {
    const standings = await listStandings(db, content.id, gameNumber);
    const names = new Map(standings.map(({ playerId, displayName }) => [playerId, displayName]));
    return rank(standings).map((standing) => ({
      ...standing,
      displayName: names.get(standing.playerId) ?? '',
    }));
  }

  return {
    async find(caller: Caller, roomId: string, wanted: number | undefined): Promise<GameReport> {
      const game = await open(caller, roomId, wanted);
      const { content, gameNumber, games } = game;
      const key = { roomId: content.id, gameNumber };
      const [questions, choices, players, ranked] = await Promise.all([
        report.listQuestionFigures(db, key),
        report.countChoices(db, key),
        report.listPlayerFigures(db, key),
        rankAll(game),
      ]);
      const byQuestion = new Map(questions.map((figures) => [figures.questionId, figures]));
      return {
        game_id: content.id,
        title: content.title,
        quiz_set_id: content.quizId,
        game_number: gameNumber,
        games,
        created_at: content.createdAt.toISOString(),
        player_count: ranked.length,
        questions: content.questions.map(({ id, questionText, orderIndex, points, answers }) => ({
          id,
          question_text: questionText,
          order_index: orderIndex,
          points,
          answered: byQuestion.get(id)?.answered ?? 0,
          correct: byQuestion.get(id)?.correct ?? 0,
          average_seconds: toSeconds(byQuestion.get(id)?.averageMs),
          answers: answers.map((answer) => ({
            id: answer.id,
            answer_text: answer.answerText,
            is_correct: answer.isCorrect,
            count: choices.get(answer.id) ?? 0,
          })),
        })),
        players: ranked.map(({ playerId, displayName, rank, score, correct }) => ({
          player_id: playerId,
          display_name: displayName,
          rank,
          score,
          answered: players.get(playerId)?.answered ?? 0,
          correct,
          average_seconds: toSeconds(players.get(playerId)?.averageMs),
        })),
      };
    },

    /** A row for each player, the best first; a column of points for each question, empty where it wasn't answered. */
    async renderCsv(caller: Caller, roomId: string, wanted: number | undefined): Promise<string> {
      const game = await open(caller, roomId, wanted);
      const [ranked, responses] = await Promise.all([
        rankAll(game),
        report.listAllResponses(db, { roomId: game.content.id, gameNumber: game.gameNumber }),
      ]);
      const points = new Map(
        responses.map((response) => [`${response.playerId}:${response.questionId}`, response.points]),
      );
      const { questions } = game.content;
      const header = [
        'rank',
        'name',
        'score',
        'correct',
        ...questions.map(({ questionText }, index) => `${index + 1}. ${questionText}`),
      ];
      const rows = ranked.map(({ playerId, displayName, rank, score, correct }) => [
        rank,
        displayName,
        score,
        correct,
        ...questions.map(({ id }) => points.get(`${playerId}:${id}`) ?? ''),
      ]);
      // Players choose their names: none may become a formula in the host's spreadsheet. A mark for Excel's sake, which
      // else takes the file for one of an older encoding.
      return `\uFEFF${stringify([header, ...rows], { escape_formulas: true })}`;
    },
  };
}
