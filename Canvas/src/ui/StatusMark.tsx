import type { ReactNode } from 'react';
import { lookOf, type Shape } from '../model/status';

const shapes: Readonly<Record<Shape, ReactNode>> = {
  disc: <circle cx="6" cy="6" r="4.2" fill="currentColor" />,
  arc: <path d="M6 1.6A4.4 4.4 0 1 1 1.6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  triangle: <path d="M6 1.4 11 10.4H1Z" fill="currentColor" />,
  cross: <path d="m2.2 2.2 7.6 7.6m0-7.6L2.2 9.8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  bars: <path d="M3.8 2v8M8.2 2v8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />,
  ring: <circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" strokeWidth="2" />,
  moon: <path d="M9.8 7.6A4.6 4.6 0 1 1 4.6 1.9a3.8 3.8 0 0 0 5.2 5.7Z" fill="currentColor" />,
  plug: <path d="M4 1v3m4-3v3M2.4 4h7.2v1.6A3.4 3.4 0 0 1 6 9a3.4 3.4 0 0 1-3.6-3.4ZM6 9v2.4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />,
  question: <path d="M4 4.2a2 2 0 1 1 2.8 1.9C6.2 6.4 6 6.7 6 7.4M6 9.6v.2" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />,
};

/** The status as colour and shape; the word stands beside it, so it is hidden from readers. */
export function StatusMark({ status, size = 12 }: { readonly status: string; readonly size?: number }) {
  const look = lookOf(status);
  return (
    <svg className="mark" data-tone={look.tone} data-shape={look.shape} viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      {shapes[look.shape]}
    </svg>
  );
}
