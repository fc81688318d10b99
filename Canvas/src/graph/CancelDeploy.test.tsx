import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { page, serve, settled, workspace } from '../../test/make';
import { show } from '../../test/render';
import { fine } from '../../test/store';
import { useCanvas } from '../store/canvas';
import { dragStarted } from '../store/dragging';
import { CancelDeploy } from './CancelDeploy';

const starting = () => page(
  workspace('p'), workspace('a', { parentId: 'p', status: 'provisioning' }), workspace('b', { parentId: 'p' }), workspace('solo', { x: 900 }),
);

describe('an organisation that is being started', () => {
  it('counts_at_its_root_and_locks_what_is_below', () => {
    starting();
    expect(useCanvas.getState().nodes.map(({ id, data }) => [id, data.starting, data.deploying])).toEqual([
      ['p', 1, false], ['a', 0, true], ['b', 0, true], ['solo', 0, false],
    ]);
  });
  it('its_members_cannot_be_dragged_but_the_root_can', () => {
    starting();
    expect([dragStarted('b'), dragStarted('p')]).toEqual([false, true]);
  });
  it('is_cancelled_after_a_yes', async () => {
    starting();
    const asked = serve(fine);
    show(<CancelDeploy id="p" count={1} />);
    fireEvent.click(screen.getByRole('button', { name: /Cancel/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Yes' }));
    await settled();
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/workspaces/p?confirm=true' }]);
    expect([...useCanvas.getState().org.workspaces.keys()]).toEqual(['solo']);
  });
  it('goes_on_after_a_no', () => {
    starting();
    const asked = serve(fine);
    show(<CancelDeploy id="p" count={1} />);
    fireEvent.click(screen.getByRole('button', { name: /Cancel/ }));
    fireEvent.click(screen.getByRole('button', { name: 'No' }));
    expect([asked.length, screen.queryByRole('button', { name: 'Yes' })]).toEqual([0, null]);
  });
});
