import { describe } from '../api/errors';
import { act, deleteWorkspace, updateWorkspace, type LifecycleAction } from '../api/workspaces';
import { change, dropAll } from '../model/org';
import { descendantsOf, treeOf } from '../model/tree';
import { nameOf, select, setDeleting, setOrg, useCanvas } from './canvas';
import { ask } from './dialogs';
import { toast } from './toasts';

/** Fails with the server's reason; the form that asked shows it. */
export async function rename(id: string, part: { name?: string; role?: string }): Promise<void> {
  const { needsRestart } = await updateWorkspace(id, part);
  setOrg(org => change(org, id, { ...part, ...(needsRestart ? { needsRestart } : {}) }));
}

export const actionLabels: Readonly<Record<LifecycleAction, string>> = {
  restart: 'Restart', pause: 'Pause', resume: 'Resume', hibernate: 'Put to sleep',
};

const verbs: Readonly<Record<LifecycleAction, string>> = {
  restart: 'restarted', pause: 'paused', resume: 'resumed', hibernate: 'put to sleep',
};

export async function lifecycle(id: string, action: LifecycleAction): Promise<void> {
  try {
    await act(id, action);
    if (action === 'restart') setOrg(org => change(org, id, { needsRestart: false }));
    toast('success', `${nameOf(id)} is being ${verbs[action]}`);
  } catch (error) {
    toast('error', `${nameOf(id)} could not be ${verbs[action]}: ${describe(error)}`);
  }
}

/** Asks, then removes the workspace and everything below it. */
export async function removeWorkspace(id: string): Promise<void> {
  const below = descendantsOf(treeOf(useCanvas.getState().org.workspaces), id);
  const name = nameOf(id);
  if (await agreeToDelete(name, below.map(nameOf))) await removeTree(id);
}

/** Removes the workspace and everything below it; the person has been asked. */
export async function removeTree(id: string): Promise<void> {
  const name = nameOf(id);
  const below = descendantsOf(treeOf(useCanvas.getState().org.workspaces), id);
  const all = [id, ...below];
  setDeleting(ids => new Set([...ids, ...all]));
  try {
    await deleteWorkspace(id);
    const { selectedId } = useCanvas.getState();
    if (selectedId !== null && all.includes(selectedId)) select(null);
    setOrg(org => dropAll(org, all, Date.now()));
    toast('success', `${name} was deleted`);
  } catch (error) {
    toast('error', `${name} could not be deleted: ${describe(error)}`, { label: 'Try again', run: () => void removeTree(id) });
  } finally {
    setDeleting(ids => new Set([...ids].filter(other => !all.includes(other))));
  }
}

function agreeToDelete(name: string, below: readonly string[]): Promise<boolean> {
  const alone = below.length === 0;
  return ask({
    title: `Delete ${name}?`,
    text: [
      'Its agent loses access at once, and its tokens stop working. This cannot be undone.',
      ...(alone ? [] : [`Everything below it goes as well (${below.length}):`]),
    ],
    items: below,
    confirm: alone ? 'Delete' : `Delete ${below.length + 1} workspaces`,
    tone: 'danger',
    ...(alone ? {} : { tick: 'Delete the whole team' }),
  });
}
