import { useEffect, useState } from 'react';
import { toast } from '../store/toasts';
import { copyText, noCopying } from './copy';

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
    else toast('error', noCopying);
  };
  return <button type="button" className="copy" onClick={() => void copy()}>{copied ? 'Copied' : label}</button>;
}
