import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { TextsProvider } from './lib/i18n.tsx';
import { followFocus } from './lib/lost-focus.ts';
import { createQueries } from './lib/query.ts';
import { onAccountChange } from './lib/session.ts';
import { followTheme } from './lib/theme.ts';
import { ToastProvider } from './ui/toast.tsx';

followTheme();
followFocus();
const queries = createQueries();
// What one account may see is nothing for the next.
onAccountChange(() => void queries.resetQueries());
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <TextsProvider>
        <ToastProvider>
          <App />
        </ToastProvider>
      </TextsProvider>
    </QueryClientProvider>
  </StrictMode>,
);
