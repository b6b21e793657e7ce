import { useState } from 'react';
import { type MessageId, useTexts } from '#web/lib/i18n.tsx';
import { Card } from '#web/ui/card.tsx';
import { Choice } from '#web/ui/choice.tsx';
import { arrange, ORDERS, type Order, type Question } from './figures.ts';
import { ReportQuestion } from './question.tsx';

const NAMES: Record<Order, MessageId> = { hardest: 'report.hardestFirst', asked: 'report.asAsked' };

/** Question by question, how it was answered. */
export function ReportQuestions({ questions, players }: { questions: readonly Question[]; players: number }) {
  const { t } = useTexts();
  const [order, setOrder] = useState<Order>('hardest');
  return (
    <Card
      title={t('report.byQuestion')}
      className="mb-4 sm:mb-6"
      actions={
        <div className="print:hidden">
          <Choice
            legend={t('report.order')}
            isLegendHidden
            options={ORDERS.map((value) => ({ value, label: t(NAMES[value]) }))}
            value={order}
            onChange={setOrder}
          />
        </div>
      }
    >
      <ol className="flex flex-col divide-y divide-line">
        {arrange(questions, order).map((question) => (
          <li key={question.id} className="break-inside-avoid py-5 first:pt-0 last:pb-0">
            <ReportQuestion question={question} players={players} />
          </li>
        ))}
      </ol>
    </Card>
  );
}
