import { select, tabs, useCanvas, type PanelTab } from './canvas';

/** `#/w/<id>/<tab>`: a fragment, so that the page can be served from anywhere. */
export function readLocation(hash: string): { readonly id: string; readonly tab: PanelTab | undefined } | null {
  const match = /^#\/w\/([^/]+)(?:\/([a-z]+))?$/.exec(hash);
  if (match === null) return null;
  return { id: decodeURIComponent(match[1] ?? ''), tab: tabs.find(tab => tab === match[2]) };
}

export function writeLocation(id: string | null, tab: PanelTab): string {
  return id === null ? '#/' : `#/w/${encodeURIComponent(id)}/${tab}`;
}

/** Keeps the address and the selection the same, both ways. */
export function watchLocation(): () => void {
  const follow = () => {
    const at = readLocation(location.hash);
    select(at?.id ?? null, at?.tab);
  };
  follow();
  window.addEventListener('popstate', follow);
  window.addEventListener('hashchange', follow);
  const stop = useCanvas.subscribe((state, before) => {
    if (state.selectedId === before.selectedId && state.tab === before.tab) return;
    const hash = writeLocation(state.selectedId, state.tab);
    if (hash === location.hash || (hash === '#/' && location.hash === '')) return;
    // A new selection is a step back and forward can undo; another tab is not.
    if (state.selectedId === before.selectedId) history.replaceState(null, '', hash);
    else history.pushState(null, '', hash);
  });
  return () => {
    stop();
    window.removeEventListener('popstate', follow);
    window.removeEventListener('hashchange', follow);
  };
}
