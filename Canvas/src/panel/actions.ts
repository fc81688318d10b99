import type { LifecycleAction } from '../api/workspaces';
import type { Routes } from '../api/routes';
import { runtimeOf, type Workspace } from '../model/workspace';

/** What this server has and would accept now. An agent that runs elsewhere can be paused, but not started or put to sleep from here. */
export function actionsFor(workspace: Workspace, routes: Routes): readonly LifecycleAction[] {
  const { status } = workspace;
  const remote = runtimeOf(workspace) === 'external';
  const actions: LifecycleAction[] = [];
  if (status === 'paused') actions.push('resume');
  if (!remote && status !== 'provisioning') actions.push('restart');
  if (!remote && (status === 'online' || status === 'degraded')) actions.push('hibernate');
  if (status !== 'paused' && status !== 'provisioning' && status !== 'awaiting_agent') actions.push('pause');
  return actions.filter(action => routes.has(`POST /workspaces/{id}/${action}`));
}
