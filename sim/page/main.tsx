import { render } from 'preact';
import { Page } from './page.tsx';

const place = document.getElementById('app');
if (place !== null) render(<Page />, place);
