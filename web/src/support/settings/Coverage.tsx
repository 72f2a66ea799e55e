import { Badge, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import type { Agents } from './agents.ts'

/** What waits by what it takes to answer it; what nobody there can do stands first. */
export function Coverage({ coverage, minutes }: { coverage: Agents['coverage']; minutes: number }) {
  return (
    <Paper component="section" aria-label={t('agents.coverage')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('agents.coverage')}
        </Title>
        <Text size="sm">{t('agents.coverageLead', { minutes })}</Text>
        {coverage.length === 0 ? (
          <Empty title={t('supportSet.nobodyWaits')} />
        ) : (
          <Scrollable label={t('agents.coverage')}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('agents.needs')}</Table.Th>
                  <Table.Th>{t('agents.waiting')}</Table.Th>
                  <Table.Th>{t('agents.longest')}</Table.Th>
                  <Table.Th>{t('agents.knownBy')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {coverage.map(({ needs, waiting, longestSince, knownBy, offered }) => (
                  <Table.Tr key={needs.join()}>
                    <Table.Td>{needs.join(', ') || t('agents.anything')}</Table.Td>
                    <Table.Td className="lw-figures">{waiting}</Table.Td>
                    <Table.Td>
                      <Moment at={longestSince} />
                    </Table.Td>
                    <Table.Td>
                      {knownBy.length > 0 ? knownBy.map(({ name }) => name).join(', ') : <Badge color="amber">{t('agents.nobody')}</Badge>}
                      {offered > 0 && (
                        <Text size="xs" c="dimmed">
                          {tn('agents.offered', offered)}
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Scrollable>
        )}
      </Stack>
    </Paper>
  )
}
