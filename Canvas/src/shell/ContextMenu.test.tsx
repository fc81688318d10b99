import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { json, serve } from '../../test/make';
import { show } from '../../test/render';
import { answer, fine, teamPage } from '../../test/store';
import { openMenu, useCanvas, workspaceOf } from '../store/canvas';
import { ContextMenu, nextIndex } from './ContextMenu';

beforeEach(teamPage);

describe('ContextMenu', () => {
  const open = (id: string) => {
    serve(one => one.path.startsWith('/openapi') ? json(200, { paths: {} }) : fine());
    openMenu(id, 10, 10);
    show(<ContextMenu />);
  };

  it('team_can_be_folded_and_its_first_item_has_the_focus', () => {
    open('p');
    expect(document.activeElement?.textContent).toBe('Details');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Fold' }));
    expect([workspaceOf('p')?.collapsed, useCanvas.getState().menu]).toEqual([true, null]);
  });
  it('member_can_be_taken_out', async () => {
    open('a');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Take out of its team' }));
    await answer(true);
    expect(workspaceOf('a')?.parentId).toBeNull();
  });
  it('card_that_stands_alone_has_no_team_items', () => {
    open('solo');
    expect([screen.queryByText('Fold'), screen.queryByText('Take out of its team')]).toEqual([null, null]);
  });
  it.each(['Escape', 'Tab'])('%s closes it', key => {
    open('solo');
    fireEvent.keyDown(screen.getByRole('menu'), { key });
    expect(useCanvas.getState().menu).toBeNull();
  });
  it('press_elsewhere_closes_it', () => {
    open('solo');
    fireEvent.pointerDown(document.body);
    expect(useCanvas.getState().menu).toBeNull();
  });
  it.each([['ArrowDown', 2, 0], ['ArrowDown', 0, 1], ['ArrowUp', 0, 2], ['Home', 1, 0], ['End', 0, 2], ['x', 0, null]])('%s from %i', (key, at, expected) => {
    expect(nextIndex(key, at, 3)).toBe(expected);
  });
});
