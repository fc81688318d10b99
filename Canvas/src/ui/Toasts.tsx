import { dismiss, useToasts, type Toast } from '../store/toasts';

/** One stack, two regions: what can wait is polite, what went wrong is not. Both are there before their first use. */
export function Toasts() {
  const toasts = useToasts(state => state.toasts);
  return (
    <div className="toasts">
      <div role="status" aria-live="polite">{toasts.filter(item => item.tone !== 'error').map(item => <Item key={item.id} item={item} />)}</div>
      <div role="alert" aria-live="assertive">{toasts.filter(item => item.tone === 'error').map(item => <Item key={item.id} item={item} />)}</div>
    </div>
  );
}

function Item({ item }: { readonly item: Toast }) {
  const action = item.action;
  return (
    <div className="toast" data-tone={item.tone}>
      <span>{item.message}{item.times > 1 ? ` ×${item.times}` : ''}</span>
      {action === null ? null : (
        <button type="button" className="link" onClick={() => {
          dismiss(item.id);
          action.run();
        }}>{action.label}</button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(item.id)}>×</button>
    </div>
  );
}
