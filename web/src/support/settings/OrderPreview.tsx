import { Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { t, tn } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import { useOrder, type Weights } from './settings.ts'

/** The first ten as they would stand, beside where they stand now and why. */
export function OrderPreview({ weights }: { weights: Weights }) {
  const [asked] = useDebouncedValue(weights, 300)
  const query = useOrder(asked)
  return (
    <Paper component="section" aria-label={t('supportSet.preview')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('supportSet.preview')}
        </Title>
        <Loaded query={query}>
          {({ waiting, first }) =>
            first.length === 0 ? (
              <Empty title={t('supportSet.nobodyWaits')} text={t('supportSet.nobodyWaitsText')} />
            ) : (
              <>
                <Text size="sm" c="dimmed" aria-live="polite">
                  {tn('supportSet.previewLead', waiting)}
                </Text>
                <Scrollable label={t('supportSet.preview')}>
                  <Table>
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Th>{t('supportSet.place')}</Table.Th>
                        <Table.Th>{t('supportSet.now')}</Table.Th>
                        <Table.Th>{t('supportSet.conversation')}</Table.Th>
                        <Table.Th>{t('supportSet.waits')}</Table.Th>
                        <Table.Th>{t('supportSet.why')}</Table.Th>
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {first.map(({ id, subject, writer, account, waitingSince, parts, was }, nth) => (
                        <Table.Tr key={id}>
                          <Table.Td className="lw-figures">{nth + 1}</Table.Td>
                          <Table.Td className="lw-figures">{was}</Table.Td>
                          <Table.Td>
                            <Text size="sm" lineClamp={1}>
                              {subject}
                            </Text>
                            <Text size="xs" c="dimmed">
                              {account ?? writer ?? ''}
                            </Text>
                          </Table.Td>
                          <Table.Td>
                            <Moment at={waitingSince} />
                          </Table.Td>
                          <Table.Td>
                            <Text size="sm">
                              {Object.entries(parts)
                                .map(([name, minutes]) => t('supportSet.part', { name, minutes: String(minutes) }))
                                .join(', ') || t('supportSet.onlyWaiting')}
                            </Text>
                          </Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </Scrollable>
              </>
            )
          }
        </Loaded>
      </Stack>
    </Paper>
  )
}
