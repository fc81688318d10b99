import {
  Background, BackgroundVariant, Controls, MiniMap, ReactFlow, useStore, type NodeChange, type NodeMouseHandler,
  type NodeTypes, type OnNodeDrag,
} from '@xyflow/react';
import { useCallback, useEffect } from 'react';
import { lookOf } from '../model/status';
import { treeOf } from '../model/tree';
import { openMenu, select, setBatch, toggleBatch, toggleSelect, useCanvas } from '../store/canvas';
import { dragCancelled, dragEnded, dragMoved, dragStarted } from '../store/dragging';
import { undo } from '../store/history';
import { toggleCollapsed } from '../store/hierarchy';
import { Card } from './Card';
import { DropGhost } from './DropGhost';
import { layoutOf } from './layout';
import type { CardNode } from './project';
import { TrafficLayer } from './TrafficLayer';
import { useAutoFit } from './useAutoFit';
import { useFly } from './useFly';
import { useKeepInView } from './useKeepInView';
import { useViewport } from './useViewport';

const nodeTypes: NodeTypes = { card: Card };
const noEdges: never[] = [];
const cullAbove = 150;
const labels = {
  'controls.ariaLabel': 'Zoom',
  'minimap.ariaLabel': 'Overview of the organisation',
} as const;

export function Graph() {
  const nodes = useCanvas(state => state.nodes);
  const showTraffic = useCanvas(state => state.showTraffic);
  const showMinimap = useCanvas(state => state.showMinimap);
  const { onMoveEnd, onInit } = useViewport();
  const detail = useStore(state => state.transform[2] < 0.25 ? 'far' : state.transform[2] < 0.5 ? 'mid' : 'near');
  const zoomTo = useFly();
  const { userMoved } = useAutoFit();
  useKeepInView();
  useGraphKeys();

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    for (const change of changes) {
      if (change.type !== 'position' || change.position === undefined || change.dragging !== true) continue;
      if (useCanvas.getState().drag?.id === change.id) dragMoved(absolute(change.id, change.position));
    }
  }, []);
  const onNodeDragStart: OnNodeDrag<CardNode> = useCallback((_, node) => {
    dragStarted(node.id);
  }, []);
  const onNodeDragStop: OnNodeDrag<CardNode> = useCallback((event, node) => {
    if (useCanvas.getState().drag?.id === node.id) void dragEnded(absolute(node.id, node.position), event.ctrlKey || event.metaKey);
  }, []);
  const onNodeClick: NodeMouseHandler<CardNode> = useCallback((event, node) => {
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    if (event.shiftKey) toggleBatch(node.id);
    else toggleSelect(node.id);
  }, []);
  const onNodeContextMenu: NodeMouseHandler<CardNode> = useCallback((event, node) => {
    event.preventDefault();
    // From the keyboard there is no pointer: the menu opens at the card.
    const box = event.currentTarget.getBoundingClientRect();
    const pointed = event.clientX !== 0 || event.clientY !== 0;
    openMenu(node.id, pointed ? event.clientX : box.x + box.width / 2, pointed ? event.clientY : box.y + box.height / 2);
  }, []);
  const onNodeDoubleClick: NodeMouseHandler<CardNode> = useCallback((_, node) => {
    if (!node.data.team) return;
    if (node.data.workspace.collapsed) void toggleCollapsed(node.id);
    else zoomTo(node.id);
  }, [zoomTo]);

  return (
    <div className="graph" data-detail={detail}>
      <ReactFlow<CardNode>
        nodes={nodes as CardNode[]}
        edges={noEdges}
        nodeTypes={nodeTypes}
        ariaLabelConfig={labels}
        onInit={onInit}
        onMove={event => {
          // A press that moves nothing is not a move.
          if (event !== null) userMoved();
        }}
        onMoveEnd={onMoveEnd}
        onNodesChange={onNodesChange}
        onNodeDragStart={onNodeDragStart}
        onNodeDragStop={onNodeDragStop}
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onNodeContextMenu={onNodeContextMenu}
        onPaneClick={() => {
          setBatch([]);
          select(null);
        }}
        minZoom={0.1}
        maxZoom={2}
        nodeDragThreshold={4}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements={nodes.length > cullAbove}
        proOptions={{ hideAttribution: false }}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} />
        <Controls showInteractive={false} position="bottom-left" />
        {showMinimap ? (
          <MiniMap<CardNode> position="bottom-right" pannable zoomable nodeColor={mapColour} nodeStrokeColor={mapStroke} nodeBorderRadius={8}
            onNodeClick={(_, node) => zoomTo(node.id)} />
        ) : null}
        {showTraffic ? <TrafficLayer /> : null}
        <DropGhost />
      </ReactFlow>
    </div>
  );
}

/** One failed agent must be visible from orbit: teams show the worst of what they contain. */
function mapColour(node: CardNode): string {
  return node.data.team ? 'var(--map-team)' : `var(--status-${lookOf(node.data.workspace.status).tone})`;
}

function mapStroke(node: CardNode): string {
  if (!node.data.team) return 'transparent';
  return lookOf(node.data.worst).severity === 0 ? 'var(--map-team-line)' : `var(--status-${lookOf(node.data.worst).tone})`;
}

function absolute(id: string, position: { x: number; y: number }): { x: number; y: number } {
  const { workspaces } = useCanvas.getState().org;
  const parent = treeOf(workspaces).parent.get(id) ?? null;
  const origin = parent === null ? undefined : layoutOf(workspaces).boxes.get(parent);
  return { x: position.x + (origin?.x ?? 0), y: position.y + (origin?.y ?? 0) };
}

/** Escape ends a drag first, then the selection. Cmd or Ctrl + Z takes back the last move; where text is written it belongs to the text. */
function useGraphKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'z' && (event.metaKey || event.ctrlKey) && !event.shiftKey) {
        if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
        event.preventDefault();
        void undo();
        return;
      }
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const { drag, batch } = useCanvas.getState();
      if (drag !== null) dragCancelled();
      else if (batch.size > 0) setBatch([]);
      else if (!isTyping(event.target)) select(null);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
