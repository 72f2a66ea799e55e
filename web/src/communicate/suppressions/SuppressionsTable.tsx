import { Button, Table, Text } from '@mantine/core'
import type { SuppressionView } from '../../../../server/src/communicate/suppressions/suppressions.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import { reasonText } from './reason.ts'

export function SuppressionsTable({ suppressions, allow }: { suppressions: SuppressionView[]; allow: ((suppression: SuppressionView) => void) | undefined }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('suppressions.address')}</Table.Th>
            <Table.Th>{t('suppressions.why')}</Table.Th>
            <Table.Th>{t('suppressions.scope')}</Table.Th>
            <Table.Th>{t('suppressions.since')}</Table.Th>
            <Table.Th>{t('suppressions.until')}</Table.Th>
            {allow && <Table.Th />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {suppressions.map((suppression) => (
            <Table.Tr key={suppression.destination}>
              <Table.Td className="lw-clip">
                {suppression.destination}
                {suppression.channel === 'sms' && (
                  <Text size="xs" c="dimmed">
                    {t('suppressions.texts')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {reasonText(suppression.reason, suppression.channel)}
                <Text size="xs" c="dimmed" lineClamp={2} title={suppression.detail ?? undefined}>
                  {suppression.addedBy ? t('suppressions.by', { name: suppression.addedBy }) : t('suppressions.byLeeward')}
                  {suppression.detail ? ` · ${suppression.detail}` : ''}
                </Text>
              </Table.Td>
              <Table.Td>{tOf('suppressions.scope', suppression.scope)}</Table.Td>
              <Table.Td>
                <Moment at={suppression.since} />
              </Table.Td>
              <Table.Td>{suppression.until ? <Moment at={suppression.until} /> : t('suppressions.untilAllowed')}</Table.Td>
              {allow && (
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => allow(suppression)}
                    aria-label={`${t('suppressions.allow')}: ${suppression.destination}`}
                  >
                    {t('suppressions.allow')}
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
