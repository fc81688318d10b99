import { describe, expect, it } from 'vitest';
import { frame, page, workspace } from '../../test/make';
import { applyLive, dragTo, nameOf, select, setPanelWidth, toggleSelect, toggleView, useCanvas } from './canvas';

describe('canvas store', () => {
  it('toggle_select', () => {
    toggleSelect('a');
    expect(useCanvas.getState().selectedId).toBe('a');
    toggleSelect('a');
    expect(useCanvas.getState().selectedId).toBeNull();
  });
  it('removed_selection_closes_the_panel', () => {
    page(workspace('a'));
    select('a');
    applyLive([frame('WORKSPACE_REMOVED', 'a')]);
    expect(useCanvas.getState().selectedId).toBeNull();
  });
  it('unknown_selection_of_a_link_stays_to_be_explained', () => {
    select('nobody');
    page(workspace('a'));
    expect(useCanvas.getState().selectedId).toBe('nobody');
  });
  it('views_are_remembered', () => {
    toggleView('showOutline');
    toggleView('showTraffic');
    expect([localStorage.getItem('molecule.outline'), localStorage.getItem('molecule.traffic')]).toEqual(['on', 'off']);
  });
  it('panel_width_is_remembered', () => {
    setPanelWidth(512);
    expect(localStorage.getItem('molecule.panelWidth')).toBe('512');
  });
  it('events_change_only_their_node', () => {
    page(workspace('a'), workspace('b', { x: 700 }));
    const [a, b] = useCanvas.getState().nodes;
    applyLive([frame('TASK_UPDATED', 'b', { current_task: 't', active_tasks: 1 })]);
    expect([useCanvas.getState().nodes[0] === a, useCanvas.getState().nodes[1] === b]).toEqual([true, false]);
  });
  it('drag_without_start_does_nothing', () => {
    page(workspace('a'));
    dragTo({ x: 5, y: 5 });
    expect(useCanvas.getState().dragAt).toBeNull();
  });
  it('names_of_the_unknown_are_short', () => {
    expect(nameOf('0123456789abcdef')).toBe('01234567');
  });
  it('names_of_the_gone_are_remembered', () => {
    page(workspace('a', { name: 'Ann' }));
    applyLive([frame('WORKSPACE_REMOVED', 'a')]);
    expect(nameOf('a')).toBe('Ann');
  });
  it('empty_start_is_remembered', () => {
    page();
    page(workspace('a'));
    expect(useCanvas.getState().startedEmpty).toBe(true);
  });
});
