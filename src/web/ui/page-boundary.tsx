import { Component, type ReactNode } from 'react';
import { useTexts } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { useTitle } from './page.tsx';

type Props = {
  /** Nothing stands in: for what lies over a stream. */
  isSilent?: boolean;
  children: ReactNode;
};

/**
 * Stands in for a page that can't be shown: its code couldn't be loaded, since the connection went or the server was
 * upgraded meanwhile, or it failed. A new start mends all of these.
 */
export class PageBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return this.props.isSilent ? null : <Broken />;
  }
}

function Broken() {
  const { t } = useTexts();
  useTitle(t('broken.title'));
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex flex-col items-center gap-4 px-4 py-16 text-center outline-none"
    >
      <div role="alert" className="flex flex-col items-center gap-4">
        <h1 className="text-2xl">{t('broken.title')}</h1>
        <p className="max-w-md text-soft">{t('broken.text')}</p>
      </div>
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </main>
  );
}
