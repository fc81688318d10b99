import { useState } from 'react';
import { removeTree } from '../store/lifecycle';

/** While an organisation is being started its root offers to stop it, which removes all of it: asked where it is pressed. */
export function CancelDeploy({ id, count }: { readonly id: string; readonly count: number }) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" className="cancel-deploy nodrag" title="Stop starting this team and remove it" onClick={() => setAsking(true)}>
        <i className="beat" aria-hidden="true" />Cancel · {count} starting
      </button>
    );
  }
  return (
    <div className="cancel-deploy nodrag" role="group" aria-label="Remove the whole team?">
      Remove the whole team?
      <button type="button" autoFocus onClick={() => setAsking(false)}>No</button>
      <button type="button" onClick={() => void removeTree(id)}>Yes</button>
    </div>
  );
}
