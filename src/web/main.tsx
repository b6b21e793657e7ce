import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, preloadApp } from './app.tsx';
import { TextsProvider } from './lib/i18n.tsx';
import { followFocus } from './lib/lost-focus.ts';
import { followTheme } from './lib/theme.ts';

followTheme();
followFocus();
preloadApp();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <TextsProvider>
      <App />
    </TextsProvider>
  </StrictMode>,
);
