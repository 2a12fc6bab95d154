import { render } from 'preact';
import { App } from './app.tsx';
import { lockDown } from './lockdown.ts';

lockDown();
render(<App />, document.body);
