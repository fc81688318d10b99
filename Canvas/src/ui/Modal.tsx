import { useEffect, useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** Escape; a click beside the dialog closes nothing. */
  readonly onCancel: () => void;
  readonly role?: 'dialog' | 'alertdialog';
  readonly wide?: boolean;
}

/** The browser's own modal dialog: it traps the focus, makes the page behind inert and gives the focus back. */
export function Modal({ title, children, onCancel, role = 'dialog', wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return createPortal(
    <dialog ref={dialog} className="modal" data-wide={wide || undefined} role={role} aria-labelledby={heading}
      onCancel={event => {
        event.preventDefault();
        onCancel();
      }}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>,
    document.body,
  );
}
