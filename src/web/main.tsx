import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { TextsProvider } from './lib/i18n.tsx';
import { createQueries } from './lib/query.ts';
import { followTheme } from './lib/theme.ts';
import { ToastProvider } from './ui/toast.tsx';

followTheme();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueries()}>
      <TextsProvider>
        <ToastProvider>
          <App />
        </ToastProvider>
      </TextsProvider>
    </QueryClientProvider>
  </StrictMode>,
);
