import { useEffect, useState } from 'preact/hooks';

/** How much is left of a time, counted down from each moment in which it is told. */
export function useCountdown(totalMs: number, count = 0): number {
  const [leftMs, setLeft] = useState(totalMs);
  useEffect(() => {
    setLeft(totalMs);
    if (totalMs <= 0) return undefined;
    const end = performance.now() + totalMs;
    const timer = setInterval(() => {
      const left = Math.max(0, end - performance.now());
      setLeft(left);
      if (left === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [totalMs, count]);
  return leftMs;
}
