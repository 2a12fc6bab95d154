import { useEffect, useState } from 'preact/hooks';
import type { Look } from '../look.ts';

/** The pictures of a look that have come, by the place where they are shown. */
type Pictures = Pick<Look, 'logo' | 'background' | 'idle'>;

const noPictures: Pictures = { logo: null, background: null, idle: [] };

/** Shows a picture only once it has come whole; one that does not come is as if nobody had wished for it. */
export function usePictures(look: Look | null): Pictures {
  const [pictures, setPictures] = useState(noPictures);
  useEffect(() => {
    let isOver = false;
    const paths = look ? [look.logo, look.background, ...look.idle].filter((path) => path !== null) : [];
    void Promise.all(paths.map(hasCome)).then((came) => {
      if (!isOver) setPictures(look ? thoseOf(look, paths.filter((_, index) => came[index])) : noPictures);
    });
    return () => { isOver = true; };
  }, [look]);
  return pictures;
}

/** What is left of a look's pictures when only these are there. */
export function thoseOf({ logo, background, idle }: Pictures, here: readonly string[]): Pictures {
  const orNone = (path: string | null): string | null => (path !== null && here.includes(path) ? path : null);
  return { logo: orNone(logo), background: orNone(background), idle: idle.filter((path) => here.includes(path)) };
}

function hasCome(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.addEventListener('load', () => resolve(true));
    picture.addEventListener('error', () => resolve(false));
    picture.src = path;
  });
}
