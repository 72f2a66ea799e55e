import { Anchor, Table, Text } from '@mantine/core'
import type { Assessment } from '../../../../server/src/assess/impact/definition.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'

/** Every time the impact was worked out and something changed: what it came to, what caused it, and the difference as a file. */
export function Assessments() {
  const { id } = useRoom()
  const list = useList<Assessment>([...crisisKey(id), 'assessments'], crisisPath(id, '/impact/assessments'), { limit: 10 })
  return (
    <Card title={t('assessments.title')}>
      <Listed list={list} empty={<Empty title={t('assessments.none')} />}>
        {(assessments) => (
          <Table.ScrollContainer minWidth={620}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('assessments.number')}</Table.Th>
                  <Table.Th>{t('assessments.at')}</Table.Th>
                  <Table.Th>{t('assessments.cause')}</Table.Th>
                  <Table.Th ta="right">{t('assessments.accounts')}</Table.Th>
                  <Table.Th ta="right">{t('assessments.added')}</Table.Th>
                  <Table.Th ta="right">{t('assessments.removed')}</Table.Th>
                  <Table.Th ta="right">{t('assessments.changed')}</Table.Th>
                  <Table.Th>{t('assessments.difference')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {assessments.map((each) => (
                  <Row key={each.number} of={each} path={crisisPath(id, `/impact/assessments/${each.number}/difference`)} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Listed>
    </Card>
  )
}

function Row({ of, path }: { of: Assessment; path: string }) {
  const figure = (value: number, sign = '') => (
    <Table.Td ta="right" className="lw-figures">
      {value === 0 ? '–' : `${sign}${number(value)}`}
    </Table.Td>
  )
  return (
    <Table.Tr>
      <Table.Td className="lw-figures">{of.number}</Table.Td>
      <Table.Td className="lw-figures">{atNear(of.at)}</Table.Td>
      <Table.Td>
        {tOf('cause', of.cause)}
        <Text size="xs" c="dimmed">
          {of.by.name}
        </Text>
      </Table.Td>
      <Table.Td ta="right" className="lw-figures">
        {number(of.accounts)}
      </Table.Td>
      {figure(of.added, '+')}
      {figure(of.removed, '−')}
      {figure(of.changed)}
      <Table.Td>
        {of.detailed ? (
          <Anchor size="sm" href={path} download aria-label={t('assessments.download', { number: of.number })}>
            CSV
          </Anchor>
        ) : (
          <Text size="sm" c="dimmed">
            {t('assessments.unknown')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
