const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "now", "12s", "3m", "2h", "5d": how long ago, in one short word. */
export function ago(at: number, now: number): string {
  const passed = Math.max(0, now - at);
  if (passed < 2 * second) return 'now';
  if (passed < minute) return `${Math.floor(passed / second)}s`;
  if (passed < hour) return `${Math.floor(passed / minute)}m`;
  if (passed < day) return `${Math.floor(passed / hour)}h`;
  return `${Math.floor(passed / day)}d`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < second) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < minute) return `${(milliseconds / second).toFixed(1)} s`;
  return `${Math.floor(milliseconds / minute)} min ${Math.round((milliseconds % minute) / second)} s`;
}

export function uptime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** Milliseconds since the epoch; nothing readable counts as `otherwise`. */
export function parseTime(timestamp: string, otherwise: number): number {
  const parsed = Date.parse(timestamp);
  return Number.isNaN(parsed) ? otherwise : parsed;
}

export function clock(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
