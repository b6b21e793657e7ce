import type { ReactNode } from 'react';

/** Words over the picture. */
export const StageNotice = ({ icon, children }: { icon?: ReactNode; children: ReactNode }) => (
  <div className="absolute inset-0 z-10 flex flex-col items-center justify-center gap-3 overflow-y-auto bg-black/70 p-4 text-center text-white">
    {icon && <div aria-hidden="true">{icon}</div>}
    {children}
  </div>
);
