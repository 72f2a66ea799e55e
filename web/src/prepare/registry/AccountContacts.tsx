import { Badge, Table, Text } from '@mantine/core'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { reasonText } from '../../communicate/suppressions/reason.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atDayTime, number } from '../../ui/format.ts'

export function AccountContacts({ account }: { account: AccountView }) {
  return (
    <Card
      title={t('account.contacts')}
      aside={
        account.contactCount > account.contacts.length && (
          <Text size="sm" c="dimmed">
            {t('account.first', { shown: number(account.contacts.length), count: number(account.contactCount) })}
          </Text>
        )
      }
    >
      {account.contacts.length === 0 ? (
        <Text size="sm" className="lw-amber">
          {t('account.noContacts')}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={380}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('account.email')}</Table.Th>
                <Table.Th>{t('account.position')}</Table.Th>
                <Table.Th>{t('account.receives')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {account.contacts.map(({ id, email, name, phone, position, locale, receivesUpdates, readers, suppression }) => (
                <Table.Tr key={id}>
                  <Table.Td className="lw-clip">
                    {email} {readers && <Badge color={readers === 'nobody' ? 'amber' : 'gray'}>{tOf('account.readers', readers)}</Badge>}
                    {name && (
                      <Text size="xs" c="dimmed">
                        {name}
                        {locale ? ` · ${locale}` : ''}
                      </Text>
                    )}
                    {phone && (
                      <Text size="xs" c="dimmed" className="lw-figures">
                        {phone}
                      </Text>
                    )}
                    {suppression && (
                      <Text size="xs" className="lw-amber" title={suppression.detail ?? undefined}>
                        {t(suppression.scope === 'all' ? 'account.stopped' : 'account.stoppedUpdates', { reason: reasonText(suppression.reason) })}
                        {suppression.until && ` (${t('suppressions.untilTime', { at: atDayTime(suppression.until) })})`}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{position ?? '–'}</Table.Td>
                  <Table.Td>{receivesUpdates && readers !== 'nobody' ? t('account.receives.yes') : t('account.receives.no')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  )
}
