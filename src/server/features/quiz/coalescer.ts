/**
 * Runs something at most once in a while, however often it is asked for: at once when it is quiet, else when the time
 * is over, with whatever has changed until then. One run at a time.
 * @param run never rejects
 * @param interval milliseconds from the end of a run to the next: what it sends, it sends at its end
 */
export function createCoalescer(run: () => Promise<void>, interval: () => number) {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isWanted = false;
  let isClosed = false;

  async function start(): Promise<void> {
    isWanted = false;
    isRunning = true;
    await run();
    isRunning = false;
    if (!isClosed) timer = setTimeout(onTime, interval());
  }

  function onTime(): void {
    timer = undefined;
    if (isWanted) void start();
  }

  return {
    ask(): void {
      isWanted = true;
      if (timer === undefined && !isRunning && !isClosed) void start();
    },
    close(): void {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
