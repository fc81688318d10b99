import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
  readonly copied: boolean;
}

/** The last resort: says what broke and offers the two things a person can do about it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, copied: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)), copied: false };
  }

  override render(): ReactNode {
    const { error, copied } = this.state;
    if (error === null) return this.props.children;
    const report = [error.message, error.stack ?? '', location.href, new Date().toISOString()].join('\n');
    return (
      <main className="screen">
        <div className="screen-card" role="alert">
          <h1>The page stumbled</h1>
          <p>Your agents are not affected: they run on the server. Reloading usually helps.</p>
          <pre>{error.message}</pre>
          <div className="row">
            <button type="button" className="button primary" onClick={() => location.reload()}>Reload</button>
            <button type="button" className="button" onClick={() => {
              void navigator.clipboard.writeText(report).then(() => this.setState({ copied: true }));
            }}>{copied ? 'Copied' : 'Copy report'}</button>
          </div>
        </div>
      </main>
    );
  }
}
