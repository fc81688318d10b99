import { useDialogs } from '../src/store/dialogs';
import { useToasts } from '../src/store/toasts';
import { json, page, settled, workspace } from './make';

/** The platform's answer to a change. */
export const fine = () => json(200, { status: 'updated' });

/** Answers the question that is on the page. */
export const answer = async (yes: boolean) => {
  await settled();
  useDialogs.getState().answer?.(yes);
  await settled();
};

/** What the page has told so far. */
export const toasts = () => useToasts.getState().toasts.map(item => item.message);

/** A page with a team of two below `p`, and one that stands alone. */
export const teamPage = () => page(
  workspace('p', { x: 100, y: 100 }), workspace('a', { x: 116, y: 230, parentId: 'p' }), workspace('b', { x: 370, y: 230, parentId: 'p' }),
  workspace('solo', { x: 900, y: 100 }),
);
