import { useState } from 'react';
import { ConnectDialog } from '../connect/ConnectDialog';
import { useDialogs, type Question } from '../store/dialogs';
import { Modal } from './Modal';

/** Everything that opens over the page. */
export function Dialogs() {
  const question = useDialogs(state => state.question);
  const answer = useDialogs(state => state.answer);
  const connect = useDialogs(state => state.connect);
  return (
    <>
      {connect === null ? null : <ConnectDialog key={connect.kind === 'existing' ? connect.id : 'new'} connect={connect} />}
      {question === null || answer === null ? null : <Ask key={question.title} question={question} answer={answer} />}
    </>
  );
}

function Ask({ question, answer }: { readonly question: Question; readonly answer: (yes: boolean) => void }) {
  const [ticked, setTicked] = useState(question.tick === undefined);
  const danger = question.tone === 'danger';
  return (
    <Modal title={question.title} role="alertdialog" onCancel={() => answer(false)}>
      {question.text.map(paragraph => <p key={paragraph}>{paragraph}</p>)}
      {question.items === undefined || question.items.length === 0 ? null : (
        <ul className="modal-items">{question.items.map((item, index) => <li key={`${index}${item}`}>{item}</li>)}</ul>
      )}
      {question.tick === undefined ? null : (
        <label className="tick"><input type="checkbox" checked={ticked} onChange={event => setTicked(event.target.checked)} /> {question.tick}</label>
      )}
      <div className="row end">
        <button type="button" className="button" autoFocus={danger} onClick={() => answer(false)}>Cancel</button>
        <button type="button" className={danger ? 'button danger' : 'button primary'} autoFocus={!danger} disabled={!ticked}
          onClick={() => answer(true)}>{question.confirm}</button>
      </div>
    </Modal>
  );
}
