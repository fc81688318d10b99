import { NodeResizeControl, type NodeProps } from '@xyflow/react';
import { memo, type KeyboardEvent } from 'react';
import { useChat } from '../chat/store';
import { lookOf, tierWords } from '../model/status';
import { chipsFor, runtimeOf, skillsOf, type Workspace } from '../model/workspace';
import { toggleBatch, toggleSelect, useCanvas } from '../store/canvas';
import { nudge, toggleCollapsed } from '../store/hierarchy';
import { openConnect } from '../store/dialogs';
import { lifecycle } from '../store/lifecycle';
import { keepSizes, resize } from '../store/sizes';
import { StatusMark } from '../ui/StatusMark';
import { CancelDeploy } from './CancelDeploy';
import { LastHeard } from './LastHeard';
import { leastLeaf, leastTeam } from './layout';
import { focusNeighbour } from './neighbours';
import type { CardNode } from './project';

/** One role: what it is, whether it lives, and what it does right now. */
export const Card = memo(function Card({ id, data }: NodeProps<CardNode>) {
  const { workspace, team, descendants, worst, parentMissing, starting, deploying } = data;
  const selected = useCanvas(state => state.selectedId === id);
  const marked = useCanvas(state => state.batch.has(id));
  const target = useCanvas(state => state.drag?.target === id);
  const dragging = useCanvas(state => state.drag?.id === id && !state.drag.cancelled);
  const deleting = useCanvas(state => state.deleting.has(id));
  const locked = deleting || deploying;
  const unread = useChat(state => state.unread.has(id));
  const look = lookOf(workspace.status);
  const least = team ? leastTeam : leastLeaf;
  const subtree = workspace.collapsed ? lookOf(worst) : null;
  return (
    <article className="card" data-tone={look.tone} data-team={team || undefined} data-folded={workspace.collapsed || undefined}
      data-selected={selected || undefined} data-marked={marked || undefined} data-target={target || undefined} data-dragging={dragging || undefined}
      data-locked={locked || undefined} data-status={workspace.status} data-name={workspace.name}>
      <div className="card-hit" role="button" tabIndex={0} data-card={id} aria-pressed={selected}
        aria-label={cardLabel(workspace, descendants)} title={look.meaning} onKeyDown={event => onCardKey(event, id, team)} />
      {selected && !locked && !workspace.collapsed ? (
        <NodeResizeControl nodeId={id} position="bottom-right" className="resize" minWidth={least.width} minHeight={least.height}
          onResize={(_, size) => resize(id, size)} onResizeEnd={keepSizes} />
      ) : null}
      <header className="card-head">
        <StatusMark status={workspace.status} />
        <span className="card-name">{workspace.name}</span>
        {unread ? <span className="badge unread" title="Its agent said something new">new</span> : null}
        {parentMissing ? <span className="badge warn" title="The team it belongs to is not in the list">parent missing</span> : null}
        {team ? (
          <button type="button" className="badge fold nodrag" aria-expanded={!workspace.collapsed}
            aria-label={`${workspace.collapsed ? 'Unfold' : 'Fold'} the team of ${workspace.name}, ${descendants} below`}
            onClick={() => void toggleCollapsed(id)}>{workspace.collapsed ? '▸' : '▾'} {descendants}</button>
        ) : null}
        <span className="badge tier" data-tier={workspace.tier} title={`Tier ${workspace.tier}: ${tierWords[workspace.tier] ?? 'unknown'}`}>
          T{workspace.tier}
        </span>
      </header>
      <div className="card-sub">
        <Runtime workspace={workspace} />
        <span className="card-role" title={workspace.role}>{workspace.role}</span>
      </div>
      <Chips workspace={workspace} lit={workspace.status === 'online'} />
      <Strip workspace={workspace} />
      {starting > 0 && !deleting ? <CancelDeploy id={id} count={starting} /> : null}
      <footer className="card-foot">
        {workspace.status === 'online' ? null : <span className="card-status" data-tone={look.tone}>{look.word}</span>}
        {subtree !== null && subtree.severity > look.severity ? <span className="card-status" data-tone={subtree.tone}>inside: {subtree.word}</span> : null}
        {workspace.activeTasks > 0 ? (
          <span className="card-tasks"><i className="beat" aria-hidden="true" />{workspace.activeTasks} {workspace.activeTasks === 1 ? 'task' : 'tasks'}</span>
        ) : null}
        <LastHeard id={id} />
      </footer>
    </article>
  );
});

function Runtime({ workspace }: { readonly workspace: Workspace }) {
  const runtime = runtimeOf(workspace);
  if (runtime === null) return null;
  return runtime === 'external'
    ? <span className="runtime remote" title="The agent runs outside this server and connects by itself">REMOTE</span>
    : <span className="runtime">{runtime}</span>;
}

function Chips({ workspace, lit }: { readonly workspace: Workspace; readonly lit: boolean }) {
  const skills = skillsOf(workspace.agentCard);
  if (skills.length === 0) return null;
  const shown = chipsFor(skills);
  const more = skills.slice(shown.length);
  return (
    <ul className="chips" data-lit={lit || undefined} aria-label="Skills">
      {shown.map(skill => <li key={skill.id} title={skill.description || skill.name}>{skill.name}</li>)}
      {more.length > 0 ? <li className="more" title={more.map(skill => skill.name).join(', ')}>+{more.length}</li> : null}
    </ul>
  );
}

/** The one line that matters most now: what it works on, what went wrong, or what is missing. */
function Strip({ workspace }: { readonly workspace: Workspace }) {
  if (workspace.currentTask !== '') {
    return <div className="strip task" title={workspace.currentTask}><i className="beat" aria-hidden="true" /><span>{workspace.currentTask}</span></div>;
  }
  if (workspace.needsRestart) {
    return (
      <button type="button" className="strip restart nodrag" title="A change waits for it" onClick={() => void lifecycle(workspace.id, 'restart')}>
        restart to apply
      </button>
    );
  }
  if ((workspace.status === 'degraded' || workspace.status === 'failed') && workspace.lastSampleError !== '') {
    return <div className="strip error" title={workspace.lastSampleError}><span>{workspace.lastSampleError}</span></div>;
  }
  if (workspace.status === 'awaiting_agent') {
    return (
      <button type="button" className="strip connect nodrag" onClick={() => openConnect({ kind: 'existing', id: workspace.id })}>
        Show how to connect
      </button>
    );
  }
  return null;
}

export function cardLabel(workspace: Workspace, descendants: number): string {
  return [
    workspace.name,
    lookOf(workspace.status).word,
    `tier ${workspace.tier}`,
    ...(descendants > 0 ? [`${descendants} sub-workspaces`] : []),
    ...(workspace.currentTask === '' ? [] : [`task: ${workspace.currentTask}`]),
  ].join(', ');
}

const step = 10;
const stride = 50;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

function onCardKey(event: KeyboardEvent, id: string, team: boolean): void {
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    if (event.shiftKey) toggleBatch(id);
    else toggleSelect(id);
    return;
  }
  if (team && (event.key === '+' || event.key === '-')) {
    const folded = useCanvas.getState().org.workspaces.get(id)?.collapsed === true;
    if (folded === (event.key === '+')) void toggleCollapsed(id);
    return;
  }
  const arrow = arrows[event.key];
  if (arrow === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.altKey) {
    focusNeighbour(id, arrow);
    return;
  }
  const far = event.shiftKey ? stride : step;
  nudge(id, { x: arrow[0] * far, y: arrow[1] * far });
}
