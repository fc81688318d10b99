import { accessChange } from '../model/talk';
import { treeOf } from '../model/tree';
import { nameOf, useCanvas } from './canvas';
import { ask } from './dialogs';

const namesShown = 8;

/** Another team means other people to talk to: a person is told which, and agrees or not. */
export function agreeToMove(id: string, parentId: string | null): Promise<boolean> {
  const { workspaces } = useCanvas.getState().org;
  const name = nameOf(id);
  const from = treeOf(workspaces).parent.get(id) ?? null;
  const { gained, lost } = accessChange(workspaces, id, parentId);
  const out = from !== null && parentId === null;
  return ask({
    title: out ? `Take ${name} out of ${nameOf(from)}?` : parentId === null ? `Move ${name} to the top?` : `Move ${name} into ${nameOf(parentId)}?`,
    text: [
      gained.length === 0 ? `${name} gains nobody to talk to.` : `From now on ${name} may talk to ${listed(gained)}.`,
      lost.length === 0 ? 'It loses nobody.' : `It may no longer talk to ${listed(lost)}.`,
      ...(treeOf(workspaces).childrenOf(id).length > 0 ? ['Everything below it goes along.'] : []),
    ],
    confirm: out ? 'Take out' : 'Move',
    tone: 'primary',
  });
}

function listed(ids: readonly string[]): string {
  const names = ids.map(nameOf).sort((a, b) => a.localeCompare(b));
  const shown = names.slice(0, namesShown);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
