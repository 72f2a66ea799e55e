import { SimpleGrid, Skeleton, Table } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { number } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'

const Distribution = lazy(() => import('./Distribution.tsx').then(({ Distribution }) => ({ default: Distribution })))

export function PlanTiers({ plan }: { plan: RemedyPlanView }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Card title={t('remedy.byTier')}>
        <Table.ScrollContainer minWidth={420}>
          <Table className="lw-figures">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('remedy.tier')}</Table.Th>
                <Table.Th ta="right">{t('nav.accounts')}</Table.Th>
                <Table.Th ta="right">{t('remedy.total')}</Table.Th>
                <Table.Th ta="right">{t('remedy.median')}</Table.Th>
                <Table.Th ta="right">{t('remedy.highest')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {plan.byTier.map(({ tier, accounts, total, median, highest }) => (
                <Table.Tr key={tier + total.currency}>
                  <Table.Td>{tier}</Table.Td>
                  <Table.Td ta="right">{number(accounts)}</Table.Td>
                  <Table.Td ta="right" fw={600}>
                    <Money of={total} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Money of={median} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Money of={highest} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
      {plan.distribution.length > 0 && (
        <Card title={t('remedy.distribution')}>
          <Suspense fallback={<Skeleton h={200} />}>
            <Distribution plan={plan} />
          </Suspense>
        </Card>
      )}
    </SimpleGrid>
  )
}
