import { Table, Text } from '@mantine/core'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atDate, number } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'

/** The last crises, to compare with. */
export function Earlier({ plan }: { plan: RemedyPlanView }) {
  if (plan.earlier.length === 0) return null
  return (
    <Card title={t('earlier.title')}>
      <Table.ScrollContainer minWidth={520}>
        <Table className="lw-figures">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('earlier.crisis')}</Table.Th>
              <Table.Th ta="right">{t('nav.accounts')}</Table.Th>
              <Table.Th ta="right">{t('remedy.total')}</Table.Th>
              <Table.Th ta="right">{t('remedy.loss')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.earlier.map((crisis) => (
              <Table.Tr key={crisis.crisisId}>
                <Table.Td>
                  <TextLink to="/crises/$crisisId" params={{ crisisId: crisis.crisisId }} size="sm" fw={600}>
                    {crisis.number} {crisis.title}
                  </TextLink>
                  <Text size="xs" c="dimmed">
                    {t('earlier.severity', { severity: crisis.severity })}, {atDate(crisis.at)}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{number(crisis.accounts)}</Table.Td>
                <Table.Td ta="right">
                  <Money of={crisis.totals} />
                </Table.Td>
                <Table.Td ta="right">{crisis.percentOfLoss === null ? '–' : `${number(crisis.percentOfLoss)} %`}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
