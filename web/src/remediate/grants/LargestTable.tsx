import { Table, Text } from '@mantine/core'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Money } from '../../ui/Money.tsx'
import { TextLink } from '../../ui/links.tsx'

/** The largest amounts, each with its reasoning: where a mistake would cost most. */
export function LargestTable({ plan }: { plan: RemedyPlanView }) {
  if (plan.largest.length === 0) return null
  return (
    <Card title={t('remedy.largest')}>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('remedy.account')}</Table.Th>
              <Table.Th ta="right">{t('remedy.amount')}</Table.Th>
              <Table.Th>{t('remedy.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.largest.map(({ accountId, name, tier, amount, sentence }) => (
              <Table.Tr key={accountId}>
                <Table.Td>
                  <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} size="sm" fw={600}>
                    {name}
                  </TextLink>
                  <Text size="xs" c="dimmed">
                    {tier}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" fw={600}>
                  <Money of={amount} />
                </Table.Td>
                <Table.Td>
                  <Text size="sm" c="dimmed">
                    {sentence}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}
