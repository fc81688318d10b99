import { useEffect, useState } from 'react';
import { toast } from '../store/toasts';

const confirmMs = 2000;

export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), confirmMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else toast('error', 'The browser does not let the page copy. Select the text and copy it yourself.');
  };
  return <button type="button" className="copy" onClick={() => void copy()}>{copied ? 'Copied' : label}</button>;
}

/** Plain HTTP pages on other hosts have no clipboard interface; the old way still works there. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    // Inside an open dialog everything else is inert and cannot hold a selection.
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
