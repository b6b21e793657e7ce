type Task = () => unknown;

type TaskQueueOptions = {
  /** Tasks that may wait before whoever brings them is asked to stop. */
  limit: number;
  onFull(): void;
  onSpace(): void;
  onError(error: unknown): void;
};

/**
 * Runs tasks one after another, each when the promise of the one before has settled. `onFull` is called when as many
 * wait as may, and `onSpace` when half of them are done.
 */
export function createTaskQueue({ limit, onFull, onSpace, onError }: TaskQueueOptions) {
  let waiting: Task[] = [];
  let running = false;
  let full = false;

  async function run(): Promise<void> {
    running = true;
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      try {
        await task();
      } catch (error) {
        onError(error);
      }
      if (full && waiting.length <= limit / 2) {
        full = false;
        onSpace();
      }
    }
    running = false;
  }

  return {
    push(task: Task): void {
      waiting.push(task);
      if (!running) void run();
      else if (!full && waiting.length >= limit) {
        full = true;
        onFull();
      }
    },
    /** Drops what waits; what runs goes on. */
    clear(): void {
      waiting = [];
    },
  };
}
