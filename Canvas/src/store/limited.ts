const parallel = 6;

export interface Failed<T> {
  readonly item: T;
  readonly error: unknown;
}

/** Runs `work` on every item, at most six at a time, and answers the failures. */
export async function eachLimited<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<readonly Failed<T>[]> {
  const failed: Failed<T>[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      try {
        await work(item);
      } catch (error) {
        failed.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  return failed;
}
