/** Why an event came to nothing: one of the server's codes, or `offline` where no answer came. */
export class QuizError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'QuizError';
    this.code = code;
  }
}
