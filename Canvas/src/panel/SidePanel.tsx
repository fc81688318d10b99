import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useChat } from '../chat/store';
import { lookOf, tierWords } from '../model/status';
import { runtimeOf, skillsOf } from '../model/workspace';
import { clamp } from '../graph/geometry';
import { panelWidths, select, setPanelWidth, setTab, tabs, useCanvas, type PanelTab } from '../store/canvas';
import { lifecycle } from '../store/lifecycle';
import { StatusMark } from '../ui/StatusMark';
import { ActivityTab } from './ActivityTab';
import { ChatTab } from './ChatTab';
import { CopyButton } from '../ui/CopyButton';
import { DetailsTab } from './DetailsTab';
import { EventsTab } from './EventsTab';

const titles: Readonly<Record<PanelTab, string>> = { chat: 'Chat', activity: 'Activity', details: 'Details', events: 'Events' };

export function SidePanel({ id }: { readonly id: string }) {
  const workspace = useCanvas(state => state.org.workspaces.get(id));
  const tab = useCanvas(state => state.tab);
  const width = useCanvas(state => state.panelWidth);
  if (workspace === undefined) return <Gone width={width} />;
  const look = lookOf(workspace.status);
  const runtime = runtimeOf(workspace);
  const skills = skillsOf(workspace.agentCard).length;
  return (
    <aside className="panel" style={{ width }} aria-label={workspace.name}>
      <Separator width={width} />
      <header className="panel-head">
        <StatusMark status={workspace.status} size={14} />
        <div>
          <h2>{workspace.name}</h2>
          {workspace.role === '' ? null : <p>{workspace.role}</p>}
        </div>
        <button type="button" className="icon-button" aria-label="Close the panel" onClick={() => select(null)}>×</button>
      </header>
      <div className="panel-pills">
        <span className="tag" data-tone={look.tone} title={look.meaning}>{look.word}</span>
        <span className="tag" title={tierWords[workspace.tier] ?? ''}>T{workspace.tier} {tierWords[workspace.tier] ?? ''}</span>
        {runtime === null ? null : <span className="tag">{runtime}</span>}
        {skills === 0 ? null : <span className="tag">{skills} {skills === 1 ? 'skill' : 'skills'}</span>}
      </div>
      <TabList id={id} tab={tab} />
      {workspace.needsRestart && workspace.currentTask === '' ? (
        <div className="panel-restart">A change waits for a restart.
          <button type="button" className="button" onClick={() => void lifecycle(id, 'restart')}>Restart now</button></div>
      ) : null}
      {workspace.currentTask === '' ? null : (
        <div className="panel-task" title={workspace.currentTask}><i className="beat" aria-hidden="true" />{workspace.currentTask}</div>
      )}
      <div className="panel-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        {tab === 'chat' ? <ChatTab workspace={workspace} /> : null}
        {tab === 'activity' ? <ActivityTab id={id} /> : null}
        {tab === 'details' ? <DetailsTab workspace={workspace} /> : null}
        {tab === 'events' ? <EventsTab id={id} /> : null}
      </div>
      <footer className="panel-foot"><code>{id}</code><CopyButton text={id} label="Copy id" /></footer>
    </aside>
  );
}

function Gone({ width }: { readonly width: number }) {
  return (
    <aside className="panel" style={{ width }} aria-label="Workspace">
      <div className="panel-empty">
        <h2>Not here (any more)</h2>
        <p>The address names a workspace that does not exist in this organisation. It may have been deleted.</p>
        <button type="button" className="button" onClick={() => select(null)}>Close</button>
      </div>
    </aside>
  );
}

function TabList({ id, tab }: { readonly id: string; readonly tab: PanelTab }) {
  const list = useRef<HTMLDivElement>(null);
  const unread = useChat(state => state.unread.has(id));
  const go = (next: PanelTab | undefined) => {
    if (next === undefined) return;
    setTab(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.indexOf(tab);
    const next = event.key === 'ArrowRight' ? tabs[(at + 1) % tabs.length]
      : event.key === 'ArrowLeft' ? tabs[(at + tabs.length - 1) % tabs.length]
        : event.key === 'Home' ? tabs[0] : event.key === 'End' ? tabs.at(-1) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  };
  return (
    <div className="tabs" role="tablist" aria-label="Workspace" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(name => (
        <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={name === tab} aria-controls={`panel-${name}`}
          tabIndex={name === tab ? 0 : -1} onClick={() => setTab(name)}>
          {titles[name]}{name === 'chat' && unread && tab !== 'chat' ? <span className="unread-dot" aria-label="new message" /> : null}
        </button>
      ))}
    </div>
  );
}

const step = 16;

function Separator({ width }: { readonly width: number }) {
  const drag = useRef<{ x: number; width: number } | null>(null);
  const most = () => Math.min(panelWidths.most, Math.floor(window.innerWidth * 0.8));
  const resize = (to: number) => setPanelWidth(clamp(to, panelWidths.least, most()));
  useEffect(() => {
    // A window that became small must not be filled by a panel that was once wide.
    if (useCanvas.getState().panelWidth > most()) setPanelWidth(Math.max(panelWidths.least, most()));
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = event.key === 'ArrowLeft' ? width + step : event.key === 'ArrowRight' ? width - step
      : event.key === 'Home' ? panelWidths.least : event.key === 'End' ? most() : null;
    if (to === null) return;
    event.preventDefault();
    resize(to);
  };
  return (
    <div className="separator" role="separator" aria-orientation="vertical" aria-label="Width of the panel" tabIndex={0}
      aria-valuenow={width} aria-valuemin={panelWidths.least} aria-valuemax={panelWidths.most} onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width };
      }}
      onPointerMove={event => {
        if (drag.current !== null) resize(drag.current.width + drag.current.x - event.clientX);
      }}
      onPointerUp={() => {
        drag.current = null;
      }} />
  );
}
