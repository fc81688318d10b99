import { describe } from '../api/errors';
import { act, deleteWorkspace, type LifecycleAction } from '../api/workspaces';
import { dropAll } from '../model/org';
import { descendantsOf, isWithin, treeOf } from '../model/tree';
import { nameOf, setBatch, setOrg, useCanvas } from './canvas';
import { ask } from './dialogs';
import { actionLabels } from './lifecycle';
import { eachLimited } from './limited';
import { toast } from './toasts';

/** Does one thing to every marked card. What fails stays marked, so that the next press tries it again. */
export async function actOnBatch(action: LifecycleAction): Promise<void> {
  const ids = [...useCanvas.getState().batch];
  const agreed = await ask({
    title: `${actionLabels[action]} ${ids.length} workspaces?`, text: [], items: ids.map(nameOf), confirm: actionLabels[action], tone: 'primary',
  });
  if (agreed) await run(actionLabels[action], ids, id => act(id, action));
}

/** Removes every marked card with all that is below it. */
export async function deleteBatch(): Promise<void> {
  const tree = treeOf(useCanvas.getState().org.workspaces);
  const marked = [...useCanvas.getState().batch];
  // What goes with its team is not removed by itself.
  const ids = marked.filter(id => !marked.some(other => other !== id && isWithin(tree, id, other)));
  const all = ids.flatMap(id => [id, ...descendantsOf(tree, id)]);
  const agreed = await ask({
    title: `Delete ${all.length} workspaces?`, text: ['Their agents lose access at once. This cannot be undone.'], items: all.map(nameOf),
    confirm: `Delete ${all.length}`, tone: 'danger', tick: 'Delete all of these',
  });
  if (!agreed) return;
  await run('Delete', ids, async id => {
    await deleteWorkspace(id);
    setOrg(org => dropAll(org, [id, ...descendantsOf(tree, id)], Date.now()));
  });
}

async function run(word: string, ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const failed = await eachLimited(ids, work);
  setBatch(failed.map(({ item }) => item));
  const done = ids.length - failed.length;
  if (done > 0) toast('success', `${word}: ${done} of ${ids.length}`);
  const [first] = failed;
  if (first !== undefined) toast('error', `${word} failed for ${failed.map(({ item }) => nameOf(item)).join(', ')}: ${describe(first.error)}`);
}
