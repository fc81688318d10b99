import { lookOf, statusOrder, tierWords } from '../model/status';
import { toggleView, useCanvas } from '../store/canvas';
import { StatusMark } from '../ui/StatusMark';

const lines = [
  ['hot', 'said something within five minutes'],
  ['calm', 'within the hour'],
  ['failing', 'failed within a minute'],
] as const;

const dots = [
  ['request', 'a message on its way'],
  ['reply', 'its answer'],
  ['failure', 'a message that failed'],
] as const;

/** What the shapes and colours mean; folded to a pill by whoever knows them, and it stays so. */
export function Legend() {
  const open = useCanvas(state => state.showLegend);
  if (!open) {
    return <button type="button" className="legend-pill" aria-expanded="false" onClick={() => toggleView('showLegend')}>Legend</button>;
  }
  return (
    <aside className="legend" aria-label="Legend">
      <header>
        <h2>Legend</h2>
        <button type="button" className="icon-button" aria-label="Fold the legend" aria-expanded="true" onClick={() => toggleView('showLegend')}>–</button>
      </header>
      <ul>
        {statusOrder.map(status => {
          const look = lookOf(status);
          return <li key={status} data-tone={look.tone} title={look.meaning}><StatusMark status={status} /> {look.word}</li>;
        })}
      </ul>
      <ul>
        {Object.entries(tierWords).map(([tier, word]) => <li key={tier}><b className="tier" data-tier={tier}>T{tier}</b> {word}</li>)}
      </ul>
      <ul className="wide">
        {lines.map(([mood, meaning]) => (
          <li key={mood}><svg viewBox="0 0 24 8" width={24} height={8} aria-hidden="true"><path className="lane" data-mood={mood} d="M1 4h22" /></svg> {meaning}</li>
        ))}
        {dots.map(([tone, meaning]) => (
          <li key={tone}><svg viewBox="0 0 24 12" width={24} height={12} aria-hidden="true"><circle className="legend-dot" data-tone={tone} cx={12} cy={6} r={4} /></svg> {meaning}</li>
        ))}
        <li><span className="legend-task" aria-hidden="true"><i className="beat" /></span> a task being worked on</li>
        <li><span className="legend-error" aria-hidden="true">!</span> the last error of a degraded or failed one</li>
      </ul>
    </aside>
  );
}
