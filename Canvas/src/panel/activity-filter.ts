import type { ActivityRow } from '../api/history';

export type Filter = 'all' | 'in' | 'out' | 'tasks' | 'logs' | 'errors';

export const filters: readonly (readonly [Filter, string])[] = [
  ['all', 'All'], ['in', 'In'], ['out', 'Out'], ['tasks', 'Tasks'], ['logs', 'Logs'], ['errors', 'Errors'],
];

/** Errors are rows of any type whose status says so, not only rows of the type "error". */
export function matches(row: ActivityRow, filter: Filter, id: string): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'in':
      return row.type === 'a2a_receive' && row.sourceId !== id;
    case 'out':
      return row.type === 'a2a_send' || row.type === 'delegation' || (row.type === 'a2a_receive' && row.sourceId === id);
    case 'tasks':
      return row.type === 'task_update';
    case 'logs':
      return row.type === 'agent_log' || row.type === 'skill_promotion' || row.type.startsWith('memory_write');
    case 'errors':
      return row.type === 'error' || row.status === 'error' || row.status === 'failed' || row.status === 'timeout';
  }
}
