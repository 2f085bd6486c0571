/**
 * Keeps the focus inside a panel when what had it goes away: it moves to what has come in its place, or to a fallback.
 * Without it, it would fall back to the page behind the panel.
 */
import { useEffect, useRef, type RefObject } from 'react';

/** For an element within the panel. `fallback` is a selector within the panel. */
export function useKeptFocus(fallback: string): RefObject<HTMLDivElement> {
  const inside = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const panel = inside.current?.closest<HTMLElement>('[role=dialog]') ?? null;
    if (panel === null) return undefined;
    let last: Node | null = document.activeElement;
    const remember = ({ target }: FocusEvent): void => {
      last = target instanceof Node ? target : null;
    };
    const observer = new MutationObserver((mutations) => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      const came = mutations.flatMap(({ addedNodes }) => [...addedNodes]).find((node) => firstStopIn(node) !== null);
      const stop = came === undefined ? null : firstStopIn(came);
      (stop ?? panel.querySelector<HTMLElement>(fallback))?.focus();
    });
    panel.addEventListener('focusin', remember);
    observer.observe(panel, { childList: true, subtree: true });
    return () => {
      panel.removeEventListener('focusin', remember);
      observer.disconnect();
    };
  }, [fallback]);
  return inside;
}

function firstStopIn(node: Node): HTMLElement | null {
  if (!(node instanceof HTMLElement) || !node.isConnected) return null;
  const own = node.matches(stops) ? node : null;
  return own ?? node.querySelector<HTMLElement>(stops);
}

const stops = 'button:not(:disabled), input:not(:disabled), a[href], [tabindex="0"]:not([data-tabster-dummy])';
