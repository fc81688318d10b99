import { flag, number, objectOrNull, text, textOrNull, type JsonObject } from '../api/json';

/** A role in the organisation, as the server lists it. Positions are absolute, always. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** 1 sandboxed, 2 standard, 3 privileged, 4 full access. */
  readonly tier: number;
  readonly status: string;
  readonly agentCard: JsonObject | null;
  readonly url: string;
  readonly parentId: string | null;
  readonly activeTasks: number;
  readonly maxConcurrentTasks: number;
  /** 0 to 1. */
  readonly lastErrorRate: number;
  readonly lastSampleError: string;
  readonly uptimeSeconds: number;
  readonly currentTask: string;
  readonly runtime: string;
  /** US cents this month. */
  readonly monthlySpend: number;
  readonly budgetLimit: number | null;
  readonly x: number;
  readonly y: number;
  readonly collapsed: boolean;
  /** Known to this browser only: a change here waits for a restart. */
  readonly needsRestart: boolean;
  /** Known to this browser only: how large a person made it, or how large its team has grown. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Told by an event only: the keys without which it could not be started, comma-separated. */
  readonly missing: string;
  /** Told by an event only: the last that its process wrote before it failed. */
  readonly logTail: string;
}

export function parseWorkspace(row: JsonObject): Workspace {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    role: text(row, 'role'),
    tier: number(row, 'tier', 3),
    status: text(row, 'status'),
    agentCard: objectOrNull(row, 'agent_card'),
    url: text(row, 'url'),
    parentId: textOrNull(row, 'parent_id'),
    activeTasks: number(row, 'active_tasks'),
    maxConcurrentTasks: number(row, 'max_concurrent_tasks', 1),
    lastErrorRate: number(row, 'last_error_rate'),
    lastSampleError: text(row, 'last_sample_error'),
    uptimeSeconds: number(row, 'uptime_seconds'),
    currentTask: text(row, 'current_task'),
    runtime: text(row, 'runtime'),
    monthlySpend: number(row, 'monthly_spend'),
    budgetLimit: typeof row['budget_limit'] === 'number' ? row['budget_limit'] : null,
    x: number(row, 'x'),
    y: number(row, 'y'),
    collapsed: flag(row, 'collapsed'),
    needsRestart: false,
    size: null,
    missing: '',
    logTail: '',
  };
}

const withoutAgent = new Set(['provisioning', 'offline', 'failed', 'paused', 'hibernated', 'awaiting_agent', 'removed']);

/** What the server noted last of a task stays in its row; where no agent works, nobody works on it. */
export function withoutStaleTask(workspace: Workspace): Workspace {
  if (!withoutAgent.has(workspace.status) || (workspace.currentTask === '' && workspace.activeTasks === 0)) return workspace;
  return { ...workspace, currentTask: '', activeTasks: 0 };
}

/** The runtime of the row, else of the agent's card; empty text counts as missing. */
export function runtimeOf(workspace: Workspace): string | null {
  if (workspace.runtime !== '') return workspace.runtime;
  return workspace.agentCard === null ? null : textOrNull(workspace.agentCard, 'runtime');
}

export interface Skill {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export function skillsOf(card: JsonObject | null): readonly Skill[] {
  const listed = card?.['skills'];
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown): Skill[] => {
    if (typeof entry === 'string') return entry === '' ? [] : [{ id: entry, name: entry, description: '' }];
    if (typeof entry !== 'object' || entry === null) return [];
    const skill = entry as JsonObject;
    const name = text(skill, 'name') || text(skill, 'id');
    return name === '' ? [] : [{ id: text(skill, 'id') || name, name, description: text(skill, 'description') }];
  });
}

const mostChips = 4;
const chipRoom = 30;
const chipFrame = 2;

/** As many skills as fit on one line of a card, by their letters; the first always. */
export function chipsFor(skills: readonly Skill[]): readonly Skill[] {
  const fitting: Skill[] = [];
  let used = 0;
  for (const skill of skills.slice(0, mostChips)) {
    used += skill.name.length + chipFrame;
    if (used > chipRoom && fitting.length > 0) break;
    fitting.push(skill);
  }
  return fitting;
}

/** Whether two rows say the same. Cards are compared by their text: they arrive as new objects each time. */
export function sameWorkspace(a: Workspace, b: Workspace): boolean {
  if (a === b) return true;
  for (const key of Object.keys(a) as (keyof Workspace)[]) {
    if (key === 'agentCard') {
      if (JSON.stringify(a.agentCard) !== JSON.stringify(b.agentCard)) return false;
    } else if (a[key] !== b[key]) {
      return false;
    }
  }
  return true;
}
