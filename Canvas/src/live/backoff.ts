const firstMs = 1000;
const longestMs = 30_000;
const spread = 0.2;

/** Wait before reconnect number `attempt` (from 0): doubling to 30 s, ±20 % so that a fleet of tabs does not return at once. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const plain = Math.min(firstMs * 2 ** Math.min(attempt, 30), longestMs);
  return Math.round(plain * (1 - spread + 2 * spread * random()));
}
