import { treeOf } from '../model/tree';
import { nameOf, useCanvas } from './canvas';
import { ask } from './dialogs';

/** Another team means other people to talk to: a person is told which, and agrees or not. */
export function agreeToMove(id: string, parentId: string | null): Promise<boolean> {
  const name = nameOf(id);
  const from = treeOf(useCanvas.getState().org.workspaces).parent.get(id) ?? null;
  const gaining = parentId === null ? 'the other roles at the top' : `${nameOf(parentId)} and its team`;
  const losing = from === null ? 'the other roles at the top' : `${nameOf(from)} and its team`;
  const out = from !== null && parentId === null;
  return ask({
    title: out ? `Take ${name} out of ${nameOf(from)}?` : parentId === null ? `Move ${name} to the top?` : `Move ${name} into ${nameOf(parentId)}?`,
    text: [
      `From now on ${name} may talk to ${gaining}.`,
      `Where its place was its only way to them, it can no longer talk to ${losing}.`,
    ],
    confirm: out ? 'Take out' : 'Move',
    tone: 'primary',
  });
}
